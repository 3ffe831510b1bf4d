"""Screens of cases and of taking applications: they open, act, and refuse in words."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cases.models import Application, Attachment, Case, Household, Person
from cases.services import cases, letters, people, supplements
from cases.web.cases.forms import REGISTRY
from opsapp.kernel import clock
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.models import Look
from opsapp.office.models import Unit, User
from tests.cases.conftest import Register, browser
from tests.cases.intake import *  # noqa: F403
from tests.cases.intake import RECEIVED, TODAY, Apply, case_of
from tests.people import with_caps

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def case_url(case: Case, name: str = "case", *more: object) -> str:
    return reverse(f"cases:{name}", args=[case.pk, *more])


def new_url(person: Person) -> str:
    return f"{reverse('cases:application_new')}?osoba={person.pk}"


def filled(**more: object) -> dict[str, object]:
    """What the form of an application sends when little is typed."""
    return {
        "request_id": str(uuid.uuid4()),
        "received_on": f"{RECEIVED:%d.%m.%Y}",
        "channel": "paper",
        "initiation": "on_request",
        "first_reason": "unemployment",
        "s0-benefit": "periodic_allowance",
        "s0-person": str(Person.objects.earliest("pk").pk),
        "unit": str(Unit.objects.get(cell="PS").pk),
        "worker": "",
        **more,
    }


@pytest.fixture
def uploads(settings: Any, tmp_path: Any) -> None:
    """Files go to a folder of this test."""
    settings.OPS_FILES_ROOT = tmp_path


@pytest.fixture
def apart(family: Household, section: Unit) -> None:
    """A family and a section, but no application yet."""


def test_an_application_is_taken_from_a_persons_page_and_leads_to_the_case(
    at_intake: Client, anna: Person, family: Household, section: Unit
) -> None:
    assert at_intake.get(new_url(anna)).status_code == 200
    answer = at_intake.post(new_url(anna), filled(other_reasons=["poverty"]))
    case = Case.objects.get()
    assert answer.status_code == 302 and answer["Location"] == case_url(case)
    application = Application.objects.get()
    assert application.received_on == RECEIVED
    assert [row.reason.code for row in application.reasons.order_by("pk")] == [
        "unemployment",
        "poverty",
    ]
    assert case.assignments.get().worker is None


def test_complete_documents_and_a_file_go_in_with_the_application(
    at_intake: Client, anna: Person, family: Household, section: Unit, uploads: None
) -> None:
    files = [SimpleUploadedFile("wniosek.pdf", PDF), SimpleUploadedFile("umowa.pdf", PDF)]
    at_intake.post(new_url(anna), filled(complete="on", papers=files))
    case = Case.objects.get()
    assert case.status == "in_progress"
    assert sorted(row.title for row in case.attachments.all()) == ["umowa.pdf", "wniosek.pdf"]


def test_a_disguised_file_stops_the_whole_application(
    at_intake: Client, anna: Person, family: Household, section: Unit, uploads: None
) -> None:
    answer = at_intake.post(
        new_url(anna), filled(papers=[SimpleUploadedFile("zdjecie.jpg", PDF)], request="chleb")
    )
    assert answer.status_code == 422
    assert "jego treść to PDF" in text_of(answer) and "chleb" in text_of(answer)
    assert not Application.objects.exists() and not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"received_on": "27.11.2026"}, "za późna"),
        ({"received_on": "31.02.2026"}, "Nie ma takiego dnia"),
        ({"received_on": "20.11.1926"}, "za wczesna"),
        ({"s0-benefit": ""}, "Wybierz świadczenie"),
        ({"s0-benefit": "zmyslone"}, "zmyslone"),
        ({"first_reason": ""}, "Wskaż główny powód"),
        ({"s0-requested_from": "12.2026", "s0-requested_to": "11.2026"}, "wcześniejszy"),
        ({"unit": "0"}, "unit"),
    ],
)
def test_wrong_input_is_answered_beside_its_field_and_kept(
    at_intake: Client, anna: Person, apart: None, wrong: dict[str, str], said: str
) -> None:
    answer = at_intake.post(new_url(anna), filled(request="proszę o opał", **wrong))
    assert answer.status_code == 422
    assert said in text_of(answer) and "proszę o opał" in text_of(answer)
    assert not Application.objects.exists()


def test_a_second_open_application_links_to_the_running_case(
    at_intake: Client, apply: Apply, anna: Person
) -> None:
    case = case_of(apply())
    answer = at_intake.post(new_url(anna), filled(request="jeszcze raz"))
    assert answer.status_code == 422
    assert case_url(case) in text_of(answer) and case.sign in text_of(answer)
    assert "jeszcze raz" in text_of(answer)


def test_a_double_click_registers_once(
    at_intake: Client, anna: Person, family: Household, section: Unit
) -> None:
    sent = filled(once="klucz-formularza")
    at_intake.post(new_url(anna), sent)
    assert at_intake.post(new_url(anna), sent).status_code == 302
    assert at_intake.post(new_url(anna), {**sent, "once": "inny"}).status_code == 302
    assert Application.objects.count() == 1


def test_who_keeps_house_with_nobody_on_record_is_offered_to_found_a_family(
    at_intake: Client, register: Register, section: Unit
) -> None:
    jan = register("Jan", sex="male")
    assert "Załóż rodzinę i wróć do wniosku" in text_of(at_intake.get(new_url(jan)))
    assert at_intake.post(new_url(jan), filled()).status_code == 422
    found = reverse("cases:household_found", args=[jan.pk])
    answer = at_intake.post(found, {"on": "26.11.2026", "dalej": "wniosek"})
    assert answer["Location"] == new_url(jan)


def test_without_a_person_the_page_asks_who_applies(
    at_intake: Client, anna: Person, section: Unit
) -> None:
    url = reverse("cases:application_new")
    assert "Kto składa wniosek" in text_of(at_intake.get(url))
    assert at_intake.post(url).status_code == 422
    assert at_intake.post(url, {"person_key": anna.pk})["Location"] == new_url(anna)


def test_what_was_typed_comes_back_and_can_be_thrown_away(
    at_intake: Client, anna: Person, family: Household, section: Unit
) -> None:
    typed = filled(request="niedokończone")
    keep = reverse("web:draft", args=["wniosek", str(anna.pk)])
    assert at_intake.post(keep, typed).status_code == 200
    shown = text_of(at_intake.get(new_url(anna)))
    assert "niedokończone" in shown and str(typed["request_id"]) in shown
    at_intake.post(reverse("cases:application_forget", args=[anna.pk]))
    assert "niedokończone" not in text_of(at_intake.get(new_url(anna)))


def test_taking_applications_needs_its_capability(anna: Person, section: Unit) -> None:
    reader = browser(with_caps("widz", Cap.SEE_PERSONS, Cap.SEE_CASES))
    assert reader.get(new_url(anna)).status_code == 403
    assert reader.post(new_url(anna), filled()).status_code == 403


def test_the_case_shows_its_next_step_road_and_application(at_intake: Client, case: Case) -> None:
    shown = text_of(at_intake.get(case_url(case)))
    assert "Dokumenty kompletne" in shown and "W/1/2026" in shown and "bezrobocie" in shown
    assert "Wezwij do uzupełnienia" in shown and "Podejmij postępowanie" not in shown


def test_a_look_at_a_case_and_at_the_list_leaves_its_trace(
    at_intake: Client, intaker: User, case: Case
) -> None:
    at_intake.get(case_url(case))
    at_intake.get(reverse("cases:cases"))
    looks = Look.objects.filter(actor=intaker, subject_type="cases.case")
    assert looks.get(kind="opened").subject_id == case.pk
    assert looks.get(kind="listed").ids == [case.pk]


def test_a_case_of_strangers_is_not_there(stranger: Client, case: Case) -> None:
    letter = letters.receive(
        case, subject="x", on=TODAY, actor=User.objects.get(username="przyjmujaca")
    )
    for url in (case_url(case), case_url(case, "letter", letter.pk)):
        assert stranger.get(url).status_code == 404
    for what in REGISTRY:
        assert stranger.get(case_url(case, "case_act", what)).status_code == 404
        assert stranger.post(case_url(case, "case_act", what), {}).status_code == 404
    assert case.sign not in text_of(stranger.get(reverse("cases:cases")))


def test_who_may_only_see_a_case_is_offered_nothing_and_does_nothing(case: Case) -> None:
    reader = browser(with_caps("widz", Cap.SEE_PERSONS, Cap.SEE_CASES))
    shown = text_of(reader.get(case_url(case)))
    assert "Inne czynności" not in shown and "Dokumenty kompletne" not in shown
    for what in REGISTRY:
        assert reader.post(case_url(case, "case_act", what), {}).status_code == 403
    assert Case.objects.get(pk=case.pk).status == "registered"


def test_without_the_capability_there_are_no_cases(clerk: User, case: Case) -> None:
    for url in (case_url(case), reverse("cases:cases"), case_url(case, "letter", 1)):
        assert browser(clerk).get(url).status_code == 403


def test_a_form_of_a_state_that_is_not_so_is_refused_in_words(
    at_intake: Client, case: Case
) -> None:
    answer = at_intake.get(case_url(case, "case_act", "podjecie"))
    assert answer.status_code == 422 and "nie jest możliwe w stanie" in text_of(answer)
    assert at_intake.get(case_url(case, "case_act", "zmyslona")).status_code == 404


def test_a_summons_is_composed_read_and_saved(at_intake: Client, case: Case) -> None:
    url = case_url(case, "case_act", "wezwanie")
    typed = {"usual": ["zaświadczenie o nauce"], "others": "", "days": "10", "on": "26.11.2026"}
    composed = at_intake.post(url, {**typed, "body": "", "uloz": "1"})
    assert composed.status_code == 200
    assert "zaświadczenie o nauce" in text_of(composed) and "10\xa0dni" in text_of(composed)
    assert not case.letters.exists()
    assert at_intake.post(url, {**typed, "body": "Wzywam Panią …"}).status_code == 302
    letter = case.letters.get()
    assert (letter.body, letter.answer_days) == ("Wzywam Panią …", 10)
    assert at_intake.get(case_url(case, "letter", letter.pk)).status_code == 200


def test_papers_that_are_summoned_for_are_not_called_complete(
    at_intake: Client, intaker: User, case: Case
) -> None:
    application = case.items.get().application
    supplements.complete_documents(application, on=RECEIVED, actor=intaker)
    case.refresh_from_db()
    assert "kompletne od" in text_of(at_intake.get(case_url(case)))
    supplements.summon(case, missing=["x"], days=7, body="x", on=TODAY, actor=intaker)
    page = text_of(at_intake.get(case_url(case)))
    assert "niekompletne" in page and "kompletne od" not in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"others": ""}, "Zaznacz, czego brakuje"),
        ({"days": "6"}, "co najmniej 7 dni"),
        ({"on": "27.11.2026"}, "nie może być z przyszłości"),
        ({"on": "19.11.2026"}, "Sprawę wszczęto 20.11.2026"),
    ],
)
def test_a_wrong_summons_keeps_its_text(
    at_intake: Client, case: Case, wrong: dict[str, object], said: str
) -> None:
    sent = {
        "usual": [],
        "others": "podpis",
        "days": "7",
        "on": "26.11.2026",
        "body": "Moja treść",
    }
    answer = at_intake.post(case_url(case, "case_act", "wezwanie"), {**sent, **wrong})
    assert answer.status_code == 422
    assert said in text_of(answer) and "Moja treść" in text_of(answer)
    assert not case.letters.exists()


def test_a_delivery_is_noted_and_a_wrong_one_answered(
    at_intake: Client, case: Case, intaker: User
) -> None:
    letter = supplements.summon(case, missing=["x"], days=7, body="x", on=TODAY, actor=intaker)
    url = case_url(case, "letter_deliver", letter.pk)
    wrong = at_intake.post(url, {"on": "25.11.2026", "basis": "actual"})
    assert wrong.status_code == 422 and "nie mogło być doręczone wcześniej" in text_of(wrong)
    assert at_intake.post(url, {"on": "26.11.2026", "basis": "actual"}).status_code == 302
    assert "nie biegnie" in text_of(at_intake.get(case_url(case)))
    assert at_intake.get(url).status_code == 405


def test_documents_complete_in_a_later_month_ask_from_which_to_count(
    at_intake: Client, apply: Apply
) -> None:
    case = case_of(apply(received_on=RECEIVED.replace(month=10)))
    url = case_url(case, "case_act", "dokumenty")
    assert "Od którego miesiąca liczyć prawo" in text_of(at_intake.get(url))
    assert at_intake.post(url, {"on": "26.11.2026"}).status_code == 422
    kept = {"on": "26.11.2026", "start_month_basis": "received"}
    assert "dlaczego" in text_of(at_intake.post(url, kept))
    assert at_intake.post(url, {**kept, "reason": "w terminie"}).status_code == 302
    assert Case.objects.get(pk=case.pk).status == "in_progress"


SIMPLE: list[tuple[str, dict[str, str], str]] = [
    ("dokumenty", {"on": "26.11.2026"}, "in_progress"),
    ("notatka", {"text": "Dzwonił syn."}, "registered"),
    ("pismo", {"direction": "in", "on": "26.11.2026", "subject": "Odpowiedź"}, "registered"),
    ("pismo", {"direction": "out", "on": "26.11.2026", "subject": "Pismo", "body": "x"},
     "registered"),
    ("umorzenie", {"ground": "death", "on": "26.11.2026"}, "discontinued"),
    ("przekazanie", {"recipient": "OPS", "on": "26.11.2026", "body": "x"}, "transferred"),
    ("odmowa-wszczecia", {"ground": "x", "on": "26.11.2026", "body": "x"}, "initiation_refused"),
    ("nowy-termin", {"due_on": "20.01.2027", "reason": "x", "on": "26.11.2026", "body": "x"},
     "registered"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "sent", "state"), SIMPLE)
def test_a_thing_is_done_with_a_case(
    at_intake: Client, case: Case, what: str, sent: dict[str, str], state: str
) -> None:
    url = case_url(case, "case_act", what)
    assert at_intake.get(url).status_code == 200
    assert at_intake.post(url, sent)["Location"] == case_url(case)
    assert Case.objects.get(pk=case.pk).status == state
    assert at_intake.get(case_url(case)).status_code == 200


@pytest.mark.parametrize("what", [what for what, _, _ in SIMPLE])
def test_an_empty_form_says_what_is_missing(at_intake: Client, case: Case, what: str) -> None:
    answer = at_intake.post(case_url(case, "case_act", what), {})
    assert answer.status_code == 422 and "Popraw formularz" in text_of(answer)
    assert Case.objects.get(pk=case.pk).status == "registered"


def test_the_road_through_interview_suspension_and_hearing(
    at_intake: Client, apply: Apply, intaker: User
) -> None:
    application = apply()
    case = case_of(application)
    supplements.complete_documents(application, on=RECEIVED, actor=intaker)
    day = "26.11.2026"
    sent: list[tuple[str, dict[str, str], str]] = [
        ("zawieszenie", {"ground": "request", "on": day, "body": "x"}, "suspended"),
        ("podjecie", {"reason": "x", "on": day, "body": "x"}, "in_progress"),
        ("wywiad", {"on": day}, "interview_ordered"),
        ("zawiadomienie", {"days": "7", "refused_interview": "on", "on": day, "body": "x"},
         "party_notified"),
    ]  # fmt: skip
    for what, data, state in sent:
        url = case_url(case, "case_act", what)
        assert at_intake.get(url).status_code == 200
        composed = at_intake.post(url, {**data, "body": ""}) if "body" in data else None
        assert composed is None or composed.status_code == 200
        assert at_intake.post(url, data).status_code == 302
        assert Case.objects.get(pk=case.pk).status == state
        assert at_intake.get(case_url(case)).status_code == 200


def test_a_case_is_handed_over_and_a_party_added(
    at_intake: Client, case: Case, section: Unit, intaker: User, zofia: Person
) -> None:
    url = case_url(case, "case_act", "prowadzacy")
    seen = re.search(r'name="seen" value="([^"]+)"', text_of(at_intake.get(url)))
    assert seen
    sent = {"unit": section.pk, "worker": "", "on": "26.11.2026", "reason": "urlop",
            "seen": seen[1]}  # fmt: skip
    assert at_intake.post(url, {**sent, "reason": ""}).status_code == 422
    assert at_intake.post(url, sent).status_code == 302
    assert "bez prowadzącego" in text_of(at_intake.get(case_url(case)))
    url = case_url(case, "case_act", "uczestnik")
    assert at_intake.post(url, {"role": "recipient", "on": "26.11.2026"}).status_code == 422
    sent = {"role": "recipient", "on": "26.11.2026", "person_key": zofia.pk}
    assert at_intake.post(url, sent).status_code == 302
    assert "odbiorca pism" in text_of(at_intake.get(case_url(case)))
    party = case.parties.get(person=zofia)
    end = case_url(case, "case_party_end", party.pk)
    assert at_intake.get(end).status_code == 405
    assert at_intake.post(end).status_code == 422  # it began today
    with clock.frozen(TODAY + timedelta(days=1)):
        assert at_intake.post(end).status_code == 302
        assert "odbiorca pism" not in text_of(at_intake.get(case_url(case)))


def test_a_letter_names_the_address_and_says_when_there_is_none(
    at_intake: Client, case: Case, intaker: User, worker: User
) -> None:
    letter = supplements.summon(case, missing=["x"], days=7, body="x", on=TODAY, actor=intaker)
    url = case_url(case, "letter", letter.pk)
    assert "brak adresu do korespondencji" in text_of(at_intake.get(url))
    people.add_address(
        case.client, kind="residence", terc="2609011", street="ul. Zawichojska", building="4",
        flat="7", postal_code="27-600", locality="Sandomierz", on=TODAY, actor=worker,
    )  # fmt: skip
    shown = text_of(at_intake.get(url))
    assert "ul. Zawichojska 4/7<br>27-600 Sandomierz" in shown


def test_notes_of_a_case_are_shown_and_never_run(
    at_intake: Client, case: Case, intaker: User
) -> None:
    cases.note(case, text="<script>alert(1)</script>", actor=intaker)
    assert "<script>alert(1)" not in text_of(at_intake.get(case_url(case)))
