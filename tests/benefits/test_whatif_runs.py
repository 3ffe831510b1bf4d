"""What if, over the database: whom it looks at, the job, breaking off, crashes, the command."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from openpyxl import load_workbook

from benefits.models import Decision, LawValue, WhatIf, WhatIfCase
from benefits.rules import Law, NotAnnounced
from benefits.selectors_law import law_in_force
from benefits.whatif import jobs as work
from benefits.whatif import measure, running, services
from benefits.whatif.checking import Tried, tried
from benefits.whatif.selectors import Population, months_in
from opsapp.kernel import clock, worker
from opsapp.kernel.audit import acting
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.jobs import Task
from opsapp.kernel.periods import Period
from opsapp.kernel.ranges import day_range
from opsapp.kernel.refusals import Conflict, NotAllowed, Refusal
from opsapp.office.models import User
from tests.benefits import road
from tests.benefits.road import Office
from tests.database.sql import refused
from tests.database.sql import run as run_sql
from tests.people import with_caps

pytestmark = pytest.mark.django_db

D = Decimal
SINGLE = "social_assistance.criterion_single"
ON = date(2026, 12, 1)


@pytest.fixture
def author(installation: User) -> User:
    """Somebody who may try law."""
    return with_caps("glowny-ksiegowy", Cap.TRY_LAW, Cap.SEE_LAW)


@pytest.fixture
def granted(office: Office) -> Decision:
    """A person alone without income: 505,00 zł, from November."""
    return road.issued(office)


def change(value: str = "1100.00", code: str = SINGLE, on: date = ON) -> Tried:
    return tried(law_in_force(), code, D(value), on)


def ordered(author: User, *changes: Tried, **more: Any) -> WhatIf:
    values: dict[str, Any] = {"valid_from": ON, "scope": "day"} | more
    return services.order(list(changes) or [change()], actor=author, **values)


def answered(run: WhatIf) -> WhatIf:
    """The run after the worker did everything that is due."""
    worker.Worker().drain()
    run.refresh_from_db()
    return run


def refuse(office: Office) -> Decision:
    """A person alone with too much income is refused."""
    item = road.ready_item(office, last="Zamożna")
    road.earn(item.person, "1050.00", office=office)
    return road.issued(office, item=item)


def test_the_job_answers_the_run_and_keeps_what_changes(author: User, granted: Decision) -> None:
    run = answered(ordered(author))
    assert (run.counted, run.author, run.finished_at is not None) == (1, author, True)
    assert len(run.rules_version) == 64
    (case,) = run.cases.all()
    assert (case.kind, case.before, case.after) == ("gain", D("505.00"), D("550.00"))
    assert case.yearly == case.months * D("45.00")
    chapter = run.summary["chapters"]["85214 § 3110"]
    assert chapter["cases"]["gain"] == chapter["families"]["gain"] == 1
    assert D(chapter["monthly_after"]) - D(chapter["monthly_before"]) == D("45.00")
    job = services.job_of(run)
    assert job is not None
    assert (job.status, job.progress, job.total) == ("done", 1, 1)


def test_the_question_tells_law_day_and_both_values(author: User) -> None:
    run = ordered(author)
    (kept,) = run.changes
    assert (kept["code"], kept["before"], kept["after"]) == (SINGLE, "1010.00", "1100.00")
    assert run.valid_from == ON


def test_no_law_comes_of_it(author: User, granted: Decision) -> None:
    """Neither a row, nor the process's own law, nor what the next request reads."""
    shipped = Law.from_files()
    before = (LawValue.objects.count(), dict(shipped.parameters))
    answered(ordered(author))
    assert (LawValue.objects.count(), dict(Law.from_files().parameters)) == before
    assert Law.from_files() is shipped
    assert law_in_force().amount(SINGLE, ON) == D("1010.00")


def test_a_confirmed_resolution_of_the_centre_is_the_law_before(
    author: User, office: Office, granted: Decision
) -> None:
    with acting(office.worker):
        LawValue.objects.create(
            code="periodic_allowance.local_share", valid_from=date(2026, 11, 1), value="0.6",
            act="uchwała", entered_by=office.worker, confirmed_by=office.director,
        )  # fmt: skip
    with pytest.raises(Refusal, match="już obowiązuje"):
        change("0.6", "periodic_allowance.local_share")


def test_refused_families_may_come_to_be_entitled(author: User, office: Office) -> None:
    refuse(office)
    run = answered(ordered(author, change("1200.00")))
    (case,) = run.cases.all()
    assert (case.kind, case.before, case.after, case.months) == ("start", None, D("75.00"), 3)


def test_a_refusal_older_than_a_year_is_not_looked_at(author: User, office: Office) -> None:
    refuse(office)
    with clock.frozen(date(2027, 11, 27)):
        assert Population(date(2027, 11, 26), "day").refused().count() == 0
        assert Population(date(2027, 11, 25), "day").refused().count() == 1


def test_an_entitlement_counts_on_its_days_and_in_its_year(granted: Decision) -> None:
    period = granted.items.get().entitlement.period
    for on, held in ((period.lower, 1), (period.upper, 0)):
        assert Population(on, "day").granted().count() == held
    with clock.frozen(date(2027, 11, 1)):
        assert Population(date(2027, 11, 1), "year").granted().count() == 1
    with clock.frozen(date(2028, 3, 1)):
        assert Population(date(2028, 3, 1), "year").granted().count() == 0


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2026, 11, 1), date(2027, 1, 31), 1),
        (date(2027, 1, 15), date(2027, 3, 1), 3),
        (date(2026, 1, 1), None, 12),
        (date(2027, 6, 1), date(2029, 1, 1), 7),
        (date(2026, 1, 1), date(2026, 12, 31), 0),
    ],
)
def test_months_in_force_within_the_year(first: date, last: date | None, months: int) -> None:
    year = Period(date(2027, 1, 1), date(2027, 12, 31))
    assert months_in(day_range(Period(first, last)), year) == months


def test_who_may_not_try_law_is_refused(office: Office) -> None:
    with pytest.raises(NotAllowed):
        ordered(office.worker)
    assert not WhatIf.objects.exists()


@pytest.mark.parametrize(
    ("code", "value", "on", "said", "field"),
    [
        ("no.such", "1", ON, "Nie ma parametru", "code"),
        (SINGLE, "1010.00", ON, "już obowiązuje", "value"),
        (SINGLE, "-1", ON, "nie pasuje do jednostki", "value"),
        (SINGLE, "10.123", ON, "najwyżej 2 miejsca", "value"),
        (SINGLE, "2000000", ON, "za duża", "value"),
        ("periodic_allowance.local_share", "11", ON, "najwyżej 1000 %", "value"),
        ("family_allowance.age_adult", "18.5", ON, "całkowitą", "value"),
        ("care_home.spouse_first", "2", ON, "tak", "value"),
        (SINGLE, "1100", date(2001, 1, 1), "dopiero od", "valid_from"),
        (SINGLE, "1100", date(2040, 1, 1), "zbyt odległy", "valid_from"),
    ],
)
def test_what_may_not_be_tried_is_told_with_its_field(  # noqa: PLR0917
    today: date, code: str, value: str, on: date, said: str, field: str
) -> None:
    with pytest.raises(Refusal, match=said) as wrong:
        change(value, code, on)
    assert wrong.value.field == field


def test_nothing_and_twice_the_same_are_refused(author: User) -> None:
    with pytest.raises(Refusal, match="Nie wybrano"):
        services.order([], valid_from=ON, scope="day", actor=author)
    with pytest.raises(Refusal, match="dwa razy"):
        ordered(author, change(), change("1200.00"))


def test_a_run_broken_off_while_it_waits_computes_nothing(author: User, granted: Decision) -> None:
    run = ordered(author)
    services.cancel(run, actor=author)
    assert answered(run).summary is None
    assert not WhatIfCase.objects.exists()
    with pytest.raises(Conflict):
        services.cancel(run, actor=author)


def test_a_run_broken_off_while_it_counts_keeps_nothing(
    author: User, granted: Decision, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = ordered(author)
    real = running.outcomes

    def outcomes(*args: Any, **more: Any) -> Iterator[Any]:
        services.cancel(run, actor=author)
        yield from real(*args, **more)

    monkeypatch.setattr(running, "outcomes", outcomes)
    run = answered(run)
    assert (run.cancelled_at is not None, run.summary) == (True, None)
    assert not WhatIfCase.objects.exists()
    job = services.job_of(run)
    assert job is not None
    assert job.status == "done"


def test_only_the_author_breaks_off(author: User, installation: User) -> None:
    run = ordered(author)
    with pytest.raises(NotAllowed):
        services.cancel(run, actor=with_caps("inny", Cap.TRY_LAW))


def test_an_answer_comes_once(author: User, granted: Decision) -> None:
    run = answered(ordered(author))
    finished = run.finished_at
    job = services.job_of(run)
    assert job is not None
    work.what_if(Task(job), run=run.pk)
    run.refresh_from_db()
    assert (run.finished_at, run.cases.count()) == (finished, 1)
    assert services.keep(run, running.Found(), actor=author) is False


def test_a_law_that_lost_its_value_meanwhile_is_told_in_words(
    author: User, granted: Decision, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = ordered(author)
    monkeypatch.setattr(
        work, "ask", lambda *a, **k: (_ for _ in ()).throw(NotAnnounced(SINGLE, ON, "Kryterium"))
    )
    run = answered(run)
    job = services.job_of(run)
    assert job is not None
    assert job.status == "failed"
    assert "Brak wartości parametru „Kryterium”" in job.error


def test_two_runs_at_once_have_answers_of_their_own(author: User, granted: Decision) -> None:
    first, second = ordered(author), ordered(author, change("1200.00"))
    assert answered(first).cases.get().after == D("550.00")
    assert answered(second).cases.get().after == D("600.00")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE benefits_whatif SET summary = '{}'",
        "UPDATE benefits_whatif SET changes = '[]'",
        "DELETE FROM benefits_whatif",
        "UPDATE benefits_whatifcase SET after = 1000",
        "DELETE FROM benefits_whatifcase",
    ],
)
def test_the_database_keeps_an_answer_as_it_was(author: User, granted: Decision, sql: str) -> None:
    answered(ordered(author))
    with acting(author), refused("nie wolno"):
        run_sql(sql)


def test_the_question_of_an_open_run_stands(author: User) -> None:
    ordered(author)
    with acting(author), refused("nie wolno zmienić"):
        run_sql("UPDATE benefits_whatif SET valid_from = '2027-01-01'")


def test_a_case_whose_amounts_say_otherwise_than_its_kind_is_refused(
    author: User, granted: Decision
) -> None:
    run = ordered(author)
    calculation = granted.items.get().calculation
    with acting(author), refused("what_if_case_coherent"):
        WhatIfCase.objects.create(
            run=run, calculation=calculation, benefit=calculation.item.benefit, kind="gain",
            before=D(5), after=D(4),
        )  # fmt: skip


def test_the_command_prints_and_exports_and_keeps_nothing(
    granted: Decision, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "co-jesli.xlsx"
    call_command("what_if", f"{SINGLE}=1 100,00", "--from", "2026-12-01", "--export", str(target))
    told = capsys.readouterr().out
    assert "1010,00 → 1100,00 od 01.12.2026" in told
    assert "85214 § 3110" in told
    assert "zyskuje 1" in told
    sheet = load_workbook(target)["Podsumowanie"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[-1][0] == "razem"
    assert rows[-1][rows[0].index("Różnica miesięcznie")] == 45
    assert "Nowak" not in str(rows)
    assert not WhatIf.objects.exists()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ([f"{SINGLE}=abc", "--from", "2026-12-01"], "nie jest liczbą"),
        ([f"{SINGLE}=1100", "--from", "wczoraj"], "nie jest datą"),
        ([SINGLE, "--from", "2026-12-01"], "KOD=WARTOŚĆ"),
        (["criterion_single=1100", "--from", "2026-12-01"], "Czy chodziło o"),
        ([f"{SINGLE}=1010,00", "--from", "2026-12-01"], "już obowiązuje"),
        ([f"{SINGLE}=koniec", "--from", "2026-12-01"], "nie umie policzyć"),
    ],
)
def test_the_command_says_what_is_wrong(today: date, asked: list[str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("what_if", *asked)


def test_a_share_is_typed_in_per_cent(
    granted: Decision, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("what_if", "periodic_allowance.local_share=60", "--from", "2026-12-01")
    assert "101,00\u00a0zł" in capsys.readouterr().out


def test_a_number_may_be_ended_by_the_command(
    granted: Decision, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("what_if", "nursing_allowance.amount=koniec", "--from", "2026-12-01")
    assert "215,84 → koniec od 01.12.2026" in capsys.readouterr().out


def test_the_measure_answers_its_households() -> None:
    (figure,) = measure.figures(households=450)
    assert figure.name == "what_if_450_households"
    assert (figure.unit, figure.bound, figure.at_least) == ("s", 30.0, False)
    assert figure.value > 0
