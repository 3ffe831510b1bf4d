"""A worker excluded from somebody's matters: by whom, what is refused, who takes over."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from benefits.services import decisions
from cases.models import Case, CaseAssignment, Exclusion
from cases.services import cases, exclusions, letters
from opsapp.kernel import clock
from opsapp.kernel.refusals import NotAllowed, Refusal
from opsapp.office.models import User
from socialwork.services import interviews
from tests.benefits import road
from tests.benefits.road import Office
from tests.cases.conftest import browser

pytestmark = pytest.mark.django_db
WHY = {"ground": "family", "told": "siostra strony"}


def case_of(office: Office) -> Case:
    return road.ready_item(office).case


def exclude(case: Case, user: User, office: Office) -> list[Exclusion]:
    return exclusions.exclude(
        case, user=user, on=road.TODAY, successor=office.clerk, actor=office.installation, **WHY
    )  # type: ignore[arg-type]


def test_the_excluded_worker_loses_the_cases_of_this_person(office: Office) -> None:
    case = case_of(office)
    (row,) = exclude(case, office.worker, office)
    assert (row.user, row.person) == (office.worker, case.client)
    assert row.reason == (
        "małżonek, krewny lub powinowaty do drugiego stopnia (§ 1 pkt 2): siostra strony"
    )
    now = CaseAssignment.objects.get(case=case, period__upper_inf=True)
    assert (now.worker, now.reason) == (office.clerk, exclusions.REASSIGNED)


def test_every_act_refuses_the_excluded(office: Office) -> None:
    item = road.ready_item(office)
    draft = road.drafted(office, item=item)
    started = interviews.start(
        item.application.household, kind="update", visited_on=road.TODAY, cases=[item.case],
        actor=office.worker,
    )  # fmt: skip
    exclude(item.case, office.worker, office)
    acts = [
        lambda: cases.move(item.case, "submit", actor=office.worker),
        lambda: cases.note(item.case, text="x", actor=office.worker),
        lambda: letters.write(
            item.case, kind="other", subject="x", body="x", on=road.TODAY, actor=office.worker
        ),
        lambda: road.calculate(item, office=office),
        lambda: decisions.revise(draft, version=0, reasons="x", actor=office.worker),
        lambda: decisions.submit(draft, actor=office.worker),
        lambda: decisions.drop(draft, actor=office.worker),
        lambda: interviews.abandon(started, remark="x", actor=office.worker),
        lambda: cases.assign(
            item.case, unit=office.unit, worker=office.worker, reason="x", on=road.TODAY,
            actor=office.clerk,
        ),
    ]  # fmt: skip
    for act in acts:
        with pytest.raises(NotAllowed, match=r"art\. 24 k\.p\.a\.\).*siostra strony"):
            act()
    taken = decisions.take_over(draft, actor=office.clerk)
    assert decisions.submit(taken, actor=office.clerk).status == "approval_pending"


def test_the_excluded_head_neither_signs_nor_returns_nor_issues(office: Office) -> None:
    pending = road.submitted(office)
    signed = road.approved(office, item=road.ready_item(office, last="Zych"))
    for decision in (pending, signed):
        exclude(decision.case, office.director, office)
    why = {"reason_code": "letter", "remark": "x"}
    for act in (
        lambda: decisions.approve(pending, actor=office.director),
        lambda: decisions.return_to_author(pending, actor=office.director, **why),
        lambda: decisions.take_back(signed, actor=office.director, **why),
        lambda: decisions.issue(signed, on=road.TODAY, actor=office.director),
    ):
        with pytest.raises(NotAllowed, match="siostra strony"):
            act()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"ground": "x"}, "podstawę wyłączenia"),
        ({"told": " "}, "co łączy pracownika"),
        ({"told": "x" * 190}, "Opisz to krócej"),
        ({"on": date(2026, 11, 27)}, "nie może być z przyszłości"),
        ({"successor": None}, "Wskaż, kto je przejmie"),
    ],
)
def test_what_is_given_wrong_excludes_nobody(
    office: Office,
    wrong: dict[str, object],
    words: str,
) -> None:
    given = {**WHY, "on": road.TODAY, "successor": office.clerk} | wrong
    with pytest.raises(Refusal, match=words):
        exclusions.exclude(case_of(office), user=office.worker, actor=office.installation, **given)  # type: ignore[arg-type]
    assert not Exclusion.objects.exists()


def test_an_exclusion_is_ended_by_another_alone(office: Office) -> None:
    case = case_of(office)
    (row,) = exclude(case, office.worker, office)
    later = road.TODAY + timedelta(days=3)
    with clock.frozen(later):
        with pytest.raises(NotAllowed, match="Własnego wyłączenia"):
            exclusions.end_exclusion(row, on=later, actor=office.worker)
        exclusions.end_exclusion(row, on=later, actor=office.clerk)
        cases.note(case, text="Znów prowadzi.", actor=office.worker)


def test_the_screen_excludes_shows_and_ends(office: Office) -> None:
    case = case_of(office)
    desk = browser(office.clerk)
    url = reverse("cases:case_act", args=[case.pk, "wylaczenie"])
    assert "Kto przejmie jego sprawy" in desk.get(url).content.decode()
    sent = {
        "excluded": str(office.worker.pk), "ground": "family", "told": "siostra strony",
        "successor": "", "on": "26.11.2026",
    }  # fmt: skip
    refused = desk.post(url, sent)
    assert refused.status_code == 422
    assert "Wskaż, kto je przejmie" in refused.content.decode()
    done = desk.post(url, sent | {"successor": str(office.clerk.pk)})
    assert done.status_code == 302
    page = reverse("cases:case", args=[case.pk])
    assert "Wyłączeni pracownicy" in desk.get(page).content.decode()
    assert "nie załatwiasz spraw tej osoby" in browser(office.worker).get(page).content.decode()
    row = Exclusion.objects.get()
    end = reverse("cases:case_exclusion_end", args=[case.pk, row.pk])
    assert browser(office.director).post(end).status_code == 403
    with clock.frozen(date(2026, 11, 30)):
        assert browser(office.clerk).post(end).status_code == 302
    row.refresh_from_db()
    assert row.period.upper == date(2026, 11, 30)
