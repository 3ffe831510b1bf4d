"""The nightly check sees what the guards could not: gaps, and what is open in what has ended."""

from __future__ import annotations

import uuid

import pytest

from cases.models import Application, Case
from cases.selectors.checks import faults_of_cases
from cases.services import cases, closings
from opsapp.kernel.audit import acting
from opsapp.office.models import User
from tests.cases.intake import *  # noqa: F403
from tests.cases.intake import TODAY, Apply

pytestmark = pytest.mark.django_db


def test_a_register_in_order_has_no_faults(apply: Apply, intaker: User, case: Case) -> None:
    apply("targeted_allowance")
    closings.discontinue(case, ground="withdrawal", on=TODAY, actor=intaker)
    assert list(faults_of_cases()) == []


def test_a_number_skipped_is_seen(apply: Apply, intaker: User) -> None:
    application = apply()
    copy = Application.objects.get(pk=application.pk)
    copy.pk, copy.request_id, copy.number = None, uuid.uuid4(), 7
    with acting(intaker):
        copy.save(force_insert=True)
    assert list(faults_of_cases()) == ["W rejestrze wniosków z 2026 roku brakuje numerów."]


def test_an_item_and_a_term_open_in_an_ended_case_are_seen(case: Case, intaker: User) -> None:
    cases.move(case, "discontinue", actor=intaker)
    assert list(faults_of_cases()) == [
        "Sprawa PS.5121.1.2026 jest zakończona, a jej wniosek nie jest rozstrzygnięty.",
        "Sprawa PS.5121.1.2026 jest zakończona, a jej termin biegnie dalej.",
    ]
