"""Letters: put right until they are sent, kept as sent, delivered or come back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases import documents, jobs
from cases.models import Case, Letter, Person
from cases.services import letters, parties, people, supplements
from opsapp.kernel.audit import acting
from opsapp.kernel.jobs import Task
from opsapp.kernel.models import Job, Look, StoredDocument
from opsapp.kernel.refusals import Conflict, Refusal
from opsapp.office.models import User
from tests.cases.conftest import MARCH, Register, browser
from tests.cases.intake import *  # noqa: F403
from tests.cases.intake import TODAY
from tests.database.sql import refused, run

pytestmark = pytest.mark.django_db

WRITTEN = date(2026, 11, 23)
BODY = "Proszę złożyć:\n– zaświadczenie o dochodzie,\n– podpis.\n\nMa Pani na to 7 dni."


@pytest.fixture
def letter(case: Case, intaker: User, worker: User) -> Letter:
    """A summons to Anna, whose address is known, not sent yet."""
    people.add_address(
        case.client, kind="residence", locality="Sandomierz", street="ul. Zawichojska",
        building="4", flat="7", postal_code="27-600", on=MARCH, actor=worker,
    )  # fmt: skip
    return supplements.summon(
        case, missing=["podpis"], days=7, body=BODY, on=WRITTEN, actor=intaker
    )


def again(letter: Letter) -> Letter:
    return Letter.objects.get(pk=letter.pk)


def revised(letter: Letter, actor: User, **more: Any) -> Letter:
    given: dict[str, Any] = {
        "version": letters.version_of(letter),
        "subject": letter.subject,
        "body": letter.body,
        "on": letter.on,
        "correspondent": letter.correspondent,
        "answer_days": letter.answer_days,
    }
    return letters.revise(letter, actor=actor, **(given | more))


def url(name: str, letter: Letter) -> str:
    return reverse(f"cases:{name}", args=[letter.case_id, letter.pk])


def render(letter: Letter) -> Letter:
    """As the worker does it."""
    job = Job.objects.get(kind="render_letter", key=f"letter:{letter.pk}:pdf")
    jobs.render_letter(Task(job), **job.arguments)
    return again(letter)


def test_a_letter_is_put_right_until_it_is_sent(letter: Letter, intaker: User) -> None:
    changed = revised(letter, intaker, body="Inna treść.", answer_days=10, on=TODAY)
    assert (changed.body, changed.answer_days, changed.on) == ("Inna treść.", 10, TODAY)
    letters.send(changed, on=TODAY, actor=intaker)
    with pytest.raises(Conflict, match="już wysłano"):
        revised(again(letter), intaker, body="Za późno.")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"body": " "}, "body"),
        ({"on": TODAY + timedelta(days=1)}, "on"),
        ({"answer_days": 6}, "answer_days"),
        ({"answer_days": None}, "answer_days"),
    ],
)
def test_a_wrong_correction_is_refused_at_its_field(
    letter: Letter, intaker: User, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        revised(letter, intaker, **more)
    assert refusal.value.field == field and again(letter).body == BODY


def test_the_second_of_two_windows_sees_what_the_first_saved(
    letter: Letter, intaker: User, at_intake: Client
) -> None:
    opened = letters.version_of(letter)
    revised(letter, intaker, body="Treść z pierwszego okna.")
    sent = {
        "subject": letter.subject, "correspondent": str(letter.correspondent_id),
        "on": "23.11.2026", "answer_days": "7", "body": "Treść z drugiego okna.",
        "version": opened,
    }  # fmt: skip
    answer = at_intake.post(url("letter_edit", letter), sent)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Treść z pierwszego okna." in shown and "Treść z drugiego okna." in shown
    assert again(letter).body == "Treść z pierwszego okna."
    sent["version"] = letters.version_of(again(letter))
    assert at_intake.post(url("letter_edit", letter), sent).status_code == 302
    assert again(letter).body == "Treść z drugiego okna."


def test_sending_keeps_the_head_and_a_document_is_made_of_it_once(
    letter: Letter, intaker: User, worker: User
) -> None:
    sent = letters.send(letter, on=TODAY, actor=intaker)
    assert sent.head is not None
    assert sent.head["addressee"] == {
        "name": "Anna Nowak", "lines": ["ul. Zawichojska 4/7", "27-600 Sandomierz"],
    }  # fmt: skip
    assert sent.head["signature"] == {"name": "Anna Żak", "title": "inspektor"}
    people.rename(letter.case.client, first_name="Anna", last_name="Wójcik", on=TODAY, actor=worker)
    made = render(sent)
    assert made.document is not None and bytes(made.document.content).startswith(b"%PDF-")
    page = documents.html_of(made)
    assert "Anna Nowak" in page and "Wójcik" not in page and "<li>podpis.</li>" in page
    render(made)
    assert StoredDocument.objects.filter(kind="letter").count() == 1


def test_sending_again_changes_nothing(letter: Letter, intaker: User) -> None:
    letters.send(letter, on=WRITTEN, actor=intaker)
    assert letters.send(letter, on=TODAY, actor=intaker).sent_on == WRITTEN
    assert Job.objects.filter(kind="render_letter").count() == 1


def test_what_cannot_be_sent_is_refused(
    letter: Letter, case: Case, intaker: User, register: Register
) -> None:
    for on in (letter.on - timedelta(days=1), TODAY + timedelta(days=1)):
        with pytest.raises(Refusal):
            letters.send(letter, on=on, actor=intaker)
    came = letters.receive(case, subject="Odpowiedź", on=TODAY, actor=intaker)
    with pytest.raises(Refusal, match="wpłynęło"):
        letters.send(came, on=TODAY, actor=intaker)
    nowhere = register("Jan", "Bezdomny", sex="male")
    revised(letter, intaker, correspondent=nowhere)
    with pytest.raises(Refusal, match="nie ma adresu"):
        letters.send(letter, on=TODAY, actor=intaker)
    people.add_contact(
        nowhere, kind="e_delivery", value="AE:PL-12345-67890-ABCDE-12", on=MARCH, actor=intaker
    )
    assert letters.send(letter, on=TODAY, actor=intaker).sent_on == TODAY


def test_a_letter_handed_over_is_sealed_by_its_delivery(letter: Letter, intaker: User) -> None:
    given = letters.deliver(letter, on=TODAY, basis="office", actor=intaker)
    assert (given.sent_on, given.has_head) == (letter.on, True)
    assert Job.objects.filter(kind="render_letter").exists()


def test_a_delivery_is_corrected_only_with_a_reason(letter: Letter, intaker: User) -> None:
    letters.send(letter, on=WRITTEN, actor=intaker)
    letters.deliver(letter, on=TODAY, basis="actual", actor=intaker)
    letters.deliver(letter, on=TODAY, basis="actual", actor=intaker)
    with pytest.raises(Refusal) as refusal:
        letters.deliver(letter, on=WRITTEN, basis="actual", actor=intaker)
    assert refusal.value.field == "reason"
    told = "zły dzień na zwrotce"
    right = letters.deliver(letter, on=WRITTEN, basis="notice", reason=told, actor=intaker)
    assert (right.delivered_on, right.delivery_reason) == (WRITTEN, told)
    with pytest.raises(Refusal, match="wysłano"):
        early = WRITTEN - timedelta(days=1)
        letters.deliver(letter, on=early, basis="actual", reason="x", actor=intaker)


def test_a_letter_that_came_back_is_written_anew(letter: Letter, intaker: User) -> None:
    with pytest.raises(Refusal, match="jeszcze nie wysłano"):
        letters.come_back(letter, on=TODAY, reason="zły adres", actor=intaker)
    letters.send(letter, on=WRITTEN, actor=intaker)
    with pytest.raises(Refusal, match="dlaczego"):
        letters.come_back(letter, on=TODAY, reason=" ", actor=intaker)
    new = letters.come_back(letter, on=TODAY, reason="zły adres", actor=intaker)
    assert (new.body, new.answer_days, new.sent_on) == (BODY, 7, None)
    assert again(letter).returned_reason == "zły adres"
    for act in (letters.deliver, letters.come_back):
        more = {"basis": "actual"} if act is letters.deliver else {"reason": "x"}
        with pytest.raises(Conflict):
            act(letter, on=TODAY, actor=intaker, **more)
    letters.deliver(new, on=TODAY, basis="actual", actor=intaker)
    term = letter.case.terms.get(kind="supplement")
    assert term.due_on == date(2026, 12, 3)


def test_letters_go_to_the_proxy_of_the_party(
    case: Case, intaker: User, register: Register
) -> None:
    proxy = register("Piotr", "Pełnomocny", sex="male")
    parties.add(case, person=proxy, role="proxy", on=case.opened_on, actor=intaker)
    letter = letters.write(
        case, kind="other", subject="Pismo", body="Treść", on=TODAY, actor=intaker
    )
    assert letter.correspondent == proxy


def test_the_database_keeps_a_sent_letter_and_its_document(letter: Letter, intaker: User) -> None:
    letters.send(letter, on=TODAY, actor=intaker)
    for change in ("body = 'inne'", "head = '{\"edition\": 2}'", "sent_on = '2026-11-25'"):
        with refused("nie wolno zmienić"), acting(intaker):
            run(f"UPDATE cases_letter SET {change} WHERE id = %s", letter.pk)
    render(letter)
    with refused("nie wolno zmienić"), acting(intaker):
        run("UPDATE cases_letter SET document_id = NULL WHERE id = %s", letter.pk)


def test_the_clerk_sends_delivers_and_opens_the_document(
    letter: Letter, at_intake: Client, intaker: User
) -> None:
    assert "Wyślij pismo" in at_intake.get(url("letter", letter)).content.decode()
    late = at_intake.get(url("letter_pdf", letter))
    assert late.status_code == 200 and "jeszcze nie ma" in late.content.decode()
    assert at_intake.post(url("letter_send", letter), {"on": "26.11.2026"}).status_code == 302
    render(letter)
    opened = at_intake.get(url("letter_pdf", letter))
    assert opened["Content-Type"] == "application/pdf"
    look = Look.objects.get(actor=intaker, subject_type="cases.letter", kind="printed")
    assert look.subject_id == letter.pk
    sent = {"on": "26.11.2026", "basis": "actual"}
    assert at_intake.post(url("letter_deliver", letter), sent).status_code == 302
    wrong = at_intake.post(url("letter_deliver", letter), {"on": "25.11.2026", "basis": "actual"})
    assert wrong.status_code == 422 and again(letter).delivered_on == TODAY
    page = at_intake.get(reverse("cases:case", args=[letter.case_id])).content.decode()
    assert url("letter_pdf", letter) in page


def test_a_returned_letter_opens_the_new_one(letter: Letter, at_intake: Client) -> None:
    at_intake.post(url("letter_send", letter), {"on": "26.11.2026"})
    sent = {"on": "26.11.2026", "reason": "adresat wyprowadził się"}
    answer = at_intake.post(url("letter_back", letter), sent)
    new = letter.case.letters.get(sent_on=None)
    assert answer.status_code == 302 and answer["Location"] == url("letter", new)


def test_a_stranger_does_not_open_or_send_a_letter(letter: Letter, stranger: Client) -> None:
    for name in ("letter", "letter_pdf", "letter_document"):
        assert stranger.get(url(name, letter)).status_code == 404
    for name in ("letter_send", "letter_deliver", "letter_back", "letter_render", "letter_edit"):
        assert stranger.post(url(name, letter), {"on": "26.11.2026"}).status_code == 404
    assert again(letter).sent_on is None


def test_who_may_only_see_a_case_does_not_send(letter: Letter, clerk: User) -> None:
    assert browser(clerk).post(url("letter_send", letter)).status_code == 403


def test_a_letter_of_another_case_is_not_there(
    letter: Letter, apply: Any, at_intake: Client, anna: Person
) -> None:
    other = apply("targeted_allowance").items.get().case
    wrong = reverse("cases:letter_pdf", args=[other.pk, letter.pk])
    assert at_intake.get(wrong).status_code == 404
