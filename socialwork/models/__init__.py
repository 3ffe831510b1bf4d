"""Interviews with families and the plan of help that comes out of them."""

from socialwork.models.interviews import (
    Interview,
    InterviewCase,
    InterviewIncome,
    InterviewSection,
    InterviewTransition,
)
from socialwork.models.plans import PlanItem

__all__ = [
    "Interview",
    "InterviewCase",
    "InterviewIncome",
    "InterviewSection",
    "InterviewTransition",
    "PlanItem",
]
