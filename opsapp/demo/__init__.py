"""The demo town: invented people in a believable centre, one and the same for a seed and a day.

It stands above every app and is imported by the management commands alone.
"""
