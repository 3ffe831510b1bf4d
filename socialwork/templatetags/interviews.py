"""Filters of the interview's pages."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from cases.dictionaries import income_label
from cases.models import Membership
from socialwork.models import Interview
from socialwork.states import ABANDON_REASONS, INTERVIEW

register = template.Library()


@register.simple_tag
def head_of(people: Mapping[int, Membership], interview: Interview) -> str:
    """The name of the applicant of an interview's household."""
    membership = people.get(interview.household_id)
    return str(membership.person) if membership else f"gospodarstwo nr {interview.household_id}"


@register.filter
def interview_state(code: str) -> str:
    """The Polish label of a state."""
    return INTERVIEW.label(code)


@register.filter
def income_kind(code: str) -> str:
    """The Polish label of an income kind."""
    return income_label(code)


@register.filter
def abandon_reason(code: str) -> str:
    """Why an interview did not happen, in words."""
    return ABANDON_REASONS.get(code, "")
