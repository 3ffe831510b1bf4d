"""Who may open what: one row for every address of the site.

`page` is read, `act` is posted, `form` is both; behind them the capabilities that are all needed,
none for whoever is signed in. A new address without a row here fails `test_matrix.py`. `with_`
gives arguments where the address knows but some words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from opsapp.kernel.capabilities import Cap

Needs = tuple[frozenset[Cap], ...]
"""Alternatives: each a set of capabilities that are all needed."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How an address is opened and what it asks for."""

    get: Needs = ()
    post: Needs = ()
    public: bool = False
    arguments: dict[str, Any] = field(default_factory=dict)

    def with_(self, **arguments: Any) -> Rule:
        """The same with arguments that the address knows."""
        return Rule(self.get, self.post, self.public, arguments)

    def methods(self) -> list[tuple[str, Needs]]:
        """The methods answered, each with what it asks for."""
        return [(name, needs) for name, needs in (("get", self.get), ("post", self.post)) if needs]


def page(*caps: Cap) -> Rule:
    """Read by GET."""
    return Rule(get=(frozenset(caps),))


def act(*caps: Cap) -> Rule:
    """Done by POST; GET is refused."""
    return Rule(post=(frozenset(caps),))


def form(*caps: Cap) -> Rule:
    """Shown by GET, done by POST."""
    return Rule(get=(frozenset(caps),), post=(frozenset(caps),))


def any_of(*caps: Cap) -> Needs:
    """One of these is enough."""
    return tuple(frozenset({cap}) for cap in caps)


def public() -> Rule:
    """Open to everybody, signed in or not."""
    return Rule(get=(frozenset(),), public=True)


def asked(*caps: Cap) -> Rule:
    """An address of the API, read."""
    return page(Cap.USE_API, *caps)


OFFICE: dict[str, Rule] = {
    "web:home": page(),
    "web:settings": page(),
    "web:search": page(),
    "web:draft": act(),
    "web:work": page(),
    "web:session": public(),
    "web:signed_in": public(),
    "web:appearance": Rule(post=(frozenset(),), public=True),
    "web:styleguide": public(),
    "office:rights": Rule(get=any_of(Cap.MANAGE_USERS, Cap.AUDIT)),
    "office:user_rights": Rule(get=any_of(Cap.MANAGE_USERS, Cap.AUDIT)),
    "office:looks": page(Cap.AUDIT),
    "office:signins": Rule(get=any_of(Cap.MANAGE_USERS, Cap.AUDIT)),
    "office:user_unlock": act(Cap.MANAGE_USERS),
    "office:user_reset": act(Cap.MANAGE_USERS),
    "office:sessions": page(),
    "office:sessions_end": act(),
}

API: dict[str, Rule] = {
    "api:persons": asked(Cap.SEE_PERSONS),
    "api:person": asked(Cap.SEE_PERSONS),
    "api:cases": asked(Cap.SEE_CASES),
    "api:case": asked(Cap.SEE_CASES),
    "api:decisions": asked(Cap.SEE_DECISIONS),
    "api:decision": asked(Cap.SEE_DECISIONS),
    "api:payments": asked(Cap.SEE_PAYMENTS),
    "api:payment": asked(Cap.SEE_PAYMENTS),
    "api:assessments": act(Cap.USE_CALCULATOR),
    "api:deadlines": page(),
    "api:schema": asked(),
    "api:nowhere": asked(),
}

PEOPLE: dict[str, Rule] = {
    "cases:people": page(Cap.SEE_PERSONS),
    "cases:person_new": form(Cap.EDIT_PERSONS),
    "cases:person_alike": act(Cap.EDIT_PERSONS),
    "cases:person_choose": act(Cap.SEE_PERSONS),
    "cases:person": page(Cap.SEE_PERSONS),
    "cases:person_data": page(Cap.SEE_PERSONS),
    "cases:person_pesel": act(Cap.SEE_PERSONS),
    "cases:person_place": page(Cap.SEE_PERSONS, Cap.SEE_CASES).with_(place="sprawy"),
    "cases:person_looks": page(Cap.SEE_PERSONS, Cap.AUDIT),
    "cases:person_edit": form(Cap.EDIT_PERSONS).with_(what="nazwisko"),
    "cases:person_end": act(Cap.EDIT_PERSONS).with_(what="adres"),
    "cases:person_merge": form(Cap.EDIT_PERSONS),
    "cases:person_unmerge": act(Cap.EDIT_PERSONS),
    "cases:person_household": page(Cap.SEE_PERSONS),
    "cases:household_found": act(Cap.EDIT_PERSONS),
    "cases:household_join": form(Cap.EDIT_PERSONS),
    "cases:household_leave": form(Cap.EDIT_PERSONS),
    "cases:household_role": form(Cap.EDIT_PERSONS),
    "cases:person_incomes": page(Cap.SEE_PERSONS),
    "cases:income_new": form(Cap.EDIT_PERSONS),
    "cases:evidence_attach": form(Cap.EDIT_PERSONS),
    "cases:evidence": page(Cap.SEE_PERSONS),
    "cases:income_correct": form(Cap.EDIT_PERSONS),
    "cases:income_withdraw": act(Cap.EDIT_PERSONS),
}

CASES: dict[str, Rule] = {
    "cases:cases": page(Cap.SEE_CASES),
    "cases:case": page(Cap.SEE_CASES),
    "cases:case_act": form(Cap.RUN_CASES).with_(what="wezwanie"),
    "cases:case_exclusion_end": act(Cap.RUN_CASES),
    "cases:case_party_end": act(Cap.RUN_CASES),
    "cases:letter": page(Cap.SEE_CASES),
    "cases:letter_deliver": act(Cap.RUN_CASES),
    "cases:letter_edit": form(Cap.RUN_CASES),
    "cases:letter_send": act(Cap.RUN_CASES),
    "cases:letter_back": act(Cap.RUN_CASES),
    "cases:letter_pdf": page(Cap.SEE_CASES),
    "cases:letter_document": page(Cap.SEE_CASES),
    "cases:letter_render": act(Cap.SEE_CASES),
    "cases:attachment": Rule(get=any_of(Cap.SEE_CASES, Cap.SEE_PERSONS)),
    "cases:application_new": form(Cap.REGISTER_APPLICATIONS),
    "cases:application_receipt": page(Cap.REGISTER_APPLICATIONS),
    "cases:application_forget": act(Cap.REGISTER_APPLICATIONS),
}

SOCIAL_WORK: dict[str, Rule] = {
    "socialwork:interviews": page(Cap.SEE_SOCIAL_WORK),
    "socialwork:interview_new": form(Cap.CONDUCT_INTERVIEWS),
    "socialwork:interview_print": page(Cap.SEE_SOCIAL_WORK),
    "socialwork:interview_visit": form(Cap.CONDUCT_INTERVIEWS),
    "socialwork:interview_case": act(Cap.CONDUCT_INTERVIEWS),
    "socialwork:interview_correct": act(Cap.CONDUCT_INTERVIEWS),
    "socialwork:interview": page(Cap.SEE_SOCIAL_WORK),
    "socialwork:interview_incomes": form(Cap.CONDUCT_INTERVIEWS),
    "socialwork:interview_plan": form(Cap.CONDUCT_INTERVIEWS),
    "socialwork:plan_remove": act(Cap.CONDUCT_INTERVIEWS),
    "socialwork:interview_sign": act(Cap.CONDUCT_INTERVIEWS),
    "socialwork:interview_abandon": act(Cap.CONDUCT_INTERVIEWS),
    "socialwork:section": page(Cap.CONDUCT_INTERVIEWS),
    "socialwork:section_save": act(Cap.CONDUCT_INTERVIEWS),
    "socialwork:section_autosave": act(Cap.CONDUCT_INTERVIEWS),
}

DECISIONS: dict[str, Rule] = {
    "benefits:decisions": page(Cap.SEE_DECISIONS),
    "benefits:person_rights": page(Cap.SEE_PERSONS, Cap.USE_CALCULATOR),
    "benefits:calculate": form(Cap.CALCULATE),
    "benefits:calculate_again": act(Cap.CALCULATE),
    "benefits:decision_new": form(Cap.DRAFT_DECISIONS),
    "benefits:decision": page(Cap.SEE_DECISIONS),
    "benefits:decision_pdf": page(Cap.SEE_DECISIONS),
    "benefits:decision_print": page(Cap.SEE_DECISIONS),
    "benefits:decision_document": page(Cap.SEE_DECISIONS),
    "benefits:decision_save": act(Cap.DRAFT_DECISIONS),
    "benefits:decision_submit": act(Cap.DRAFT_DECISIONS),
    "benefits:decision_withdraw": act(Cap.DRAFT_DECISIONS),
    "benefits:decision_take_over": act(Cap.DRAFT_DECISIONS),
    "benefits:decision_drop": act(Cap.DRAFT_DECISIONS),
    "benefits:decision_return": act(Cap.APPROVE_DECISIONS),
    "benefits:decision_take_back": act(Cap.APPROVE_DECISIONS),
    "benefits:decision_approve": act(Cap.APPROVE_DECISIONS),
    "benefits:decision_sign": act(Cap.APPROVE_DECISIONS),
    "benefits:decision_issue": act(Cap.ISSUE_DECISIONS),
    "benefits:decision_deliver": act(Cap.ISSUE_DECISIONS),
    "benefits:decision_finalise": act(Cap.ISSUE_DECISIONS),
    "benefits:decision_change": form(Cap.DRAFT_DECISIONS).with_(way="uchyl"),
    "benefits:decision_amend": form(Cap.DRAFT_DECISIONS),
    "benefits:decision_payee": form(Cap.DRAFT_DECISIONS),
    "benefits:decision_appeal": form(Cap.RUN_CASES).with_(what="przyjmij"),
    "benefits:queue": page(Cap.APPROVE_DECISIONS),
    "benefits:queue_sign": act(Cap.APPROVE_DECISIONS),
    "benefits:queue_return": act(Cap.APPROVE_DECISIONS),
    "benefits:queue_batch": act(Cap.APPROVE_DECISIONS, Cap.ISSUE_DECISIONS),
}

LAW: dict[str, Rule] = {
    "benefits:law": page(Cap.SEE_LAW),
    "benefits:law_parameter": page(Cap.SEE_LAW),
    "benefits:law_enter": act(Cap.ENTER_LAW),
    "benefits:law_confirm": act(Cap.CONFIRM_LAW),
    "benefits:law_withdraw": act(Cap.ENTER_LAW),
    "benefits:what_if": form(Cap.TRY_LAW),
    "benefits:what_if_rows": act(Cap.TRY_LAW),
    "benefits:what_if_run": page(Cap.TRY_LAW),
    "benefits:what_if_cancel": act(Cap.TRY_LAW),
    "benefits:what_if_cases": page(Cap.TRY_LAW, Cap.SEE_DECISIONS),
    "benefits:what_if_one": form(Cap.TRY_LAW, Cap.SEE_DECISIONS),
    "benefits:what_if_case": page(Cap.TRY_LAW, Cap.SEE_DECISIONS),
    "benefits:calculator": page(Cap.USE_CALCULATOR),
}

PAYMENTS: dict[str, Rule] = {
    "benefits:payment_lists": page(Cap.SEE_PAYMENTS),
    "benefits:payment_list_new": form(Cap.PREPARE_PAYMENTS),
    "benefits:payments_held": page(Cap.SEE_PAYMENTS),
    "benefits:returned_payments": page(Cap.SEE_PAYMENTS),
    "benefits:payments_to_recover": page(Cap.SEE_PAYMENTS),
    "benefits:payout_ways": page(Cap.SEE_PAYMENTS),
    "benefits:payout_propose": form(Cap.SEE_PERSONS, Cap.PROPOSE_PAYOUT_WAYS),
    "benefits:paid_institutions": page(Cap.SEE_PAYMENTS),
    "benefits:payout_propose_institution": form(Cap.PROPOSE_PAYOUT_WAYS),
    "benefits:payout_confirm": act(Cap.CONFIRM_PAYOUT_WAYS),
    "benefits:payout_reject": act(Cap.CONFIRM_PAYOUT_WAYS),
    "benefits:payment_list": page(Cap.SEE_PAYMENTS),
    "benefits:payment_list_changes": page(Cap.SEE_PAYMENTS),
    "benefits:payment_list_print": page(Cap.SEE_PAYMENTS),
    "benefits:payment_list_csv": page(Cap.SEE_PAYMENTS, Cap.EXPORT),
    "benefits:payment_list_xlsx": page(Cap.SEE_PAYMENTS, Cap.EXPORT),
    "benefits:payment_list_pdf": page(Cap.SEE_PAYMENTS),
    "benefits:payment_list_prepare": act(Cap.PREPARE_PAYMENTS),
    "benefits:payment_list_check": act(Cap.CHECK_PAYMENTS),
    "benefits:payment_list_approve": act(Cap.APPROVE_PAYMENTS),
    "benefits:payment_list_head": act(Cap.HEAD_PAYMENTS),
    "benefits:payment_list_strike": Rule(
        post=any_of(
            Cap.PREPARE_PAYMENTS,
            Cap.CHECK_PAYMENTS,
            Cap.APPROVE_PAYMENTS,
            Cap.HEAD_PAYMENTS,
            Cap.SEND_PAYMENTS,
        )
    ),
    "benefits:payment_list_reopen": Rule(
        post=any_of(
            Cap.PREPARE_PAYMENTS, Cap.CHECK_PAYMENTS, Cap.APPROVE_PAYMENTS, Cap.HEAD_PAYMENTS
        )
    ),
    "benefits:payment_list_cancel": act(Cap.PREPARE_PAYMENTS),
    "benefits:payment_list_send": act(Cap.SEND_PAYMENTS),
    "benefits:payment_list_settle": act(Cap.SEND_PAYMENTS),
    "benefits:payment_list_file": act(Cap.SEND_PAYMENTS),
    "benefits:statements": page(Cap.SEND_PAYMENTS),
    "benefits:statement_new": form(Cap.SEND_PAYMENTS),
    "benefits:statement": page(Cap.SEND_PAYMENTS),
    "benefits:statement_returns": act(Cap.SEND_PAYMENTS),
    "benefits:statement_singly": act(Cap.SEND_PAYMENTS),
    "benefits:statement_dismiss": act(Cap.SEND_PAYMENTS),
    "benefits:entry_return": act(Cap.SEND_PAYMENTS),
    "benefits:entry_settle": act(Cap.SEND_PAYMENTS),
    "benefits:payment": page(Cap.SEE_PAYMENTS),
    "benefits:payment_drop": act(Cap.PREPARE_PAYMENTS),
    "benefits:payment_return": act(Cap.SEND_PAYMENTS),
    "benefits:payment_reissue": act(Cap.PREPARE_PAYMENTS),
    "benefits:payment_close": act(Cap.PREPARE_PAYMENTS),
}

REPORTS: dict[str, Rule] = {
    "reporting:runs": Rule(get=any_of(Cap.SEE_REPORTS), post=any_of(Cap.BUILD_REPORTS)),
    "reporting:run": page(Cap.SEE_REPORTS),
    "reporting:run_check": act(Cap.BUILD_REPORTS),
    "reporting:run_file": act(Cap.FILE_REPORTS),
    "reporting:filing": page(Cap.SEE_REPORTS),
    "reporting:run_discard": act(Cap.BUILD_REPORTS),
    "reporting:run_correct": act(Cap.BUILD_REPORTS),
    "reporting:run_waive": act(Cap.BUILD_REPORTS),
    "reporting:run_pdf": page(Cap.SEE_REPORTS),
    "reporting:cell": page(Cap.SEE_REPORTS),
}

ACCOUNT: dict[str, Rule] = {
    "account_login": public(),
    "account_logout": public(),
    "account_inactive": public(),
    "account_signup": public(),
    "account_reset_password": public(),
    "account_reauthenticate": page(),
    "account_change_password": page(),
    "mfa_index": page(),
    "mfa_authenticate": page(),
    "mfa_reauthenticate": page(),
    "mfa_activate_totp": page(),
    "mfa_deactivate_totp": page(),
    "mfa_view_recovery_codes": page(),
    "mfa_generate_recovery_codes": page(),
    "mfa_download_recovery_codes": page(),
}

ROWS = OFFICE | API | PEOPLE | CASES | SOCIAL_WORK | DECISIONS | LAW | PAYMENTS | REPORTS | ACCOUNT

PANEL: dict[str, tuple[Cap, str]] = {
    "office_user": (Cap.MANAGE_USERS, "add change"),
    "office_role": (Cap.MANAGE_USERS, "add change"),
    "office_authorisation": (Cap.MANAGE_USERS, "add change"),
    "office_apitoken": (Cap.MANAGE_USERS, "add"),
    "office_unit": (Cap.CONFIGURE, "add change"),
    "office_jrwaclass": (Cap.CONFIGURE, "add change"),
    "office_benefit": (Cap.CONFIGURE, "add change"),
    "office_reason": (Cap.CONFIGURE, "add change"),
    "office_classification": (Cap.CONFIGURE, "add change"),
    "office_centre": (Cap.CONFIGURE, "add change"),
    "office_setting": (Cap.CONFIGURE, "add change"),
    "office_wording": (Cap.CONFIGURE, "add"),
    "kernel_numberseries": (Cap.CONFIGURE, "add"),
    "kernel_job": (Cap.CONFIGURE, ""),
    "kernel_schedule": (Cap.CONFIGURE, "change"),
    "benefits_bankprofile": (Cap.CONFIGURE, "add change"),
    "cases_institution": (Cap.CONFIGURE, "add change"),
}
"""Tables of the configuration panel: who opens them, and what may be done besides looking.
Nothing is deleted there.
"""
