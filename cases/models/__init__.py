"""What the office knows: people, households, incomes, cases, applications, terms and letters."""

from cases.models.applications import Application, ApplicationItem, ApplicationReason
from cases.models.cases import Case, CaseAssignment, CaseParty, CaseTransition
from cases.models.evidence import Circumstance, Evidence, IncomeRecord
from cases.models.files import Attachment, CaseNote, Letter
from cases.models.households import Household, HouseholdSnapshot, Membership, SnapshotMember
from cases.models.identifiers import PersonIdentifier
from cases.models.institutions import Institution
from cases.models.particulars import (
    Address,
    Alert,
    Citizenship,
    Contact,
    MaritalStatus,
    PersonName,
    in_force,
)
from cases.models.people import Person
from cases.models.relations import Exclusion, Relation
from cases.models.terms import Term

__all__ = [
    "Address",
    "Alert",
    "Application",
    "ApplicationItem",
    "ApplicationReason",
    "Attachment",
    "Case",
    "CaseAssignment",
    "CaseNote",
    "CaseParty",
    "CaseTransition",
    "Circumstance",
    "Citizenship",
    "Contact",
    "Evidence",
    "Exclusion",
    "Household",
    "HouseholdSnapshot",
    "IncomeRecord",
    "Institution",
    "Letter",
    "MaritalStatus",
    "Membership",
    "Person",
    "PersonIdentifier",
    "PersonName",
    "Relation",
    "SnapshotMember",
    "Term",
    "in_force",
]
