"""Lists page by key: `after` names the last row seen; the last page costs what the first does."""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

SIZE = 50
LARGEST = 200
LONGEST_KEY = 18


class ByKey(BasePagination):
    """Rows in the order of their keys: `?after=KEY&limit=N`; `next` is the address of what follows,
    null at the end.
    """

    link: str | None = None

    def paginate_queryset(
        self, queryset: Any, request: Request, view: APIView | None = None
    ) -> list[Any]:
        """At most `limit` rows after the key. Raises `ValidationError` for another number."""
        after = _whole(request, "after", 0, 10**LONGEST_KEY)
        limit = _whole(request, "limit", SIZE, LARGEST, least=1)
        found = list(queryset.filter(pk__gt=after).order_by("pk")[: limit + 1])
        if len(found) > limit:
            query = request.query_params.copy()
            query["after"] = str(found[limit - 1].pk)
            self.link = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
        return found[:limit]

    def get_paginated_response(self, data: Any) -> Response:
        """The rows and where they go on."""
        return Response({"results": data, "next": self.link})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """How the list is described."""
        link = {"type": "string", "format": "uri", "nullable": True}
        return {
            "type": "object",
            "required": ["results", "next"],
            "properties": {"results": schema, "next": link},
        }

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        """How its place is described."""
        return [
            _parameter("after", "Klucz ostatniego znanego wiersza.", minimum=0),
            _parameter("limit", "Liczba wierszy.", minimum=1, maximum=LARGEST, default=SIZE),
        ]


def _whole(request: Request, name: str, default: int, most: int, *, least: int = 0) -> int:
    text = request.query_params.get(name)
    if text is None:
        return default
    if text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY:
        number = int(text)
        if least <= number <= most:
            return number
    message = f"Podaj liczbę całkowitą od {least} do {most}."
    raise ValidationError({name: [ErrorDetail(message, "out_of_range")]})


def _parameter(name: str, description: str, **limits: int) -> dict[str, Any]:
    schema = {"type": "integer", **limits}
    return {"name": name, "in": "query", "description": description, "schema": schema}
