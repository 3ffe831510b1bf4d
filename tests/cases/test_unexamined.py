"""Applications left without examination for want of an address, or because they came by e-mail."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case
from cases.services import people, unexamined
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User
from tests.cases.conftest import MARCH
from tests.cases.intake import *  # noqa: F403
from tests.cases.intake import TODAY, Apply, case_of

pytestmark = pytest.mark.django_db


def again(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def form(case: Case) -> str:
    return reverse("cases:case_act", args=[case.pk, "bez-rozpoznania"])


def settle_in(case: Case, actor: User) -> None:
    people.add_address(
        case.client, kind="residence", locality="Sandomierz", street="ul. Mała", building="1",
        on=MARCH, actor=actor,
    )  # fmt: skip


def test_without_an_address_there_is_a_note_and_no_letter(case: Case, intaker: User) -> None:
    told = "Sprawdzono kartotekę i rejestr mieszkańców."
    made = unexamined.leave_unexamined(
        case, ground="no_address", body=told, on=TODAY, actor=intaker
    )
    assert made is None and not case.letters.exists()
    assert again(case).status == "left_unexamined"
    note = case.notes.get().text
    assert told in note and "art. 64 § 1" in note
    assert case.items.get().outcome == "left_unexamined"
    assert not case.terms.filter(met_on=None, cancelled_on=None).exists()
    assert case.transitions.get(move="leave_unexamined").reason_code == "no_address"


@pytest.mark.parametrize("contact", [False, True])
def test_who_can_be_written_to_is_summoned_instead(
    case: Case, intaker: User, contact: bool
) -> None:
    if contact:
        people.add_contact(
            case.client, kind="e_delivery", value="AE:PL-12345-67890-ABCDE-12", on=MARCH,
            actor=intaker,
        )  # fmt: skip
    else:
        settle_in(case, intaker)
    with pytest.raises(Refusal, match="jest znany"):
        unexamined.leave_unexamined(case, ground="no_address", body="x", on=TODAY, actor=intaker)
    assert again(case).status == "registered" and not case.notes.exists()


def test_an_application_by_plain_email_is_left_with_a_letter(apply: Apply, intaker: User) -> None:
    case = case_of(apply(channel="email"))
    letter = unexamined.leave_unexamined(
        case, ground="plain_email", body="Zawiadamiam…", on=TODAY, actor=intaker
    )
    assert letter is not None and letter.kind == "unexamined"
    assert "art. 63 § 1" in case.notes.get().text


def test_one_on_paper_is_not_left_as_an_email(case: Case, intaker: User) -> None:
    with pytest.raises(Refusal, match="nie przyszedł"):
        unexamined.leave_unexamined(case, ground="plain_email", body="x", on=TODAY, actor=intaker)
    with pytest.raises(Refusal, match="podstawę"):
        unexamined.leave_unexamined(case, ground="inna", body="x", on=TODAY, actor=intaker)
    with pytest.raises(Refusal, match="treść"):
        unexamined.leave_unexamined(case, ground="no_address", body=" ", on=TODAY, actor=intaker)


def test_the_screen_offers_only_grounds_that_hold(
    case: Case, at_intake: Client, intaker: User
) -> None:
    page = at_intake.get(form(case)).content.decode()
    assert "no_address" in page and "plain_email" not in page and "not_supplemented" not in page
    settle_in(case, intaker)
    assert at_intake.get(form(case)).status_code == 422
    menu = at_intake.get(reverse("cases:case", args=[case.pk])).content.decode()
    assert form(case) not in menu


def test_the_clerk_reads_the_note_before_it_is_kept(case: Case, at_intake: Client) -> None:
    sent: dict[str, Any] = {"ground": "no_address", "on": "26.11.2026", "uloz": "1"}
    shown = at_intake.post(form(case), sent).content.decode()
    assert "nie wskazano adresu" in shown and not case.notes.exists()
    sent |= {"body": "Adresu nie ustalono."}
    del sent["uloz"]
    assert at_intake.post(form(case), sent).status_code == 302
    assert "Adresu nie ustalono." in case.notes.get().text


def test_a_summons_to_somebody_without_an_address_asks_for_it(
    case: Case, at_intake: Client
) -> None:
    url = reverse("cases:case_act", args=[case.pk, "wezwanie"])
    page = at_intake.get(url).content.decode()
    assert 'value="wskazanie adresu' in page
    checked = page[page.index('value="wskazanie adresu') :][:200]
    assert "checked" in checked


def test_strangers_do_not_leave_it(case: Case, stranger: Client) -> None:
    assert stranger.post(form(case), {"ground": "no_address"}).status_code == 404
