"""Every address of the site, found by walking the resolver."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

FILLING: dict[str, Any] = {
    "IntConverter": 999_999_999,
    "SlugConverter": "nie-ma",
    "StringConverter": "nie-ma",
    "PathConverter": "999999999",
}
"""What stands for a record that there is not: a door is asked before the record is looked for."""


def names() -> Iterator[tuple[str, dict[str, Any]]]:
    """The full name of every address with arguments that fit it."""
    yield from _walk(get_resolver(), "", {})


def _walk(
    resolver: URLResolver, space: str, before: dict[str, Any]
) -> Iterator[tuple[str, dict[str, Any]]]:
    for pattern in resolver.url_patterns:
        arguments = before | {
            name: FILLING[type(converter).__name__]
            for name, converter in getattr(pattern.pattern, "converters", {}).items()
        }
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern, inner, arguments)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name or pattern.pattern}", arguments


def address(name: str, arguments: dict[str, Any]) -> str:
    """The address itself."""
    return reverse(name, kwargs=arguments)
