"""*Ustawienia*: everything this person may configure, under headings."""

from __future__ import annotations

from collections import defaultdict

from django.http import HttpResponse

from opsapp.kernel import registry
from opsapp.kernel.registry import SettingsEntry
from opsapp.kernel.web.answers import page
from opsapp.kernel.web.decorators import reads
from opsapp.kernel.web.requests import Request


@reads
def show(request: Request) -> HttpResponse:
    """The headings in the order in which their first line was registered."""
    groups: dict[str, list[SettingsEntry]] = defaultdict(list)
    for entry in registry.settings.ask(request.user):
        groups[entry.group].append(entry)
    return page(request, "settings.html", groups=list(groups.items()))
