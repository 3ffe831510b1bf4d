"""How a town is laid: where it may be, the same for a seed, a city with its constraints last."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cases.models import Person
from opsapp.demo import sizes
from opsapp.demo.bulk import BesideRows
from opsapp.demo.chance import Chance
from opsapp.demo.moments import PayDays
from opsapp.demo.seeding import tell, wait_for_no_noon
from opsapp.demo.staff import Office, open_office
from opsapp.demo.writing import DigestRows
from opsapp.kernel import clock, jobs, registry, triggers
from opsapp.office.models import User
from opsapp.office.services import dictionaries, users
from tests.demo.conftest import TODAY
from tests.kernel import errands

TINY = replace(sizes.SIZES["small"], helped=12, waiting=2)


@pytest.fixture
def office(db: None) -> Office:
    """The centre of a town without any families."""
    actor = users.system_user("miasteczko")
    dictionaries.lay(actor=actor)
    return open_office(social_workers=2, chance=Chance("office"), actor=actor)


def told(office: Office, seed: str, today: date = TODAY, *, size: sizes.Size = TINY) -> str:
    """The digest of a town of a seed."""
    rows = DigestRows({})
    tell(
        rows, size, years=1, today=today, chance=Chance(seed), office=office,
        pay_days=PayDays.around(today),
    )  # fmt: skip
    return rows.hexdigest()


def test_a_seed_and_a_day_make_the_same_town(office: Office) -> None:
    assert told(office, "1") == told(office, "1")


def test_a_process_that_makes_the_bank_files_beside_makes_the_same_town(office: Office) -> None:
    assert told(office, "1", size=replace(TINY, watched=False)) == told(office, "1")


def test_another_seed_and_another_day_make_another_town(office: Office) -> None:
    first = told(office, "1")
    assert told(office, "2") != first
    assert told(office, "1", date(2026, 11, 27)) != first


@pytest.mark.parametrize(
    "today", [date(2026, 1, 1), date(2026, 2, 28), date(2026, 5, 3), date(2026, 12, 31)]
)
def test_a_town_can_be_told_on_any_day(office: Office, today: date) -> None:
    told(office, "1", today)


def test_outside_of_demo_mode_it_is_refused(db: None) -> None:
    with pytest.raises(CommandError, match="trybie próbnym"):
        call_command("seed_demo", town="small")
    assert not Person.objects.exists()
    assert not User.objects.filter(username="dyrektor").exists()


def test_where_people_are_on_file_it_is_refused(office: Office, settings: Any) -> None:
    settings.OPS_DEMO = True
    from cases.services import people

    people.register(
        first_name="Anna", last_name="Żak", birth_date=date(1980, 5, 5), on=date(2026, 1, 2),
        actor=users.system_user(),
    )  # fmt: skip
    with pytest.raises(CommandError, match="pustej bazie"):
        call_command("seed_demo", town="small")


def definitions() -> set[tuple[str, str]]:
    """Every constraint, index and trigger of the database, as defined."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)"
            " FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
            " UNION SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
            " UNION SELECT tgrelid::regclass || '.' || tgname, tgenabled::text FROM pg_trigger"
            " WHERE NOT tgisinternal"
        )
        return set(cursor.fetchall())


def test_a_city_leaves_every_constraint_index_and_guard_as_it_was(
    committed_db: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.OPS_DEMO = True
    small_city = replace(sizes.SIZES["city"], helped=12, waiting=2, social_workers=2)
    monkeypatch.setitem(sizes.SIZES, "city", small_city)
    before = definitions()
    call_command("seed_demo", town="city", years=1, today=TODAY)
    assert definitions() == before
    assert triggers.missing() == []
    assert [fault for _, check in registry.checks.items() for fault in check()] == []


class Struck(Exception):
    """The loading breaks off."""


def test_a_loading_that_breaks_off_leaves_nothing_behind_and_every_guard_in_place(
    committed_db: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.OPS_DEMO = True
    small_city = replace(sizes.SIZES["city"], helped=12, waiting=2, social_workers=2)
    monkeypatch.setitem(sizes.SIZES, "city", small_city)

    def strike(rows: BesideRows) -> None:
        rows.flush()
        rows.wait()
        raise Struck

    monkeypatch.setattr(BesideRows, "close", strike)
    before = definitions()
    with pytest.raises(Struck):
        call_command("seed_demo", town="city", years=1, today=TODAY)
    assert definitions() == before
    assert triggers.missing() == []
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_what_the_town_ordered_at_its_noon_is_made_in_the_morning() -> None:
    errands.register()
    noon = datetime(2026, 11, 27, 12, tzinfo=clock.WARSAW)
    with clock.frozen(noon):
        job = jobs.enqueue("errand.who", key="who", actor=users.system_user())
    morning = noon - timedelta(hours=4)
    with clock.frozen(morning):
        wait_for_no_noon()
    job.refresh_from_db()
    assert job.run_after == morning
