from io import StringIO

import pytest
from django.core.management import CommandError, call_command


def last_day(start: str, length: object, unit: str) -> str:
    out = StringIO()
    call_command("deadline", "--from", start, "--length", str(length), "--unit", unit, stdout=out)
    return out.getvalue()


def test_the_command_prints_the_last_day_and_nothing_else() -> None:
    assert last_day("2026-12-10", 14, "days") == "2026-12-28\n"
    assert last_day("2026-10-29", 14, "working_days") == "2026-11-19\n"


@pytest.mark.parametrize(
    ("start", "length", "why"),
    [
        ("10.12.2026", 14, "nie jest datą"),
        ("2026-12-10", 0, "co najmniej"),
        ("1980-01-01", 1, "1990"),
        ("2026-12-10", "x", "nie jest liczbą"),
        ("2026-12-10", "1.5", "nie jest liczbą"),
        ("2026-12-10", 10**12, "zbyt długi"),
    ],
)
def test_a_wrong_question_is_refused_in_polish(start: str, length: object, why: str) -> None:
    with pytest.raises(CommandError, match=why) as refused:
        last_day(start, length, "days")
    assert refused.value.returncode == 2


def test_an_unknown_unit_is_refused_in_polish_too() -> None:
    with pytest.raises(CommandError, match="Nieznana jednostka") as refused:
        last_day("2026-12-10", 3, "lat")
    assert refused.value.returncode == 2
