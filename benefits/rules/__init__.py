"""The law engine: pure rules. Given facts and a day, is the benefit due, how much, and why?"""

from benefits.rules import (
    alimony_fund,
    birth_grants,
    care_fees,
    care_home_fee,
    carer_benefit,
    contributions,
    family_allowance,
    housing_allowance,
    meal_support,
    nursing_allowance,
    parental_benefit,
    periodic_allowance,
    permanent_allowance,
    protected_carers,
    shelter_fee,
    targeted_allowances,
)
from benefits.rules.assessment import Assessment
from benefits.rules.engine import answer, assess, assess_facts, exit_code
from benefits.rules.facts import CaseFacts, Income, Member
from benefits.rules.law import Law, NotAnnounced, Overlay
from benefits.rules.rights import Right, what_else
from benefits.rules.version import rules_version

RULES = (
    periodic_allowance,
    permanent_allowance,
    targeted_allowances,
    meal_support,
    care_fees,
    care_home_fee,
    shelter_fee,
    contributions,
    family_allowance,
    housing_allowance,
    birth_grants,
    parental_benefit,
    nursing_allowance,
    carer_benefit,
    protected_carers,
    alimony_fund,
)
"""The modules whose import registers the benefits."""

__all__ = [
    "RULES",
    "Assessment",
    "CaseFacts",
    "Income",
    "Law",
    "Member",
    "NotAnnounced",
    "Overlay",
    "Right",
    "answer",
    "assess",
    "assess_facts",
    "exit_code",
    "rules_version",
    "what_else",
]
