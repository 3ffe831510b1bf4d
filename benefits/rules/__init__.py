"""The law engine: pure rules. Given facts and a day, is the benefit due, how much, and why?"""

from benefits.rules import periodic_allowance as _periodic_allowance  # noqa: F401
from benefits.rules.assessment import Assessment
from benefits.rules.engine import answer, assess, assess_facts, exit_code
from benefits.rules.facts import CaseFacts, Income, Member
from benefits.rules.law import Law, NotAnnounced, Overlay
from benefits.rules.version import rules_version

__all__ = [
    "Assessment",
    "CaseFacts",
    "Income",
    "Law",
    "Member",
    "NotAnnounced",
    "Overlay",
    "answer",
    "assess",
    "assess_facts",
    "exit_code",
    "rules_version",
]
