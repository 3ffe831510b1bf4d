"""The screens of decisions: who may, what is refused, what is kept, what leaves a trace."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from benefits.models import Decision
from benefits.services import decisions
from opsapp.kernel.audit import acting
from opsapp.kernel.documents import keep
from opsapp.kernel.models import Job, Look
from opsapp.kernel.worker import Worker
from opsapp.office.models import User
from tests.benefits import road
from tests.benefits.road import Office
from tests.cases.conftest import browser

pytestmark = pytest.mark.django_db
Stage = Callable[..., Decision]
ACTS: list[tuple[str, Stage, str, dict[str, str]]] = [
    ("submit", road.drafted, "worker", {}),
    ("withdraw", road.submitted, "worker", {}),
    ("take_over", road.drafted, "clerk", {}),
    ("drop", road.drafted, "worker", {"remark": "pomyłka"}),
    ("return", road.submitted, "director", {"reason_code": "letter", "remark": "Popraw datę."}),
    ("take_back", road.approved, "director", {"reason_code": "letter", "remark": "Zła data."}),
    ("approve", road.submitted, "director", {}),
    ("sign", road.submitted, "director", {}),
    ("issue", road.approved, "director", {"on": "26.11.2026"}),
]
AFTER = {
    "submit": "approval_pending", "withdraw": "draft", "take_over": "draft", "drop": "dropped",
    "return": "draft", "take_back": "draft", "approve": "approved", "sign": "issued",
    "issue": "issued",
}  # fmt: skip


def of(name: str, decision: Decision) -> str:
    return reverse(f"benefits:decision_{name}" if name else "benefits:decision", args=[decision.pk])


def text(client: Client, decision: Decision) -> str:
    return client.get(of("", decision)).content.decode()


def fresh(decision: Decision) -> Decision:
    return Decision.objects.get(pk=decision.pk)


def with_document(decision: Decision, actor: User) -> Decision:
    """As the rendering job leaves it."""
    decision = fresh(decision)
    with acting(actor):
        decision.document = keep("decision", b"%PDF-1.7", actor=actor, pages=1)
        decision.save(update_fields=["document"])
    return decision


def as_typed(decision: Decision, **other: str) -> dict[str, str]:
    """The editor as the page shows it, with what was changed."""
    return {
        "kind": "grant", "amount": "505,00", "amount_reason": "", "first": "11.2026",
        "last": "01.2027", "legal_basis": decision.legal_basis, "refusal_code": "",
        "operative_part": decision.operative_part, "reasons": decision.reasons,
        "instruction": decision.instruction, "version": str(decision.version),
    } | other  # fmt: skip


@pytest.mark.parametrize(("name", "stage", "who", "sent"), ACTS)
def test_an_act_is_done_by_whoever_may(
    office: Office, name: str, stage: Stage, who: str, sent: dict[str, str]
) -> None:
    decision = stage(office)
    answer = browser(getattr(office, who)).post(of(name, decision), sent)
    assert answer.status_code == 302
    assert fresh(decision).status == AFTER[name]


@pytest.mark.parametrize(("name", "stage", "who"), [act[:3] for act in ACTS])
def test_an_act_is_refused_to_a_stranger_and_to_a_get(
    office: Office, clerk: User, name: str, stage: Stage, who: str
) -> None:
    decision = stage(office)
    before = decision.status
    assert browser(clerk).post(of(name, decision)).status_code == 403
    assert browser(getattr(office, who)).get(of(name, decision)).status_code == 405
    assert fresh(decision).status == before


@pytest.mark.parametrize(("name", "stage", "who", "sent"), ACTS)
def test_a_double_click_acts_once(
    office: Office, name: str, stage: Stage, who: str, sent: dict[str, str]
) -> None:
    decision = stage(office)
    client, twice = browser(getattr(office, who)), sent | {"once": "klucz-formularza"}
    moved = decision.transitions.count()
    assert client.post(of(name, decision), twice).status_code == 302
    after = fresh(decision).transitions.count()
    assert client.post(of(name, decision), twice).status_code == 302
    assert fresh(decision).transitions.count() == after
    assert after - moved == {"take_over": 0, "sign": 2}.get(name, 1)


def test_the_page_leaves_a_trace_and_is_closed_to_strangers(office: Office, clerk: User) -> None:
    decision = road.drafted(office)
    assert "Projekt decyzji" in text(browser(office.worker), decision)
    look = Look.objects.filter(subject_type="benefits.decision", subject_id=decision.pk).get()
    assert (look.actor_id, look.kind) == (office.worker.pk, Look.Kind.OPENED)
    assert browser(clerk).get(of("", decision)).status_code == 403


def test_only_the_author_edits_and_others_may_take_over(office: Office) -> None:
    decision = road.drafted(office)
    assert "Zapisz projekt" in text(browser(office.worker), decision)
    other = text(browser(office.clerk), decision)
    assert "Zapisz projekt" not in other
    assert "Przejmij projekt" in other


def test_the_words_are_saved(office: Office) -> None:
    decision = road.drafted(office)
    sent = as_typed(decision, reasons="Nowe uzasadnienie.")
    assert browser(office.worker).post(of("save", decision), sent).status_code == 302
    assert fresh(decision).reasons == "Nowe uzasadnienie."


def test_another_amount_composes_the_untouched_words_anew(office: Office) -> None:
    decision = road.drafted(office)
    sent = as_typed(decision, amount="600,00", amount_reason="Zakup opału.")
    browser(office.worker).post(of("save", decision), sent)
    changed = fresh(decision)
    assert changed.items.get().amount == Decimal("600.00")
    assert "600,00" in changed.operative_part


def test_lines_as_a_browser_sends_them_are_not_a_change(office: Office) -> None:
    decision = road.drafted(office)
    sent = as_typed(decision, amount="600,00", amount_reason="Zakup opału.")
    sent = {name: value.replace("\n", "\r\n") for name, value in sent.items()}
    browser(office.worker).post(of("save", decision), sent)
    assert "600,00" in fresh(decision).operative_part
    stale = browser(office.worker).post(of("save", decision), sent | {"reasons": "Moje."})
    told = stale.content.decode()
    assert stale.status_code == 422
    assert '<th scope="row">Uzasadnienie</th>' in told
    assert '<th scope="row">Pouczenie</th>' not in told


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"amount": "dużo"}, "nie jest kwotą"),
        ({"amount": "9999,00"}, "w granicach wyliczenia"),
        ({"amount": "600,00"}, "wymaga uzasadnienia"),
        ({"last": "10.2026"}, "Ostatni miesiąc jest wcześniejszy"),
        ({"first": "09.2026"}, "Wcześniej nie można przyznać"),
        ({"operative_part": ""}, "Uzupełnij: Treść rozstrzygnięcia"),
    ],
)
def test_what_is_typed_wrong_is_kept_and_explained(
    office: Office, wrong: dict[str, str], sentence: str
) -> None:
    decision = road.drafted(office)
    sent = as_typed(decision, reasons="Zostaję na stronie.") | wrong
    answer = browser(office.worker).post(of("save", decision), sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert "Zostaję na stronie." in page
    assert fresh(decision).version == decision.version


def test_a_stale_form_shows_theirs_and_mine_and_can_be_saved_after_that(office: Office) -> None:
    decision = road.drafted(office)
    opened = as_typed(decision, reasons="Moje uzasadnienie.")
    decisions.revise(decision, version=0, reasons="Ich uzasadnienie.", actor=office.worker)
    client = browser(office.worker)
    answer = client.post(of("save", decision), opened)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ich uzasadnienie." in page
    assert "Moje uzasadnienie." in page
    assert fresh(decision).reasons == "Ich uzasadnienie."
    assert client.post(of("save", decision), opened | {"version": "1"}).status_code == 302
    assert fresh(decision).reasons == "Moje uzasadnienie."


def test_a_form_with_mistakes_shows_the_decision_and_so_leaves_a_trace(office: Office) -> None:
    decision = road.drafted(office)
    sent = as_typed(decision, kind="", once="8a1c0a52-5f0b-4f3e-9f57-1f5ad1f6d010")
    answer = browser(office.worker).post(of("save", decision), sent)
    assert answer.status_code == 422
    look = Look.objects.get(subject_type="benefits.decision", kind="opened")
    assert (look.actor, look.subject_id) == (office.worker, decision.pk)


def test_a_form_sent_twice_saves_once(office: Office) -> None:
    decision = road.drafted(office)
    sent = as_typed(decision, reasons="Raz.", once="8a1c0a52-5f0b-4f3e-9f57-1f5ad1f6d009")
    for _ in range(2):
        browser(office.worker).post(of("save", decision), sent)
    assert fresh(decision).version == 1


def test_a_draft_that_lacks_something_says_what_before_it_is_handed_over(office: Office) -> None:
    decision = road.drafted(office)
    road.earn(decision.addressee, "100.00", office=office)
    page = text(browser(office.worker), decision)
    assert "Wyliczenie nieaktualne" in page
    assert browser(office.worker).post(of("submit", decision)).status_code == 422


def test_a_return_without_a_remark_is_refused_and_keeps_the_reason(office: Office) -> None:
    decision = road.submitted(office)
    answer = browser(office.director).post(of("return", decision), {"reason_code": "letter"})
    assert answer.status_code == 422
    assert '<option value="letter" selected>' in answer.content.decode()
    assert fresh(decision).status == "approval_pending"


def test_the_author_sees_why_it_came_back(office: Office) -> None:
    decision = road.submitted(office)
    decisions.return_to_author(
        decision, reason_code="letter", remark="Popraw datę.", actor=office.director
    )
    page = text(browser(office.worker), decision)
    assert "Wróciło do poprawy" in page
    assert "Treść pisma: Popraw datę." in page


@pytest.mark.parametrize("stage", [road.submitted, road.issued])
@pytest.mark.parametrize("address", ["pdf", "dokument"])
def test_a_decision_laid_without_its_document_gets_it_when_it_is_first_opened(
    office: Office, stage: Callable[[Office], Decision], address: str
) -> None:
    decision = stage(office)
    Job.objects.all().delete()
    client = browser(office.director)
    for _ in range(2):
        assert client.get(f"/decyzje/{decision.pk}/{address}/").status_code == 200
    job = Job.objects.get()
    assert (job.arguments["decision"], job.ordered_by) == (decision.pk, office.director)
    Worker().drain()
    kind = client.get(f"/decyzje/{decision.pk}/pdf/")["Content-Type"]
    assert kind == "application/pdf"


def test_a_delivery_waits_for_the_document_and_then_becomes_final(office: Office) -> None:
    decision = road.issued(office)
    client = browser(office.director)
    assert "dokument w przygotowaniu" in text(client, decision)
    decision = with_document(decision, office.director)
    sent = {"on": "26.11.2026", "basis": ""}
    assert client.post(of("deliver", decision), sent).status_code == 422
    client.post(of("deliver", decision), sent | {"basis": "actual"})
    assert fresh(decision).status == "delivered"
    early = client.post(of("finalise", decision), {"on": "26.11.2026", "basis": "term"})
    assert early.status_code == 422
    assert "Termin odwołania biegnie" in early.content.decode()
    client.post(of("finalise", decision), {"on": "26.11.2026", "basis": "waiver"})
    assert fresh(decision).status == "final"


def test_the_document_is_late_then_served_and_taking_it_leaves_a_trace(office: Office) -> None:
    decision = road.issued(office)
    client = browser(office.director)
    late = client.get(of("pdf", decision))
    assert late["Content-Type"].startswith("text/html")
    decision = with_document(decision, office.director)
    served = client.get(of("pdf", decision))
    assert served["Content-Type"] == "application/pdf"
    assert "frame-ancestors 'self'" in served["Content-Security-Policy"]
    assert Look.objects.filter(kind=Look.Kind.PRINTED, subject_id=decision.pk).exists()


def test_the_print_view_and_the_part_with_the_document_open(office: Office, clerk: User) -> None:
    decision = road.drafted(office)
    for name in ("print", "document"):
        page = browser(office.worker).get(of(name, decision)).content.decode()
        assert "PROJEKT" in page
        assert "<li>dochód niższy od kryterium" in page and "– dochód" not in page
        assert browser(clerk).get(of(name, decision)).status_code == 403


def test_the_list_is_narrowed_exported_and_traced(office: Office, clerk: User) -> None:
    draft, waiting = road.drafted(office), road.submitted(office, item=road.ready_item(
        office, first="Jan", last="Wójcik"))  # fmt: skip
    address = reverse("benefits:decisions")
    page = browser(office.worker).get(address).content.decode()
    assert str(draft) in page
    only = browser(office.worker).get(f"{address}?stan=approval_pending").content.decode()
    assert "Wójcik" in only
    assert str(draft) not in only.split("<tbody>")[1]
    look = Look.objects.filter(kind=Look.Kind.LISTED).latest("pk")
    assert look.ids == [waiting.pk]
    assert browser(office.worker).get(f"{address}?format=csv").status_code == 403
    assert browser(clerk).get(address).status_code == 403
