"""Every page a person can read, looked at by axe: nothing serious, nothing critical."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect

from benefits.models import BankStatement, Decision, PaymentList, WhatIf
from benefits.selectors_law import law_in_force
from benefits.services import decisions, statements
from benefits.services.payments import building
from benefits.whatif import services as whatif
from benefits.whatif.checking import tried
from benefits.whatif.jobs import what_if as answer
from cases.models import Case, IncomeRecord, Person
from cases.services import letters
from opsapp.kernel import clock
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.jobs import Task
from opsapp.kernel.models import Job
from opsapp.kernel.periods import Month
from opsapp.office.models import User
from reporting.models import ReportRun
from reporting.services import runs
from reporting.units import quarter
from socialwork.models import Interview
from tests.access.addresses import names
from tests.access.table import API, ROWS
from tests.benefits import payables, road
from tests.benefits.statements.files import Row, mt940
from tests.benefits.test_decisions_deliver import with_document
from tests.browser.conftest import SignIn
from tests.people import with_caps

GRAVE = ("serious", "critical")
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "resultTypes": ["violations"],
}


@dataclass(frozen=True)
class Town:
    """What the pages show."""

    person: Person
    income: IncomeRecord
    case: Case
    interview: Interview
    signed: Interview
    draft: Decision
    issued: Decision
    delivered: Decision
    changing: Decision
    payments: PaymentList
    run: ReportRun
    user: User
    tried: WhatIf
    statement: BankStatement


def settle() -> Town:
    """Families on every step of the road: interviewed, drafted, waiting, issued, on a list."""
    office = road.open_office()
    everything = with_caps("wszystko", *Cap)
    issued = road.issued(office)
    payables.pay_way(
        issued.case.client, channel="cash", actor=everything, confirmed_by=office.clerk
    )
    road.submitted(office, item=road.ready_item(office, first="Ewa", last="Lis"))
    family = road.live_together(office, "Jan", "Zofia", first="Maria", last="Wójcik")
    income = road.earn(road.head_of(family), "1157.55", office=office)
    item = road.apply_for(family, office=office)
    signed = road.visit(item, office=office)
    draft = road.drafted(office, item=item)
    letters.write(
        item.case, kind="other", subject="Zapytanie", body="Prosimy o kontakt.", on=clock.today(),
        actor=office.worker,
    )  # fmt: skip
    other = road.live_together(office, first="Olga", last="Mazur")
    begun = road.visit(road.apply_for(other, office=office), office=office, sign=False)
    listed = building.build(
        request_id=uuid.uuid4(), pay_on=clock.today(), channel="cash", actor=everything
    )
    run = runs.build(form="quarterly", span=quarter(2026, 4), actor=everything)
    return Town(
        income.person,
        income,
        item.case,
        begun,
        signed,
        draft,
        issued,
        *changed(office),
        listed,
        run,
        everything,
        try_law(everything),
        read_in(everything),
    )


def read_in(actor: User) -> BankStatement:
    """A statement with a return to be named, and with what is no payment."""
    rows = [Row("100.00", "ZWROT", booked=clock.today()), Row("-1.50", booked=clock.today())]
    bank = payables.bank_profile(actor=actor)
    return statements.import_statement(bank, mt940(*rows), name="wb.sta", actor=actor)[0]


def changed(office: road.Office) -> tuple[Decision, Decision]:
    """A delivered grant and the draft that revokes it."""
    item = road.ready_item(office, first="Iga", last="Sowa")
    old = with_document(road.issued(office, item=item), office)
    old = decisions.deliver(old, on=clock.today(), basis="actual", actor=office.director)
    since = (Month.of(old.items.get().period.lower) + 1).first_day
    draft = decisions.revoke(
        old, ground="personal", since=since, told="Strona wyjechała.", actor=office.worker
    )
    return old, draft


def try_law(actor: User) -> WhatIf:
    """An answered what-if."""
    on = clock.this_month().first_day
    change = tried(law_in_force(), "social_assistance.criterion_single", Decimal(1100), on)
    run = whatif.order([change], valid_from=on, scope="day", actor=actor)
    answer(Task(Job.objects.get(key=whatif.key_of(run))), run=run.pk)
    return run


Where = Callable[[Town], dict[str, Any]]


def nothing(town: Town) -> dict[str, Any]:
    """An address that names no record."""
    return {}


def of(record: str, **more: Any) -> Where:
    """An address that names a record of the town."""
    return lambda town: {"pk": getattr(town, record).pk, **more}


PAGES: dict[str, Where] = {
    "cases:person": of("person"),
    "cases:person_data": of("person"),
    "cases:person_place": of("person", place="praca-socjalna"),
    "cases:person_looks": of("person"),
    "cases:person_edit": of("person", what="nazwisko"),
    "cases:person_merge": of("person"),
    "cases:person_household": of("person"),
    "cases:household_join": of("person"),
    "cases:household_leave": of("person"),
    "cases:household_role": lambda town: {
        "pk": town.person.pk, "stay": town.person.memberships.get().pk,
    },
    "cases:person_incomes": of("person"),
    "cases:income_new": of("person"),
    "cases:income_correct": lambda town: {"pk": town.person.pk, "row": town.income.pk},
    "cases:case": of("case"),
    "cases:case_act": of("case", what="prowadzacy"),
    "cases:letter_edit": lambda town: {"pk": town.case.pk, "letter": town.case.letters.get().pk},
    "cases:application_receipt": lambda town: {"pk": town.case.items.get().application_id},
    "socialwork:interview": of("interview"),
    "socialwork:interview_print": of("signed"),
    "socialwork:interview_visit": of("interview"),
    "socialwork:interview_incomes": of("interview"),
    "socialwork:interview_plan": of("interview"),
    "socialwork:section": of("interview", code="housing"),
    "benefits:decision": of("draft"),
    "benefits:decision_print": of("issued"),
    "benefits:decision_change": of("issued", way="uchyl"),
    "benefits:decision_appeal": of("delivered", what="przyjmij"),
    "benefits:decision_amend": of("changing"),
    "benefits:decision_payee": of("draft"),
    "benefits:calculate": lambda town: {"pk": town.case.items.get().pk},
    "benefits:decision_new": lambda town: {"pk": town.draft.items.get().calculation_id},
    "benefits:what_if_run": of("tried"),
    "benefits:what_if_cases": of("tried"),
    "benefits:what_if_one": lambda town: {"pk": town.draft.items.get().calculation_id},
    "benefits:what_if_case": lambda town: {
        "pk": town.tried.pk, "case": town.tried.cases.order_by("pk")[0].pk,
    },
    "benefits:law_parameter": lambda town: {"code": "periodic_allowance.minimum"},
    "benefits:payment_list": of("payments"),
    "benefits:payment_list_changes": of("payments"),
    "benefits:payment_list_print": of("payments"),
    "benefits:payment": lambda town: {"pk": town.payments.payments.earliest("pk").pk},
    "benefits:payout_propose": lambda town: {"person_pk": town.person.pk},
    "benefits:statement": of("statement"),
    "office:user_rights": of("user"),
    "reporting:run": of("run"),
    "reporting:cell": lambda town: {"pk": town.run.cells.earliest("pk").pk},
}  # fmt: skip
"""Pages of a record; a page without one needs no row here."""

QUERIES: dict[str, Where] = {
    "cases:application_new": lambda town: {"osoba": town.person.pk},
    "socialwork:interview_new": lambda town: {"sprawa": town.case.pk},
    "web:search": lambda town: {"q": "Wójcik"},
}

PASSED_OVER = {
    "web:work": "the page of a job, which only its orderer has",
    "web:styleguide": "stands only in the demo",
    "web:session": "answers JSON",
    "web:signed_in": "an empty page in a frame",
    "cases:letter": "a document",
    "cases:letter_pdf": "a document",
    "cases:letter_document": "a part of a page",
    "cases:evidence": "a file",
    "cases:evidence_attach": "one field for a file, as on the form of a case",
    "benefits:payment_list_pdf": "a document",
    "benefits:payment_list_csv": "a file",
    "benefits:payment_list_xlsx": "a file",
    "benefits:payout_propose_institution": "the form that a person has",
    "cases:attachment": "a file",
    "reporting:run_pdf": "a document",
    "reporting:filing": "only while a report is being filed",
    "account_logout": "ends the session of the walk",
    "account_login": "walked before signing in",
    "account_signup": "closed here",
    "account_inactive": "closed here",
    "account_reset_password": "closed here",
    "account_reauthenticate": "asks when the sign-in is old",
    "mfa_authenticate": "stands between password and page",
    "mfa_reauthenticate": "asks when the sign-in is old",
    "mfa_deactivate_totp": "only with a second factor",
    "mfa_view_recovery_codes": "only with a second factor",
    "mfa_generate_recovery_codes": "only with a second factor",
    "mfa_download_recovery_codes": "a file",
    "benefits:decision_pdf": "a document",
    "benefits:decision_document": "a part of a page",
    "benefits:person_rights": "a part of a page",
}


def addresses(town: Town) -> list[str]:
    """Every page that is read, by its address."""
    found = ["/", "/nie-ma-takiej-strony/"]
    for name, rule in ROWS.items():
        if not rule.get or name in API or name in PASSED_OVER:
            continue
        query = "&".join(f"{k}={v}" for k, v in QUERIES.get(name, nothing)(town).items())
        path = reverse(name, kwargs=PAGES.get(name, nothing)(town))
        found.append(f"{path}?{query}" if query else path)
    return found


def test_every_page_of_a_record_has_its_row(db: None) -> None:
    named = {name for name, arguments in names() if arguments}
    read = {name for name, rule in ROWS.items() if rule.get and name not in API}
    assert sorted((named & read) - PAGES.keys() - PASSED_OVER.keys()) == []


def faults_of(page: Page, axe: Axe) -> list[str]:
    """What axe holds against the page, in short lines."""
    found = axe.run(page, options=RULES).response["violations"]
    return [
        f"{page.url}: {row['id']}: {row['nodes'][0]['html'][:160]}"
        for row in found
        if row["impact"] in GRAVE
    ]


def test_axe_finds_nothing_grave_on_any_page(committed_db: str, sign_in: SignIn) -> None:
    town, axe = settle(), Axe()
    page = sign_in("wszystko")
    found, broken = [], []
    for address in addresses(town):
        answer = page.goto(address)
        expect(page.locator(".htmx-request")).to_have_count(0)
        if answer is None or (answer.status >= 400 and "nie-ma" not in address):
            broken.append(f"{address}: {answer.status if answer else 'no answer'}")
        found += faults_of(page, axe)
    assert broken == []
    assert found == []
