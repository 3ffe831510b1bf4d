"""Seed the town: the office by its acts, everything else by COPY, in one transaction."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection

from cases.models import Person
from opsapp.demo.chance import Chance
from opsapp.demo.guards import stepping_aside
from opsapp.demo.intake import Codes
from opsapp.demo.proceedings import Desk
from opsapp.demo.sizes import SIZES
from opsapp.demo.staff import SOCIAL, Office, open_office
from opsapp.demo.story import Cast, Story
from opsapp.demo.tables import TABLES
from opsapp.demo.writing import DatabaseRows
from opsapp.kernel.audit import act
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import Benefit, Classification, JrwaClass, Reason, Setting, User

MARK = "demo_town"
"""The setting that says which town stands in this database."""


def standing() -> dict[str, Any] | None:
    """The town that stands here: its size, seed, years and day; None for none."""
    row = Setting.objects.filter(code=MARK).order_by("-valid_from").first()
    return row.value if row else None


@act
def seed(*, town: str, years: int, seed: int, today: date, actor: User) -> dict[str, int]:
    """Lay a town into an empty database; the number of rows of each table.

    Raises `Refusal` outside demo mode and where persons are on file already.
    """
    refuse_outside_demo()
    if Person.objects.exists():
        raise Refusal("W tej bazie są już osoby. Miasteczko zakłada się w pustej bazie.", "used")
    size = SIZES[town]
    chance = Chance(f"{town}:{seed}:{years}")
    office = open_office(social_workers=size.social_workers, chance=chance, actor=actor)
    with (
        stepping_aside(TABLES, all_of_them=not size.watched),
        connection.cursor() as cursor,
    ):
        rows = DatabaseRows(cursor.cursor, {})
        Story(size, years, today, chance, rows, cast(office)).tell()
        _go_on(cursor, rows.next_keys)
    Setting.objects.create(
        code=MARK,
        value={"town": town, "seed": seed, "years": years, "today": today.isoformat()},
        valid_from=today,
        basis="manage.py seed_demo",
    )
    return dict(rows.count)


def refuse_outside_demo() -> None:
    """Raise `Refusal` unless this is a demo: a town has known passwords."""
    if not settings.OPS_DEMO:
        raise Refusal(
            "Miasteczko próbne ma znane hasła, dlatego powstaje tylko w trybie próbnym. "
            "Ustaw OPS_DEMO=1.",
            "not_a_demo",
        )


def cast(office: Office) -> Cast:
    """The people and the codes by keys."""
    benefit = Benefit.objects.get(code="periodic_allowance")
    jrwa = JrwaClass.objects.get(symbol=benefit.jrwa_symbol)
    unit = office.units[SOCIAL]
    line = Classification.objects.get(chapter=benefit.chapter, paragraph=benefit.paragraph)
    codes = Codes(
        benefit.pk, jrwa.pk, jrwa.symbol, benefit.label, unit.pk, unit.cell,
        dict(Reason.objects.values_list("code", "pk")), line.pk,
    )  # fmt: skip
    return Cast(
        workers=[user.pk for user in office.social_workers],
        desk=Desk(office.key("kancelaria"), office.key("dyrektor"), office.key("zastepca")),
        accountant=office.key("ksiegowa"),
        chief_accountant=office.key("glowna"),
        clerk=office.key("rodzinne"),
        codes=codes,
    )


def _go_on(cursor: Any, next_keys: dict[str, int]) -> None:
    """Let the sequences go on after the keys that the town gave."""
    for table, key in next_keys.items():
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s, false)", [table, key])
