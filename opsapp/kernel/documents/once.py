"""The document of a frozen record: rendered by a job, kept once, whatever is repeated or dies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from opsapp.kernel import faults, states
from opsapp.kernel.audit import acting
from opsapp.kernel.documents.engine import render
from opsapp.kernel.documents.keeping import keep

if TYPE_CHECKING:
    from opsapp.kernel.jobs import Task


@dataclass(frozen=True)
class Rendering:
    """How documents of one kind come to be: `Rendering("letter", "letters", act="cases.jobs.…")`.

    Declares its crash points, named after `place`.
    """

    kind: str
    place: str
    act: str

    def __post_init__(self) -> None:
        faults.declare(*self.points)

    @property
    def points(self) -> tuple[str, str]:
        """Its crash points: bytes made and not kept; kept and not committed."""
        return f"{self.place}.render.rendered", f"{self.place}.render.kept"

    def once(self, row: Any, html_of: Callable[[Any], str], *, task: Task) -> dict[str, int]:
        """Render the row's document and keep it, unless it has one by now; answers its pages."""
        if row.document_id is not None:
            return {"pages": 0}
        made, kept = self.points
        rendered = render(html_of(row))
        faults.point(made)
        with acting(task.actor, act=self.act):
            row = states.lock(row)
            if row.document_id is None:
                row.document = keep(
                    self.kind, rendered.content, pages=rendered.pages, actor=task.actor
                )
                row.save(update_fields=["document"])
            faults.point(kept)
        return {"pages": rendered.pages}
