"""What the assessment accepts and answers, described from the definitions that check it."""

from __future__ import annotations

from typing import Any

from benefits.rules import Law
from benefits.rules.reading import INCOME, MEMBER, case_keys
from benefits.rules.registry import BENEFITS, Benefit
from benefits.rules.schema import Number

INPUT, ANSWER, UNANSWERED = "AssessmentInput", "AssessmentAnswer", "AssessmentUnanswered"
CASE, ONE_ANSWER, STEP = "AssessmentCase", "Assessment", "AssessmentStep"
MEMBER_NAME, INCOME_NAME = "AssessmentMember", "AssessmentIncome"
PARAMETERS = "AssessmentParameters"
PLACES_OF_PARAMETERS = 6
TEXT: dict[str, Any] = {"type": "string"}
AMOUNT: dict[str, Any] = {"type": "string", "nullable": True, "description": "Kwota w złotych."}


def reference(name: str) -> dict[str, str]:
    """A pointer to a named description."""
    return {"$ref": f"#/components/schemas/{name}"}


def describe_questions(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Add the descriptions of questions and answers to the document (a hook of drf-spectacular)."""
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    schemas |= questions() | answers()
    return result


def questions() -> dict[str, Any]:
    """The input: one case or a list, a case by its benefit."""
    cases = {case_name(code): one_case(benefit) for code, benefit in BENEFITS.items()}
    links = [reference(name) for name in cases]
    mapping = {code: reference(case_name(code))["$ref"] for code in BENEFITS}
    return {
        INPUT: _one_or_many(CASE),
        CASE: {
            "oneOf": links,
            "discriminator": {"propertyName": "benefit", "mapping": mapping},
        },
        MEMBER_NAME: without_empty(MEMBER.schema()),
        INCOME_NAME: without_empty(INCOME.schema()),
        PARAMETERS: parameters(),
        **cases,
    }


def case_name(code: str) -> str:
    """'AssessmentCasePeriodicAllowance'."""
    return CASE + "".join(word.capitalize() for word in code.split("_"))


def one_case(benefit: Benefit) -> dict[str, Any]:
    """A question about one benefit."""
    described: dict[str, Any] = case_keys(benefit.code).schema()
    own = described["properties"]
    own["benefit"] = {"type": "string", "enum": [benefit.code]}
    own["household"] = own["household"] | {"items": reference(MEMBER_NAME)}
    own["incomes"] = own["incomes"] | {"items": reference(INCOME_NAME)}
    own["parameters"] = reference(PARAMETERS)
    if not own["circumstances"]["required"]:
        described["required"].remove("circumstances")
    return {"title": benefit.label, **without_empty(described)}


def without_empty(described: Any) -> Any:
    """The same without lists of required keys that name none: OpenAPI allows no such list."""
    if isinstance(described, list):
        return [without_empty(one) for one in described]
    if not isinstance(described, dict):
        return described
    return {
        key: without_empty(value)
        for key, value in described.items()
        if not (key == "required" and value == [])
    }


def parameters() -> dict[str, Any]:
    """Values that a question may supply: local ones, and national ones that nobody published."""
    number = Number(PLACES_OF_PARAMETERS).schema()
    codes = {
        code: number | {"description": parameter.label}
        for code, parameter in sorted(Law.from_files().parameters.items())
    }
    return {"type": "object", "properties": codes, "additionalProperties": False}


def answers() -> dict[str, Any]:
    """The answer of one case, of a list, and of a case that cannot be answered."""
    either = {"oneOf": [reference(ONE_ANSWER), reference(UNANSWERED)]}
    return {
        ANSWER: {"oneOf": [reference(ONE_ANSWER), {"type": "array", "items": either}]},
        ONE_ANSWER: _object(
            benefit=TEXT, on=_day(), eligible={"type": "boolean"}, amount=AMOUNT,
            amount_max=AMOUNT, period={"type": "string", "enum": ["month", "once"]},
            components=_list({"type": "object"}),
            refusals=_list(_object(code=TEXT, basis=TEXT, message=TEXT)),
            trace=reference(STEP),
            law=_list({"type": "object"}), rules_version=TEXT,
        ),
        STEP: _object(
            code=TEXT, label=TEXT, value=TEXT, basis=TEXT, inputs=_list(reference(STEP)),
        ),
        UNANSWERED: _object(
            benefit=TEXT, on=_day(),
            unanswered=_list(_object(code=TEXT, on=_day(), message=TEXT)),
        ),
    }  # fmt: skip


def _one_or_many(name: str) -> dict[str, Any]:
    return {"oneOf": [reference(name), {"type": "array", "items": reference(name)}]}


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _day() -> dict[str, Any]:
    return {"type": "string", "format": "date"}
