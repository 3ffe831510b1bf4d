"""The states of a report run."""

from __future__ import annotations

from opsapp.kernel.states import Machine, Move

REPORT = Machine(
    "report",
    states={
        "computed": "policzone",
        "checked": "sprawdzone",
        "filed": "złożone",
        "discarded": "odrzucone",
    },
    initial="computed",
    moves=[
        Move("check", ("computed",), "checked", "Zatwierdź sprawdzenie"),
        Move("file", ("checked",), "filed", "Złóż sprawozdanie"),
        Move("discard", ("computed", "checked"), "discarded", "Odrzuć obliczenie"),
    ],
)
