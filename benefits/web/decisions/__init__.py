"""Screens of decisions: the list, one decision with its document, the director's queue."""
