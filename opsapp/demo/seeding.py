"""Seed the town: the office by its acts, everything else by COPY, in one transaction."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection

from benefits.exports.files import as_profile
from benefits.models.ledger import COLUMNS, LEDGER
from benefits.rules import Law
from cases.models import Person
from opsapp.demo.bulk import BesideRows, Passed, constraints_last, silently
from opsapp.demo.calculations import Calculations
from opsapp.demo.chance import Chance
from opsapp.demo.changes import Changes
from opsapp.demo.decisions import Decisions
from opsapp.demo.desks import Desks
from opsapp.demo.filing import Filing, filing
from opsapp.demo.frozen import Letterhead
from opsapp.demo.guards import stepping_aside
from opsapp.demo.intake import Codes, Intake, Series
from opsapp.demo.interviews import Interviews
from opsapp.demo.lately import happen
from opsapp.demo.letters import LetterHead, Letters
from opsapp.demo.moments import ONE_DAY, PayDays
from opsapp.demo.numbers import Numbers
from opsapp.demo.payments import Hands, Payments
from opsapp.demo.people import Register
from opsapp.demo.proceedings import Desk
from opsapp.demo.reports import lay_reports
from opsapp.demo.rights import Rights
from opsapp.demo.sizes import SIZES, Size
from opsapp.demo.staff import SOCIAL, STAFF, Office, letterhead, open_office, signed_by
from opsapp.demo.story import Story, Writers
from opsapp.demo.tables import SETTLED_ITEM, TABLES
from opsapp.demo.terms import Terms
from opsapp.demo.texts import Composer
from opsapp.demo.writing import DatabaseRows, Rows
from opsapp.kernel import clock
from opsapp.kernel.audit import act
from opsapp.kernel.models import Job
from opsapp.kernel.periods import Month
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import Benefit, Classification, JrwaClass, Reason, Setting, User
from opsapp.office.services import settings as answers

MARK = "demo_town"
"""The setting that says which town stands in this database."""
BASIS = "manage.py seed_demo"


def standing() -> dict[str, Any] | None:
    """The town that stands here: its size, seed, years and day; None for none."""
    row = Setting.objects.filter(code=MARK).order_by("-valid_from").first()
    return row.value if row else None


@act
def seed(
    *, town: str, years: int, seed: int, today: date, passed: Passed = silently, actor: User
) -> dict[str, int]:
    """Lay a town into an empty database; the number of rows of each table. `passed` is told the
    name of each part of the work when it is done.

    Raises `Refusal` outside demo mode and where persons are on file already.
    """
    refuse_outside_demo()
    if Person.objects.exists():
        raise Refusal("W tej bazie są już osoby. Miasteczko zakłada się w pustej bazie.", "used")
    size = SIZES[town]
    chance = Chance(f"{town}:{seed}:{years}")
    office = open_office(social_workers=size.social_workers, chance=chance, actor=actor)
    pay_days = PayDays.around(today)
    answers.answer(
        "payments.pay_day", value=pay_days.pay_day, valid_from=date(1990, 1, 1), actor=actor
    )
    with (
        stepping_aside(TABLES, all_of_them=not size.watched),
        nullcontext() if size.watched else constraints_last(TABLES, passed),
        connection.cursor() as cursor,
    ):
        rows = (DatabaseRows if size.watched else BesideRows)(cursor.cursor, {})
        tell(rows, size, years=years, today=today, chance=chance, office=office, pay_days=pay_days)
        passed("opowiadanie")
        rows.close()
        passed("reszta kopiowania")
        _keep_ledger(cursor)
        passed("księga realizacji")
        _go_on(cursor, rows.next_keys)
    mark = {"town": town, "seed": seed, "years": years, "today": today.isoformat()}
    answers.answer(MARK, value=mark, valid_from=today, basis=BASIS, actor=actor)
    return dict(rows.count)


def _keep_ledger(cursor: Any) -> None:
    """What the guards of payments would have kept, had they watched them being settled. Statistics
    of these tables first, for they were laid a moment ago.
    """
    cursor.execute(
        "ANALYZE benefits_payment, benefits_paymentitem, benefits_instalment,"
        " benefits_instalmentfunding"
    )
    cursor.execute(
        f"INSERT INTO {SETTLED_ITEM.name} ({COLUMNS})"
        f" {LEDGER.format(payments='benefits_payment')} ORDER BY p.paid_on"
    )


def keep_time(seconds: float, *, actor: User) -> None:
    """Note in the mark how long laying took."""
    row = Setting.objects.get(code=MARK)
    value = {**row.value, "seconds": round(seconds, 1)}
    answers.answer(MARK, value=value, valid_from=row.valid_from, basis=BASIS, actor=actor)


def report(town: str, today: date) -> None:
    """Lay the reports of a seeded town, and what happened lately in one that people look at;
    statistics first, for the planner knows nothing yet.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    watched = SIZES[town].watched
    people = User.objects.in_bulk([one.username for one in STAFF], field_name="username")
    lay_reports(today, builder=people["ksiegowa"], filer=people["dyrektor"], all_of_them=watched)
    if watched:
        happen(today, people)
        wait_for_no_noon()


def wait_for_no_noon() -> None:
    """What was ordered on the town's day was ordered at its noon: the worker begins at once."""
    now = clock.now()
    Job.objects.filter(status=Job.Status.QUEUED, run_after__gt=now).update(run_after=now)


def refuse_outside_demo() -> None:
    """Raise `Refusal` unless this is a demo: a town has known passwords."""
    if not settings.OPS_DEMO:
        raise Refusal(
            "Miasteczko próbne ma znane hasła, dlatego powstaje tylko w trybie próbnym. "
            "Ustaw OPS_DEMO=1.",
            "not_a_demo",
        )


def tell(
    rows: Rows, size: Size, *, years: int, today: date, chance: Chance, office: Office,
    pay_days: PayDays,
) -> None:  # fmt: skip
    """Tell the story of a town into rows."""
    profile = as_profile(office.profile)
    with filing(rows, profile, beside=not size.watched) as files:
        series = Series()
        write = _writers(
            rows, size, files, series, years=years, today=today, chance=chance, office=office,
            pay_days=pay_days,
        )  # fmt: skip
        workers = [user.pk for user in office.social_workers]
        Story(size, years, today, chance, workers, _desk(office), write).tell()
    series.write(rows)
    rows.flush()


def _desk(office: Office) -> Desk:
    return Desk(
        office.key("kancelaria"), office.key("dyrektor"), office.key("zastepca"), office.system
    )


def _writers(
    rows: Rows, size: Size, files: Filing, series: Series, *, years: int, today: date,
    chance: Chance, office: Office, pay_days: PayDays,
) -> Writers:  # fmt: skip
    benefit = Benefit.objects.get(code="periodic_allowance")
    codes, law, until = _codes(office, benefit), Law.from_files(), today - ONE_DAY
    rights, desk = Rights(rows, codes, pay_days, office.system, until), _desk(office)
    hands = Hands(office.key("ksiegowa"), office.key("rodzinne"), office.key("glowna"))
    papers = Letterhead(*letterhead(office))
    head = LetterHead(papers.town, papers.centre, signed_by(office))
    files_since = (Month.of(today) - min(size.files_months, 12 * years + 1)).first_day
    decisions = Decisions(
        rows,
        series,
        codes,
        Calculations(rows, law),
        Composer(benefit, until, rows.wait),
        papers,
        rights,
        until,
    )
    return Writers(
        Register(rows, chance, Numbers(chance), until, office.key("rodzinne")),
        Intake(
            rows, chance, series, codes, Terms(rows, until), Letters(rows, chance, until, head),
            desk.reception, until,
        ),
        Interviews(rows, chance, codes, law, size.evidence, until),
        decisions,
        Changes(decisions, desk, until),
        Payments(
            rows, chance, series, rights, hands, office.profile.pk, files, until, files_since
        ),
        Desks(rows, chance, until, office.key("rodzinne"), office.key("socjalny")),
    )  # fmt: skip


def _codes(office: Office, benefit: Benefit) -> Codes:
    jrwa = JrwaClass.objects.get(symbol=benefit.jrwa_symbol)
    unit = office.units[SOCIAL]
    line = Classification.objects.get(chapter=benefit.chapter, paragraph=benefit.paragraph)
    return Codes(
        benefit.pk, jrwa.pk, jrwa.symbol, benefit.label, unit.pk, unit.cell,
        dict(Reason.objects.values_list("code", "pk")), line.pk,
    )  # fmt: skip


def _go_on(cursor: Any, next_keys: dict[str, int]) -> None:
    """Let the sequences go on after the keys that the town gave."""
    for table, key in next_keys.items():
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s, false)", [table, key])
