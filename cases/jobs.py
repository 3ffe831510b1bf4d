"""Background work of cases: documents of letters that were sent."""

from __future__ import annotations

from cases import documents
from cases.models import Letter
from opsapp.kernel.documents import Rendering
from opsapp.kernel.jobs import Task, handler

RENDERING = Rendering("letter", "letters", act="cases.jobs.render_letter")
POINTS = RENDERING.points


@handler("render_letter", "Dokument pisma")
def render_letter(task: Task, *, letter: int) -> dict[str, int]:
    """Make the document of a sent letter from what was kept, once."""
    row = Letter.objects.select_related("case").get(pk=letter)
    if not row.has_head:
        return {"pages": 0}
    return RENDERING.once(row, documents.html_of, task=task)
