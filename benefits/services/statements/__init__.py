"""Acts on statements of the bank: read in, and each entry decided by a person."""

from benefits.services.statements.deciding import (
    confirm_recognised,
    confirm_return,
    confirm_settled,
    confirm_singly,
    dismiss,
)
from benefits.services.statements.importing import import_statement

__all__ = [
    "confirm_recognised",
    "confirm_return",
    "confirm_settled",
    "confirm_singly",
    "dismiss",
    "import_statement",
]
