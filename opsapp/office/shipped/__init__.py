"""The rows that ship with the programme. The centre changes them on screen; laying them again
changes nothing.
"""
