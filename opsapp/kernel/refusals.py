"""Refusals of the domain: each carries one Polish sentence for the person at the screen."""

from __future__ import annotations


class Refusal(Exception):
    """An act cannot be done. `message` says what, why and what to do; `field` names the form
    field it belongs to.
    """

    def __init__(self, message: str, code: str = "", field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.field = field

    def __str__(self) -> str:
        return self.message


class Conflict(Refusal):
    """Someone else was first: what the person saw is no longer so."""


class NotAllowed(Refusal):
    """The person has no right to do this."""


class NotFound(Refusal):
    """There is no such thing, or the person must not learn that there is."""
