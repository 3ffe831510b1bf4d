"""An application is registered: its number, its cases, its terms; what is refused."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from cases.models import Application, ApplicationItem, Case, Household, Person, Term
from cases.services import applications
from cases.services.applications import OpenAlready
from opsapp.kernel import faults
from opsapp.kernel.audit import acting
from opsapp.kernel.models import NumberSeries
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import JrwaClass, Reason, User
from tests.cases.intake import *  # noqa: F403
from tests.cases.intake import RECEIVED, TODAY, Apply, asked, case_of
from tests.database.sql import refused, run

pytestmark = pytest.mark.django_db


def test_an_application_opens_a_case_with_a_sign_and_the_term_to_settle(
    apply: Apply, anna: Person
) -> None:
    application = apply()
    case = case_of(application)
    assert (application.reference, case.sign) == ("W/1/2026", "PS.5121.1.2026")
    assert (case.status, case.client, case.opened_on) == ("registered", anna, RECEIVED)
    term = case.terms.get()
    assert (term.kind, term.starts_on, term.due_on) == ("settle", RECEIVED, date(2026, 12, 21))


def test_each_benefit_of_one_application_has_its_case_and_item(apply: Apply) -> None:
    application = apply("periodic_allowance", "targeted_allowance")
    signs = [item.case.sign for item in application.items.order_by("pk")]
    assert signs == ["PS.5121.1.2026", "PS.5122.1.2026"]


def test_the_first_reason_is_the_main_one_and_none_is_written_twice(apply: Apply) -> None:
    given = [Reason.objects.get(code=code) for code in ("disability", "poverty", "disability")]
    application = apply(reasons=given)
    rows = application.reasons.order_by("-is_first", "pk").values_list("reason__code", "is_first")
    assert list(rows) == [("disability", True), ("poverty", False)]


def test_numbers_follow_one_another_and_a_refused_application_takes_none(apply: Apply) -> None:
    apply()
    with pytest.raises(Refusal):
        apply()
    second = apply("targeted_allowance")
    assert second.reference == "W/2/2026"
    assert NumberSeries.objects.get(kind="application").last == 2


def test_the_same_request_again_returns_the_same_application(apply: Apply) -> None:
    key = uuid.uuid4()
    first = apply(request_id=key)
    assert apply("targeted_allowance", request_id=key) == first
    assert Application.objects.count() == Case.objects.count() == 1


def test_a_second_open_application_for_the_same_benefit_names_the_running_case(
    apply: Apply,
) -> None:
    running = case_of(apply())
    with pytest.raises(OpenAlready, match=r"PS\.5121\.1\.2026") as refusal:
        apply()
    assert (refusal.value.case, refusal.value.field) == (running, "benefits")


def test_once_settled_the_person_may_apply_again(apply: Apply, intaker: User) -> None:
    item = apply().items.get()
    applications.settle_item(item, outcome="refused", actor=intaker)
    assert apply().reference == "W/2/2026"


def test_another_person_of_the_family_may_apply_for_it(apply: Apply, zofia: Person) -> None:
    apply()
    assert apply(items=[asked("periodic_allowance", zofia)]).reference == "W/2/2026"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"received_on": TODAY + timedelta(days=1)}, "received_on"),
        ({"received_on": date(1926, 11, 20)}, "received_on"),
        ({"items": []}, "benefits"),
    ],
)
def test_what_no_application_can_be_is_refused_beside_its_field(
    apply: Apply, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        apply(**given)
    assert refusal.value.field == field
    assert not Application.objects.exists()


def test_months_in_reverse_are_refused(apply: Apply, anna: Person) -> None:
    months = {"requested_from": date(2026, 12, 1), "requested_to": date(2026, 11, 1)}
    with pytest.raises(Refusal, match="wcześniejszy"):
        apply(items=[asked("periodic_allowance", anna, **months)])


def test_a_class_of_records_not_in_force_is_refused(apply: Apply, administrator: User) -> None:
    with acting(administrator):
        ended = DateRange(date(1990, 1, 1), date(2026, 1, 1))
        JrwaClass.objects.filter(symbol="5121").update(period=ended)
    with pytest.raises(Refusal, match="nie ma klasy 5121"):
        apply()


@pytest.mark.parametrize("point", ["application.numbered", "application.cased"])
def test_a_crash_half_way_leaves_nothing_and_takes_no_number(
    apply: Apply, point: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(name: str) -> None:
        if name == point:
            raise ZeroDivisionError

    with monkeypatch.context() as patched, pytest.raises(ZeroDivisionError):
        patched.setattr(faults, "point", crash)
        apply()
    assert not Application.objects.exists() and not Case.objects.exists()
    assert apply().number == 1


def test_history_names_who_registered(apply: Apply, intaker: User) -> None:
    item = apply().items.get()
    event = apps.get_model("cases", "ApplicationItemEvent")._default_manager.get(pgh_obj=item.pk)
    assert event.pgh_context["actor"] == intaker.pk
    assert event.pgh_context["act"] == "cases.services.applications.register"


def test_completed_later_counts_from_receipt_only_with_a_reason(
    apply: Apply, intaker: User
) -> None:
    application = apply(received_on=date(2026, 10, 28))
    with pytest.raises(Refusal, match="późniejszym miesiącu"):
        applications.complete(application, on=TODAY, actor=intaker)
    done = applications.complete(
        application, on=TODAY, reason="uzupełniono w terminie wezwania", actor=intaker
    )
    assert (done.completed_on, done.start_month_basis) == (TODAY, "received")


@pytest.mark.parametrize("on", [RECEIVED - timedelta(days=1), TODAY + timedelta(days=1)])
def test_completed_before_receipt_or_in_the_future_is_refused(
    apply: Apply, intaker: User, on: date
) -> None:
    with pytest.raises(Refusal):
        applications.complete(apply(), on=on, actor=intaker)


def test_an_item_is_settled_once(apply: Apply, intaker: User) -> None:
    item = apply().items.get()
    applications.settle_item(item, outcome="granted", actor=intaker)
    with pytest.raises(Refusal, match="już rozstrzygnięty"):
        applications.settle_item(item, outcome="refused", actor=intaker)


def test_the_database_keeps_a_received_application_as_it_was(
    apply: Apply, intaker: User, family: Household
) -> None:
    pk = apply().pk
    for change in ("received_on = '2026-11-01'", "channel = 'post'", "number = 7"):
        with refused("nie wolno zmienić"), acting(intaker):
            run(f"UPDATE cases_application SET {change} WHERE id = %s", pk)
    with refused("nie wolno usunąć"), acting(intaker):
        run("DELETE FROM cases_application WHERE id = %s", pk)


def test_the_database_refuses_a_second_open_item(apply: Apply, intaker: User) -> None:
    item = apply().items.get()
    with pytest.raises(IntegrityError, match="item_one_open_per_benefit"), acting(intaker):
        run(
            "INSERT INTO cases_applicationitem (application_id, case_id, benefit_id, person_id,"
            " purpose, outcome) SELECT application_id, case_id, benefit_id, person_id, '', 'open'"
            " FROM cases_applicationitem WHERE id = %s",
            item.pk,
        )


def test_the_database_keeps_a_settled_item(apply: Apply, intaker: User) -> None:
    item = applications.settle_item(apply().items.get(), outcome="granted", actor=intaker)
    with refused("nie wolno zmienić"), acting(intaker):
        run("UPDATE cases_applicationitem SET outcome = 'open' WHERE id = %s", item.pk)


def test_the_database_gives_no_number_twice(apply: Apply, intaker: User) -> None:
    first = apply()
    copy = Application.objects.get(pk=first.pk)
    copy.pk, copy.request_id = None, uuid.uuid4()
    with pytest.raises(IntegrityError, match="application_number"), acting(intaker):
        copy.save(force_insert=True)


def test_the_database_writes_no_application_without_an_actor(apply: Apply) -> None:
    pk = apply().pk
    with refused("bez wskazania osoby"):
        run("UPDATE cases_application SET completed_on = '2026-11-26' WHERE id = %s", pk)


def test_the_database_keeps_one_main_reason(apply: Apply, intaker: User) -> None:
    application = apply()
    other = Reason.objects.get(code="poverty")
    with pytest.raises(IntegrityError, match="one_first"), acting(intaker), transaction.atomic():
        application.reasons.create(reason=other, is_first=True)


def test_the_database_keeps_terms_in_order_and_one_of_a_kind(apply: Apply, intaker: User) -> None:
    term = case_of(apply()).terms.get()
    with pytest.raises(IntegrityError, match="term_due_after_start"), acting(intaker):
        Term.objects.filter(pk=term.pk).update(due_on=RECEIVED - timedelta(days=1))
    with pytest.raises(IntegrityError, match="term_one_open_of_kind"), acting(intaker):
        Term.objects.create(
            case=term.case, kind="settle", basis="x", starts_on=RECEIVED, due_on=TODAY
        )
    assert ApplicationItem.objects.count() == 1
