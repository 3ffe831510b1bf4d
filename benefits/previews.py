"""Documents of decisions, ordered from the worker: of an issued one a record; of a draft it is
rendered ahead for whoever reads it, and replaced by the next version.
"""

from __future__ import annotations

from benefits.models import Decision, DecisionPreview
from opsapp.kernel import jobs
from opsapp.kernel.models import Job
from opsapp.office.models import User


def document_key(decision: Decision) -> str:
    """The key of the job that renders the issued decision."""
    return f"decision:{decision.pk}:pdf"


def want_document(decision: Decision) -> None:
    """Order what a reader of the decision misses: laid by a load of finished records it has a text
    and no document yet.
    """
    if decision.is_issued:
        jobs.want("render_decision", key=document_key(decision), decision=decision.pk)
    else:
        jobs.want(
            "render_preview", key=preview_key(decision), decision=decision.pk,
            version=decision.version,
        )  # fmt: skip


def preview_key(decision: Decision) -> str:
    """The key of the job that renders this version of the draft."""
    return f"decision:{decision.pk}:preview:{decision.version}"


def order_preview(decision: Decision, *, actor: User) -> Job:
    """Order the draft marked PROJEKT; the same version is rendered once."""
    return jobs.enqueue(
        "render_preview", key=preview_key(decision), actor=actor, decision=decision.pk,
        version=decision.version,
    )  # fmt: skip


def preview_of(decision: Decision) -> DecisionPreview | None:
    """The rendered draft, when it is of the version that stands."""
    return DecisionPreview.objects.filter(decision=decision, version=decision.version).first()
