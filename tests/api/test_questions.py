"""Assessments, terms and the description: what is accepted, answered and refused."""

from __future__ import annotations

import json
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from drf_spectacular.validation import validate_schema

from benefits.models import LawValue
from benefits.rules import assess
from opsapp.kernel.api.limits import PerPerson
from opsapp.kernel.audit import acting
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.models import Look
from opsapp.office.models import User
from tests.api.conftest import bearer, signed_in
from tests.people import with_caps
from tests.rules.questions import question
from tests.rules.worked import worked_cases

pytestmark = pytest.mark.django_db
ASSESS = "/api/v1/assessments/"
TERM = "/api/v1/deadlines/"


def ask(program: Client, body: Any) -> Any:
    text = body if isinstance(body, bytes) else json.dumps(body)
    return program.post(ASSESS, text, content_type="application/json")


def test_one_case_and_a_list_are_answered_in_their_shape(program: Client) -> None:
    one = ask(program, question())
    assert one.status_code == 200
    assert one.json() == assess(question())
    assert one.json()["eligible"] is True
    several = ask(program, [question(), question(on="2024-05-06")])
    assert several.status_code == 200
    assert [answer["on"] for answer in several.json()] == ["2026-11-10", "2024-05-06"]
    assert (ask(program, []).status_code, ask(program, []).json()) == (200, [])


def test_a_case_that_the_law_cannot_answer_is_422_alone_and_stands_in_its_place_in_a_list(
    program: Client,
) -> None:
    early = question(on="1999-01-04", incomes=[])
    alone = ask(program, early)
    assert alone.status_code == 422
    assert set(alone.json()) == {"benefit", "on", "unanswered"}
    among = ask(program, [question(), early])
    assert among.status_code == 200
    assert "unanswered" in among.json()[1]


def test_one_wrong_case_answers_nothing(program: Client) -> None:
    answer = ask(program, [question(), question(benefit="manna")])
    assert answer.status_code == 400
    assert answer.json() == {
        "errors": [
            {
                "path": "[1].benefit",
                "code": "unknown_benefit",
                "message": answer.json()["errors"][0]["message"],
            }
        ]
    }


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "not_json"),
        (b"\xff", "not_json"),
        (b"[NaN]", "not_json"),
        (b"[" * 200_000, "not_json"),
        (b'"text"', "not_an_object"),
        (b"null", "not_an_object"),
        (b"", "required"),
        (b'{"benefit": "\\ud800"}', "unknown_benefit"),
    ],
)
def test_wrong_input_is_400_and_says_what(program: Client, body: bytes, code: str) -> None:
    answer = ask(program, body)
    assert answer.status_code == 400
    assert code in {error["code"] for error in answer.json()["errors"]}


def test_an_amount_is_text_and_never_a_float(program: Client) -> None:
    row = {"member": "a", "kind": "salary_net", "amount": 1980.55, "month": "2026-10"}
    answer = ask(program, question(incomes=[row]))
    (error,) = answer.json()["errors"]
    assert (error["path"], error["code"]) == ("incomes[0].amount", "not_a_number")


def test_a_body_too_large_is_refused(program: Client) -> None:
    answer = ask(program, b'"' + b"x" * (3_000_000) + b'"')
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (413, "too_large")


def test_nothing_is_stored(program: Client) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        ask(program, question())
    assert not [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE"))]
    assert not Look.objects.exists()


def test_values_that_the_centre_confirmed_are_laid_over(
    program: Client, installation: User, integrator: User
) -> None:
    with acting(installation):
        LawValue.objects.create(
            code="periodic_allowance.local_share",
            valid_from="2026-01-01",
            value="0.60",
            act="XX/1/2026",
            entered_by=installation,
        )
    assert ask(program, question()).json() == assess(question())
    with acting(integrator):
        LawValue.objects.update(confirmed_by=integrator)
    laid_over = {row["act"] for row in ask(program, question()).json()["law"]}
    assert "XX/1/2026" in laid_over


@pytest.mark.parametrize("caps", [{Cap.USE_API}, {Cap.USE_CALCULATOR}])
def test_asking_needs_the_calculator_and_the_api(installation: User, caps: set[Cap]) -> None:
    user = with_caps("ktos", *caps)
    assert ask(bearer(user, Cap.USE_CALCULATOR), question()).status_code == 403


def test_a_session_of_the_screens_asks_with_the_calculator_alone(installation: User) -> None:
    """The contract: a staff session or a token."""
    clerk = signed_in(with_caps("pracownik", Cap.USE_CALCULATOR))
    assert ask(clerk, question()).json() == assess(question())
    assert clerk.get(f"{TERM}?from=2026-12-10&length=14&unit=days").status_code == 200
    assert clerk.get("/api/v1/persons/").status_code == 403
    stranger = signed_in(with_caps("ktos"))
    assert ask(stranger, question()).status_code == 403


def test_other_formats_and_addresses_are_refused_as_json(program: Client) -> None:
    refused = {
        "unsupported_media_type": program.post(ASSESS, "a=1", content_type="text/plain"),
        "not_acceptable": program.get(TERM, headers={"Accept": "text/html"}),
        "not_found": program.get("/api/v1/wnioski/"),
        "method_not_allowed": program.get(ASSESS),
    }
    for code, answer in refused.items():
        assert answer["Content-Type"] == "application/json"
        assert [error["code"] for error in answer.json()["errors"]] == [code]
    assert [answer.status_code for answer in refused.values()] == [415, 406, 404, 405]


@pytest.mark.parametrize(
    ("query", "last"),
    [
        ("from=2026-12-10&length=14&unit=days", "2026-12-28"),
        ("from=2026-01-31&length=1&unit=months", "2026-03-02"),
        ("from=2026-11-10&length=1&unit=working_days", "2026-11-12"),
    ],
)
def test_a_term_is_counted(program: Client, query: str, last: str) -> None:
    answer = program.get(f"{TERM}?{query}")
    assert answer.status_code == 200
    assert answer.json()["deadline"] == last
    assert answer.json()["from"] == query[5:15]


@pytest.mark.parametrize(
    ("query", "paths"),
    [
        ("", {"from", "length", "unit"}),
        ("from=10.12.2026&length=1&unit=days", {"from"}),
        ("from=2026-12-10&length=0&unit=days", {"length"}),
        ("from=2026-12-10&length=1.5&unit=days", {"length"}),
        ("from=2026-12-10&length=99999999999&unit=years", {"length"}),
        ("from=9999-12-10&length=9&unit=years", {"from"}),
        ("from=2026-12-10&length=1&unit=eons", {"unit"}),
        ("from=2026-12-10&length=1&unit=days&x=1", {"x"}),
    ],
)
def test_a_term_that_cannot_be_counted_is_400(program: Client, query: str, paths: set[str]) -> None:
    answer = program.get(f"{TERM}?{query}")
    assert answer.status_code == 400
    assert {error["path"] for error in answer.json()["errors"]} == paths


def test_too_many_questions_are_held_back(program: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PerPerson, "rate", "2/min")
    address = f"{TERM}?from=2026-12-10&length=1&unit=days"
    PerPerson.cache.clear()
    answers = [program.get(address) for _ in range(3)]
    PerPerson.cache.clear()
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].json()["errors"][0]["code"] == "throttled"


def description(program: Client) -> dict[str, Any]:
    answer = program.get("/api/v1/schema/")
    assert answer.status_code == 200
    described: dict[str, Any] = json.loads(answer.content)
    return described


def test_the_description_is_valid_and_needs_somebody_who_may(program: Client) -> None:
    described = description(program)
    validate_schema(described)  # type: ignore[no-untyped-call]
    assert {path.split("/")[3] for path in described["paths"]} == {
        "persons", "cases", "decisions", "payments", "assessments", "deadlines",
    }  # fmt: skip
    assert Client().get("/api/v1/schema/").status_code == 401


def test_the_description_accepts_what_the_rules_accept(program: Client) -> None:
    schemas = description(program)["components"]
    root = {"$ref": "#/components/schemas/AssessmentInput", "components": schemas}
    checker = jsonschema.Draft7Validator(root)
    for name, case in worked_cases():
        asked = json.loads(json.dumps(case["ask"], default=str))
        assert not list(checker.iter_errors(asked)), name
    for wrong in ({}, question(benefit="manna"), question(extra=1), question(household=[])):
        assert list(checker.iter_errors(wrong))
