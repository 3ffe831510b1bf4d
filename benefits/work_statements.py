"""What bank statements put on *Mój dzień*."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from benefits.selectors_statements import reaches, waiting_entries
from opsapp.kernel.registry import WorkItem
from opsapp.office.models import User


def entries_to_decide(user: User, today: date) -> Iterator[WorkItem]:
    """Entries of statements that wait for whoever settles payments."""
    if reaches(user) and (count := waiting_entries().count()):
        yield WorkItem(
            group="Wypłaty",
            label="Pozycje wyciągów bankowych do rozstrzygnięcia",
            url=reverse("benefits:statements"),
            action="Rozstrzygnij",
            count=count,
        )
