"""The road of a case: its stages by state, marked by what higher apps know, and the next step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from cases import states
from cases.models import Case, CaseTransition
from opsapp.kernel.registry import STAGES, StageMark
from opsapp.kernel.web.parts import Stage

State = Literal["done", "now", "todo", "stopped"]
CODES = list(STAGES)
AT: dict[str, tuple[str, State]] = {
    states.REGISTERED: ("application", "now"),
    states.INCOMPLETE: ("application", "stopped"),
    states.LEFT_UNEXAMINED: ("application", "stopped"),
    states.TRANSFERRED: ("application", "stopped"),
    states.INITIATION_REFUSED: ("application", "stopped"),
    states.IN_PROGRESS: ("interview", "now"),
    states.INTERVIEW_ORDERED: ("interview", "now"),
    states.INTERVIEW_DONE: ("calculation", "now"),
    states.PARTY_NOTIFIED: ("calculation", "now"),
    states.DRAFT_DECISION: ("decision", "now"),
    states.APPROVAL_PENDING: ("decision", "now"),
    states.DECIDED: ("delivery", "now"),
    states.DELIVERED: ("payment", "now"),
    states.FINAL: ("payment", "now"),
    states.APPEALED: ("delivery", "stopped"),
    states.SENT_TO_SKO: ("delivery", "stopped"),
    states.REMANDED: ("interview", "now"),
}
"""Where each state stands on the road. The others stop where they came from."""
NOTES = {
    states.INCOMPLETE: "czeka na uzupełnienie",
    states.LEFT_UNEXAMINED: "bez rozpoznania",
    states.TRANSFERRED: "przekazano",
    states.INITIATION_REFUSED: "odmowa wszczęcia",
    states.SUSPENDED: "zawieszona",
    states.DISCONTINUED: "umorzono",
    states.APPEALED: "odwołanie",
    states.SENT_TO_SKO: "w SKO",
    states.APPROVAL_PENDING: "do podpisu",
    states.PARTY_NOTIFIED: "strona zawiadomiona",
}


def stages_of(case: Case, marks: Iterable[StageMark]) -> list[Stage]:
    """The six stages, by the case's state and then by the marks of higher apps."""
    stages = {code: Stage(label, "todo") for code, label in STAGES.items()}
    if case.status == states.CLOSED:
        stages = {code: replace(stage, state="done") for code, stage in stages.items()}
    else:
        code, state = _place(case)
        for before in CODES[: CODES.index(code)]:
            stages[before] = replace(stages[before], state="done")
        stages[code] = replace(stages[code], state=state, note=NOTES.get(case.status, ""))
    for mark in marks:
        stages[mark.stage] = _marked(stages[mark.stage], mark)
    return list(stages.values())


def _marked(stage: Stage, mark: StageMark) -> Stage:
    return replace(
        stage,
        state=mark.state or stage.state,
        note=mark.note or stage.note,
        url=mark.url or stage.url,
    )


def _place(case: Case) -> tuple[str, State]:
    if case.status in AT:
        return AT[case.status]
    last = CaseTransition.objects.filter(record=case, to_state=case.status).last()
    code, _ = AT.get(last.from_state, AT[states.REGISTERED]) if last else AT[states.REGISTERED]
    return code, "stopped"
