"""What if, pure: two laws, stored facts, and sums that add up."""

from __future__ import annotations

import json
import subprocess
import sys
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benefits.rules import Law, NotAnnounced
from benefits.rules.law import UnknownParameter
from benefits.rules.measure import FAMILY, PERIODIC
from benefits.whatif.engine import Case, Comparer, Outcome
from benefits.whatif.pool import ALONE, outcomes
from benefits.whatif.scratch import Change, Laws, Watched, laws_of
from benefits.whatif.totals import Totals

D = Decimal
ON = date(2027, 1, 1)
SINGLE = "social_assistance.criterion_single"
SHARE = "periodic_allowance.local_share"
CHAPTERS = {"periodic_allowance": "85214 § 3110", "family_allowance": "85502 § 3110"}


@dataclass(frozen=True)
class Row:
    """A case as a run streams it."""

    case: Case
    benefit: str = "periodic_allowance"
    family: int = 1
    months: int = 12
    once: bool = False


def facts(income: str = "300.00", **more: Any) -> str:
    """A person alone with one income."""
    case = deepcopy(PERIODIC) | more
    case["incomes"] = [{"member": "a", "kind": "salary_net", "amount": income, "month": "2026-10"}]
    return json.dumps(case)


def laws(*changes: tuple[str, str], on: date = ON) -> Laws:
    return laws_of(Law.from_files(), [Change(*one) for one in changes], on)


def compared(case: Case, *changes: tuple[str, str]) -> Outcome:
    return Comparer(laws(*changes)).compare(case)


def granted(income: str, amount: str, least: str, most: str) -> Case:
    return Case(facts(income), D(amount), D(least), D(most))


def test_a_higher_criterion_pays_more_to_whoever_has_the_least_amount() -> None:
    outcome = compared(granted("300.00", "355.00", "355.00", "710.00"), (SINGLE, "1100.00"))
    assert (outcome.before, outcome.after, outcome.kind) == (D("355.00"), D("400.00"), "gain")
    assert outcome.difference == D("45.00")


def test_a_lower_criterion_takes_the_right_away() -> None:
    outcome = compared(granted("800.00", "105.00", "105.00", "210.00"), (SINGLE, "800.00"))
    assert (outcome.before, outcome.after, outcome.kind) == (D("105.00"), None, "cease")


def test_a_refused_family_may_come_to_be_entitled() -> None:
    outcome = compared(Case(facts("1050.00")), (SINGLE, "1150.00"))
    assert (outcome.before, outcome.after, outcome.kind) == (None, D("50.00"), "start")


def test_what_the_centre_gave_above_the_least_stays_inside_the_new_bounds() -> None:
    held = granted("300.00", "600.00", "355.00", "710.00")
    assert compared(held, (SINGLE, "1100.00")).kind == "same"
    assert compared(held, (SINGLE, "850.00")).after == D("550.00")


def test_a_change_of_another_benefits_number_changes_nothing_and_is_computed_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from benefits.whatif import engine

    asked: list[object] = []
    real = engine.assess_facts
    monkeypatch.setattr(engine, "assess_facts", lambda *a: asked.append(1) or real(*a))
    case = granted("300.00", "355.00", "355.00", "710.00")
    assert compared(case, ("nursing_allowance.amount", "500.00")).kind == "same"
    assert len(asked) == 1
    compared(case, (SINGLE, "1100.00"))
    assert len(asked) == 3


def test_a_number_read_only_in_passing_counts_as_read() -> None:
    """A trace holds what decided; a condition that was looked at may be in no trace."""
    law = Law.from_files()
    for look in (
        lambda read: read.get(SINGLE),
        lambda read: read[SINGLE],
        lambda read: list(read.values()),
        lambda read: list(read.items()),
        lambda read: SINGLE in read,
        lambda read: [*read],
    ):
        read = Watched(law.parameters, frozenset({SINGLE}))
        read.get("nursing_allowance.amount")
        assert not read.asked
        look(read)
        assert read.asked


def test_facts_that_today_cannot_be_read_are_told_and_not_guessed() -> None:
    outcome = compared(Case(json.dumps({"benefit": "periodic_allowance"})), (SINGLE, "1100.00"))
    assert outcome.kind == "unanswered"
    assert "odczytać" in outcome.why


def test_a_day_the_law_does_not_answer_is_told() -> None:
    outcome = compared(Case(facts(on="1999-01-10")), (SINGLE, "1100.00"))
    assert outcome.kind == "unanswered"


def test_a_number_without_a_value_on_the_day_is_refused() -> None:
    with pytest.raises(NotAnnounced):
        laws((SINGLE, "1.00"), on=date(1995, 1, 1))
    with pytest.raises(UnknownParameter):
        laws(("no.such", "1.00"))


def test_the_shipped_law_stays_as_it_is() -> None:
    law = Law.from_files()
    before = dict(law.parameters)
    compared(granted("300.00", "355.00", "355.00", "710.00"), (SINGLE, "1100.00"))
    assert Law.from_files() is law
    assert dict(law.parameters) == before
    assert law.amount(SINGLE, ON) == D("1010.00")


@given(
    income=st.integers(0, 150_000).map(lambda grosze: f"{D(grosze) / 100:.2f}"),
    code=st.sampled_from([SINGLE, SHARE, "periodic_allowance.minimum"]),
)
def test_no_change_makes_no_difference(income: str, code: str) -> None:
    law = Law.from_files()
    now = law.step(code, ON).source
    pinned = laws_of(law, [Change(code, now.text)], ON)  # type: ignore[union-attr]
    outcome = Comparer(pinned).compare(Case(facts(income)))
    assert outcome.kind == "same"


@given(
    income=st.integers(0, 150_000).map(lambda grosze: f"{D(grosze) / 100:.2f}"),
    criterion=st.integers(70_000, 200_000).map(lambda grosze: f"{D(grosze) / 100:.2f}"),
)
def test_skipping_what_did_not_ask_gives_what_computing_both_gives(
    income: str, criterion: str
) -> None:
    tried = laws((SINGLE, criterion))
    case = Case(facts(income))
    asked = Comparer(tried).compare(case)
    everything = Comparer(Laws(tried.before, tried.after, frozenset(tried.before.parameters)))
    assert asked == everything.compare(case)


OUTCOMES = st.builds(
    Outcome,
    st.none() | st.integers(1, 100_000).map(lambda n: D(n) / 100),
    st.none() | st.integers(1, 100_000).map(lambda n: D(n) / 100),
    st.sampled_from(["", "", "", "brak"]),
)
ROWS = st.builds(
    Row, st.just(Case("{}")), st.sampled_from(list(CHAPTERS)), st.integers(1, 5),
    st.integers(0, 12), st.booleans(),
)  # fmt: skip


@given(st.lists(st.tuples(ROWS, OUTCOMES), max_size=30))
def test_the_parts_sum_up_to_the_whole(pairs: list[tuple[Row, Outcome]]) -> None:
    pairs = [(row, Outcome(None, None, o.why) if o.why else o) for row, o in pairs]
    totals = Totals(CHAPTERS)
    totals.add_all(pairs)
    kept = totals.to_json()
    for parts in (kept["chapters"], kept["benefits"]):
        for name in ("monthly_before", "monthly_after", "yearly_before", "yearly_after"):
            assert sum((D(one[name]) for one in parts.values()), D(0)) == D(kept["total"][name])
        for kind, count in kept["total"]["cases"].items():
            assert sum(one["cases"][kind] for one in parts.values()) == count
    assert sum(kept["total"]["cases"].values()) == len(pairs)
    assert kept["total"]["families_changed"] <= 5


def test_a_single_payment_counts_once_and_never_by_the_month() -> None:
    totals = Totals(CHAPTERS)
    totals.add_all([(Row(Case("{}"), months=1, once=True), Outcome(D(100), D(150)))])
    total = totals.to_json()["total"]
    assert (total["monthly_after"], total["yearly_after"]) == ("0.00", "150.00")


def test_several_cores_answer_as_one_in_the_same_order() -> None:
    rows = [
        Row(granted(f"{n % 900}.00", "105.00", "105.00", "999.00"), family=n)
        for n in range(ALONE + 700)
    ]
    tried = laws((SINGLE, "1100.00"))
    pairs = [pair for chunk in outcomes(iter(rows), tried, cores=2) for pair in chunk]
    assert [row.family for row, _ in pairs] == [row.family for row in rows]
    assert [found for _, found in pairs] == Comparer(tried).compare_all(row.case for row in rows)


def test_the_processes_know_nothing_of_the_database() -> None:
    script = (
        "import benefits.whatif.pool, benefits.whatif.totals, sys; print('django' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=Path(__file__).parents[2], capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "False"


def test_a_law_of_many_months_is_tried_in_all_of_them() -> None:
    """A family allowance asks for each of its twelve months: the tried criterion holds in all."""
    case = Case(json.dumps(FAMILY), D(1), D(1), D(1))
    outcome = compared(case, ("family_allowance.criterion", "100.00"))
    assert outcome.after is None or outcome.after < (outcome.before or D(0))
