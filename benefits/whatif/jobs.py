"""The job of a run: answers it in the worker, chunk by chunk, and keeps the answer once."""

from __future__ import annotations

from benefits.models import WhatIf
from benefits.rules import NotAnnounced
from benefits.selectors_law import law_in_force
from benefits.whatif import services
from benefits.whatif.checking import Tried
from benefits.whatif.running import Question, ask
from opsapp.kernel.jobs import Task, handler
from opsapp.kernel.refusals import Refusal

MESSAGE = "Liczenie uprawnień"


class _BrokenOff(Exception):
    """The author broke the run off."""


def question_of(run: WhatIf) -> Question:
    """The kept question as the engine takes it."""
    changes = tuple(Tried.from_json(kept).change for kept in run.changes)
    return Question(changes, run.valid_from, run.scope)


@handler(services.JOB, "Symulacja zmiany prawa")
def what_if(task: Task, *, run: int) -> dict[str, int]:
    """Answer a run, unless it was broken off or answered. Killed at any moment it begins again:
    until the answer is kept whole there is nothing of it. Raises `Refusal` when the law has lost
    the value of the day since the question was checked.
    """
    row = WhatIf.objects.get(pk=run)
    if not row.is_open:
        return {"counted": 0}

    def told(done: int, total: int) -> None:
        task.progress(done, total, MESSAGE)
        if not WhatIf.objects.filter(pk=run, cancelled_at=None).exists():
            raise _BrokenOff

    try:
        found = ask(question_of(row), law_in_force(), told=told)
    except _BrokenOff:
        return {"counted": 0}
    except NotAnnounced as missing:
        raise Refusal(missing.message, "not_announced") from missing
    services.keep(row, found, actor=task.actor)
    return {"counted": found.counted}
