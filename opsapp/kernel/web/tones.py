"""Which tone and sign a state has: the same code looks the same on every screen."""

from __future__ import annotations

SIGNS = {"quiet": "", "accent": "circle", "good": "check", "warn": "clock", "bad": "alert-circle"}
"""A tone is never colour alone: each has its sign (quiet needs none)."""

TONES = {
    "accent": (
        "open",
        "in_progress",
        "running",
        "received",
        "registered",
        "active",
        "prepared",
        "planned",
        "sent",
        "draft",
        "draft_decision",
        "interview_ordered",
        "interview_done",
        "party_notified",
    ),
    "good": (
        "done",
        "signed",
        "issued",
        "approved",
        "final",
        "delivered",
        "paid",
        "settled",
        "closed",
        "filed",
        "confirmed",
        "decided",
    ),
    "warn": (
        "submitted",
        "waiting",
        "suspended",
        "to_approve",
        "checked",
        "proposed",
        "queued",
        "due",
        "incomplete",
        "approval_pending",
        "appealed",
        "sent_to_sko",
        "remanded",
    ),
    "bad": (
        "returned",
        "refused",
        "failed",
        "stopped",
        "overdue",
        "rejected",
        "revoked",
        "quashed",
        "withdrawn",
        "expired",
    ),
}
_BY_CODE = {code: tone for tone, codes in TONES.items() for code in codes}


def tone_of(code: str) -> str:
    """The tone of a state's code; an unknown one is quiet."""
    return _BY_CODE.get(code, "quiet")
