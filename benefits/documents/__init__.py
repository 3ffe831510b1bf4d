"""The decision as a document: its frozen text, its page, its PDF."""

from benefits.documents.composing import compose, digest
from benefits.documents.rendering import html_of, text_of

__all__ = ["compose", "digest", "html_of", "text_of"]
