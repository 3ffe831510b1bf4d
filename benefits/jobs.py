"""Background work of benefits: documents, and what the calendar brings."""

from __future__ import annotations

from benefits import documents
from benefits.documents.payment_list import html_of_list
from benefits.exports.files import keep_document
from benefits.models import Decision, DecisionPreview, PaymentList
from benefits.selectors_payments import GOING_OUT, document_of
from benefits.services import entitlements
from benefits.services.decisions import finalise_due
from benefits.services.payments.signing import content_digest
from benefits.whatif import jobs as what_if
from benefits.whatif import retention
from opsapp.kernel import clock, faults, states
from opsapp.kernel import documents as engine
from opsapp.kernel.audit import acting
from opsapp.kernel.jobs import Task, handler
from opsapp.kernel.refusals import Conflict

__all__ = ["decisions_of_the_day", "render_decision", "render_preview", "retention", "what_if"]

RENDERING = engine.Rendering("decision", "decisions", act="benefits.jobs.render_decision")
POINTS = RENDERING.points
LIST_POINTS = faults.declare("payments.render.rendered", "payments.render.kept")


@handler("render_decision", "Dokument decyzji")
def render_decision(task: Task, *, decision: int) -> dict[str, int]:
    """Make the document of an issued decision from its frozen text, once."""
    return RENDERING.once(
        Decision.objects.get(pk=decision),
        lambda row: documents.html_of(documents.text_of(row), is_draft=False),
        task=task,
    )


@handler("render_preview", "Podgląd projektu decyzji")
def render_preview(task: Task, *, decision: int, version: int) -> dict[str, int]:
    """Make the picture of a draft marked PROJEKT, unless a newer version stands by now."""
    row = Decision.objects.get(pk=decision)
    if row.version != version or row.text is not None:
        return {"pages": 0}
    rendered = engine.render(documents.html_of(documents.text_of(row), is_draft=True))
    with acting(task.actor, act="benefits.jobs.render_preview"):
        DecisionPreview.objects.update_or_create(
            decision=row,
            defaults={
                "version": version,
                "content": rendered.content,
                "pages": rendered.pages,
                "rendered_at": clock.now(),
            },
        )
    return {"pages": rendered.pages}


@handler("render_payment_list", "Dokument listy wypłat")
def render_payment_list(task: Task, *, payment_list: int, round: int) -> dict[str, int]:
    """Make the document of an approved list from its signed content, once; of content that was
    taken back meanwhile none.
    """
    row = PaymentList.objects.get(pk=payment_list)
    if not _waits_for_document(row, round):
        return {"pages": 0}
    if content_digest(row) != row.content_sha256:
        raise Conflict("Treść listy różni się od podpisanej. Cofnij ją do poprawy.", "content")
    rendered = engine.render(html_of_list(row))
    faults.point("payments.render.rendered")
    with acting(task.actor, act="benefits.jobs.render_payment_list"):
        row = states.lock(row)
        if _waits_for_document(row, round):
            keep_document(row, rendered, actor=task.actor)
        faults.point("payments.render.kept")
    return {"pages": rendered.pages}


def _waits_for_document(row: PaymentList, number: int) -> bool:
    return row.round == number and row.status in GOING_OUT and document_of(row) is None


@handler("decisions_of_the_day", "Decyzje dnia")
def decisions_of_the_day(task: Task) -> dict[str, int]:
    """Every night: decisions whose term passed are final, paid entitlements close, entitlements
    without end get their next months.
    """
    today = clock.today()
    return {
        "final": finalise_due(today, actor=task.actor),
        "completed": entitlements.complete_due(today, actor=task.actor),
        "planned": entitlements.plan_open(actor=task.actor),
    }
