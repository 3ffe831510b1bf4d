"""What the database refuses to whoever goes round the acts: every constraint and trigger of the
calculation, the decision, its items and what they grant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from benefits.models import (
    Calculation,
    Decision,
    DecisionItem,
    Entitlement,
    EntitlementPerson,
    Instalment,
    InstalmentFunding,
)
from benefits.services import decisions
from cases.services import people
from opsapp.kernel import numbering
from opsapp.kernel.audit import acting
from opsapp.office.models import User
from tests.benefits import road
from tests.benefits.road import Office
from tests.database.sql import refused, run, set_actor


@dataclass(frozen=True)
class Rows:
    """A decision in each state that matters, and the rows of the issued one."""

    office: Office
    draft: Decision
    pending: Decision
    approved: Decision
    issued: Decision

    @property
    def keys(self) -> dict[str, int]:
        """Names that the statements below may use."""
        entitlement = Entitlement.objects.get(decision_item__decision=self.issued)
        first = Instalment.objects.filter(entitlement=entitlement).earliest("month")
        return {
            "draft": self.draft.pk,
            "pending": self.pending.pk,
            "approved": self.approved.pk,
            "issued": self.issued.pk,
            "draft_item": item(self.draft).pk,
            "pending_item": item(self.pending).pk,
            "approved_item": item(self.approved).pk,
            "issued_item": item(self.issued).pk,
            "draft_calculation": item(self.draft).calculation_id,
            "issued_calculation": item(self.issued).calculation_id,
            "entitlement": entitlement.pk,
            "covered": EntitlementPerson.objects.get(entitlement=entitlement).pk,
            "instalment": first.pk,
            "person": self.issued.addressee_id,
            "other_person": self.draft.addressee_id,
            "worker": self.office.worker.pk,
            "director": self.office.director.pk,
            "authorisation": self.approved.authorisation_id or 0,
        }


def item(decision: Decision) -> DecisionItem:
    return decision.items.get()


@pytest.fixture
def rows(office: Office) -> Rows:
    """Five families; whoever writes below is the worker, past all acts."""
    made = Rows(
        office,
        road.drafted(office, item=road.ready_item(office, last="Adamska")),
        road.submitted(office, item=road.ready_item(office, last="Bąk")),
        road.approved(office, item=road.ready_item(office, last="Cis")),
        road.issued(office, item=road.ready_item(office, last="Dąb")),
    )
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("SET CONSTRAINTS ALL DEFERRED")
    set_actor(office.worker.pk)
    return made


CALCULATION = [
    ("UPDATE benefits_calculation SET eligible = true WHERE id = {draft_calculation}", "zmieniać"),
    ("DELETE FROM benefits_calculation WHERE id = {draft_calculation}", "usuwać"),
    ("DELETE FROM benefits_calculationincome", "usuwać"),
    (
        "INSERT INTO benefits_calculation (item_id, snapshot_id, \"on\", facts, law, trace, result,"
        " rules_version, eligible, amount_min, amount_max, made_by_id, recorded_at)"
        " SELECT item_id, snapshot_id, \"on\", facts, law, trace, result, rules_version, true, 9,"
        " 8, made_by_id, recorded_at FROM benefits_calculation WHERE id = {draft_calculation}",
        "calculation_range_when_eligible",
    ),
]  # fmt: skip
DECISION = [
    ("UPDATE benefits_decision SET status = 'issued' WHERE id = {draft}", "Nie ma przejścia"),
    ("UPDATE benefits_decision SET status = 'draft' WHERE id = {issued}", "Nie ma przejścia"),
    ("UPDATE benefits_decision SET status = 'approval_pending' WHERE id = {approved}",
     "Nie ma przejścia"),
    ("UPDATE benefits_decision SET reasons = 'x' WHERE id = {pending}", "zamknięty"),
    ("UPDATE benefits_decision SET author_id = {director} WHERE id = {pending}", "zamknięty"),
    ("UPDATE benefits_decision SET operative_part = 'x' WHERE id = {approved}", "zamknięty"),
    ("UPDATE benefits_decision SET reasons = 'x' WHERE id = {issued}", "zamknięty"),
    ("UPDATE benefits_decision SET text = '{{}}' WHERE id = {issued}", "zamknięty"),
    ("UPDATE benefits_decision SET number = 9 WHERE id = {issued}", "zamknięty"),
    ("UPDATE benefits_decision SET issued_on = '2026-01-01' WHERE id = {issued}", "zamknięty"),
    ("UPDATE benefits_decision SET approver_id = {worker} WHERE id = {issued}", "zamknięty"),
    ("DELETE FROM benefits_decision WHERE id = {issued}", "usunąć"),
    ("DELETE FROM benefits_decision WHERE id = {pending}", "usunąć"),
    ("UPDATE benefits_decision SET changes_id = id WHERE id = {draft}",
     "decision_change_names_what|decision_changes_another"),
    ("UPDATE benefits_decision SET kind = 'revocation' WHERE id = {draft}",
     "decision_change_names_what"),
    ("UPDATE benefits_decision SET change_ground = 'income' WHERE id = {draft}",
     "decision_change_names_what"),
    ("UPDATE benefits_decision SET change_ground = 'income' WHERE id = {issued}", "zamknięty"),
    ("UPDATE benefits_decision SET approver_id = {director} WHERE id = {draft}",
     "nie ma upoważnienia|decision_approval_is_whole"),
    ("UPDATE benefits_decision SET status = 'approved' WHERE id = {pending}",
     "decision_approval_is_whole"),
    ("UPDATE benefits_decision SET status = 'approved', approver_id = {worker},"
     " authorisation_id = {authorisation}, approved_on = '2026-11-26' WHERE id = {pending}",
     "nie ma upoważnienia|decision_four_eyes"),
    ("UPDATE benefits_decision SET status = 'approved', approver_id = {director},"
     " authorisation_id = {authorisation}, approved_on = '2019-12-31' WHERE id = {pending}",
     "nie ma upoważnienia w dniu 2019-12-31"),
    ("UPDATE benefits_decision SET status = 'issued' WHERE id = {approved}",
     "decision_issue_is_whole"),
    ("UPDATE benefits_decision SET status = 'issued', series = 'PS', number = 2, year = 2026,"
     " issued_on = '2026-11-26', text = '{{}}', text_sha256 = repeat('a', 64)"
     " WHERE id = {approved}", "nie nadała seria"),
    ("UPDATE benefits_decision SET status = 'issued', series = 'PS', number = 1, year = 2026,"
     " issued_on = '2019-11-26', text = '{{}}', text_sha256 = repeat('a', 64)"
     " WHERE id = {approved}", "nie obowiązuje w dniu wydania"),
    ("UPDATE benefits_decision SET status = 'issued', series = 'PS', number = 1, year = 2026,"
     " issued_on = '2026-11-26', text = '{{}}', text_sha256 = repeat('a', 64)"
     " WHERE id = {approved}", "decision_number"),
    ("UPDATE benefits_decision SET number = 1, year = 2026, series = 'SR' WHERE id = {draft}",
     "nie nadała seria|decision_issue_is_whole"),
    ("UPDATE benefits_decision SET status = 'delivered' WHERE id = {draft}", "Nie ma przejścia"),
    ("UPDATE benefits_decision SET delivered_on = '2026-11-26', delivery_basis = 'actual'"
     " WHERE id = {issued}", "decision_delivery_is_whole"),
    ("UPDATE benefits_decision SET status = 'delivered', delivered_on = '2026-11-25',"
     " delivery_basis = 'actual' WHERE id = {issued}", "decision_delivery_is_whole"),
    ("INSERT INTO benefits_decisiontransition (record_id, move, from_state, to_state, actor_id,"
     " remark, reason_code, recorded_at) SELECT record_id, move, from_state, to_state, actor_id,"
     " remark, reason_code, recorded_at FROM benefits_decisiontransition;"
     " UPDATE benefits_decisiontransition SET remark = 'x'", "zmieniać"),
]  # fmt: skip
ITEM = [
    ("UPDATE benefits_decisionitem SET amount = 506, amount_reason = 'x' WHERE id = {pending_item}",
     "nadrzędny"),
    ("DELETE FROM benefits_decisionitem WHERE id = {issued_item}", "nadrzędny"),
    ("DELETE FROM benefits_decisionitemreason", "nadrzędny"),
    ("UPDATE benefits_decisionitem SET amount = 823.01, amount_reason = 'x'"
     " WHERE id = {draft_item}", "granicach wyliczenia"),
    ("UPDATE benefits_decisionitem SET amount = 600 WHERE id = {draft_item}",
     "decision_item_other_amount_reason"),
    ("UPDATE benefits_decisionitem SET period = NULL WHERE id = {draft_item}",
     "decision_item_coherent"),
    ("UPDATE benefits_decisionitem SET refusal_code = 'x' WHERE id = {draft_item}",
     "decision_item_coherent"),
    ("UPDATE benefits_decisionitem SET kind = 'refusal' WHERE id = {draft_item}",
     "decision_item_coherent"),
    ("UPDATE benefits_decisionitem SET period = 'empty' WHERE id = {draft_item}",
     "decision_item_period"),
    ("UPDATE benefits_decisionitem SET calculation_id = {issued_calculation}"
     " WHERE id = {draft_item}", "nie zgadza się|granicach"),
    ("UPDATE benefits_decisionitem SET decision_id = {issued} WHERE id = {draft_item}",
     "nadrzędny"),
    ("INSERT INTO benefits_decisionitem (decision_id, item_id, calculation_id, benefit_id, kind,"
     " amount_reason, refusal_code) SELECT decision_id, item_id, calculation_id, benefit_id,"
     " 'refusal', '', 'x' FROM benefits_decisionitem WHERE id = {draft_item}",
     "decision_item_once"),
    ("INSERT INTO benefits_decisionitemreason (decision_item_id, reason_id, is_first)"
     " SELECT decision_item_id, reason_id, false FROM benefits_decisionitemreason"
     " WHERE decision_item_id = {draft_item}", "decision_item_reason_once"),
    ("INSERT INTO benefits_decisionitemreason (decision_item_id, reason_id, is_first)"
     " SELECT {draft_item}, (SELECT id FROM office_reason WHERE code = 'poverty'), true",
     "decision_item_one_first_reason"),
]  # fmt: skip
NEW_ENTITLEMENT = (
    "INSERT INTO benefits_entitlement (decision_item_id, benefit_id, beneficiary_id, snapshot_id,"
    " period, amount, status) SELECT i.id, i.benefit_id, {person}, c.snapshot_id, i.period, %s,"
    " 'active' FROM benefits_decisionitem i JOIN benefits_calculation c ON c.id = i.calculation_id"
    " WHERE i.id = %s"
)
NEW_COVERED = (
    "INSERT INTO benefits_entitlementperson (entitlement_id, person_id, benefit_id, exclusive,"
    " alternating, period) SELECT id, %s, benefit_id, %s, false, %s FROM benefits_entitlement"
    " WHERE id = {entitlement}"
)
ENTITLEMENT = [
    (NEW_ENTITLEMENT % ("i.amount", "{pending_item}"), "podpisana decyzja"),
    (NEW_ENTITLEMENT % ("i.amount + 1", "{approved_item}"), "podpisana decyzja"),
    (NEW_ENTITLEMENT % ("i.amount", "{issued_item}"), "decision_item_id"),
    ("UPDATE benefits_entitlement SET amount = 1", "zamknięty"),
    ("UPDATE benefits_entitlement SET beneficiary_id = {other_person}", "zamknięty"),
    ("DELETE FROM benefits_entitlement", "usunąć"),
    ("UPDATE benefits_entitlement SET status = 'completed' WHERE id = {entitlement};"
     " UPDATE benefits_entitlement SET status = 'active' WHERE id = {entitlement}",
     "Nie ma przejścia"),
    ("UPDATE benefits_entitlement SET period = '[2026-11-01,2026-12-01)'", "tylko skrócić"),
    ("UPDATE benefits_entitlement SET period = '[2026-11-01,2028-01-01)', cut_by_id = {issued}",
     "tylko skrócić|skraca tylko"),
    ("UPDATE benefits_entitlement SET period = '[2026-11-01,2026-12-01)', cut_by_id = {approved}",
     "skraca tylko podpisana decyzja"),
    ("UPDATE benefits_entitlementperson SET person_id = {other_person}", "zamknięty"),
    ("DELETE FROM benefits_entitlementperson", "usunąć"),
    (NEW_COVERED % ("{other_person}", "true", "'[2026-10-01,2027-02-01)'"), "nie mieści się"),
    (NEW_COVERED % ("{other_person}", "false", "period"), "decyduje słownik"),
    (NEW_COVERED % ("{person}", "true", "period"), "entitlement_person_once|no_overlap"),
]  # fmt: skip
NEW_INSTALMENT = (
    "INSERT INTO benefits_instalment (entitlement_id, month, beneficiary_id, payee_person_id,"
    " payee_institution_id, kind, ordinal, amount, days, due_on, classification_id, snapshot_id)"
    " SELECT entitlement_id, {month}, beneficiary_id, {payee}, NULL, {kind}, {ordinal}, {amount},"
    " {days}, due_on, classification_id, snapshot_id FROM benefits_instalment"
    " WHERE id = {{instalment}}"
)


def new_instalment(**changes: str) -> str:
    """A second instalment of the month, right but for what is given."""
    right = {
        "month": "month", "payee": "payee_person_id", "kind": "'arrears'", "ordinal": "1",
        "amount": "amount", "days": "days",
    }  # fmt: skip
    return NEW_INSTALMENT.format(**(right | changes))


INSTALMENT = [
    ("UPDATE benefits_instalment SET amount = 1", "zamknięty"),
    ("UPDATE benefits_instalment SET due_on = '2027-01-01'", "zamknięty"),
    ("UPDATE benefits_instalment SET payee_person_id = {other_person}", "zamknięty"),
    ("DELETE FROM benefits_instalment", "usunąć"),
    (new_instalment(kind="'ordinary'"), "instalment_once"),
    (new_instalment(amount="0"), "instalment_amount_positive"),
    (new_instalment(month="month + 1"), "instalment_month_first_day"),
    (new_instalment(days="32"), "instalment_days"),
    (new_instalment(payee="NULL"), "innego, niż orzekła decyzja"),
    (new_instalment(kind="'ordinary'", month="date '2027-02-01'"), "poza okres lub kwotę"),
    (new_instalment(kind="'ordinary'", ordinal="2", amount="amount + 1"), "poza okres lub kwotę"),
    (new_instalment() + "; SET CONSTRAINTS ALL IMMEDIATE", "nie sumują się"),
    ("UPDATE benefits_instalmentfunding SET amount = 1", "zmieniać"),
    ("DELETE FROM benefits_instalmentfunding", "usuwać"),
    ("INSERT INTO benefits_instalmentfunding (instalment_id, source, amount)"
     " VALUES ({instalment}, 'own', 0)", "funding_amount_positive"),
    ("INSERT INTO benefits_instalmentfunding (instalment_id, source, amount)"
     " VALUES ({instalment}, 'grant', 1)", "funding_source_once"),
]  # fmt: skip


TABLES = (
    "calculation", "calculationincome", "decision", "decisionitem", "decisionitemreason",
    "decisiontransition", "decisionpreview", "entitlement", "entitlementperson",
    "entitlementtransition", "instalment", "instalmentfunding",
)  # fmt: skip


def done(statements: Iterable[tuple[str, str]], keys: dict[str, int]) -> list[str]:
    """The statements that the database did, or refused for another reason."""
    found = []
    for sql, words in statements:
        statement = sql.format(**keys)
        try:
            with transaction.atomic():
                run(statement)
        except IntegrityError as refusal:
            if re.search(words, str(refusal)):
                continue
            found.append(f"{statement}: {refusal}")
        else:
            found.append(statement)
    return found


def test_raw_sql_on_a_calculation_is_refused(rows: Rows) -> None:
    assert done(CALCULATION, rows.keys) == []


def test_raw_sql_on_a_decision_is_refused(rows: Rows) -> None:
    assert done(DECISION, rows.keys) == []


def test_raw_sql_on_its_items_is_refused(rows: Rows) -> None:
    assert done(ITEM, rows.keys) == []


def test_raw_sql_on_an_entitlement_is_refused(rows: Rows) -> None:
    assert done(ENTITLEMENT, rows.keys) == []


def test_raw_sql_on_instalments_is_refused(rows: Rows) -> None:
    assert done(INSTALMENT, rows.keys) == []


def test_no_table_is_emptied_nor_written_without_an_actor(rows: Rows) -> None:
    emptied = [(f"TRUNCATE benefits_{table} CASCADE", "nie wolno opróżnić") for table in TABLES]
    assert done(emptied, {}) == []
    set_actor("")
    nobody = "bez wskazania osoby|ani usuwać"
    assert done([(f"DELETE FROM benefits_{table}", nobody) for table in TABLES], {}) == []


def test_two_drafts_of_one_item_are_refused(rows: Rows) -> None:
    with refused("ma już projekt decyzji"):
        decision = Decision.objects.create(
            case=rows.draft.case, kind="refusal", addressee=rows.draft.addressee,
            author=rows.office.clerk,
        )  # fmt: skip
        old = item(rows.draft)
        DecisionItem.objects.create(
            decision=decision, item=old.item, calculation=old.calculation, benefit=old.benefit,
            kind="refusal", refusal_code="x",
        )  # fmt: skip


def test_an_item_of_another_case_is_refused(rows: Rows) -> None:
    decision = Decision.objects.create(
        case=rows.draft.case, kind="refusal", addressee=rows.draft.addressee,
        author=rows.office.clerk,
    )  # fmt: skip
    other = item(rows.issued)
    with refused("nie zgadza się ze sprawą"):
        DecisionItem.objects.create(
            decision=decision, item=other.item, calculation=other.calculation,
            benefit=other.benefit, kind="refusal", refusal_code="x",
        )  # fmt: skip


def sign(decision: Decision, by: User) -> int:
    """Sign past the acts, as whoever is named."""
    return Decision.objects.filter(pk=decision.pk).update(
        status="approved", approver=by, approved_on=road.TODAY,
        authorisation=by.authorisations.first(),
    )  # fmt: skip


def test_a_signature_of_whoever_is_excluded_is_refused(rows: Rows) -> None:
    people.declare_exclusion(
        rows.pending.addressee, user=rows.office.director, reason="siostra",
        on=date(2026, 1, 1), actor=rows.office.worker,
    )  # fmt: skip
    set_actor(rows.office.worker.pk)
    with refused("wyłączony od spraw"):
        sign(rows.pending, rows.office.director)


def test_a_signature_is_refused_by_the_other_card_of_the_same_person_too(rows: Rows) -> None:
    second = people.register(
        first_name="Anna", last_name="Bąk", birth_date=date(1985, 3, 14), sex="female",
        on=date(2024, 1, 1), actor=rows.office.worker,
    )  # fmt: skip
    people.declare_exclusion(
        second, user=rows.office.director, reason="siostra", on=date(2026, 1, 1),
        actor=rows.office.worker,
    )  # fmt: skip
    people.merge(second, into=rows.pending.addressee, actor=rows.office.worker)
    set_actor(rows.office.worker.pk)
    with refused("wyłączony od spraw"):
        sign(rows.pending, rows.office.director)


def test_an_authorisation_for_other_benefits_is_refused(rows: Rows) -> None:
    road.authorise(rows.office.clerk, "permanent_allowance", number="OR.9")
    set_actor(rows.office.worker.pk)
    with refused("nie ma upoważnienia"):
        sign(rows.pending, rows.office.clerk)


def test_an_author_who_is_excluded_is_refused(rows: Rows) -> None:
    people.declare_exclusion(
        rows.draft.addressee, user=rows.office.clerk, reason="brat", on=date(2026, 1, 1),
        actor=rows.office.worker,
    )  # fmt: skip
    set_actor(rows.office.worker.pk)
    with refused("Autor jest wyłączony"):
        Decision.objects.filter(pk=rows.draft.pk).update(author=rows.office.clerk)
    decision = Decision.objects.create(
        case=rows.draft.case, kind="refusal", addressee=rows.draft.addressee,
        author=rows.office.clerk,
    )  # fmt: skip
    with acting(rows.office.worker):
        decisions.drop(rows.draft, actor=rows.office.worker)
    set_actor(rows.office.worker.pk)
    old = item(rows.draft)
    with refused("Autor jest wyłączony"):
        DecisionItem.objects.create(
            decision=decision, item=old.item, calculation=old.calculation, benefit=old.benefit,
            kind="refusal", refusal_code="x",
        )  # fmt: skip


def test_an_issue_without_the_entitlement_is_refused_at_the_end(rows: Rows) -> None:
    with acting(rows.office.worker):
        number = numbering.take("decision", cell="PS", year=2026)
    set_actor(rows.office.worker.pk)
    with refused("nie ma uprawnienia"):
        Decision.objects.filter(pk=rows.approved.pk).update(
            status="issued", series="PS", number=number, year=2026, issued_on=road.TODAY,
            text={}, text_sha256="a" * 64,
        )  # fmt: skip
        run("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_person_covered_twice_on_a_day_is_refused(rows: Rows) -> None:
    """The exclusion constraint, whatever the entitlement."""
    covered = EntitlementPerson.objects.get(pk=rows.keys["covered"])
    second = Entitlement.objects.create(
        decision_item=item(rows.approved), benefit=covered.benefit,
        beneficiary=rows.approved.addressee, period=covered.period,
        snapshot=item(rows.approved).calculation.snapshot, amount=item(rows.approved).amount,
    )  # fmt: skip
    with refused("entitlement_no_overlap"):
        EntitlementPerson.objects.create(
            entitlement=second, person=covered.person, benefit=covered.benefit, exclusive=True,
            period=covered.period,
        )  # fmt: skip


def test_a_document_stands_only_on_an_issued_decision_and_for_ever(rows: Rows) -> None:
    from opsapp.kernel import documents

    first = documents.keep("decision", b"%PDF-1", actor=rows.office.worker)
    second = documents.keep("decision", b"%PDF-2", actor=rows.office.worker)
    set_actor(rows.office.worker.pk)
    with refused("zamknięty|decision_document_issued"):
        Decision.objects.filter(pk=rows.approved.pk).update(document=first)
    with refused("decision_document_issued"):
        Decision.objects.filter(pk=rows.draft.pk).update(document=first)
    Decision.objects.filter(pk=rows.issued.pk).update(document=first)
    with refused("zamknięty"):
        Decision.objects.filter(pk=rows.issued.pk).update(document=second)


def test_the_guards_cannot_be_switched_off(rows: Rows) -> None:
    run("SELECT set_config('pgtrigger.ignore', '{benefits_decision:frozen_when}', true)")
    with refused("zamknięty"):
        Decision.objects.filter(pk=rows.issued.pk).update(reasons="x")
    assert connection.in_atomic_block
    assert Calculation.objects.count() == 4
    assert InstalmentFunding.objects.count() == 3
