"""The doors of views: who passes, by which method, and what the answer to a refusal is."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.utils import InternalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from opsapp.kernel import looked
from opsapp.kernel.audit import acting
from opsapp.kernel.models import Look
from opsapp.kernel.refusals import Conflict, NotAllowed, NotFound, Refusal
from opsapp.kernel.web import Request, reads, writes
from opsapp.office.models import User

pytestmark = pytest.mark.django_db


def ask(method: str, user: User | AnonymousUser, *, htmx: bool = False) -> HttpRequest:
    request: HttpRequest = getattr(RequestFactory(), method)("/")
    request.user = user
    request.htmx = htmx  # type: ignore[attr-defined]
    return request


@reads
def look(request: Request) -> HttpResponse:
    looked.opened(request.user, request.user, request)
    return HttpResponse("ok")


@reads
def sneak(request: Request) -> HttpResponse:
    with acting(request.user):
        User.objects.filter(pk=request.user.pk).update(first_name="Zmieniona")
    return HttpResponse("ok")


@writes("POST")
def change(request: Request) -> HttpResponse:
    with acting(request.user):
        User.objects.filter(pk=request.user.pk).update(first_name="Zmieniona")
    return HttpResponse("ok")


def test_reading_writes_its_trace_after_its_transaction(clerk: User) -> None:
    assert look(ask("get", clerk)).status_code == 200
    assert Look.objects.filter(actor_id=clerk.pk, subject_id=clerk.pk).count() == 1


def test_a_reading_view_cannot_write(clerk: User) -> None:
    with pytest.raises(InternalError, match="read-only"):
        sneak(ask("get", clerk))


def test_reading_refuses_post_and_acting_refuses_get(clerk: User) -> None:
    assert look(ask("post", clerk)).status_code == 405
    assert change(ask("get", clerk)).status_code == 405


def test_an_act_writes(clerk: User) -> None:
    assert change(ask("post", clerk)).status_code == 200
    clerk.refresh_from_db()
    assert clerk.first_name == "Zmieniona"


def test_a_stranger_is_sent_to_sign_in() -> None:
    answer = look(ask("get", AnonymousUser()))
    assert (answer.status_code, answer["Location"]) == (302, "/konto/login/?next=/")


def test_a_part_of_a_page_asks_the_page_to_sign_in() -> None:
    assert look(ask("get", AnonymousUser(), htmx=True)).status_code == 401


def test_nothing_about_people_stays_in_the_browser(clerk: User) -> None:
    assert "no-store" in look(ask("get", clerk))["Cache-Control"]


@pytest.mark.parametrize(
    ("refused", "status"),
    [
        (Refusal("Nie można."), 422),
        (Conflict("Ktoś był szybszy."), 409),
        (NotAllowed("Brak prawa."), 403),
        (NotFound("Nie ma."), 404),
    ],
)
@pytest.mark.parametrize("htmx", [True, False])
def test_a_refusal_is_said_in_its_own_words(
    clerk: User, refused: Refusal, status: int, htmx: bool
) -> None:
    @writes("POST")
    def refuse(request: Request) -> HttpResponse:
        raise refused

    answer = refuse(ask("post", clerk, htmx=htmx))
    assert isinstance(answer, HttpResponse)
    assert answer.status_code == status
    assert refused.message in answer.content.decode()
    assert answer.headers.get("HX-Retarget") == ("#feedback" if htmx else None)


@writes("POST")
def add(request: Request) -> HttpResponse:
    with acting(request.user):
        user = User.objects.get(pk=request.user.pk)
        user.last_name += "+"
        user.save()
    return HttpResponse("ok", status=int(request.POST.get("status", 200)))


def send(user: User, **data: str) -> HttpRequest:
    request: HttpRequest = RequestFactory().post("/", data)
    request.user = user
    request.htmx = True  # type: ignore[attr-defined]
    return request


def test_a_form_sent_twice_acts_once(clerk: User) -> None:
    first, second = (add(send(clerk, once="k1")) for _ in range(2))
    clerk.refresh_from_db()
    assert clerk.last_name == "Żak+"
    assert (first.status_code, second.headers["HX-Reswap"]) == (200, "none")


def test_another_key_or_none_acts_again(clerk: User) -> None:
    for key in ("k1", "k2", ""):
        add(send(clerk, once=key))
    clerk.refresh_from_db()
    assert clerk.last_name == "Żak+++"


def test_a_form_to_correct_keeps_its_key_and_writes_nothing(clerk: User) -> None:
    assert add(send(clerk, once="k1", status="422")).status_code == 422
    add(send(clerk, once="k1"))
    clerk.refresh_from_db()
    assert clerk.last_name == "Żak+"


def test_a_stale_token_sends_a_part_of_a_page_to_signing_in(clerk: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("web:draft", args=["formularz", "-"])
    assert strict.post(address, {}, headers={"HX-Request": "true"}).status_code == 401
    assert strict.post(address, {}).status_code == 403
