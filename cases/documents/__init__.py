"""A letter as a document: the head it goes out under, its page."""

from cases.documents.letters import head_of, html_of

__all__ = ["head_of", "html_of"]
