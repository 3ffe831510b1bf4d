"""Dictionaries are laid once and never over what the centre changed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.management import call_command

from opsapp.kernel import clock, jobs, looked
from opsapp.kernel.audit import acting
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.models import Schedule
from opsapp.kernel.refusals import NotAllowed, Refusal
from opsapp.office import selectors
from opsapp.office.jobs import seal_looks
from opsapp.office.models import Benefit, Classification, JrwaClass, Reason, Role, User, Wording
from opsapp.office.services import dictionaries, settings
from opsapp.office.shipped.benefits import BENEFITS
from opsapp.office.shipped.roles import ROLES
from tests.database.sql import refused, run

pytestmark = pytest.mark.django_db

PEOPLE = {
    "social_worker",
    "benefit_clerk",
    "housing_clerk",
    "alimony_clerk",
    "director",
    "deputy",
    "accountant",
    "chief_accountant",
    "reception",
    "administrator",
    "data_protection_officer",
    "auditor",
}


@pytest.fixture
def laid(installation: User) -> User:
    """The installation, its dictionaries laid."""
    dictionaries.lay(actor=installation)
    return installation


def test_a_second_laying_adds_nothing(laid: User, capsys: pytest.CaptureFixture[str]) -> None:
    assert set(dictionaries.lay(actor=laid).values()) == {0}
    call_command("lay_dictionaries")
    assert "role: bez zmian" in capsys.readouterr().out


def test_what_the_centre_changed_stays(laid: User) -> None:
    with acting(laid):
        Benefit.objects.filter(code="periodic_allowance").update(jrwa_symbol="8121")
        Role.objects.filter(code="auditor").update(capabilities=[])
    dictionaries.lay(actor=laid)
    assert Benefit.objects.get(code="periodic_allowance").jrwa_symbol == "8121"
    assert Role.objects.get(code="auditor").capabilities == []


def test_placeholders_are_marked_and_give_way_to_the_centres_own_list(laid: User) -> None:
    assert set(JrwaClass.objects.values_list("placeholder", flat=True)) == {True}
    with acting(laid):
        JrwaClass.objects.filter(symbol="5110").update(placeholder=False)
        JrwaClass.objects.filter(placeholder=True).delete()
    assert dictionaries.lay(actor=laid)["JRWA"] == 0


def test_every_benefits_class_and_classification_exist(laid: User) -> None:
    symbols = set(JrwaClass.objects.values_list("symbol", flat=True))
    lines = set(Classification.objects.values_list("chapter", "paragraph"))
    for benefit in Benefit.objects.all():
        assert benefit.jrwa_symbol in symbols
        assert not benefit.cash or (benefit.chapter, benefit.paragraph) in lines, benefit.code


def test_periodic_allowance_is_paid_from_852_85214_3110_one_at_a_time(laid: User) -> None:
    benefit = Benefit.objects.get(code="periodic_allowance")
    assert (benefit.label, benefit.jrwa_symbol) == ("zasiłek okresowy", "5121")
    assert (benefit.chapter, benefit.paragraph, benefit.exclusive) == ("85214", "3110", True)
    assert Classification.objects.filter(division="852", chapter="85214", paragraph="3110").exists()
    assert BENEFITS[0].code == "periodic_allowance"


def test_poverty_alone_does_not_entitle_to_cash(laid: User) -> None:
    alone = Reason.objects.filter(cash_alone_insufficient=True).values_list("code", flat=True)
    assert list(alone) == ["poverty"]
    assert Reason.objects.get(code="large_family").parent == Reason.objects.get(
        code="maternity_protection"
    )
    assert Reason.objects.count() == 21


def test_each_night_the_day_of_looking_is_sealed(laid: User) -> None:
    plan = Schedule.objects.get(kind="seal_looks")
    assert plan.every == timedelta(days=1)
    with clock.frozen(date(2026, 11, 20)):
        looked.opened(laid, laid)
    with clock.frozen(date(2026, 11, 22)):
        job = jobs.enqueue("seal_looks", key="tonight", actor=laid)
        assert seal_looks(jobs.Task(job)) == {"days": 2, "looks": 1}


def test_every_person_of_the_house_has_a_role() -> None:
    assert {role.code for role in ROLES} == PEOPLE


def test_no_shipped_role_joins_what_two_people_must_do() -> None:
    for role in ROLES:
        assert not role.capabilities >= {Cap.DRAFT_DECISIONS, Cap.APPROVE_DECISIONS}, role.code
        assert not role.capabilities >= {Cap.PREPARE_PAYMENTS, Cap.CHECK_PAYMENTS}, role.code
        assert not role.capabilities >= {Cap.ENTER_LAW, Cap.CONFIRM_LAW}, role.code


def test_every_capability_is_in_some_role() -> None:
    held = frozenset().union(*(role.capabilities for role in ROLES))
    assert set(Cap) - held == {Cap.USE_API}


def test_an_open_point_is_answered_from_a_day_on(administrator: User) -> None:
    for day, value in ((date(2026, 1, 1), 50), (date(2026, 7, 1), 60), (date(2026, 7, 1), 65)):
        settings.answer(
            "periodic.share", value=value, valid_from=day, basis="zarządzenie", actor=administrator
        )
    assert selectors.setting("periodic.share", on=date(2026, 6, 30)) == 50
    assert selectors.setting("periodic.share", on=date(2026, 7, 1)) == 65
    with pytest.raises(Refusal, match="„periodic"):
        selectors.setting("periodic.share", on=date(2025, 12, 31))


def test_wording_is_versioned_and_frozen(administrator: User) -> None:
    for day, text in ((date(2026, 1, 1), "Pouczenie."), (date(2026, 7, 1), "Nowe pouczenie.")):
        settings.word(
            kind="decision", code="remedies", text=text, valid_from=day, actor=administrator
        )
    assert selectors.wording("decision", "remedies", on=date(2026, 6, 30)).version == 1
    assert selectors.wording("decision", "remedies", on=date(2026, 7, 1)).text == "Nowe pouczenie."
    with pytest.raises(Refusal, match="decision/remedies"):
        selectors.wording("decision", "remedies", on=date(2025, 1, 1))
    with acting(administrator), refused("nie wolno zmieniać"):
        run("UPDATE office_wording SET text = 'x'")
    assert Wording.objects.count() == 2


def test_the_centre_is_described_from_a_day_on(administrator: User) -> None:
    common = {
        "authority": "Burmistrz Miasta Sandomierza",
        "address": "ul. Słowackiego 17a",
        "town": "Sandomierz",
        "terc": "2609011",
    }
    with pytest.raises(Refusal, match="Brakuje danych ośrodka"):
        selectors.centre(date(2026, 11, 24))
    settings.describe_centre(since=date(2020, 1, 1), name="OPS", actor=administrator, **common)
    settings.describe_centre(since=date(2026, 7, 1), name="CUS", actor=administrator, **common)
    assert selectors.centre(date(2026, 6, 30)).name == "OPS"
    assert selectors.centre(date(2026, 7, 1)).name == "CUS"
    with pytest.raises(Refusal, match="już wpisano"):
        settings.describe_centre(since=date(2026, 7, 1), name="X", actor=administrator, **common)


def test_who_does_not_configure_answers_nothing(clerk: User) -> None:
    with pytest.raises(NotAllowed):
        settings.answer("x", value=1, valid_from=date(2026, 1, 1), actor=clerk)
