"""Somebody signed in, whose requests go through the whole WSGI application in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.test import Client, RequestFactory

from opsapp.office.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"


class Refused(RuntimeError):
    """A page answered with something else than itself."""


@dataclass(frozen=True, slots=True)
class Browser:
    """The application and the cookies of one person."""

    application: WSGIHandler
    client: Client

    @property
    def cookies(self) -> str:
        """As the header carries them."""
        return "; ".join(f"{name}={item.value}" for name, item in self.client.cookies.items())

    def open(self, url: str) -> bytes:
        """The page. Raises `Refused` unless it answers with 200."""
        ask = RequestFactory(headers={"host": "localhost", "cookie": self.cookies}).get(url)
        said: list[str] = []
        start: Callable[..., Any] = lambda status, *_: said.append(status)  # noqa: E731
        answer = self.application(ask.environ, start)
        try:
            content = b"".join(answer)
        finally:
            answer.close()
        if not said[0].startswith("200"):
            raise Refused(f"{url}: {said[0]}")
        return content


@contextmanager
def signed_in(*usernames: str) -> Iterator[list[Browser]]:
    """Browsers of people of the town; signed out at the end."""
    application = get_wsgi_application()
    clients = [Client(headers={"host": "localhost"}) for _ in usernames]
    for client, username in zip(clients, usernames, strict=True):
        client.force_login(User.objects.get(username=username), backend=BACKEND)
    try:
        yield [Browser(application, client) for client in clients]
    finally:
        for client in clients:
            client.session.flush()
