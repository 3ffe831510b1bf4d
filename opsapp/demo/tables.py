"""The tables that the town fills, parents before children, with the columns it gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models

from benefits import models as benefits
from benefits.models.ledger import COLUMNS
from cases import models as cases
from opsapp.kernel import models as kernel
from socialwork import models as socialwork


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table and the columns of its rows, in order. Columns not named keep the database's own
    default: the next key of the sequence, or nothing; what may not be empty is given the model's
    default (`tail`).
    """

    name: str
    columns: tuple[str, ...]
    sealed: tuple[tuple[int, str], ...]
    tail: tuple[tuple[str, Any], ...]

    @property
    def all_columns(self) -> tuple[str, ...]:
        """The columns given and those of the tail."""
        return (*self.columns, *(name for name, _ in self.tail))


TABLES: list[Table] = []


def _table(model: type[models.Model], columns: str) -> Table:
    names = tuple(columns.split())
    known = {str(f.column): f for f in model._meta.concrete_fields if not f.generated}
    if unknown := set(names) - set(known):
        raise ValueError(f"{model.__name__} has no columns {sorted(unknown)}.")
    left = [n for n, f in known.items() if n not in names and not f.null and not f.primary_key]
    tail = tuple((name, known[name].get_default()) for name in left)
    if empty := [name for name, value in tail if value is None]:
        raise ValueError(f"{model.__name__} needs columns {empty}.")
    sealed = tuple(
        (place, known[name].bound_to)  # type: ignore[attr-defined]
        for place, name in enumerate(names)
        if hasattr(known[name], "bound_to")
    )
    TABLES.append(made := Table(model._meta.db_table, names, sealed, tail))
    return made


INSTITUTION = _table(cases.Institution, "id name kind street postal_code town e_delivery is_active")
PERSON = _table(cases.Person, "id sex birth_date birth_date_estimated died_on recorded_at")
NAME = _table(cases.PersonName, "person_id first_name second_name last_name birth_name period")
IDENTIFIER = _table(
    cases.PersonIdentifier,
    "person_id kind value value_index country valid_until is_live checksum_exception recorded_at",
)
CITIZENSHIP = _table(cases.Citizenship, "person_id country stay_title period")
MARITAL = _table(cases.MaritalStatus, "person_id kind period")
CONTACT = _table(cases.Contact, "person_id kind value search_key note period")
ADDRESS = _table(
    cases.Address,
    "person_id kind terc locality street building flat postal_code post_town period",
)
ALERT = _table(cases.Alert, "person_id kind text period author_id")
RELATION = _table(cases.Relation, "person_id other_id kind basis period")
EXCLUSION = _table(cases.Exclusion, "user_id person_id reason period")
HOUSEHOLD = _table(cases.Household, "id opened_on closed_on note")
MEMBERSHIP = _table(cases.Membership, "household_id person_id role alternating period")
EVIDENCE = _table(
    cases.Evidence, "id person_id kind title issuer_id asked_on received_on answer recorded_at"
)
INCOME = _table(
    cases.IncomeRecord,
    "id person_id kind amount month for_months source evidence_id withdrawn reason recorded_at",
)
CIRCUMSTANCE = _table(
    cases.Circumstance,
    "person_id kind value valid_from valid_to evidence_id withdrawn recorded_at",
)
SNAPSHOT = _table(
    cases.HouseholdSnapshot, "id household_id on terc address size children recorded_at"
)
SNAPSHOT_MEMBER = _table(
    cases.SnapshotMember,
    "snapshot_id person_id role birth_date sex disability incapacity education counted why_not",
)
CASE = _table(
    cases.Case,
    "id cell jrwa number year jrwa_class_id benefit_id client_id subject opened_on closed_on"
    " status recorded_at",
)
CASE_TRANSITION = _table(
    cases.CaseTransition,
    "record_id move from_state to_state actor_id remark reason_code recorded_at",
)
CASE_PARTY = _table(cases.CaseParty, "case_id person_id role period")
CASE_ASSIGNMENT = _table(cases.CaseAssignment, "case_id unit_id worker_id reason period")
APPLICATION = _table(
    cases.Application,
    "id number year request_id applicant_id household_id channel initiation received_on"
    " completed_on start_month_basis start_month_reason request recorded_by_id recorded_at",
)
APPLICATION_ITEM = _table(
    cases.ApplicationItem,
    "id application_id case_id benefit_id person_id purpose requested_from requested_to outcome",
)
APPLICATION_REASON = _table(cases.ApplicationReason, "application_id reason_id is_first")
TERM = _table(
    cases.Term,
    "id case_id kind basis starts_on due_on met_on cancelled_on replaces_id reason",
)
CASE_NOTE = _table(cases.CaseNote, "case_id text author_id recorded_at")
LETTER = _table(
    cases.Letter,
    "case_id direction kind subject correspondent_id on sent_on head delivered_on delivery_basis"
    " answer_days body recorded_at",
)
INTERVIEW = _table(
    socialwork.Interview,
    "id household_id kind unit_id visited_on visit_hour place worker_id previous_id status"
    " snapshot_id signed_on content_sha256 recorded_at",
)
INTERVIEW_TRANSITION = _table(
    socialwork.InterviewTransition,
    "record_id move from_state to_state actor_id remark reason_code recorded_at",
)
INTERVIEW_SECTION = _table(
    socialwork.InterviewSection, "interview_id code edition answers version saved_at"
)
INTERVIEW_CASE = _table(socialwork.InterviewCase, "interview_id case_id")
INTERVIEW_INCOME = _table(socialwork.InterviewIncome, "interview_id income_id")
PLAN_ITEM = _table(
    socialwork.PlanItem,
    "interview_id person_id benefit_id description amount from_month to_month justification",
)
CALCULATION = _table(
    benefits.Calculation,
    "id item_id interview_id snapshot_id on facts law trace result rules_version eligible"
    " amount_min amount_max made_by_id recorded_at",
)
CALCULATION_INCOME = _table(benefits.CalculationIncome, "calculation_id income_id")
DECISION = _table(
    benefits.Decision,
    "id case_id kind addressee_id changes_id change_ground status version author_id legal_basis"
    " operative_part reasons reasons_skipped instruction approver_id authorisation_id approved_on"
    " number year series issued_on text text_sha256 delivered_on delivery_basis final_on"
    " recorded_at",
)
DECISION_TRANSITION = _table(
    benefits.DecisionTransition,
    "record_id move from_state to_state actor_id remark reason_code recorded_at",
)
DECISION_ITEM = _table(
    benefits.DecisionItem,
    "id decision_id item_id calculation_id benefit_id kind amount proposed_amount amount_reason"
    " period changed_item_id refusal_code",
)
DECISION_ITEM_REASON = _table(benefits.DecisionItemReason, "decision_item_id reason_id is_first")
APPEAL = _table(
    benefits.Appeal,
    "decision_id received_on late passed_on outcome ruled_on sign recorded_by_id recorded_at",
)
ENTITLEMENT = _table(
    benefits.Entitlement,
    "id decision_item_id benefit_id beneficiary_id snapshot_id period amount status cut_by_id",
)
ENTITLEMENT_TRANSITION = _table(
    benefits.EntitlementTransition,
    "record_id move from_state to_state actor_id remark reason_code recorded_at",
)
ENTITLEMENT_PERSON = _table(
    benefits.EntitlementPerson, "entitlement_id person_id benefit_id exclusive period"
)
INSTALMENT = _table(
    benefits.Instalment,
    "id entitlement_id month beneficiary_id payee_person_id kind ordinal amount days due_on"
    " classification_id snapshot_id open",
)
INSTALMENT_FUNDING = _table(benefits.InstalmentFunding, "instalment_id source amount")
PAYOUT_WAY = _table(
    benefits.PayoutWay,
    "id person_id channel account account_index holder proposed_by_id confirmed_by_id rejected"
    " period recorded_at",
)
PAYMENT_LIST = _table(
    benefits.PaymentList,
    "id number year request_id kind channel pay_on bank_profile_id status payment_count total"
    " content_sha256 made_by_id sent_on round head_signs recorded_at",
)
PAYMENT_LIST_TRANSITION = _table(
    benefits.PaymentListTransition,
    "record_id move from_state to_state actor_id remark reason_code recorded_at",
)
PAYMENT_LIST_SIGNATURE = _table(
    benefits.PaymentListSignature,
    "payment_list_id round role user_id content_sha256 recorded_at",
)
PAYMENT = _table(
    benefits.Payment,
    "id payment_list_id ordinal reference payee_person_id payee_name payee_address payout_way_id"
    " channel account account_index title amount status paid_on",
)
PAYMENT_ITEM = _table(benefits.PaymentItem, "payment_id instalment_id amount live")
PAYMENT_EVENT = _table(
    benefits.PaymentEvent, "payment_id kind on reason remark proof actor_id recorded_at"
)
SETTLED_ITEM = _table(benefits.SettledItem, COLUMNS.replace(",", ""))
"""Filled at the end from the payments, as the guards do it that step aside meanwhile."""
STORED_DOCUMENT = _table(kernel.StoredDocument, "id kind content media_type sha256 recorded_at")
PAYMENT_LIST_FILE = _table(
    benefits.PaymentListFile,
    "payment_list_id round kind part name payment_count total document_id recorded_at",
)
LOOK = _table(kernel.Look, "actor_id kind subject_type subject_id ids query at")
NUMBER_SERIES = _table(kernel.NumberSeries, "kind cell jrwa year starts_after last")
