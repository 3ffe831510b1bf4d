"""The figures as printed, and as docs/benchmarks.md keeps them."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.db import connection

from opsapp.demo.measuring.figures import Figure, table
from opsapp.demo.measuring.goals import CITY_GB, LOADING
from opsapp.demo.seeding import standing
from opsapp.kernel import clock

PRINTED = ["Co", "p50", "p95", "Zapytania", "Cel", "W celu", "Uwagi"]
WRITTEN = ["What", "p50", "p95", "Statements", "Goal (p95)", "Met", "Note"]
LARGE = (
    "cases_person", "cases_household", "benefits_decision", "benefits_instalment",
    "benefits_payment",
)  # fmt: skip
PAGE = """# Benchmarks

Written by `manage.py bench --town city` on {day:%-d %B %Y}: {machine}, {cores} cores, {memory:.0f} GiB of memory, Python {python},
PostgreSQL {server}, database {size:.1f} GB. One measurement alone: `bench list search`; for a quick look: `bench --town small`.

- **Pages** go through the whole WSGI application in a warm process, signed in, with the trace of looking written; each is opened
  {times} times, over different persons and names. Statements leave out those of transactions (BEGIN, COMMIT, ROLLBACK, SAVEPOINT, SET)
  and what one page a minute adds (prolonging the session, counting the marks of the navigation).
- **Ten users** open the list on new connections without think time for {seconds:.0f} s, from a process beside, against two processes of
  gunicorn on the same two cores.
- **Lists, files, reports and documents** are made by their acts and undone; growth of memory is the highest mark of a fresh process
  above what it held before. The day is the one on which the town was laid.
- **Rules** are measured in processor time of one core, `assess` in the time a person waits.

{figures}

## Laying data

{loading}
"""  # noqa: E501


def printed(figure: Figure) -> list[str]:
    """A line of the printed table."""
    return figure.cells(figure.goal.label, yes="tak", no="**NIE**")


def page(figures: Sequence[Figure], *, times: int, seconds: float) -> str:
    """The page of docs."""
    version, size = _server()
    rows = [WRITTEN, *(one.cells(one.goal.title, yes="yes", no="**no**") for one in figures)]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return PAGE.format(
        day=clock.today(), machine=platform.machine(), cores=os.cpu_count(), memory=memory,
        python=platform.python_version(), server=version, size=size, times=times,
        seconds=seconds, figures=table(rows), loading=_loading(size),
    )  # fmt: skip


def keep(text: str) -> Path:
    """Write the page where it belongs."""
    path = Path(settings.BASE_DIR) / "docs" / "benchmarks.md"
    path.write_text(text, encoding="utf-8")
    return path


def _server() -> tuple[str, float]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT split_part(current_setting('server_version'), ' ', 1),"
            " pg_database_size(current_database()) / 1e9"
        )
        version, size = cursor.fetchone()
    return version, float(size)


def _loading(size: float) -> str:
    found = standing() or {}
    town, seconds = found.get("town", ""), found.get("seconds")
    took = f"{seconds:.0f} s" if seconds else "not kept"
    rows = [
        ["What", "Measured", "Goal"],
        [f"{town}: time of loading", took, f"{LOADING.get(town, 0):.0f} s"],
        [f"{town}: database", f"{size:.1f} GB", f"{CITY_GB:.0f} GB"],
        *([table_name, f"{count:,} rows".replace(",", " "), ""] for table_name, count in _rows()),
    ]
    return table(rows)


def _rows() -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, reltuples::bigint FROM pg_class WHERE relname = ANY(%s)"
            " AND relkind = 'r' ORDER BY array_position(%s, relname::text)",
            [list(LARGE), list(LARGE)],
        )
        return list(cursor.fetchall())
