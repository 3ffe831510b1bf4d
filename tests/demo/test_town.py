"""What stands in a seeded town: every state, true amounts and words, valid numbers, work to do."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Model

from benefits import documents, questions, texts
from benefits.models import (
    Appeal,
    BankStatement,
    Calculation,
    Decision,
    Entitlement,
    Instalment,
    Payment,
    PaymentList,
    PaymentListSignature,
    PaymentListTransition,
    PayoutWay,
)
from benefits.selectors_due import waiting
from benefits.selectors_statements import grouped
from benefits.services import calculations
from benefits.services.payments.signing import content_digest
from benefits.states import DECISION, ENTITLEMENT, PAYMENT, PAYMENT_LIST
from benefits.stored import freeze, result_of
from cases.models import (
    Application,
    ApplicationItem,
    Case,
    CaseParty,
    CaseTransition,
    Membership,
    Person,
    PersonIdentifier,
    PersonName,
    Term,
)
from cases.states import CASE
from opsapp.demo.staff import PASSWORD, STAFF
from opsapp.kernel import calendar, registry, triggers
from opsapp.kernel.identifiers import parse_nrb, parse_pesel
from opsapp.kernel.states import Machine
from opsapp.office.models import User
from reporting.models import ReportRun
from reporting.states import REPORT
from socialwork.models import Interview, InterviewTransition
from socialwork.states import INTERVIEW
from tests.demo.conftest import TODAY

PROCESSES: tuple[tuple[type[Model], Machine], ...] = (
    (Case, CASE), (Interview, INTERVIEW), (Decision, DECISION), (Entitlement, ENTITLEMENT),
    (PaymentList, PAYMENT_LIST), (Payment, PAYMENT), (ReportRun, REPORT),
)  # fmt: skip


@pytest.mark.parametrize(("model", "machine"), PROCESSES)
def test_every_state_of_every_process_occurs(
    town: None, model: type[Model], machine: Machine
) -> None:
    found = set(model._default_manager.values_list("status", flat=True))
    assert found == set(machine.states)


def test_the_records_pass_every_nightly_check(town: None) -> None:
    assert {name: list(check()) for name, check in registry.checks.items()} == {
        name: [] for name, _ in registry.checks.items()
    }


def test_every_guard_stands_again_when_the_town_is_laid(town: None) -> None:
    assert triggers.missing() == []
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('ops.actor', '0', true)")
        cursor.execute("UPDATE benefits_paymentlist SET status = 'draft' WHERE status = 'settled'")


def _standing() -> Iterable[Calculation]:
    """Calculations after which nothing new came on record for their months: whoever was refused
    applied again a month later.
    """
    rows = Calculation.objects.select_related("item__application", "interview")
    return rows.exclude(decision_items__kind="refusal").order_by("pk")


def test_amounts_are_what_the_rules_say_of_what_is_on_record(town: None) -> None:
    checked = 0
    for row in _standing():
        asked = questions.ask(
            row.item, on=row.on, seen_on=row.snapshot.on,
            circumstances=row.facts["circumstances"],
        )  # fmt: skip
        assert asked.raw == row.facts
        answer = calculations.answer(asked)
        assert json.loads(json.dumps(freeze(answer.trace))) == row.trace
        assert json.loads(json.dumps(result_of(answer))) == row.result
        assert (row.amount_min, row.amount_max) == (answer.amount, answer.amount_max)
        checked += 1
    assert checked > 100


def test_words_and_frozen_texts_are_what_the_composer_says(town: None) -> None:
    composed = Decision.objects.filter(kind__in=["grant", "refusal"]).order_by("pk")
    renamed = Person.objects.filter(names__period__upper_inf=False).values("pk")
    for decision in composed.exclude(addressee__in=renamed):
        on = decision.issued_on or TODAY
        words = texts.compose(decision.items.get(), on=on)
        for part in ("legal_basis", "operative_part", "reasons", "instruction"):
            assert getattr(decision, part) == getattr(words, part)
        if decision.text is not None:
            text = documents.compose(decision, on=on)
            assert text | {"sign": decision.sign} == decision.text
            assert documents.digest(decision.text) == decision.text_sha256


def test_signed_lists_hold_what_their_signatures_cover(town: None) -> None:
    for payment_list in PaymentList.objects.exclude(content_sha256=""):
        assert content_digest(payment_list) == payment_list.content_sha256


def test_everybody_has_a_valid_pesel_that_agrees_with_the_card(town: None) -> None:
    rows = PersonIdentifier.objects.filter(kind="pesel").select_related("person")
    for row in rows:
        read = parse_pesel(row.value)
        assert read.checksum_ok
        assert (read.birth_date, read.sex) == (row.person.birth_date, row.person.sex)
    assert len({row.value for row in rows}) == Person.objects.count()


def test_every_account_is_a_valid_nrb(town: None) -> None:
    accounts = [way.account for way in PayoutWay.objects.filter(channel="bank")]
    assert accounts == [parse_nrb(account) for account in accounts]


def test_the_twelve_sign_in_at_once_with_the_printed_password(town: None) -> None:
    for one in STAFF:
        user = User.objects.get(username=one.username)
        assert user.check_password(PASSWORD)
        assert not user.second_factor_required
        assert user.held_roles(TODAY).exists()


def test_about_one_decision_in_twenty_five_refuses(town: None) -> None:
    issued = Decision.objects.filter(number__isnull=False)
    share = issued.filter(kind="refusal").count() / issued.count()
    assert 0.02 <= share <= 0.08


def test_six_in_ten_families_are_one_person(town: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT avg((size = 1)::int), avg(size) FROM (SELECT DISTINCT ON (household_id) size"
            " FROM cases_householdsnapshot ORDER BY household_id, id) last"
        )
        single, mean = cursor.fetchone()
    assert 0.45 <= single <= 0.75
    assert 1.4 <= mean <= 2.0


def test_there_is_work_for_today(town: None) -> None:
    worker, ahead = User.objects.get(username="socjalny"), TODAY + timedelta(days=1)
    visits = Interview.objects.filter(worker=worker, status="draft")
    assert visits.filter(visited_on=TODAY).count() == 2
    open_terms = Term.objects.filter(
        met_on=None, cancelled_on=None, case__assignments__worker=worker
    )
    assert open_terms.filter(due_on__lte=TODAY + timedelta(days=3)).exists()
    assert Decision.objects.filter(status="approval_pending").count() >= 4
    returned = Decision.objects.filter(status="draft", author=worker)
    assert returned.filter(transitions__move="return").exists()
    assert waiting(ahead).ready_count > 0
    assert PayoutWay.objects.filter(confirmed_by=None, rejected=False).count() == 3
    assert ReportRun.objects.filter(status="checked").exists()
    assert ApplicationItem.objects.filter(outcome="open").count() > 15


def test_a_landlord_is_paid_for_a_client(town: None) -> None:
    first = Instalment.objects.filter(payee_institution__isnull=False).order_by("month")[0]
    assert first.due_on <= TODAY + timedelta(days=7)
    way = PayoutWay.objects.get(institution=first.payee_institution)
    assert way.confirmed_by_id not in (None, way.proposed_by_id)


def test_guardians_and_proxies_stand_for_clients(town: None) -> None:
    roles = CaseParty.objects.exclude(role="party")
    assert set(roles.values_list("role", flat=True)) == {"representative", "proxy"}
    for party in roles:
        relation = party.person.relations.get()
        assert (relation.other, bool(relation.basis)) == (party.case.client, True)
    assert PayoutWay.objects.exclude(receiver=None).exclude(confirmed_by=None).exists()


def test_a_child_lives_in_two_homes_in_turn(town: None) -> None:
    stays = Membership.objects.filter(alternating=True, period__upper_inf=True)
    assert stays.count() == 2
    assert stays.values("person").distinct().count() == 1
    assert stays.values("household").distinct().count() == 2


def test_decisions_stand_in_chains_and_one_waits_for_the_signature(town: None) -> None:
    later = Decision.objects.exclude(changes=None)
    assert set(later.values_list("kind", flat=True)) == {"change", "revocation", "self_correction"}
    waits = later.get(status="approval_pending")
    assert waits.changes is not None
    assert waits.items.get().changed_item in waits.changes.items.all()


def test_what_happened_on_one_day_stands_in_its_order(town: None) -> None:
    moves = CaseTransition.objects
    assert moves.filter(record__items__application__recorded_at__gt=F("recorded_at")).count() == 0
    redrafted = moves.filter(move="drop_draft").values("record")
    issued = Decision.objects.filter(issued_on__lt=TODAY, changes=None)
    for decision in issued.exclude(case__in=redrafted):
        told = [
            (row.recorded_at, place)
            for place, rows in enumerate(
                [
                    InterviewTransition.objects.filter(record__case_links__case=decision.case),
                    moves.filter(record=decision.case, move="finish_interview"),
                    Calculation.objects.filter(decision_items__decision=decision),
                    moves.filter(record=decision.case, move="draft"),
                    moves.filter(record=decision.case, move="submit"),
                    decision.transitions.filter(move="issue"),
                ]
            )
            for row in rows
        ]
        assert told == sorted(told)


def test_a_list_is_begun_before_it_is_signed_and_signed_when_it_moves(town: None) -> None:
    moves = PaymentListTransition.objects.select_related("record")
    assert moves.exists()
    assert not [row for row in moves if row.recorded_at < row.record.recorded_at]
    moved = set(moves.values_list("record", "recorded_at"))
    signed = PaymentListSignature.objects.filter(payment_list__pay_on__lt=TODAY)
    assert signed.exists()
    assert set(signed.values_list("payment_list", "recorded_at")) <= moved


def test_an_appeal_is_recorded_wherever_a_case_was_appealed(town: None) -> None:
    appealed = set(CaseTransition.objects.filter(move="appeal").values_list("record", flat=True))
    assert appealed == set(Appeal.objects.values_list("decision__case", flat=True))
    allowed = Appeal.objects.get(outcome="self_corrected")
    new = allowed.decision.changed_by.get()
    assert (new.kind, new.status, allowed.sign) == ("self_correction", "issued", new.sign)
    assert new.case.status == "decided"


def test_a_case_whose_papers_are_in_has_begun(town: None) -> None:
    waiting_still = Application.objects.filter(items__case__status__in=["registered", "incomplete"])
    assert waiting_still.exists()
    assert not waiting_still.exclude(completed_on=None).exists()


def test_visits_are_agreed_for_working_days(town: None) -> None:
    days = Interview.objects.filter(status="draft").values_list("visited_on", flat=True)
    assert all(calendar.is_working_day(day) for day in days)


def test_the_day_names_people_by_their_surname_first(town: None) -> None:
    names = {str(name) for name in PersonName.objects.all()}
    said = [
        item.label.rpartition(" · ")[2]
        for user in User.objects.filter(is_active=True)
        for item in registry.work.ask(user, TODAY)
        if item.about and item.about[0] in ("cases.case", "cases.person", "benefits.decision")
    ]
    assert len(said) > 20
    assert set(said) <= names


def test_a_second_run_keeps_the_town(town: None, capsys: pytest.CaptureFixture[str]) -> None:
    before = Person.objects.count()
    call_command("seed_demo", town="small")
    assert Person.objects.count() == before
    assert PASSWORD in capsys.readouterr().out


def test_a_statement_of_the_bank_waits_with_a_return_that_is_recognised(town: None) -> None:
    found = grouped(BankStatement.objects.get())
    assert [one.payment is not None for one in found.recognised] == [True]
    assert (len(found.wholes), len(found.others), found.decided) == (1, 1, [])
