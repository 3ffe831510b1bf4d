"""Two forms whose acts wait for each other."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from opsapp.kernel import numbering
from opsapp.kernel.audit import acting
from opsapp.kernel.models import NumberSeries
from opsapp.kernel.web import Request, writes
from opsapp.office.models import User
from tests.concurrency.together import PATIENCE_SECONDS, at_once


def test_one_goes_on_and_the_other_reads_that_nothing_of_it_was_kept(actor: User) -> None:
    with acting(actor):
        for kind in ("case", "decision"):
            numbering.take(kind, year=2026)
    both_hold_one = Barrier(2)

    def send(*kinds: str) -> Callable[[], HttpResponse]:
        @writes("POST")
        def take(request: Request) -> HttpResponse:
            with acting(actor):
                numbering.take(kinds[0], year=2026)
                both_hold_one.wait(PATIENCE_SECONDS)
                numbering.take(kinds[1], year=2026)
            return HttpResponse("ok")

        request: HttpRequest = RequestFactory().post("/")
        request.user = actor
        request.htmx = True  # type: ignore[attr-defined]
        return lambda: take(request)  # type: ignore[return-value]

    answers = at_once(send("case", "decision"), send("decision", "case"))
    found = {one.status_code: one for one in answers if isinstance(one, HttpResponse)}
    assert sorted(found) == [200, 409]
    assert "Niczego nie zapisano" in found[409].content.decode()
    assert set(NumberSeries.objects.values_list("last", flat=True)) == {2}
