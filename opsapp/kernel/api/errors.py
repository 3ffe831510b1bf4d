"""Every error of the API has one shape: {"errors": [{"path", "code", "message"}]}, in Polish."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler, set_rollback

from opsapp.kernel.refusals import Refusal
from opsapp.kernel.web.answers import STATUSES

MESSAGES: dict[type[BaseException], tuple[str, str]] = {
    Http404: ("not_found", "Nie ma takiego adresu."),
    PermissionDenied: ("not_allowed", "Nie masz do tego uprawnień."),
    exceptions.NotFound: ("not_found", "Nie ma takiego adresu."),
    exceptions.PermissionDenied: ("not_allowed", "Nie masz do tego uprawnień."),
    exceptions.NotAuthenticated: (
        "not_authenticated",
        "Zaloguj się albo podaj klucz w nagłówku Authorization: Bearer …",
    ),
    exceptions.AuthenticationFailed: (
        "wrong_token",
        "Klucz jest błędny, wygasł albo został cofnięty.",
    ),
    exceptions.ParseError: ("not_json", "Wejście nie jest poprawnym dokumentem JSON."),
    exceptions.MethodNotAllowed: ("method_not_allowed", "Tego adresu nie można tak wywołać."),
    exceptions.NotAcceptable: ("not_acceptable", "Odpowiadamy tylko w formacie application/json."),
    exceptions.UnsupportedMediaType: (
        "unsupported_media_type",
        "Przyjmujemy tylko treść w formacie application/json.",
    ),
    exceptions.Throttled: ("throttled", "Za dużo zapytań naraz. Spróbuj ponownie za chwilę."),
}


class TooLarge(exceptions.APIException):
    """The body is larger than DATA_UPLOAD_MAX_MEMORY_SIZE."""

    status_code = 413
    default_code = "too_large"
    default_detail = "Zapytanie jest większe niż 2,5 MB. Podziel je na mniejsze."


def error(path: str, code: str, message: str) -> dict[str, str]:
    """One thing that is wrong."""
    return {"path": path, "code": code, "message": message}


def answer(raised: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to an exception; None for a bug, which crashes loudly."""
    if isinstance(raised, Refusal):
        set_rollback()
        status = next(code for kind, code in STATUSES if isinstance(raised, kind))
        one = error(raised.field or "", raised.code or "refused", raised.message)
        return Response({"errors": [one]}, status=status)
    if isinstance(raised, RequestDataTooBig):
        raised = TooLarge()
    response = exception_handler(raised, context)
    if response is not None:
        response.data = {"errors": list(_errors(raised))}
    return response


def _errors(raised: Exception) -> Iterator[dict[str, str]]:
    if isinstance(raised, exceptions.ValidationError):
        yield from _details("", raised.detail)
    elif type(raised) in MESSAGES:
        yield error("", *MESSAGES[type(raised)])
    elif isinstance(raised, exceptions.APIException):
        yield error("", str(raised.default_code), str(raised.detail))


def _details(path: str, detail: Any) -> Iterator[dict[str, str]]:
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from _details(f"{path}.{name}" if path else str(name), inner)
    elif isinstance(detail, list):
        for inner in detail:
            yield from _details(path, inner)
    else:
        yield error(path, str(detail.code), str(detail))
