"""Appeals: received, passed on in seven days; a case that came back is settled in a month anew."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case
from cases.selectors import work
from cases.services import appeals, applications, cases, supplements
from opsapp.kernel import clock
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User
from tests.cases.intake import *  # noqa: F403
from tests.cases.intake import RECEIVED, TODAY

pytestmark = pytest.mark.django_db

CAME = date(2026, 11, 24)
BACK = date(2027, 1, 29)


@pytest.fixture
def delivered(case: Case, intaker: User) -> Case:
    """A case whose refusal was delivered."""
    supplements.complete_documents(case.items.get().application, on=RECEIVED, actor=intaker)
    for name in ("finish_interview", "draft", "submit", "decide", "deliver"):
        case = cases.move(case, name, actor=intaker)
    applications.settle_items(case, outcome="refused", actor=intaker)
    return case


def again(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def open_terms(case: Case) -> dict[str, date]:
    return {term.kind: term.due_on for term in case.terms.filter(met_on=None, cancelled_on=None)}


def remanded(case: Case, actor: User) -> Case:
    appeals.receive(case, on=CAME, actor=actor)
    appeals.pass_on(case, on=TODAY, actor=actor)
    with clock.frozen(BACK):
        return appeals.come_back(case, on=BACK, sign="SKO.PS/80/1/2027", actor=actor)


def test_an_appeal_is_passed_on_within_seven_days(delivered: Case, intaker: User) -> None:
    letter = appeals.receive(delivered, on=CAME, body="Nie zgadzam się.", actor=intaker)
    assert (letter.direction, letter.body) == ("in", "Nie zgadzam się.")
    assert again(delivered).status == "appealed"
    assert open_terms(delivered)["forward_appeal"] == date(2026, 12, 1)
    (item,) = [one for one in work.terms_of_mine(intaker, TODAY) if "Przekaż" in one.label]
    assert (item.due, item.state) == (date(2026, 12, 1), "mine")
    appeals.pass_on(delivered, on=TODAY, actor=intaker)
    assert again(delivered).status == "sent_to_sko"
    assert delivered.terms.get(kind="forward_appeal").met_on == TODAY


def test_an_appeal_is_not_passed_on_before_it_came(delivered: Case, intaker: User) -> None:
    appeals.receive(delivered, on=CAME, actor=intaker)
    with pytest.raises(Refusal) as refusal:
        appeals.pass_on(delivered, on=date(2026, 11, 23), actor=intaker)
    assert refusal.value.field == "on" and again(delivered).status == "appealed"


def test_the_month_is_counted_anew_from_the_return_of_the_files(
    delivered: Case, intaker: User
) -> None:
    case = remanded(delivered, intaker)
    assert case.status == "remanded"
    # 28.02.2027 is a Sunday
    assert open_terms(case) == {"settle": date(2027, 3, 1)}
    term = case.terms.get(kind="settle", met_on=None, cancelled_on=None)
    assert term.starts_on == BACK and "138 § 2" in term.reason


def test_what_was_decided_is_open_again(delivered: Case, intaker: User) -> None:
    case = remanded(delivered, intaker)
    outcomes = list(case.items.order_by("pk").values_list("outcome", flat=True))
    assert outcomes == ["refused", "open"]
    old, new = case.items.order_by("pk")
    assert (new.application, new.benefit, new.person) == (old.application, old.benefit, old.person)


def test_without_the_sign_or_too_early_it_does_not_come_back(
    delivered: Case, intaker: User
) -> None:
    with pytest.raises(Refusal, match="znak"):
        appeals.come_back(delivered, on=TODAY, sign=" ", actor=intaker)
    with pytest.raises(Refusal, match="nie jest możliwe"):
        appeals.come_back(delivered, on=TODAY, sign="SKO.1", actor=intaker)
    assert not delivered.letters.exists()


def test_the_clerk_leads_an_appeal_on_screen(delivered: Case, at_intake: Client) -> None:
    def url(what: str) -> str:
        return reverse("cases:case_act", args=[delivered.pk, what])

    page = reverse("cases:case", args=[delivered.pk])
    assert "Przyjmij odwołanie" in at_intake.get(page).content.decode()
    assert at_intake.post(url("odwolanie"), {"on": "24.11.2026"}).status_code == 302
    assert at_intake.post(url("przekazanie-sko"), {"on": "23.11.2026"}).status_code == 422
    assert at_intake.post(url("przekazanie-sko"), {"on": "25.11.2026"}).status_code == 302
    back = {"on": "26.11.2026", "sign": "SKO.PS/80/1/2026"}
    assert at_intake.post(url("zwrot-sko"), back).status_code == 302
    assert "Rozpocznij ponowne rozpatrzenie" in at_intake.get(page).content.decode()
    assert at_intake.post(url("ponownie"), {}).status_code == 302
    assert again(delivered).status == "in_progress"
    assert at_intake.get(url("zwrot-sko")).status_code == 422


def test_strangers_receive_no_appeal(delivered: Case, stranger: Client) -> None:
    url = reverse("cases:case_act", args=[delivered.pk, "odwolanie"])
    assert stranger.post(url, {"on": "24.11.2026"}).status_code == 404
