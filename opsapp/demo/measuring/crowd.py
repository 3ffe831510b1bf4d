"""Ten users without think time against the web server, the load generator in a process beside."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.urls import reverse

from cases.models import Person
from opsapp import server
from opsapp.demo.measuring.browser import signed_in
from opsapp.demo.measuring.figures import Figure, spread
from opsapp.demo.measuring.memory import megabytes
from opsapp.demo.measuring.visitors import Stay
from opsapp.serving import ROLE, grant

USERS = 10
SECONDS = 15.0
START_SECONDS = 30
PDF_ENGINE = "libpango"


def crowd() -> Iterator[Figure]:
    """How long the list takes when ten open it again and again."""
    with signed_in(*["kancelaria"] * USERS) as browsers, serving() as site:
        stay = Stay(site.port, [one.cookies for one in browsers], [reverse("cases:people")],
                    SECONDS)  # fmt: skip
        took = visited(stay)
        p50, p95 = spread(took)
        yield Figure("crowd", p50, p95, note=f"{len(took) / SECONDS:.0f}/s")


def memory() -> Iterator[Figure]:
    """What a process of the web server holds after all kinds of pages, and whether it ever loaded
    the engine of documents.
    """
    with signed_in("kancelaria", "dyrektor") as (clerk, director), serving() as site:
        keys = Person.objects.order_by("-pk").values_list("pk", flat=True)[:20]
        pages = [reverse("cases:people"), f"{reverse('web:search')}?q=nowak"]
        pages += [reverse("cases:person", args=[key]) for key in keys]
        visited(Stay(site.port, [clerk.cookies] * 4, pages, 6.0))
        visited(Stay(site.port, [director.cookies] * 4, _of_the_director(), 4.0))
        workers = site.workers()
        held = [megabytes(pid, "VmRSS") for pid in workers]
        engines = sum(PDF_ENGINE in Path(f"/proc/{pid}/maps").read_text() for pid in workers)
    yield Figure("web", max(held), max(held), note=f"{len(held)} ×")
    yield Figure("web-pdf", engines, engines)


def _of_the_director() -> list[str]:
    return [reverse(name) for name in ("benefits:queue", "benefits:decisions", "cases:cases")]


class Site:
    """The web server on a free port of this machine."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process, self.port = process, port

    def workers(self) -> list[int]:
        """The processes that answer."""
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        return [int(child) for child in children.split()]

    def wait(self) -> None:
        """Until it answers. Raises RuntimeError when it does not."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            if self._answers():
                return
            time.sleep(0.2)
        raise RuntimeError("Serwer stron nie odpowiada.")

    def _answers(self) -> bool:
        visitor = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            visitor.request("GET", "/konto/login/", headers={"Host": "localhost"})
            return visitor.getresponse().status == 200
        except OSError:
            return False
        finally:
            visitor.close()


@contextmanager
def serving() -> Iterator[Site]:
    """The web server as the demo starts it; ended at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = dict(os.environ)
    if settings.DATABASES["default"]["ENGINE"] == "opsapp.embedded.backend":
        grant(connection)
        environment["OPS_DATABASE_ROLE"] = ROLE
    process = subprocess.Popen(server.command(port), env=environment, cwd=settings.BASE_DIR)
    try:
        site = Site(process, port)
        site.wait()
        yield site
    finally:
        process.terminate()
        process.wait(timeout=30)


def visited(stay: Stay) -> list[float]:
    """Milliseconds of every answer of a stay. Raises RuntimeError when a page refused."""
    command = [sys.executable, "-m", "opsapp.demo.measuring.visitors"]
    done = subprocess.run(
        command, input=stay.written(), capture_output=True, text=True, check=False,
        cwd=settings.BASE_DIR,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1])
    took: list[float] = json.loads(done.stdout)
    return took
