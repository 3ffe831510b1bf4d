"""The load generator: a process of its own, standard library only. Each visitor opens the pages
again and again on a new connection, as a proxy in front would.

    python -m opsapp.demo.measuring.visitors < stay.json
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict, dataclass
from http.client import HTTPConnection
from itertools import cycle, islice
from threading import Thread

WARM_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Stay:
    """Who visits (cookies), what, where and for how many seconds after warming up."""

    port: int
    cookies: list[str]
    pages: list[str]
    seconds: float

    def written(self) -> str:
        """For the process beside."""
        return json.dumps(asdict(self))


def visit(stay: Stay, place: int, took: list[float], refused: list[str]) -> None:
    """One visitor, until the time is out."""
    begun = time.monotonic()
    headers = {"Host": "localhost", "Cookie": stay.cookies[place]}
    for page in islice(cycle(stay.pages), place, None):
        asked = time.monotonic()
        if asked - begun > WARM_SECONDS + stay.seconds or refused:
            return
        visitor = HTTPConnection("127.0.0.1", stay.port, timeout=30)
        visitor.request("GET", page, headers=headers)
        answer = visitor.getresponse()
        answer.read()
        visitor.close()
        if answer.status != 200:
            refused.append(f"{page}: {answer.status}")
        elif asked - begun > WARM_SECONDS:
            took.append((time.monotonic() - asked) * 1000)


def main() -> None:
    """Read the stay, print the milliseconds of every answer."""
    stay = Stay(**json.load(sys.stdin))
    took: list[float] = []
    refused: list[str] = []
    visitors = [
        Thread(target=visit, args=(stay, place, took, refused))
        for place in range(len(stay.cookies))
    ]
    for one in visitors:
        one.start()
    for one in visitors:
        one.join()
    if refused or not took:
        sys.exit(refused[0] if refused else "no answers")
    json.dump(took, sys.stdout)


if __name__ == "__main__":
    main()
