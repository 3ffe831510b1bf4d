"""Persons, cases, decisions and payments: who reads them, what is shown, and what trace is left."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client

from cases.models import CaseAssignment
from opsapp.kernel.audit import acting
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.models import Look
from opsapp.office.models import Unit, User
from opsapp.office.services import roles
from tests.api.conftest import PESEL, RESOURCES, Records, bearer, make_records, signed_in
from tests.people import LONG_AGO, role_of, with_caps

pytestmark = pytest.mark.django_db
BASE = "/api/v1"


def codes(answer: Any) -> list[str]:
    return [error["code"] for error in answer.json()["errors"]]


@pytest.mark.parametrize("resource", RESOURCES)
def test_each_is_listed_and_opened_with_its_capability(
    records: Records, installation: User, resource: str
) -> None:
    reader = with_caps("czytelnik", Cap.USE_API, RESOURCES[resource])
    program = bearer(reader, RESOURCES[resource])
    record = getattr(records, resource)
    listed = program.get(f"{BASE}/{resource}/")
    assert (listed.status_code, listed["Content-Type"]) == (200, "application/json")
    assert [row["id"] for row in listed.json()["results"]] == [record.pk]
    opened = program.get(f"{BASE}/{resource}/{record.pk}/")
    assert opened.status_code == 200
    assert opened.json()["id"] == record.pk
    looks = Look.objects.filter(actor_id=reader.pk, subject_type=record._meta.label_lower)
    assert {(look.kind, look.subject_id, tuple(look.ids)) for look in looks} == {
        ("listed", None, (record.pk,)),
        ("opened", record.pk, ()),
    }


@pytest.mark.parametrize("resource", RESOURCES)
@pytest.mark.parametrize("lacking", ["use_api", "own"])
def test_each_is_refused_without_either_capability(
    records: Records, installation: User, resource: str, lacking: str
) -> None:
    caps = {Cap.USE_API, *RESOURCES.values()}
    caps -= {Cap.USE_API if lacking == "use_api" else RESOURCES[resource]}
    browser = signed_in(with_caps("ktos", *caps))
    for address in (f"{BASE}/{resource}/", f"{BASE}/{resource}/1/"):
        answer = browser.get(address)
        assert answer.status_code == 403
        assert codes(answer) == [
            Cap.USE_API.value if lacking == "use_api" else RESOURCES[resource].value
        ]


@pytest.mark.parametrize("resource", RESOURCES)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_nothing_is_written(program: Client, records: Records, resource: str, method: str) -> None:
    for address in (f"{BASE}/{resource}/", f"{BASE}/{resource}/1/"):
        answer = getattr(program, method)(address)
        assert (answer.status_code, codes(answer)) == (405, ["method_not_allowed"])


@pytest.mark.parametrize("resource", RESOURCES)
def test_a_stranger_learns_nothing(db: None, resource: str) -> None:
    for address in (f"{BASE}/{resource}/", f"{BASE}/{resource}/1/"):
        answer = Client().get(address)
        assert (answer.status_code, codes(answer)) == (401, ["not_authenticated"])
        assert answer["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("resource", RESOURCES)
@pytest.mark.parametrize("key", [0, 999_999, 10**30])
def test_what_there_is_not_is_not_found(program: Client, resource: str, key: int) -> None:
    answer = program.get(f"{BASE}/{resource}/{key}/")
    assert (answer.status_code, codes(answer)) == (404, ["not_found"])


def test_a_pesel_is_masked_unless_data_may_be_taken_out(records: Records, program: Client) -> None:
    address = f"{BASE}/persons/{records.persons.pk}/"
    assert program.get(address).json()["pesel"] == "•••••••0007"
    exporter = with_caps("eksport", Cap.USE_API, Cap.SEE_PERSONS, Cap.EXPORT)
    assert bearer(exporter, Cap.SEE_PERSONS).get(address).json()["pesel"] == "•••••••0007"
    whole = bearer(exporter, Cap.SEE_PERSONS, Cap.EXPORT)
    assert whole.get(address).json()["pesel"] == PESEL
    assert whole.get(f"{BASE}/persons/").json()["results"][0]["pesel"] == PESEL
    assert Look.objects.get(actor_id=exporter.pk, kind="exported").ids == [records.persons.pk]


def test_amounts_are_text_and_periods_have_both_days(records: Records, program: Client) -> None:
    assert program.get(f"{BASE}/payments/").json()["results"][0]["amount"] == "1229.00"
    (item,) = program.get(f"{BASE}/decisions/{records.decisions.pk}/").json()["items"]
    assert (item["amount"], item["first_day"], item["last_day"], item["benefit"]) == (
        "100.00", "2026-03-01", "2026-05-31", "periodic_allowance",
    )  # fmt: skip


def test_a_role_of_one_unit_sees_the_cases_of_that_unit(
    records: Records, installation: User
) -> None:
    caps = (Cap.USE_API, Cap.SEE_CASES, Cap.SEE_DECISIONS)
    with acting(installation):
        branch = Unit.objects.create(kind="branch", name="Filia", cell="OPS-F", parent=records.unit)
    local = with_caps("filia")
    role = roles.define(code="local", name="Filia", capabilities=caps, actor=installation)
    roles.assign(local, role=role, unit=branch, since=LONG_AGO, actor=installation)
    browser = signed_in(local)
    for resource in ("cases", "decisions"):
        assert browser.get(f"{BASE}/{resource}/").json()["results"] == []
        one = getattr(records, resource)
        assert browser.get(f"{BASE}/{resource}/{one.pk}/").status_code == 404
    with acting(installation):
        now = CaseAssignment.objects.get(case=records.cases)
        now.period = DateRange(now.period.lower, date(2026, 4, 1))
        now.save()
        CaseAssignment.objects.create(
            case=records.cases, unit=branch, period=DateRange(date(2026, 4, 1), None)
        )
    for resource in ("cases", "decisions"):
        assert len(browser.get(f"{BASE}/{resource}/").json()["results"]) == 1


@pytest.mark.parametrize(
    ("resource", "query", "count"),
    [
        ("persons", "last_name=żA", 1),
        ("persons", "last_name=Nowak", 0),
        ("persons", "birth_date=1985-03-14", 1),
        ("cases", "status=registered&benefit=periodic_allowance&opened_to=2026-03-02", 1),
        ("cases", "opened_from=2026-03-03", 0),
        ("decisions", "status=draft&kind=grant", 1),
        ("decisions", "issued_from=2026-01-01", 0),
        ("payments", "status=listed", 1),
        ("payments", "payee=999999999999999999", 0),
    ],
)
def test_lists_are_filtered(
    records: Records, program: Client, resource: str, query: str, count: int
) -> None:
    assert len(program.get(f"{BASE}/{resource}/?{query}").json()["results"]) == count


@pytest.mark.parametrize(
    ("query", "path", "code"),
    [
        ("nazwisko=Nowak", "nazwisko", "unknown_key"),
        ("birth_date=14.03.1985", "birth_date", "invalid"),
        ("last_name=%00", "last_name", "null_characters_not_allowed"),
        ("after=x", "after", "out_of_range"),
        ("after=-1", "after", "out_of_range"),
        ("limit=0", "limit", "out_of_range"),
        ("limit=201", "limit", "out_of_range"),
        ("limit=٣", "limit", "out_of_range"),
    ],
)
def test_a_wrong_condition_is_said(program: Client, query: str, path: str, code: str) -> None:
    answer = program.get(f"{BASE}/persons/?{query}")
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert (error["path"], error["code"]) == (path, code)


def test_pages_follow_each_other_by_key(records: Records, program: Client) -> None:
    author = User.objects.get(username="kartoteka")
    with acting(author):
        others = [make_records(author, n, last_name="Dudek", pesel="").persons.pk for n in (2, 3)]
    seen, address = [], f"{BASE}/persons/?limit=1"
    while address:
        page = program.get(address).json()
        seen += [row["id"] for row in page["results"]]
        address = page["next"]
    assert seen == sorted([records.persons.pk, *others])


@pytest.mark.parametrize("resource", RESOURCES)
def test_queries_do_not_grow_with_the_rows(
    records: Records, integrator: User, resource: str, django_assert_max_num_queries: Any
) -> None:
    author = User.objects.get(username="kartoteka")
    with acting(author):
        for number in range(2, 7):
            make_records(author, number, pesel="", last_name="Nowak" + "abcdefg"[number])
    browser = signed_in(integrator)
    with django_assert_max_num_queries(20):
        assert len(browser.get(f"{BASE}/{resource}/").json()["results"]) == 6


def test_a_role_taken_away_closes_the_key_at_once(
    records: Records, program: Client, integrator: User, installation: User
) -> None:
    role = role_of(integrator)
    roles.redefine(
        role, capabilities=[Cap.USE_API], second_factor_required=False, actor=installation
    )
    assert program.get(f"{BASE}/persons/").status_code == 403
