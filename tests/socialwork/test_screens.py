"""The screens of the interview, with wrong input too, for whoever may see them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from cases.models import Case, Household, IncomeRecord, Person
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.models import Look
from opsapp.office.models import Benefit, Role, Unit, User
from opsapp.office.services import roles, users
from socialwork.models import Interview
from socialwork.services import interviews
from tests.people import LONG_AGO, PASSWORD, with_caps
from tests.socialwork.conftest import VISIT, Start, browser

pytestmark = pytest.mark.django_db

PAGES = ["interview", "interview_print", "interview_visit", "interview_incomes", "interview_plan"]
ACTS = ["interview_sign", "interview_abandon", "interview_correct", "interview_case"]
HTMX = {"HX-Request": "true"}


def url(name: str, interview: Interview, *more: object) -> str:
    return reverse(f"socialwork:{name}", args=[interview.pk, *more])


def text(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_and_leaves_a_trace(name: str, draft: Interview, at_desk: Client) -> None:
    answer = at_desk.get(url(name, draft))
    assert answer.status_code == 200
    seen = Look.objects.filter(subject_type="socialwork.interview", subject_id=draft.pk)
    assert seen.exists()


def test_a_printout_leaves_a_trace_of_its_own(signed: Interview, at_desk: Client) -> None:
    at_desk.get(url("interview_print", signed))
    assert Look.objects.filter(kind="printed", subject_id=signed.pk).exists()


@pytest.mark.parametrize("code", ["household", "housing", "health", "work", "expenses", "needs"])
def test_a_section_opens(code: str, draft: Interview, at_desk: Client) -> None:
    assert at_desk.get(url("section", draft, code)).status_code == 200


@pytest.mark.parametrize("name", [*PAGES, *ACTS])
def test_whoever_sees_no_social_work_is_refused(name: str, draft: Interview, clerk: User) -> None:
    method = "post" if name in ACTS else "get"
    assert getattr(browser(clerk), method)(url(name, draft)).status_code == 403


@pytest.mark.parametrize("name", ACTS)
def test_acts_are_not_done_by_looking(name: str, draft: Interview, at_desk: Client) -> None:
    assert at_desk.get(url(name, draft)).status_code == 405


def test_a_reader_looks_and_changes_nothing(draft: Interview, installation: User) -> None:
    reader = browser(with_caps("czytelnik", Cap.SEE_SOCIAL_WORK, Cap.SEE_PERSONS))
    assert reader.get(url("interview", draft)).status_code == 200
    assert reader.get(url("section", draft, "housing")).status_code == 403
    assert reader.post(url("interview_sign", draft)).status_code == 403


@pytest.fixture
def limited(section: Unit, administrator: User, installation: User) -> User:
    """A social worker of the section alone."""
    made = users.create(
        username="obca", first_name="Ewa", last_name="Obca", password=PASSWORD,
        actor=installation,
    )  # fmt: skip
    role = Role.objects.get(code="social_worker")
    roles.assign(made, role=role, unit=section, since=LONG_AGO, actor=installation)
    return User.objects.get(pk=made.pk)


def test_a_worker_of_another_section_finds_nothing(draft: Interview, limited: User) -> None:
    client = browser(limited)
    assert client.get(url("interview", draft)).status_code == 404
    assert "Nowak" not in text(client.get(reverse("socialwork:interviews")))


def test_a_worker_of_the_cases_section_sees_its_interview(
    draft: Interview, case: Case, limited: User, worker: User
) -> None:
    interviews.link_case(draft, case=case, actor=worker)
    client = browser(limited)
    assert client.get(url("interview", draft)).status_code == 200
    assert "Nowak" in text(client.get(reverse("socialwork:interviews")))


def test_an_interview_begun_in_a_section_belongs_to_it(
    family: Household, limited: User, section: Unit
) -> None:
    begun = interviews.start(family, kind="basic", visited_on=VISIT, actor=limited)
    assert begun.unit == section


def test_a_colleague_reads_but_does_not_type(draft: Interview, colleague: User) -> None:
    client = browser(colleague)
    assert client.get(url("section", draft, "housing")).url == url("interview", draft)  # type: ignore[attr-defined]
    answer = client.post(url("section_autosave", draft, "housing"), {"rooms": "3"}, headers=HTMX)
    assert "prowadzi inny pracownik" in text(answer)


def test_an_interview_begins_from_a_case(case: Case, at_desk: Client, family: Household) -> None:
    address = f"{reverse('socialwork:interview_new')}?sprawa={case.pk}"
    assert case.sign in text(at_desk.get(address))
    answer = at_desk.post(address, {"kind": "basic", "visited_on": "24.11.2026"})
    made = Interview.objects.get()
    assert answer.url == url("section", made, "household")  # type: ignore[attr-defined]
    assert made.case_links.get().case == case


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"kind": "basic", "visited_on": "wczoraj"}, "nie jest datą"),
        ({"kind": "basic", "visited_on": "24.11.1026"}, "poza zakresem"),
        ({"kind": "basic", "visited_on": "24.11.2027"}, "60 dni naprzód"),
        ({"kind": "update", "visited_on": "24.11.2026"}, "Nie ma wcześniejszego wywiadu"),
        ({"kind": "basic", "visited_on": "24.11.2026", "visit_hour": "25"}, "nie jest godziną"),
    ],
)
def test_a_wrong_visit_is_explained_and_nothing_begins(
    family: Household, at_desk: Client, typed: dict[str, str], sentence: str
) -> None:
    address = f"{reverse('socialwork:interview_new')}?rodzina={family.pk}"
    answer = at_desk.post(address, typed)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not Interview.objects.exists()


def test_without_a_family_there_is_no_interview(at_desk: Client) -> None:
    assert at_desk.get(reverse("socialwork:interview_new")).status_code == 404


def test_the_way_leads_through_all_parts(draft: Interview, at_desk: Client) -> None:
    answer = at_desk.post(url("section_save", draft, "work"), {"draft_version": "0"})
    assert answer.url == url("interview_incomes", draft)  # type: ignore[attr-defined]
    answer = at_desk.post(url("interview_incomes", draft), {})
    assert answer.url == url("section", draft, "expenses")  # type: ignore[attr-defined]


def test_typing_is_saved_and_told_quietly(draft: Interview, at_desk: Client) -> None:
    answer = at_desk.post(
        url("section_autosave", draft, "housing"),
        {"draft_version": "0", "rooms": "3", "tenure": "homeless"},
        headers=HTMX,
    )
    assert "zapisano" in text(answer)
    assert 'name="draft_version" value="1"' in text(answer)
    assert "bezdomność i liczbę pokoi" in text(answer)
    assert draft.sections.get(code="housing").answers["rooms"] == 3


def test_one_wrong_answer_does_not_hold_back_the_others(draft: Interview, at_desk: Client) -> None:
    typed = {"draft_version": "0", "rooms": "dwa", "condition": "wilgoć"}
    answer = at_desk.post(url("section_autosave", draft, "housing"), typed, headers=HTMX)
    assert "Nie zapisano pola „Liczba pokoi”" in text(answer)
    answer = at_desk.post(url("section_save", draft, "housing"), typed)
    assert answer.status_code == 422
    assert 'value="dwa"' in text(answer)
    assert draft.sections.get(code="housing").answers["condition"] == "wilgoć"


def test_two_windows_are_shown_side_by_side(draft: Interview, at_desk: Client) -> None:
    at_desk.post(url("section_save", draft, "health"), {"draft_version": "0", "condition": "A"})
    mine = {"draft_version": "0", "condition": "B"}
    quiet = at_desk.post(url("section_autosave", draft, "health"), mine, headers=HTMX)
    assert quiet.status_code == 409
    assert "w innym oknie" in text(quiet)
    shown = at_desk.post(url("section_save", draft, "health"), mine)
    assert shown.status_code == 409
    assert "<td><p>A</p></td>" in text(shown) or "<td>A</td>" in text(shown)
    assert 'name="draft_version" value="1"' in text(shown)
    assert draft.sections.get(code="health").answers["condition"] == "A"


def test_an_ended_session_answers_the_typing_with_401(draft: Interview) -> None:
    answer = Client().post(url("section_autosave", draft, "housing"), {}, headers=HTMX)
    assert answer.status_code == 401


def test_ticked_incomes_are_saved_at_once(
    draft: Interview, wage: IncomeRecord, at_desk: Client
) -> None:
    address = url("interview_incomes", draft)
    answer = at_desk.post(address, {"income": [wage.pk, "x"]}, headers=HTMX)
    assert "zapisano" in text(answer)
    assert draft.income_links.get().income == wage


def test_the_plan_takes_a_benefit_and_social_work(
    draft: Interview, anna: Person, okresowy: Benefit, at_desk: Client
) -> None:
    address = url("interview_plan", draft)
    assert at_desk.post(
        address,
        {"person": anna.pk, "help": okresowy.pk, "amount": "405,73", "from_month": "11.2026"},
    ).status_code == 302  # fmt: skip
    at_desk.post(address, {"person": anna.pk, "help": "contract", "description": "Praca"})
    assert [item.what for item in draft.plan_items.order_by("pk")] == [
        "zasiłek okresowy", "kontrakt socjalny",
    ]  # fmt: skip
    item = draft.plan_items.order_by("pk").first()
    assert item is not None
    assert item.from_month == date(2026, 11, 1)
    at_desk.post(url("plan_remove", draft, item.pk))
    assert draft.plan_items.count() == 1


def test_a_wrong_proposal_stays_in_its_form(
    draft: Interview, anna: Person, at_desk: Client
) -> None:
    typed = {"person": anna.pk, "help": "contract", "to_month": "11.2026", "description": "P"}
    answer = at_desk.post(url("interview_plan", draft), typed)
    assert answer.status_code == 422
    assert "Podaj też pierwszy miesiąc" in text(answer)


def test_a_proposal_sent_twice_is_added_once(
    draft: Interview, anna: Person, at_desk: Client
) -> None:
    typed = {"person": anna.pk, "help": "contract", "description": "P", "once": "klucz"}
    for _ in range(2):
        at_desk.post(url("interview_plan", draft), typed)
    assert draft.plan_items.count() == 1


def test_signing_from_the_screen(ready: Interview, at_desk: Client) -> None:
    assert "Podpisz wywiad" in text(at_desk.get(url("interview", ready)))
    assert at_desk.post(url("interview_sign", ready)).status_code == 302
    ready.refresh_from_db()
    assert ready.status == "signed"
    assert "podpisany" in text(at_desk.get(url("interview", ready)))


def test_signing_too_early_says_what_is_missing(draft: Interview, at_desk: Client) -> None:
    answer = at_desk.post(url("interview_sign", draft))
    assert answer.status_code == 422
    assert "Uzupełnij: Rodzina – relacje" in text(answer)


def test_a_closed_interview_has_no_forms(signed: Interview, at_desk: Client) -> None:
    for name in ("interview_incomes", "interview_plan"):
        assert at_desk.get(url(name, signed)).url == url("interview", signed)  # type: ignore[attr-defined]
    assert at_desk.get(url("section", signed, "housing")).status_code == 302


def test_abandoning_asks_why(draft: Interview, at_desk: Client) -> None:
    answer = at_desk.post(url("interview_abandon", draft), {"reason": "mistake", "remark": ""})
    assert answer.status_code == 422
    at_desk.post(url("interview_abandon", draft), {"reason": "mistake", "remark": "pomyłka"})
    draft.refresh_from_db()
    assert draft.status == "abandoned"


def test_a_correction_opens_from_the_screen(signed: Interview, at_desk: Client) -> None:
    assert "Koryguj" in text(at_desk.get(url("interview", signed)))
    answer = at_desk.post(url("interview_correct", signed), {"reason": "Zły czynsz."})
    assert answer.url == url("interview", signed.corrections.get())  # type: ignore[attr-defined]
    assert "ma <a" in text(at_desk.get(url("interview", signed)))


def test_a_case_is_joined_and_taken_off(draft: Interview, case: Case, at_desk: Client) -> None:
    at_desk.post(url("interview_case", draft), {"sprawa": case.pk})
    assert draft.case_links.count() == 1
    at_desk.post(url("interview_case", draft), {"sprawa": case.pk, "usun": "tak"})
    assert draft.case_links.count() == 0


def test_the_list_is_filtered_by_state_and_worker(
    signed: Interview, start: Start, colleague: User, at_desk: Client
) -> None:
    start(actor=colleague)
    address = reverse("socialwork:interviews")
    assert len(at_desk.get(address).context["slice"].rows) == 2
    assert len(at_desk.get(f"{address}?stan=signed").context["slice"].rows) == 1
    assert len(at_desk.get(f"{address}?moje=tak&stan=draft").context["slice"].rows) == 0
    assert at_desk.get(f"{address}?stan=cokolwiek").status_code == 200


def test_the_list_asks_the_database_little(
    signed: Interview, start: Start, colleague: User, at_desk: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    start(actor=colleague)
    at_desk.get(reverse("socialwork:interviews"))
    with django_assert_max_num_queries(18):
        at_desk.get(reverse("socialwork:interviews"))


@pytest.mark.parametrize(("name", "most"), [("interview", 45), ("interview_incomes", 36)])
def test_a_page_asks_the_database_little(
    name: str, most: int, complete: Interview, at_desk: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    at_desk.get(url(name, complete))
    with django_assert_max_num_queries(most):
        at_desk.get(url(name, complete))
