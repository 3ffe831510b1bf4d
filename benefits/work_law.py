"""What the law puts on *Mój dzień*: reviews that are due, values that wait for a second person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from benefits.models import LawValue
from benefits.rules import Law
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.registry import WORK_LIMIT, WorkItem
from opsapp.office.models import User

GROUP = "Prawo"


def reviews(user: User, today: date) -> Iterator[WorkItem]:
    """Parameters whose day to be looked at has passed: one line each, or one for a heap."""
    if not (user.can(Cap.ENTER_LAW) and user.can(Cap.SEE_LAW)):
        return
    late = sorted(
        (one.next_review, one.label, code)
        for code, one in Law.from_files().parameters.items()
        if one.next_review is not None and one.next_review < today
    )
    if len(late) > SINGLE:
        yield WorkItem(
            GROUP, "Parametry prawa do przeglądu", f"{reverse('benefits:law')}?stan=przeglad",
            due=late[0][0], detail="sprawdź, czy akty się nie zmieniły", action="Przejrzyj",
            count=len(late),
        )  # fmt: skip
        return
    for review, label, code in late:
        yield WorkItem(
            GROUP, f"Przegląd: {label}", reverse("benefits:law_parameter", args=[code]),
            due=review, detail="sprawdź, czy akt się nie zmienił", action="Przejrzyj",
        )  # fmt: skip


SINGLE = 3
"""So many reviews are shown one by one."""


def to_confirm(user: User, today: date) -> Iterator[WorkItem]:
    """Values that somebody else entered; they count for nothing until they are confirmed."""
    if not (user.can(Cap.CONFIRM_LAW) and user.can(Cap.SEE_LAW)):
        return
    known = Law.from_files().parameters
    rows = LawValue.objects.filter(confirmed_by=None).exclude(entered_by=user)
    for row in rows.select_related("entered_by").order_by("valid_from", "pk")[: WORK_LIMIT + 1]:
        label = known[row.code].label if row.code in known else row.code
        yield WorkItem(
            GROUP, f"Do potwierdzenia: {label}", reverse("benefits:law_parameter", args=[row.code]),
            due=row.valid_from - timedelta(days=1),
            detail=f"od {row.valid_from:%d.%m.%Y}, wpis: {row.entered_by}", action="Potwierdź",
        )  # fmt: skip


PROVIDERS = (reviews, to_confirm)
