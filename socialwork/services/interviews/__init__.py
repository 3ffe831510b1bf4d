"""The interview: agreed, begun, typed into, signed and from then on closed."""

from socialwork.services.interviews.filling import confirm_incomes, save_section
from socialwork.services.interviews.guards import NotReady, StaleSection, WrongAnswers
from socialwork.services.interviews.sealing import content_digest
from socialwork.services.interviews.signing import abandon, lacking, sign
from socialwork.services.interviews.starting import (
    change_visit,
    correct,
    link_case,
    start,
    unlink_case,
)

__all__ = [
    "NotReady",
    "StaleSection",
    "WrongAnswers",
    "abandon",
    "change_visit",
    "confirm_incomes",
    "content_digest",
    "correct",
    "lacking",
    "link_case",
    "save_section",
    "sign",
    "start",
    "unlink_case",
]
