"""Acts of the decision: drafted, submitted, signed, issued, delivered, final (k.p.a. art. 104)."""

from benefits.services.decisions import appealing
from benefits.services.decisions.amending import amend, pay_to
from benefits.services.decisions.changing import change, expire, revoke
from benefits.services.decisions.correcting import correct
from benefits.services.decisions.delivering import deliver, finalise, finalise_due
from benefits.services.decisions.drafting import StaleDraft, draft, drop, revise, take_over
from benefits.services.decisions.issuing import issue
from benefits.services.decisions.signing import (
    approve,
    batch_total,
    exceptions_of,
    sign_and_issue,
    sign_batch,
)
from benefits.services.decisions.submitting import (
    NotReady,
    items_to_judge,
    lacking,
    return_to_author,
    submit,
    take_back,
    withdraw,
)

__all__ = [
    "NotReady",
    "StaleDraft",
    "amend",
    "appealing",
    "approve",
    "batch_total",
    "change",
    "correct",
    "deliver",
    "draft",
    "drop",
    "exceptions_of",
    "expire",
    "finalise",
    "finalise_due",
    "issue",
    "items_to_judge",
    "lacking",
    "pay_to",
    "return_to_author",
    "revise",
    "revoke",
    "sign_and_issue",
    "sign_batch",
    "submit",
    "take_back",
    "take_over",
    "withdraw",
]
