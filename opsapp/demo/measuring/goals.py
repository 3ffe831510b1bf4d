"""What is measured and how fast it has to be: the goals of the centre, for the data of a city."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Goal:
    """A bound of the 95th of a hundred (of the figure itself, where there is only one): at most so
    much of the unit, at least so much with `at_least`, and at most so many statements. `label` is
    printed, `title` stands in docs/benchmarks.md.
    """

    name: str
    label: str
    title: str
    bound: float
    unit: str = "ms"
    statements: int | None = None
    at_least: bool = False


GOALS = {
    goal.name: goal
    for goal in (
        Goal("list", "lista 25 osób", "list of 25 persons", 60, statements=10),
        Goal("last", "lista osób, ostatnia strona", "its last page, by key", 60, statements=10),
        Goal("search", "szukanie po nazwisku", "search by name", 80, statements=6),
        Goal("pesel", "szukanie po numerze PESEL", "search by PESEL", 20),
        Goal("person", "karta osoby", "person's page", 120, statements=25),
        Goal("queue", "kolejka dyrektora, 500", "director's queue of 500", 80),
        Goal("crowd", "lista, 10 osób naraz", "list, 10 users without think time", 250),
        Goal("build", "lista wypłat, 10 000 rat", "payment list of 10,000 instalments", 3000),
        Goal("build-memory", "jej pamięć ponad stan", "its peak growth of memory", 40, "MB"),
        Goal("bank", "plik dla banku, 10 000 rat", "its bank file", 1000),
        Goal("bank-memory", "jego pamięć ponad stan", "its peak growth of memory", 40, "MB"),
        Goal("send", "wysłanie listy, 10 000 rat", "sending it, every line asked again", 3000),
        Goal("send-memory", "jego pamięć ponad stan", "its peak growth of memory", 40, "MB"),
        Goal("quarter", "sprawozdanie kwartalne", "quarterly bundle over five years", 3000),
        Goal("filing", "złożenie sprawozdania", "filing it: freezing the ids", 15_000),
        Goal("xlsx", "XLSX, 10 000 wierszy", "XLSX of 10,000 rows", 3000),
        Goal("web", "pamięć procesu stron", "memory of a web process", 150, "MB"),
        Goal("web-pdf", "procesy stron z silnikiem PDF", "web processes with PDF engine", 0, ""),
        Goal("worker", "pamięć pracownika w tle", "memory of the worker, after rendering", 200,
             "MB"),
        Goal("rules-periodic", "reguły: zasiłek okresowy", "rules: zasiłek okresowy with its trace",
             5000, "/s", at_least=True),
        Goal("rules-family", "reguły: zasiłek rodzinny na rok",
             "rules: family allowance of four children over a year", 1500, "/s", at_least=True),
        Goal("rules-tapered", "reguły: złotówka za złotówkę",
             "rules: the same with złotówka za złotówkę", 1500, "/s", at_least=True),
        Goal("assess-one", "assess, jedna sprawa", "`manage.py assess`, one case", 1500),
        Goal("assess-many", "assess, 10 000 spraw", "`manage.py assess`, 10,000 cases", 8000),
        Goal("what-if", "co jeśli, 100 000 rodzin, 2 rdzenie",
             "what if over 100,000 households, 2 cores", 30_000),
    )
}  # fmt: skip
LOADING = {"small": 5.0, "typical": 60.0, "city": 600.0}
"""In how many seconds a town is to be laid."""
CITY_GB = 10.0
