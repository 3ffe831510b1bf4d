"""Background work of cases: documents of letters that were sent."""

from __future__ import annotations

from cases import documents
from cases.models import Letter
from opsapp.kernel import documents as engine
from opsapp.kernel import faults, states
from opsapp.kernel.audit import acting
from opsapp.kernel.jobs import Task, handler

POINTS = faults.declare("letters.render.rendered", "letters.render.kept")


@handler("render_letter", "Dokument pisma")
def render_letter(task: Task, *, letter: int) -> dict[str, int]:
    """Make the document of a sent letter from what was kept, once."""
    row = Letter.objects.select_related("case").get(pk=letter)
    if row.document_id is not None or not row.has_head:
        return {"pages": 0}
    rendered = engine.render(documents.html_of(row))
    faults.point("letters.render.rendered")
    with acting(task.actor, act="cases.jobs.render_letter"):
        row = states.lock(row)
        if row.document_id is None:
            row.document = engine.keep(
                "letter", rendered.content, pages=rendered.pages, actor=task.actor
            )
            row.save(update_fields=["document"])
        faults.point("letters.render.kept")
    return {"pages": rendered.pages}
