"""The addresses under /api/v1/, the terms of art. 57 k.p.a., and the description of it all."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404
from django.urls import include, path, re_path
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from opsapp.kernel.api.doors import Door
from opsapp.kernel.calendar import UNITS, deadline
from opsapp.office import api_description

ASKED = ("from", "length", "unit")
LONGEST = 10_000
ERRORS = {"$ref": "#/components/schemas/Errors"}
STATUSES = {
    "400": "Błędne zapytanie.",
    "401": "Nie podano klucza ani sesji.",
    "403": "Brak uprawnień.",
    "404": "Nie ma takiego zapisu.",
    "429": "Za dużo zapytań.",
}


class Question(serializers.Serializer[Any]):
    """A term: from the day of the event, so many units."""

    length = serializers.IntegerField(min_value=1, max_value=LONGEST)
    unit = serializers.ChoiceField(choices=UNITS)

    def get_fields(self) -> dict[str, Any]:
        """`from` is a word of Python."""
        return {"from": serializers.DateField(input_formats=["%Y-%m-%d"]), **super().get_fields()}


class Answer(serializers.Serializer[Any]):
    """The last day of the term."""

    deadline = serializers.DateField()

    def get_fields(self) -> dict[str, Any]:
        """What was asked, and the answer."""
        return {**Question().get_fields(), **super().get_fields()}


class Deadlines(Door):
    """The last day of a term (art. 57 k.p.a.)."""

    for_staff = True

    @extend_schema(operation_id="deadlines", parameters=[Question], responses=Answer)
    def get(self, request: Request) -> Response:
        """The last day; raises `ValidationError` for what cannot be counted."""
        unknown = [name for name in request.query_params if name not in ASKED]
        if unknown:
            raise ValidationError(
                {n: [ErrorDetail(f"Nieznany klucz „{n}”.", "unknown_key")] for n in unknown}
            )
        question = Question(data=request.query_params.dict())
        question.is_valid(raise_exception=True)
        asked = question.validated_data
        last = _last_day(asked["from"], asked["length"], asked["unit"])
        return Response({**asked, "from": asked["from"].isoformat(), "deadline": last.isoformat()})


def _last_day(start: date, length: int, unit: str) -> date:
    try:
        return deadline(start, length, unit)
    except (ValueError, OverflowError) as wrong:
        raise ValidationError({"from": [ErrorDetail(str(wrong), "out_of_range")]}) from wrong


class Nowhere(Door):
    """An address that there is not."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """After the same checks as everywhere."""
        super().initial(request, *args, **kwargs)
        raise Http404


class Description(SpectacularJSONAPIView):
    """The whole description (OpenAPI)."""


SUMMARIES = {
    "/api/v1/persons/": "Osoby",
    "/api/v1/persons/{id}/": "Jedna osoba; karta połączona odsyła do właściwej",
    "/api/v1/cases/": "Sprawy",
    "/api/v1/cases/{id}/": "Jedna sprawa z historią stanów",
    "/api/v1/decisions/": "Decyzje z pozycjami",
    "/api/v1/decisions/{id}/": "Jedna decyzja z treścią",
    "/api/v1/payments/": "Wypłaty",
    "/api/v1/payments/{id}/": "Jedna wypłata",
    "/api/v1/assessments/": "Czy świadczenie przysługuje, ile i dlaczego; niczego nie zapisuje",
    "/api/v1/deadlines/": "Ostatni dzień terminu (art. 57 k.p.a.)",
}


def describe_errors(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Name every address and add the one shape of errors (a hook of drf-spectacular)."""
    text = {"type": "string"}
    one = {"path": text, "code": text, "message": text}
    row = {"type": "object", "properties": one, "required": list(one)}
    result["components"]["schemas"]["Errors"] = {
        "type": "object",
        "properties": {"errors": {"type": "array", "minItems": 1, "items": row}},
        "required": ["errors"],
    }
    for address, methods in result["paths"].items():
        for operation in methods.values():
            operation.pop("description", None)
            operation["summary"] = SUMMARIES[address]
            for status, description in STATUSES.items():
                content = {"application/json": {"schema": ERRORS}}
                answer = {"description": description, "content": content}
                operation["responses"].setdefault(status, answer)
    return result


DESCRIBED = (api_description.TokenScheme, api_description.SessionScheme)
"""Known to the description by being imported."""

app_name = "api"
urlpatterns = [
    path("", include("cases.api")),
    path("", include("benefits.api")),
    path("deadlines/", Deadlines.as_view(), name="deadlines"),
    path("schema/", Description.as_view(), name="schema"),
    re_path("", Nowhere.as_view(), name="nowhere"),
]
