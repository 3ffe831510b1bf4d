"""Bank statements read: two formats, one picture of them, nothing of Django."""

from benefits.statements.entries import MOST_BYTES, Entry, Statement
from benefits.statements.reading import read
from benefits.statements.references import lists_in, references_in

__all__ = ["MOST_BYTES", "Entry", "Statement", "lists_in", "read", "references_in"]
