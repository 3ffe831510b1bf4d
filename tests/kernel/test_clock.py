from datetime import UTC, date, datetime

import pytest

from opsapp.kernel import clock
from opsapp.kernel.periods import Month


def test_now_is_aware() -> None:
    assert clock.now().utcoffset() is not None


def test_a_frozen_day_gives_that_day_and_month() -> None:
    with clock.frozen(date(2026, 11, 22)):
        assert clock.today() == date(2026, 11, 22)
        assert clock.this_month() == Month(2026, 11)


def test_frozen_days_nest_and_end() -> None:
    with clock.frozen(date(2026, 1, 1)):
        with clock.frozen(date(2020, 2, 29)):
            assert clock.today() == date(2020, 2, 29)
        assert clock.today() == date(2026, 1, 1)
    assert clock.today() != date(2026, 1, 1)


def test_the_legal_day_is_that_of_warsaw() -> None:
    with clock.frozen(datetime(2026, 11, 22, 23, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 11, 23)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError), clock.frozen(datetime(2026, 11, 22, 12, 0)):
        pass
