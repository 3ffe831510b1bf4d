"""The issue: number, frozen text, entitlement, instalments, all in one; the document after it."""

from __future__ import annotations

import io
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pypdf import PdfReader

from benefits import documents
from benefits.models import (
    Decision,
    DecisionPreview,
    Entitlement,
    EntitlementPerson,
    Instalment,
    InstalmentFunding,
)
from benefits.previews import preview_of
from benefits.selectors_due import due
from benefits.services import decisions
from cases.models import ApplicationItem, CaseParty, Term
from cases.services import applications, dated, households, incomes, people
from opsapp.kernel import clock, numbering
from opsapp.kernel import documents as engine
from opsapp.kernel.audit import acting
from opsapp.kernel.models import Job, NumberSeries
from opsapp.kernel.periods import Period
from opsapp.kernel.refusals import NotAllowed, Refusal
from opsapp.kernel.worker import Worker
from opsapp.office.models import Classification
from opsapp.office.services import authorisations, settings
from tests.benefits import road
from tests.benefits.road import Office
from tests.people import with_caps

needs_engine = pytest.mark.skipif(not engine.available(), reason=engine.INSTALL)


def test_the_number_is_the_next_of_the_cells_series(office: Office) -> None:
    with acting(office.worker):
        numbering.take("decision", cell="SR", year=2026)
    signs = [
        road.issued(office, item=road.ready_item(office, last=last)).sign
        for last in ("Nowak", "Zych")
    ]
    assert signs == ["PS/1/2026", "PS/2/2026"]
    assert Decision.objects.get(number=2).sign == "PS/2/2026"


def test_the_text_is_frozen_with_its_hash(office: Office) -> None:
    decision = Decision.objects.get(pk=road.issued(office).pk)
    assert decision.text is not None
    assert documents.digest(decision.text) == decision.text_sha256
    assert decision.text["sign"] == "PS/1/2026"
    assert decision.text["addressee"] == {
        "name": "Anna Nowak",
        "lines": ["ul. Źródlana 12/4", "27-600 Sandomierz"],
    }
    assert decision.text["signature"] == {
        "for": "Burmistrza Miasta Sandomierza",
        "name": "Anna Żak",
        "title": "Dyrektor Ośrodka",
        "authorisation": "nr OR.0052.12.2024 z dnia 01.01.2020",
    }
    assert decision.text["recipients"] == ["Anna Nowak", "a/a"]


def test_the_item_is_settled_the_case_decided_and_its_term_met(office: Office) -> None:
    decision = road.issued(office)
    assert ApplicationItem.objects.get().outcome == "granted"
    assert decision.case.status == "decided"
    assert Term.objects.get(kind="settle").met_on == road.TODAY


def test_everybody_counted_is_covered_and_nobody_else(office: Office) -> None:
    item = road.ready_item(office, children=("Zofia", "Jan"))
    zofia, jan = item.application.household.memberships.filter(role="child").order_by("pk")
    incomes.record_circumstance(
        jan.person, kind="institution", value="foster_care", valid_from=date(2026, 11, 1),
        actor=office.worker,
    )  # fmt: skip
    road.issued(office, item=item)
    assert set(EntitlementPerson.objects.values_list("person", flat=True)) == {
        item.person_id,
        zofia.person_id,
    }
    assert set(EntitlementPerson.objects.values_list("exclusive", flat=True)) == {True}


def test_a_permanent_allowance_covers_its_person_alone_and_is_planned_ahead(
    office: Office,
) -> None:
    household = road.live_together(office, "Zofia")
    incomes.record_circumstance(
        road.head_of(household), kind="disability", value="severe",
        valid_from=date(2026, 1, 1), actor=office.worker,
    )  # fmt: skip
    item = road.apply_for(household, office=office, benefit="permanent_allowance")
    road.visit(item, office=office)
    road.issued(office, item=item)
    assert [row.person_id for row in EntitlementPerson.objects.all()] == [item.person_id]
    months = [row.month for row in Instalment.objects.order_by("month")]
    assert (months[0], months[-1]) == (date(2026, 11, 1), date(2027, 2, 1))
    assert set(InstalmentFunding.objects.values_list("source", flat=True)) == {"grant"}


@pytest.mark.parametrize(
    ("pay_day", "day_off", "expected"),
    [
        (25, "earlier", ["2026-11-26", "2026-12-23", "2027-01-25"]),
        (25, "later", ["2026-11-26", "2026-12-28", "2027-01-25"]),
        (31, "earlier", ["2026-11-30", "2026-12-31", "2027-01-29"]),
        (10, "later", ["2026-11-26", "2026-12-10", "2027-01-11"]),
    ],
)
def test_the_pay_day_is_the_centres_and_never_before_the_issue(
    office: Office, pay_day: int, day_off: str, expected: list[str]
) -> None:
    for code, value in (("payments.pay_day", pay_day), ("payments.pay_day_off", day_off)):
        settings.answer(code, value=value, valid_from=date(2026, 1, 1), actor=office.installation)
    road.issued(office)
    assert [row.due_on.isoformat() for row in Instalment.objects.order_by("month")] == expected


def test_months_that_passed_are_due_at_once(office: Office) -> None:
    decision = road.approved(office)
    with clock.frozen(date(2027, 1, 2)):
        decisions.issue(decision, on=date(2027, 1, 2), actor=office.director)
    rows = Instalment.objects.order_by("month")
    assert [row.due_on for row in rows] == [
        date(2027, 1, 4), date(2027, 1, 4), date(2027, 1, 25),
    ]  # fmt: skip
    assert [row.month for row in due(date(2027, 1, 4))] == [date(2026, 11, 1), date(2026, 12, 1)]


def test_the_grant_pays_what_the_act_guarantees_and_the_centre_the_rest(office: Office) -> None:
    road.issued(office, amount=Decimal("600.00"), amount_reason="choroba")
    shares = {
        tuple(sorted((one.source, one.amount) for one in row.funding.all()))
        for row in Instalment.objects.all()
    }
    assert shares == {(("grant", Decimal("505.00")), ("own", Decimal("95.00")))}


def test_what_the_council_added_to_the_minimum_is_the_centres_own(office: Office) -> None:
    from benefits.services import law
    from opsapp.kernel.capabilities import Cap

    row = law.enter(
        "periodic_allowance.local_share", valid_from=date(2026, 1, 1), value=Decimal("0.6"),
        title="uchwała nr 1/2026", actor=with_caps("wpisuje", Cap.ENTER_LAW),
    )  # fmt: skip
    law.confirm(row, actor=with_caps("potwierdza", Cap.CONFIRM_LAW))
    decision = road.issued(office)
    assert decision.items.get().amount == Decimal("606.00")
    assert set(InstalmentFunding.objects.values_list("source", "amount")) == {
        ("grant", Decimal("505.00")),
        ("own", Decimal("101.00")),
    }


def test_a_refusal_grants_nothing(office: Office) -> None:
    item = road.ready_item(office)
    road.earn(item.person, "1010.00", office=office)
    decision = road.issued(office, item=item)
    item.refresh_from_db()
    assert (decision.kind, item.outcome) == ("refusal", "refused")
    assert not Entitlement.objects.exists()


def test_an_overlap_found_at_the_last_moment_issues_nothing(office: Office) -> None:
    decision = road.approved(office)
    other = road.approved(office, item=road.ready_item(office, last="Zych"))
    taken = decisions.issue(other, on=road.TODAY, actor=office.director)
    covered = EntitlementPerson.objects.get()
    with acting(office.worker):
        EntitlementPerson.objects.create(
            entitlement=covered.entitlement, person=decision.addressee, exclusive=True,
            benefit=covered.benefit, period=covered.period,
        )  # fmt: skip
    with pytest.raises(Refusal, match=rf"z decyzji {taken.sign}"):
        decisions.issue(decision, on=road.TODAY, actor=office.director)
    decision.refresh_from_db()
    assert (decision.status, decision.number) == ("approved", None)
    assert NumberSeries.objects.get(kind="decision").last == 1


def test_an_unsigned_decision_is_not_issued(office: Office) -> None:
    with pytest.raises(Refusal, match="do podpisu"):
        decisions.issue(road.submitted(office), on=road.TODAY, actor=office.director)


def test_twice_issued_is_refused(office: Office) -> None:
    decision = road.issued(office)
    with pytest.raises(Refusal, match="wydana"):
        decisions.issue(decision, on=road.TODAY, actor=office.director)
    assert NumberSeries.objects.get(kind="decision").last == 1


@pytest.mark.parametrize(
    ("on", "words"), [(date(2026, 11, 25), "wcześniej"), (date(2026, 11, 27), "z przyszłości")]
)
def test_the_day_is_neither_before_the_signature_nor_to_come(
    office: Office, on: date, words: str
) -> None:
    with pytest.raises(Refusal, match=words):
        decisions.issue(road.approved(office), on=on, actor=office.director)


def test_only_who_may_issue_does(office: Office) -> None:
    with pytest.raises(NotAllowed, match="Wydawanie decyzji"):
        decisions.issue(road.approved(office), on=road.TODAY, actor=office.worker)


def test_a_missing_line_of_the_budget_is_named_and_nothing_is_issued(office: Office) -> None:
    decision = road.approved(office)
    with acting(office.worker):
        Classification.objects.filter(chapter="85214", paragraph="3110").delete()
    with pytest.raises(Refusal, match=r"klasyfikacji budżetowej 85214 § 3110"):
        decisions.issue(decision, on=road.TODAY, actor=office.director)
    assert not Entitlement.objects.exists()


def test_a_representative_receives_it_in_the_partys_place(office: Office) -> None:
    decision = road.approved(office)
    jan = people.register(
        first_name="Jan", last_name="Opiekun", birth_date=date(1970, 1, 1), sex="male",
        on=date(2024, 1, 1), actor=office.worker,
    )  # fmt: skip
    with acting(office.worker):
        CaseParty.objects.create(
            case=decision.case, person=jan, role="representative",
            period=dated.since(date(2026, 1, 1)),
        )  # fmt: skip
    text = documents.compose(decision, on=road.TODAY)
    assert text["recipients"] == ["Jan Opiekun (przedstawiciel ustawowy)", "a/a"]


def test_the_render_job_is_ordered_by_the_one_who_issued(office: Office) -> None:
    decision = road.issued(office)
    job = Job.objects.get(kind="render_decision")
    assert (job.key, job.ordered_by) == (f"decision:{decision.pk}:pdf", office.director)


@needs_engine
def test_the_document_is_made_once_accessible_and_of_the_frozen_text(office: Office) -> None:
    decision = road.issued(office)
    Worker().drain()
    decision.refresh_from_db()
    assert decision.document is not None
    first = decision.document
    pdf = PdfReader(io.BytesIO(bytes(first.content)))
    catalog: Any = pdf.trailer["/Root"]
    assert (catalog["/Lang"], catalog["/MarkInfo"]["/Marked"]) == ("pl", True)
    assert re.search(rb"pdfuaid:part\W+1\W", catalog["/Metadata"].get_data())
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Decyzja nr PS/1/2026"
    words = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    for part in ("DECYZJA nr PS/1/2026", "z up. Burmistrza", "Uzasadnienie", "Pouczenie"):
        assert part in words
    assert "PROJEKT" not in words
    Job.objects.filter(kind="render_decision").update(status="queued", finished_at=None, attempts=0)
    Worker().drain()
    decision.refresh_from_db()
    assert decision.document == first


@needs_engine
def test_headings_lists_and_table_are_tagged(office: Office) -> None:
    item = road.ready_item(office)
    road.earn(item.person, "150.00", office=office)
    road.issued(office, item=item)
    Worker().drain()
    document = Decision.objects.get().document
    assert document is not None
    tags = tags_of(PdfReader(io.BytesIO(bytes(document.content))))
    assert {"/H1", "/H2", "/P", "/L", "/LI", "/Table", "/TH", "/TD"} <= tags


def tags_of(pdf: PdfReader) -> set[str]:
    """The structure types that stand in a tagged document."""
    found: set[str] = set()
    root: Any = pdf.trailer["/Root"]
    waiting = [root["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop()
        if "/S" in node:
            found.add(str(node["/S"]))
        below = node.get("/K", [])
        kids = below if isinstance(below, list) else [below]
        waiting += [kid.get_object() for kid in kids if hasattr(kid.get_object(), "get")]
    return found


@needs_engine
def test_a_draft_is_shown_marked_until_a_newer_version_stands(office: Office) -> None:
    draft = road.drafted(office)
    assert preview_of(draft) is None
    Worker().drain()
    shown = preview_of(draft)
    assert shown is not None
    text = PdfReader(io.BytesIO(bytes(shown.content))).pages[0].extract_text()
    assert "PROJEKT" in text
    revised = decisions.revise(draft, version=0, reasons="Inne.", actor=office.worker)
    assert preview_of(revised) is None
    Worker().drain()
    assert preview_of(revised) is not None
    assert DecisionPreview.objects.count() == 1


def test_text_that_looks_like_html_is_printed_as_text(office: Office) -> None:
    draft = decisions.revise(
        road.drafted(office), version=0, reasons="<script>x</script> i <b>y</b>",
        actor=office.worker,
    )  # fmt: skip
    page = documents.html_of(documents.text_of(draft), is_draft=True)
    assert "<script>" not in page
    assert "&lt;b&gt;y" in page


def test_the_period_granted_is_the_entitlements(office: Office) -> None:
    period = Period(date(2026, 12, 1), date(2027, 1, 31))
    road.issued(office, period=period)
    assert Period.from_range(Entitlement.objects.get().period) == period
    assert Instalment.objects.count() == 2


def test_the_day_of_completion_stands_once_the_application_is_settled(office: Office) -> None:
    decision = road.issued(office)
    application = decision.items.get().item.application
    with pytest.raises(Refusal, match="już rozstrzygnięty"):
        applications.complete(application, on=road.TODAY, actor=office.worker)


def test_nothing_is_issued_to_the_dead(office: Office) -> None:
    decision = road.approved(office)
    people.note_death(decision.addressee, on=date(2026, 11, 25), actor=office.worker)
    with pytest.raises(decisions.NotReady, match=r"Strona zmarła 25\.11\.2026.*Cofnij podpis"):
        decisions.issue(decision, on=road.TODAY, actor=office.director)
    assert not Entitlement.objects.exists()


def test_nothing_is_issued_for_somebody_granted_who_died(office: Office) -> None:
    household = road.live_together(office, "Zofia")
    zofia = household.memberships.get(role="child").person
    item = road.apply_for(household, office=office, benefit="targeted_allowance", purpose="opał")
    with acting(office.worker):
        ApplicationItem.objects.filter(pk=item.pk).update(person=zofia)
    road.visit(item, office=office)
    item = ApplicationItem.objects.get(pk=item.pk)
    asked = road.calculate(item, office=office, circumstances={"requested": "300.00"})
    decision = decisions.submit(decisions.draft(asked, actor=office.worker), actor=office.worker)
    decision = decisions.approve(decision, actor=office.director)
    people.note_death(zofia, on=road.TODAY, actor=office.worker)
    with pytest.raises(decisions.NotReady, match=r"przyznaje świadczenie .*zmarła 26\.11\.2026"):
        decisions.issue(decision, on=road.TODAY, actor=office.director)


def test_an_income_found_after_the_signature_stops_the_issue(office: Office) -> None:
    decision = road.approved(office)
    road.earn(decision.addressee, "150.00", office=office)
    with pytest.raises(decisions.NotReady, match=r"nieaktualne: skład.*Cofnij podpis"):
        decisions.issue(decision, on=road.TODAY, actor=office.director)
    decision.refresh_from_db()
    assert (decision.status, decision.number) == ("approved", None)


def test_somebody_who_joined_the_family_after_the_interview_stops_the_issue(
    office: Office,
) -> None:
    item = road.ready_item(office)
    decision = road.approved(office, item=item)
    partner = people.register(
        first_name="Jan", last_name="Nowak", birth_date=date(1984, 1, 1), sex="male",
        on=date(2026, 11, 20), actor=office.worker,
    )  # fmt: skip
    households.join(
        item.application.household, person=partner, role="partner", on=date(2026, 11, 20),
        actor=office.worker,
    )  # fmt: skip
    with pytest.raises(decisions.NotReady, match="nieaktualne: skład rodziny"):
        decisions.issue(decision, on=road.TODAY, actor=office.director)
    taken = decisions.take_back(
        decision, reason_code="calculation", remark="Nowy członek rodziny.", actor=office.director
    )
    again = road.calculate(item, office=office)
    assert again.facts["household"][1]["relation"] == "partner"
    mended = decisions.revise(taken, version=0, calculation=again, actor=office.worker)
    assert decisions.lacking(mended) == [
        "Skład rodziny zmienił się po wywiadzie. Zaktualizuj wywiad (art. 107 ust. 4 u.p.s.). "
        "Wylicz ponownie i odśwież projekt."
    ]
    road.visit(item, office=office, visited_on=date(2026, 11, 25))
    seen = road.calculate(item, office=office)
    ready = decisions.revise(mended, version=1, calculation=seen, actor=office.worker)
    assert decisions.lacking(ready) == []


def test_law_that_changed_after_the_signature_stops_the_issue(office: Office) -> None:
    from benefits.services import law
    from opsapp.kernel.capabilities import Cap

    decision = road.approved(office)
    row = law.enter(
        "periodic_allowance.local_share", valid_from=date(2026, 1, 1), value=Decimal("0.6"),
        title="uchwała nr 1/2026", actor=with_caps("wpisuje", Cap.ENTER_LAW),
    )  # fmt: skip
    law.confirm(row, actor=with_caps("potwierdza", Cap.CONFIRM_LAW))
    with pytest.raises(decisions.NotReady, match=r"zmieniło się prawo i dziś wynik to 606\.00"):
        decisions.issue(decision, on=road.TODAY, actor=office.director)


def test_an_authorisation_that_ended_since_the_signature_stops_the_issue(office: Office) -> None:
    decision = road.approved(office)
    assert decision.authorisation is not None
    authorisations.revoke(decision.authorisation, last_day=road.TODAY, actor=office.installation)
    with clock.frozen(date(2026, 11, 27)):
        with pytest.raises(decisions.NotReady, match=r"nie obowiązuje w dniu 27\.11\.2026"):
            decisions.issue(decision, on=clock.today(), actor=office.director)
        assert decisions.issue(decision, on=road.TODAY, actor=office.director).is_issued


def test_a_signer_excluded_since_the_signature_stops_the_issue(office: Office) -> None:
    decision = road.approved(office)
    people.declare_exclusion(
        decision.addressee, user=office.director, reason="siostra", on=road.TODAY,
        actor=office.installation,
    )  # fmt: skip
    deputy = with_caps("zastepca", *road.HEAD)
    with pytest.raises(decisions.NotReady, match="wyłączony od spraw tej rodziny"):
        decisions.issue(decision, on=road.TODAY, actor=deputy)
    with pytest.raises(NotAllowed, match="siostra"):
        decisions.issue(decision, on=road.TODAY, actor=office.director)
