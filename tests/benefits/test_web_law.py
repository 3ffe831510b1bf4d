"""Prawo on the screen: found, read, entered by one person and confirmed by another."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from benefits.models import LawValue
from benefits.selectors_law import law_in_force
from benefits.services import law as acts
from opsapp.kernel import clock
from opsapp.kernel.capabilities import Cap
from opsapp.office.models import User
from tests.cases.conftest import browser
from tests.people import clerk, installation, with_caps

__all__ = ["clerk", "installation"]

pytestmark = pytest.mark.django_db
LOCAL = "periodic_allowance.local_share"
NATIONAL = "social_assistance.criterion_family"
SHARE = {"valid_from": "1.12.2026", "value": "60", "title": "uchwała nr XII/81/2026"}


@pytest.fixture
def keeper(installation: User) -> User:
    """Somebody who enters law."""
    return with_caps("administrator", Cap.SEE_LAW, Cap.ENTER_LAW)


@pytest.fixture
def head(installation: User) -> User:
    """Somebody who confirms law."""
    return with_caps("dyrektor", Cap.SEE_LAW, Cap.CONFIRM_LAW)


@pytest.fixture
def waiting(keeper: User) -> LawValue:
    """A share of 60 per cent that waits."""
    return acts.enter(
        LOCAL, valid_from=date(2026, 12, 1), value=Decimal("0.6"), title="uchwała", actor=keeper
    )


def page_of(code: str) -> str:
    return reverse("benefits:law_parameter", args=[code])


def test_the_list_shows_todays_value_its_act_and_the_review(keeper: User) -> None:
    with clock.frozen(date(2027, 8, 1)):
        text = browser(keeper).get(reverse("benefits:law")).content.decode()
    assert "Kryterium dochodowe na osobę w rodzinie" in text
    assert "Dz.U. 2024 poz. 1044" in text
    assert "przegląd minął" in text


@pytest.mark.parametrize(
    ("query", "seen", "unseen"),
    [
        ("szukaj=kryterium+rodzinie", "na osobę w rodzinie", "Najniższy zasiłek stały"),
        ("szukaj=najnizszy+zasilek+staly", "Najniższy zasiłek stały", "na osobę w rodzinie"),
        ("zakres=lokalne", "Małżonek płaci przed zstępnymi", "na osobę w rodzinie"),
    ],
)
def test_the_list_is_narrowed(keeper: User, query: str, seen: str, unseen: str) -> None:
    text = browser(keeper).get(f"{reverse('benefits:law')}?{query}").content.decode()
    assert seen in text
    assert unseen not in text


def test_typing_brings_the_rows_alone(keeper: User) -> None:
    answer = browser(keeper).get(reverse("benefits:law"), headers={"HX-Request": "true"})
    assert "<html" not in answer.content.decode()


def test_a_parameter_shows_its_whole_history(keeper: User) -> None:
    text = browser(keeper).get(page_of(NATIONAL)).content.decode()
    assert "01.10.2012 – 30.09.2015" in text
    assert "823,00" in text


def test_an_unknown_parameter_is_not_found(keeper: User) -> None:
    assert browser(keeper).get(page_of("nothing.here")).status_code == 404


@pytest.mark.parametrize("name", ["law", "law_parameter"])
def test_a_stranger_sees_no_law(clerk: User, name: str) -> None:
    args = [LOCAL] if name == "law_parameter" else []
    assert browser(clerk).get(reverse(f"benefits:{name}", args=args)).status_code == 403


def test_a_share_is_typed_in_per_cent_and_waits(keeper: User) -> None:
    answer = browser(keeper).post(reverse("benefits:law_enter", args=[LOCAL]), SHARE)
    assert answer.status_code == 302
    row = LawValue.objects.get()
    assert (row.value, row.entered_by, row.confirmed_by) == ("0.6", keeper, None)
    before = law_in_force().value(LOCAL, date(2026, 12, 2))
    assert before != Decimal("0.6")


def test_what_was_typed_wrong_is_kept_and_explained(keeper: User) -> None:
    answer = browser(keeper).post(
        reverse("benefits:law_enter", args=[LOCAL]), SHARE | {"value": "sześćdziesiąt"}
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "„sześćdziesiąt” nie jest liczbą" in text
    assert "uchwała nr XII/81/2026" in text
    assert not LawValue.objects.exists()


def test_a_national_value_in_force_is_not_overridden(keeper: User) -> None:
    answer = browser(keeper).post(reverse("benefits:law_enter", args=[NATIONAL]), SHARE)
    assert answer.status_code == 422
    assert "jest znana" in answer.content.decode()


def test_entering_is_for_those_who_may(head: User) -> None:
    answer = browser(head).post(reverse("benefits:law_enter", args=[LOCAL]), SHARE)
    assert answer.status_code == 403
    assert not LawValue.objects.exists()


@pytest.mark.parametrize("name", ["law_enter", "law_confirm", "law_withdraw"])
def test_acts_answer_no_get(keeper: User, waiting: LawValue, name: str) -> None:
    arg = LOCAL if name == "law_enter" else waiting.pk
    assert browser(keeper).get(reverse(f"benefits:{name}", args=[arg])).status_code == 405


def test_another_person_confirms_and_the_value_holds(head: User, waiting: LawValue) -> None:
    browser(head).post(reverse("benefits:law_confirm", args=[waiting.pk]))
    assert law_in_force().value(LOCAL, date(2026, 12, 1)) == Decimal("0.6")


def test_who_confirms_sees_what_holds_today_beside_it(head: User, waiting: LawValue) -> None:
    text = browser(head).get(page_of(LOCAL)).content.decode()
    assert "<b>60 %</b> od 01.12.2026" in text.replace("\xa0", " ")
    assert "(dziś 50 %)" in text.replace("\xa0", " ")


def test_nobody_confirms_their_own_value(installation: User) -> None:
    both = with_caps("oboje", Cap.SEE_LAW, Cap.ENTER_LAW, Cap.CONFIRM_LAW)
    row = acts.enter(
        LOCAL, valid_from=date(2026, 12, 1), value=Decimal("0.6"), title="uchwała", actor=both
    )
    answer = browser(both).post(reverse("benefits:law_confirm", args=[row.pk]))
    assert answer.status_code == 422
    row.refresh_from_db()
    assert row.confirmed_by is None


def test_a_waiting_value_can_be_withdrawn_and_a_confirmed_one_not(
    keeper: User, head: User, waiting: LawValue
) -> None:
    acts.confirm(waiting, actor=head)
    client: Client = browser(keeper)
    assert client.post(reverse("benefits:law_withdraw", args=[waiting.pk])).status_code == 409
    second = acts.enter(
        LOCAL, valid_from=date(2027, 1, 1), value=None, title="uchwała", actor=keeper
    )
    client.post(reverse("benefits:law_withdraw", args=[second.pk]))
    assert list(LawValue.objects.all()) == [waiting]


def test_the_same_form_sent_twice_enters_one_value(keeper: User) -> None:
    client, key = browser(keeper), {"once": "3f1c0a52-5f0b-4f3e-9f57-1f5ad1f6d001"}
    for _ in range(2):
        client.post(reverse("benefits:law_enter", args=[LOCAL]), SHARE | key)
    assert LawValue.objects.count() == 1
