import os
import subprocess
import sys

import pytest

from opsapp.kernel import faults

POINTS = faults.declare("tests.here")


def test_a_point_that_nobody_named_does_nothing() -> None:
    faults.point("tests.here")


def test_a_point_must_be_declared() -> None:
    with pytest.raises(LookupError, match=r"tests\.elsewhere"):
        faults.point("tests.elsewhere")


def test_a_name_is_declared_once() -> None:
    with pytest.raises(ValueError, match=r"tests\.here"):
        faults.declare("tests.here")


def test_declared_points_are_listed() -> None:
    assert set(POINTS) <= set(faults.registered())


def test_the_named_point_kills_the_process_without_cleaning_up() -> None:
    script = (
        "from opsapp.kernel import faults; faults.declare('a.b')\n"
        "try: faults.point('a.b')\n"
        "finally: print('cleaned up')"
    )
    died = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, faults.VARIABLE: "a.b"},
        capture_output=True,
        check=False,
    )
    assert (died.returncode, died.stdout) == (faults.KILLED, b"")
