"""The decision as a document: its frozen text, its page, its PDF."""

from benefits.documents.composing import compose
from benefits.documents.rendering import html_of, text_of
from benefits.frozen import digest

__all__ = ["compose", "digest", "html_of", "text_of"]
