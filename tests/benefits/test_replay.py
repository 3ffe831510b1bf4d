"""Issued decisions computed again, and what the nightly check finds wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection

from benefits import replay
from benefits.models import Calculation, Decision, LawValue
from benefits.rules import Law
from benefits.rules.law import parameter
from opsapp.kernel import numbering, registry
from opsapp.kernel.audit import acting
from tests.benefits import road
from tests.benefits.road import Office

OURS = (
    "decision_texts", "decision_numbers", "granted_entitlements", "instalments",
    "instalment_funding", "replayed_calculations",
)  # fmt: skip


def faults() -> dict[str, list[str]]:
    """What each of our checks finds."""
    return {name: found for name in OURS if (found := list(registry.checks.get(name)()))}


@pytest.fixture
def decision(office: Office) -> Decision:
    """An issued grant of a family with incomes."""
    item = road.ready_item(office, children=("Zofia", "Jan"))
    road.earn(item.person, "1980.55", office=office)
    return road.issued(office, item=item)


@pytest.fixture
def unguarded(decision: Decision) -> Iterator[None]:
    """The tables without their triggers, as after a damage from outside."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
    yield


def test_what_the_acts_made_is_in_order(decision: Decision) -> None:
    assert faults() == {}


def test_replay_gives_the_same_grosz(decision: Decision) -> None:
    assert list(replay.replay(replay.live())) == []
    assert replay.live().count() == 1


def test_a_value_of_law_changed_under_a_live_decision_is_told(
    decision: Decision, monkeypatch: pytest.MonkeyPatch
) -> None:
    law = Law.from_files()
    code = "social_assistance.criterion_family"
    raw = {
        "label": "Kryterium", "unit": "PLN",
        "values": {date(2025, 1, 1): {"value": "824.00", "act": "Dz.U. 2024 poz. 1044"}},
    }  # fmt: skip
    changed = Law({**law.parameters, code: parameter(code, raw, local=False)})
    monkeypatch.setattr(replay, "law_in_force", lambda: changed)
    (difference,) = replay.replay(replay.live())
    assert difference.by_law
    assert "zmieniły się wartości prawa" in difference.sentence


def test_a_rule_that_answers_otherwise_is_told(
    decision: Decision, unguarded: None, office: Office
) -> None:
    calculation = Calculation.objects.get()
    result = calculation.result | {"amount": "300.00"}
    Calculation.objects.filter(pk=calculation.pk).update(result=result)
    (difference,) = replay.replay(replay.live())
    assert not difference.by_law
    assert difference.before.startswith("300.00")
    with pytest.raises(SystemExit):
        call_command("replay_decisions")


def test_the_command_says_that_all_is_well(
    decision: Decision, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("replay_decisions")
    assert "Wyliczono ponownie: 1, różnic: 0." in capsys.readouterr().out


def test_a_later_confirmed_resolution_changes_no_issued_decision(
    decision: Decision, office: Office
) -> None:
    with acting(office.worker):
        LawValue.objects.create(
            code="periodic_allowance.local_minimum", valid_from=date(2026, 12, 1), value="900.00",
            act="uchwała", entered_by=office.worker, confirmed_by=office.director,
        )  # fmt: skip
    assert list(replay.faults()) == []


def test_a_changed_text_is_found(decision: Decision, unguarded: None) -> None:
    assert decision.text is not None
    Decision.objects.update(text=decision.text | {"reasons": "inne"})
    assert faults() == {
        "decision_texts": ["Treść decyzji PS/1/2026 różni się od zapisanego skrótu."]
    }


def test_a_number_that_stands_on_no_decision_is_found(decision: Decision, office: Office) -> None:
    with acting(office.worker):
        numbering.take("decision", cell="PS", year=2026)
    assert faults() == {
        "decision_numbers": ["Seria decyzji PS/2026 nadała 2 numerów, a decyzji jest 1."]
    }


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        (
            "DELETE FROM benefits_instalment WHERE month = '2026-12-01'",
            {"instalments"},
        ),
        (
            "UPDATE benefits_instalment SET amount = amount - 1 WHERE month = '2026-12-01'",
            {"instalments", "instalment_funding"},
        ),
        ("DELETE FROM benefits_instalmentfunding", {"instalment_funding"}),
        (
            "UPDATE benefits_instalmentfunding SET amount = 1",
            {"instalment_funding"},
        ),
    ],
)
def test_damaged_instalments_are_found(
    decision: Decision, unguarded: None, sql: str, found: set[str]
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
    assert set(faults()) == found


def test_a_grant_without_its_entitlement_is_found(decision: Decision, unguarded: None) -> None:
    with connection.cursor() as cursor:
        for table in ("instalmentfunding", "instalment", "entitlementperson", "entitlement"):
            cursor.execute(f"DELETE FROM benefits_{table}")
    assert faults() == {
        "granted_entitlements": ["Decyzja PS/1/2026 przyznaje świadczenie, a nie ma uprawnienia."]
    }


def test_the_checks_are_asked_every_night() -> None:
    assert set(OURS) <= {name for name, _ in registry.checks.items()}
