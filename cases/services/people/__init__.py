"""What happens to a person's card."""

from cases.services.people.merging import merge, undo_merge
from cases.services.people.names import correct_name, rename
from cases.services.people.numbers import NewDocument, add_document, correct_pesel, end_document
from cases.services.people.particulars import (
    add_address,
    add_alert,
    add_contact,
    end_address,
    end_alert,
    end_contact,
    note_citizenship,
    note_marital_status,
)
from cases.services.people.registering import correct_birth, note_death, register
from cases.services.people.relations import add_relation, declare_exclusion, end_relation

__all__ = [
    "NewDocument",
    "add_address",
    "add_alert",
    "add_contact",
    "add_document",
    "add_relation",
    "correct_birth",
    "correct_name",
    "correct_pesel",
    "declare_exclusion",
    "end_address",
    "end_alert",
    "end_contact",
    "end_document",
    "end_relation",
    "merge",
    "note_citizenship",
    "note_death",
    "note_marital_status",
    "register",
    "rename",
    "undo_merge",
]
