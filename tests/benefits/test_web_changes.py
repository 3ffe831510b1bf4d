"""The screens of a decision about an earlier one."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from benefits.models import Decision, Entitlement
from benefits.services import decisions
from cases.services import people
from opsapp.kernel import clock
from opsapp.office.models import User
from tests.benefits import road
from tests.benefits.road import Office
from tests.cases.conftest import browser

pytestmark = pytest.mark.django_db
REVOKE = {"ground": "personal", "first": "12.2026", "told": "Strona podjęła zatrudnienie."}


def of(decision: Decision, way: str = "uchyl") -> str:
    return reverse("benefits:decision_change", args=[decision.pk, way])


def text(user: User, decision: Decision) -> str:
    page = browser(user).get(reverse("benefits:decision", args=[decision.pk]))
    return page.content.decode()


def test_the_menu_stands_on_an_issued_grant_for_who_drafts(office: Office) -> None:
    old = road.issued(office)
    assert of(old, "zmien") in text(office.worker, old)
    assert of(old, "zmien") not in text(office.director, old)
    assert of(road.drafted(office, item=road.ready_item(office, last="Zych"))) not in text(
        office.worker, Decision.objects.get(number=None)
    )


def test_a_revocation_goes_from_the_form_to_the_chain(office: Office) -> None:
    old = road.issued(office)
    answer = browser(office.worker).post(of(old), REVOKE)
    assert answer.status_code == 302
    draft = Decision.objects.get(kind="revocation")
    assert answer["Location"] == reverse("benefits:decision", args=[draft.pk])
    page = text(office.worker, draft)
    assert "Uchylić decyzję nr PS/1/2026" in page
    assert 'name="amount"' not in page
    assert "Zadziała: gdy decyzja będzie ostateczna" in page
    decisions.submit(draft, actor=office.worker)
    new = decisions.sign_and_issue(draft, on=clock.today(), actor=office.director)
    page = text(office.worker, old)
    assert "uchylona od 01.12.2026" not in page
    assert "która jeszcze nie działa. Dopóki nie zadziała, raty z tej decyzji są wypłacane" in page
    assert "Ta decyzja i jej zmiany" in text(office.director, old)
    assert "Jeszcze nie działa: czeka, aż decyzja będzie ostateczna" in text(office.director, new)
    case = browser(office.worker).get(reverse("cases:case", args=[new.case_id])).content.decode()
    assert "Jeszcze nie działa: czeka, aż decyzja będzie ostateczna" in case


def test_with_a_rigour_the_page_says_since_when_and_why(office: Office) -> None:
    old = road.issued(office)
    client = browser(office.worker)
    answer = client.post(of(old), REVOKE | {"at_once": "rigour"})
    assert answer.status_code == 422
    assert "Wybierz, ze względu na co nadajesz rygor" in answer.content.decode()
    rigour = {"at_once": "rigour", "rigour_ground": "social", "at_once_reason": "Praca trwa."}
    assert client.post(of(old), REVOKE | rigour).status_code == 302
    draft = Decision.objects.get(kind="revocation")
    shown = client.get(reverse("benefits:decision_amend", args=[draft.pk])).content.decode()
    assert "Praca trwa." in shown
    assert '<option value="rigour" selected>' in shown
    decisions.submit(draft, actor=office.worker)
    new = decisions.sign_and_issue(draft, on=clock.today(), actor=office.director)
    assert "uchylona od 01.12.2026 decyzją PS/2/2026" in text(office.worker, old)
    assert "Działa od 26.11.2026: rygor natychmiastowej wykonalności" in text(office.worker, new)


def test_the_words_of_its_draft_are_saved(office: Office) -> None:
    old = road.issued(office)
    browser(office.worker).post(of(old), REVOKE)
    draft = Decision.objects.get(kind="revocation")
    sent = {
        "legal_basis": draft.legal_basis, "operative_part": draft.operative_part,
        "reasons": "Inne powody.", "instruction": draft.instruction, "version": "0",
    }  # fmt: skip
    save = reverse("benefits:decision_save", args=[draft.pk])
    assert browser(office.worker).post(save, sent).status_code == 302
    draft.refresh_from_db()
    assert draft.reasons == "Inne powody."
    stale = browser(office.worker).post(save, sent | {"reasons": "Jeszcze inne."})
    assert stale.status_code == 422
    assert "Inne powody." in stale.content.decode()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"ground": ""}, "Wybierz: Podstawa"),
        ({"first": "12.20"}, "nie jest miesiącem"),
        ({"first": "03.2027"}, "nie ma czego zmieniać"),
        ({"told": ""}, "Uzupełnij: Co się zmieniło"),
        ({"ground": "consent"}, "tylko decyzję ostateczną"),
    ],
)
def test_what_is_typed_wrong_is_kept_and_explained(
    office: Office, wrong: dict[str, str], sentence: str
) -> None:
    old = road.issued(office)
    answer = browser(office.worker).post(of(old), REVOKE | {"told": "Zostaję."} | wrong)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Decision.objects.count() == 1


def test_what_was_changed_already_says_by_what(office: Office) -> None:
    old = road.issued(office)
    browser(office.worker).post(of(old), REVOKE)
    answer = browser(office.worker).get(of(old))
    assert answer.status_code != 200
    assert "Jest już projekt" in answer.content.decode()


def test_a_stranger_changes_nothing(office: Office, clerk: User) -> None:
    old = road.issued(office)
    assert browser(clerk).get(of(old)).status_code == 403
    assert browser(clerk).post(of(old), REVOKE).status_code == 403
    assert browser(office.director).post(of(old), REVOKE).status_code == 403
    assert Decision.objects.count() == 1


def test_an_expiry_after_a_death_is_closed_in_the_file(office: Office) -> None:
    old = road.issued(office)
    people.note_death(old.addressee, on=date(2026, 11, 20), actor=office.worker)
    sent = {"ground": "death", "on": "", "told": "Strona zmarła 20 listopada 2026 r."}
    browser(office.worker).post(of(old, "wygasniecie"), sent)
    draft = Decision.objects.get(kind="expiry")
    decisions.submit(draft, actor=office.worker)
    new = decisions.sign_and_issue(draft, on=clock.today(), actor=office.director)
    assert Entitlement.objects.get().status == "expired"
    page = text(office.director, new)
    assert "Zamknij w aktach" in page
    browser(office.director).post(
        reverse("benefits:decision_finalise", args=[new.pk]),
        {"on": "26.11.2026", "basis": "no_party"},
    )
    new.refresh_from_db()
    assert new.status == "final"
