"""Roles as they ship: the administrator edits them to fit the centre."""

from typing import NamedTuple

from opsapp.kernel.capabilities import Cap


class ShippedRole(NamedTuple):
    """One role."""

    code: str
    name: str
    capabilities: frozenset[Cap]
    second_factor_required: bool = False


READS = frozenset(
    {Cap.SEE_PERSONS, Cap.SEE_CASES, Cap.SEE_DECISIONS, Cap.SEE_LAW, Cap.USE_CALCULATOR}
)
CLERK = READS | {
    Cap.EDIT_PERSONS,
    Cap.REGISTER_APPLICATIONS,
    Cap.RUN_CASES,
    Cap.CALCULATE,
    Cap.DRAFT_DECISIONS,
    Cap.SEE_PAYMENTS,
    Cap.CHECK_PAYMENTS,
    Cap.PROPOSE_PAYOUT_WAYS,
    Cap.CONFIRM_PAYOUT_WAYS,
    Cap.SEE_REPORTS,
    Cap.EXPORT,
}
HEAD = READS | {
    Cap.SEE_SOCIAL_WORK,
    Cap.APPROVE_DECISIONS,
    Cap.ISSUE_DECISIONS,
    Cap.SEE_PAYMENTS,
    Cap.APPROVE_PAYMENTS,
    Cap.HEAD_PAYMENTS,
    Cap.SEE_REPORTS,
    Cap.FILE_REPORTS,
    Cap.CONFIRM_LAW,
    Cap.TRY_LAW,
    Cap.EXPORT,
}
FINANCE = READS | {
    Cap.SEE_PAYMENTS,
    Cap.PREPARE_PAYMENTS,
    Cap.SEND_PAYMENTS,
    Cap.SEE_REPORTS,
    Cap.TRY_LAW,
    Cap.EXPORT,
}

ROLES: tuple[ShippedRole, ...] = (
    ShippedRole(
        "social_worker",
        "Pracownik socjalny",
        CLERK - {Cap.CHECK_PAYMENTS, Cap.CONFIRM_PAYOUT_WAYS}
        | {Cap.SEE_SOCIAL_WORK, Cap.CONDUCT_INTERVIEWS},
    ),
    ShippedRole("benefit_clerk", "Pracownik do spraw świadczeń", CLERK | {Cap.BUILD_REPORTS}),
    ShippedRole("housing_clerk", "Pracownik do spraw dodatków mieszkaniowych", CLERK),
    ShippedRole("alimony_clerk", "Pracownik do spraw funduszu alimentacyjnego", CLERK),
    ShippedRole("director", "Dyrektor", HEAD | {Cap.AUDIT}, second_factor_required=True),
    ShippedRole("deputy", "Zastępca dyrektora", HEAD, second_factor_required=True),
    ShippedRole("accountant", "Księgowy", FINANCE | {Cap.BUILD_REPORTS, Cap.CONFIRM_PAYOUT_WAYS}),
    ShippedRole(
        "chief_accountant",
        "Główny księgowy",
        FINANCE | {Cap.APPROVE_PAYMENTS, Cap.FILE_REPORTS, Cap.BUILD_REPORTS},
        second_factor_required=True,
    ),
    ShippedRole(
        "reception",
        "Kancelaria",
        frozenset(
            {
                Cap.SEE_PERSONS,
                Cap.EDIT_PERSONS,
                Cap.SEE_CASES,
                Cap.REGISTER_APPLICATIONS,
                Cap.ISSUE_DECISIONS,
                Cap.SEE_DECISIONS,
            }
        ),
    ),
    ShippedRole(
        "administrator",
        "Administrator",
        frozenset(
            {
                Cap.CONFIGURE,
                Cap.MANAGE_USERS,
                Cap.SEE_LAW,
                Cap.ENTER_LAW,
                Cap.TRY_LAW,
                Cap.USE_CALCULATOR,
            }
        ),
        second_factor_required=True,
    ),
    ShippedRole(
        "data_protection_officer",
        "Inspektor ochrony danych",
        frozenset(
            {
                Cap.AUDIT,
                Cap.SEE_PERSONS,
                Cap.SEE_CASES,
            }
        ),
        second_factor_required=True,
    ),
    ShippedRole(
        "auditor",
        "Kontroler",
        READS
        | {
            Cap.AUDIT,
            Cap.SEE_SOCIAL_WORK,
            Cap.SEE_PAYMENTS,
            Cap.SEE_REPORTS,
        },
    ),
)
