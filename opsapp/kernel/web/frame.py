"""The frame around a page, as a context processor: navigation with counts, the person, theme,
density, keys.

Everything is worked out only when a template asks for it, so a part of a page or an export costs
nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse

from opsapp.kernel import clock, registry
from opsapp.kernel.web import appearance

if TYPE_CHECKING:
    from datetime import datetime

COUNTS_LIVE_SECONDS = 60
COUNTS = "nav_counts"
counters: dict[str, Callable[[Any], int]] = {}
"""Work waiting behind an entry of the navigation: by its url name, a function of the user. Filled
in AppConfig.ready().
"""
letterhead: list[Callable[[], tuple[str, str]]] = []
"""Where the name of the centre and its address come from; the office registers it."""


def centre_and_address() -> tuple[str, str]:
    """The name of the centre and its address, as printed on pages and documents."""
    return letterhead[-1]() if letterhead else ("Ośrodek Pomocy Społecznej", "")


@dataclass(frozen=True, slots=True)
class Link:
    """A line of the navigation as printed; `key` is the letter after g."""

    label: str
    url: str
    icon: str
    key: str
    count: int
    current: bool


class Frame:
    """What base.html shows around a page."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.user: Any = (
            request.user if hasattr(request, "user") and request.user.is_authenticated else None
        )
        self.theme = appearance.chosen(request, "theme")
        self.density = appearance.chosen(request, "density")
        self.keys = appearance.chosen(request, "keys")

    @property
    def user_pk(self) -> str:
        return str(self.user.pk) if self.user else ""

    @property
    def user_name(self) -> str:
        return (self.user.get_full_name() or self.user.get_username()) if self.user else ""

    @property
    def printed_at(self) -> datetime:
        return clock.now()

    @cached_property
    def _letterhead(self) -> tuple[str, str]:
        return centre_and_address()

    @property
    def centre(self) -> str:
        return self._letterhead[0]

    @property
    def address(self) -> str:
        return self._letterhead[1]

    @property
    def themes(self) -> list[appearance.Choice]:
        return appearance.choices("theme", self.theme)

    @property
    def densities(self) -> list[appearance.Choice]:
        return appearance.choices("density", self.density)

    @property
    def key_choices(self) -> list[appearance.Choice]:
        return appearance.choices("keys", self.keys)

    @cached_property
    def nav(self) -> list[Link]:
        """The lines this person may use, with the work that waits."""
        if not self.user:
            return []
        entries = registry.navigation.for_user(self.user.can)
        counts, keys, path = (
            counted(self.request, self.user),
            letters([entry.label for entry in entries]),
            self.request.path,
        )
        urls = [reverse(entry.url_name) for entry in entries]
        here = max(
            (url for url in urls if path.startswith(url) and (url != "/" or path == "/")),
            key=len,
            default="",
        )
        return [
            Link(entry.label, url, entry.icon, key, counts.get(entry.url_name, 0), url == here)
            for entry, url, key in zip(entries, urls, keys, strict=True)
        ]


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context processor."""
    return {"frame": Frame(request)}


def counted(request: HttpRequest, user: Any) -> dict[str, int]:
    """The counts of a person's navigation, at most a minute old.

    They are kept in the session, which is saved once a minute anyway and after the view's
    read-only transaction; the person's own acts renew them at once (`renew_counts`).
    """
    session = getattr(request, "session", None)
    now = int(clock.now().timestamp())
    kept = session.get(COUNTS) if session is not None else None
    if kept and kept["until"] > now:
        return dict(kept["counts"])
    shown = {entry.url_name for entry in registry.navigation.for_user(user.can)}
    counts = {name: count(user) for name, count in counters.items() if name in shown}
    if session is not None:
        session[COUNTS] = {"until": now + COUNTS_LIVE_SECONDS, "counts": counts}
    return counts


def renew_counts(request: HttpRequest) -> None:
    """Forget the counts after an act of the person."""
    session = getattr(request, "session", None)
    if session is not None:
        session.pop(COUNTS, None)


def letters(labels: list[str]) -> list[str]:
    """A letter for each label: its first one that is still free; plain letters only, since
    diacritics need two keys.
    """
    taken: list[str] = []
    for label in labels:
        plain = [
            sign
            for sign in label.lower()
            if sign.isascii() and sign.isalpha() and sign not in taken
        ]
        taken.append(plain[0] if plain else "")
    return taken
