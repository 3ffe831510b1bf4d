"""Every worked example of the law notes, to the grosz and with the values on the way."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.worked import differences, worked_cases

CASES = list(worked_cases())


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=[name for name, _ in CASES])
def test_a_worked_example_comes_out_to_the_grosz(case: dict[str, Any]) -> None:
    assert differences(case) == []
