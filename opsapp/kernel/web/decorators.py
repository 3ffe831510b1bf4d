"""The doors of views: `reads` cannot write, `writes` answers only the methods it names; both need
someone signed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.cache import add_never_cache_headers
from psycopg2.errors import DeadlockDetected

from opsapp.kernel import jobs, looked
from opsapp.kernel.refusals import Conflict, Refusal
from opsapp.kernel.web import answers, frame
from opsapp.kernel.web.requests import Request

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

P = ParamSpec("P")
View = Callable[Concatenate[Request, P], "HttpResponseBase"]
Door = Callable[Concatenate[HttpRequest, P], "HttpResponseBase"]
SAFE = ("GET", "HEAD")
KEY_LENGTH = 60
MET = "Ktoś inny zapisywał to samo w tej samej chwili. Niczego nie zapisano, spróbuj jeszcze raz."
"""Of two acts that wait for each other the database lets one go on and undoes the other."""
EFFECT_LENGTH = 200


@contextmanager
def reading() -> Iterator[None]:
    """A transaction in which the database refuses every write."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
        yield


def reads(view: View[P]) -> Door[P]:
    """A view that only looks: GET, in a read-only transaction; its traces of looking are written,
    and the documents it misses ordered, once that has ended.
    """
    return _door(view, SAFE)


def writes(*methods: str, repeatable: bool = False) -> Callable[[View[P]], Door[P]]:
    """A view that acts, by the methods named (`"POST"`); `writes("GET", "POST")` shows its form by
    a GET that only reads. A form with `{% once_field %}` acts once, however often it is sent;
    a `repeatable` view (saving as typed) leaves that key alone.
    """

    def decorate(view: View[P]) -> Door[P]:
        return _door(view, methods, repeatable=repeatable)

    return decorate


def _door(view: View[P], methods: tuple[str, ...], *, repeatable: bool = False) -> Door[P]:
    act = _call if repeatable else _act

    @wraps(view)
    def through(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method not in methods:
            return HttpResponseNotAllowed(methods)
        if not request.user.is_authenticated:
            return _sign_in(request)
        response = _answer(act, view, cast(Request, request), *args, **kwargs)
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    return through


def _answer(
    act: Callable[..., HttpResponseBase],
    view: Callable[..., HttpResponseBase],
    request: Request,
    *args: Any,
    **kwargs: Any,
) -> HttpResponseBase:
    try:
        if request.method not in SAFE:
            frame.renew_counts(request)
            with looked.collecting(request.user):
                return act(view, request, *args, **kwargs)
        with (
            looked.collecting(request.user),
            jobs.collecting(request.user),
            reading(),
        ):
            return view(request, *args, **kwargs)
    except Refusal as refused:
        return answers.refusal(request, refused)
    except OperationalError as failed:
        if not isinstance(failed.__cause__, DeadlockDetected):
            raise
        return answers.refusal(request, Conflict(MET, "deadlock"))


def _call(
    view: Callable[..., HttpResponseBase], request: Request, *args: Any, **kwargs: Any
) -> HttpResponseBase:
    return view(request, *args, **kwargs)


def _act(
    view: Callable[..., HttpResponseBase], request: Request, *args: Any, **kwargs: Any
) -> HttpResponseBase:
    """Act once by the key of the form: it is used up in the transaction of what the form did, and
    stays free when the answer is a refusal or a form to correct. What was looked at on the way is
    written all the same, after it.
    """
    key = request.POST.get("once", "")[:KEY_LENGTH]
    if not key:
        return view(request, *args, **kwargs)
    with transaction.atomic():
        if not jobs.once(f"form:{request.user.pk}:{key}:{request.path}"[:EFFECT_LENGTH]):
            return answers.repeated(request)
        response = view(request, *args, **kwargs)
        transaction.set_rollback(response.status_code >= 400)
        return response


def _sign_in(request: HttpRequest) -> HttpResponseBase:
    """The way to signing in; a part of a page gets 401 and its page opens the sign-in itself."""
    if getattr(request, "htmx", False):
        return HttpResponse(status=401)
    return redirect_to_login(request.get_full_path())
