"""Questions as callers would send them."""

from __future__ import annotations

from typing import Any


def question(**changes: Any) -> dict[str, Any]:
    """A valid question about zasiłek okresowy, with changes."""
    asked: dict[str, Any] = {
        "benefit": "periodic_allowance",
        "on": "2026-11-10",
        "household": [{"id": "a", "relation": "applicant"}],
        "incomes": [{"member": "a", "kind": "salary_net", "amount": "100.00", "month": "2026-10"}],
    }
    return asked | changes


def income(**changes: Any) -> dict[str, Any]:
    """A valid income, with changes; a None takes the key away."""
    row = {"member": "a", "kind": "salary_net", "amount": "100.00", "month": "2026-10"} | changes
    return {key: value for key, value in row.items() if value is not None}
