"""Acts of 'what if': order a run, break it off, keep its answer. None of them touches the law."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from io import StringIO

from django.db import connection

from benefits.models import WhatIf, WhatIfCase
from benefits.rules import Law
from benefits.selectors_law import law_in_force
from benefits.whatif.checking import Tried, check_together, checked_one
from benefits.whatif.engine import Outcome
from benefits.whatif.running import Found
from benefits.whatif.selectors import Row, worth
from opsapp.kernel import clock, faults, jobs, states
from opsapp.kernel.audit import act
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.models import Job
from opsapp.kernel.refusals import Conflict, NotAllowed
from opsapp.office.models import Benefit, User

POINTS = faults.declare("what_if.cases_kept")
JOB = "what_if"
WHY_LENGTH = 300
_COLUMNS = (
    "run_id", "calculation_id", "benefit_id", "kind", "before", "after", "months", "yearly", "why",
)  # fmt: skip


def checked(values: Iterable[tuple[str, Decimal | None]], on: date, law: Law) -> list[Tried]:
    """The changes, each and together; a value None ends the number. Raises `Refusal`."""
    found = [checked_one(law, code, value, on) for code, value in values]
    check_together(found)
    return found


@act
def order(changes: list[Tried], *, valid_from: date, scope: str, actor: User) -> WhatIf:
    """Order a run: the question is kept, the job is queued. Raises `Refusal` for changes that may
    not be tried, `NotAllowed` without the right to try.
    """
    actor.require(Cap.TRY_LAW)
    law = law_in_force()
    again = checked(((one.code, one.new_value) for one in changes), valid_from, law)
    run: WhatIf = WhatIf.objects.create(
        author=actor, changes=[one.to_json() for one in again], valid_from=valid_from,
        scope=WhatIf.Scope(scope),
    )  # fmt: skip
    jobs.enqueue(JOB, key=key_of(run), actor=actor, run=run.pk)
    return run


def key_of(run: WhatIf) -> str:
    """The key of the run's job."""
    return f"what_if:{run.pk}"


def job_of(run: WhatIf) -> Job | None:
    """The job that answers the run."""
    return Job.objects.filter(key=key_of(run)).first()


@act
def cancel(run: WhatIf, *, actor: User) -> WhatIf:
    """Break a run off; its job ends before the next chunk. Raises `Conflict` when it is over,
    `NotAllowed` for another than its author.
    """
    actor.require(Cap.TRY_LAW)
    run = states.lock(run)
    if run.author_id != actor.pk:
        raise NotAllowed("Symulację przerywa ten, kto ją zlecił.", "not_author")
    if not run.is_open:
        raise Conflict("Ta symulacja już się skończyła.", "settled")
    run.cancelled_at = clock.now()
    run.save(update_fields=["cancelled_at"])
    return run


@act
def keep(run: WhatIf, found: Found, *, actor: User) -> bool:
    """Keep the answer with every case that would change, whole or not at all; False when the run
    was broken off or answered meanwhile.
    """
    run = states.lock(run)
    if not run.is_open:
        return False
    _copy_cases(run, found.cases)
    faults.point("what_if.cases_kept")
    run.finished_at, run.rules_version = clock.now(), found.version
    run.counted, run.summary = found.counted, found.summary
    run.save(update_fields=["finished_at", "rules_version", "counted", "summary"])
    return True


def _copy_cases(run: WhatIf, cases: Iterable[tuple[Row, Outcome]]) -> None:
    """By COPY: a hundred thousand cases in about two seconds."""
    benefits = dict(Benefit.objects.values_list("code", "pk"))
    text = StringIO()
    write = csv.writer(text).writerow
    for row, outcome in cases:
        yearly = worth(outcome.difference, row.months)
        write([
            run.pk, row.calculation, benefits[row.benefit], outcome.kind, outcome.before,
            outcome.after, row.months, yearly, outcome.why[:WHY_LENGTH],
        ])  # fmt: skip
    text.seek(0)
    table, columns = WhatIfCase._meta.db_table, ", ".join(_COLUMNS)
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY {table} ({columns}) FROM STDIN WITH (FORMAT csv, FORCE_NOT_NULL (why))", text
        )
