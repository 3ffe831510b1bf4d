"""The trace of looking is written at once, never changed, and sealed each night."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from opsapp.kernel import clock, looked
from opsapp.kernel.audit import ActorMismatch, acting
from opsapp.kernel.models import Look, LookSeal
from opsapp.office.models import User
from tests.database.sql import refused, run

pytestmark = pytest.mark.django_db

WARSAW = ZoneInfo("Europe/Warsaw")


def test_an_opened_record_leaves_one_row(clerk: User, administrator: User) -> None:
    looked.opened(clerk, administrator)
    look = Look.objects.get()
    assert (look.kind, look.subject_type, look.subject_id) == (
        "opened",
        "office.user",
        administrator.pk,
    )
    assert look.actor_id == clerk.pk


def test_a_list_leaves_one_row_with_its_query_and_ids(clerk: User) -> None:
    looked.listed(clerk, "cases.person", "q=kow", [3, 1, 2])
    look = Look.objects.get()
    assert (look.kind, look.query, look.ids) == ("listed", "q=kow", [3, 1, 2])


def test_a_very_long_query_is_cut(clerk: User) -> None:
    looked.searched(clerk, "cases.person", "x" * 9000, [])
    assert len(Look.objects.get().query) == looked.QUERY_LIMIT


def test_looks_of_one_answer_are_written_together_even_when_it_fails(clerk: User) -> None:
    with pytest.raises(ZeroDivisionError), looked.collecting(clerk):
        looked.printed(clerk, clerk)
        looked.exported(clerk, "cases.person", "", [1])
        assert Look.objects.count() == 0
        raise ZeroDivisionError
    assert [look.kind for look in Look.objects.order_by("id")] == ["printed", "exported"]


def test_looks_travel_with_their_author_in_one_statement(clerk: User) -> None:
    with CaptureQueriesContext(connection) as asked, looked.collecting(clerk):
        looked.opened(clerk, clerk)
        looked.listed(clerk, "cases.person", "", [1, 2])
    assert len(asked) == 1
    assert [look.kind for look in Look.objects.order_by("id")] == ["opened", "listed"]


def test_the_author_of_a_look_is_not_left_to_what_comes_after(clerk: User) -> None:
    looked.opened(clerk, clerk)
    with refused("bez wskazania osoby"):
        run("INSERT INTO kernel_lookseal (day, count, digest, sealed_at)"
            " VALUES ('2026-11-20', 0, '', now())")  # fmt: skip


def test_nobody_looks_inside_an_act_of_somebody_else(clerk: User, administrator: User) -> None:
    with acting(administrator), pytest.raises(ActorMismatch):
        looked.opened(clerk, clerk)


def test_a_look_inside_an_act_leaves_the_act_its_author(clerk: User) -> None:
    with acting(clerk, act="an.act"):
        looked.opened(clerk, clerk)
        LookSeal.objects.create(day=date(2026, 11, 20), count=0, digest=b"")
    assert LookSeal.objects.count() == 1


def test_an_opening_must_name_what_was_opened(clerk: User) -> None:
    with acting(clerk), refused("look_opened_names_its_subject"):
        Look.objects.create(actor=clerk, kind="opened", subject_type="cases.person")


@pytest.mark.parametrize(
    "verb",
    ["UPDATE kernel_look SET query = 'x'", "DELETE FROM kernel_look", "TRUNCATE kernel_look"],
)
def test_a_look_is_never_changed_or_removed(verb: str, clerk: User) -> None:
    looked.opened(clerk, clerk)
    run("SET CONSTRAINTS ALL IMMEDIATE")
    with acting(clerk), refused("nie wolno"):
        run(verb)


def look_on(day: date, user: User, *, hour: int = 12) -> None:
    with clock.frozen(datetime(day.year, day.month, day.day, hour, 59, tzinfo=WARSAW)):
        looked.opened(user, user)


def test_each_day_is_sealed_once_and_chained(clerk: User) -> None:
    look_on(date(2026, 11, 20), clerk)
    look_on(date(2026, 11, 20), clerk, hour=23)
    look_on(date(2026, 11, 22), clerk, hour=0)
    made = looked.seal_looks(date(2026, 11, 23), actor=clerk)
    assert [(seal.day.day, seal.count) for seal in made] == [(20, 2), (21, 0), (22, 1)]
    assert looked.seal_looks(date(2026, 11, 23), actor=clerk) == []
    assert list(looked.broken_seals()) == []
    assert len({bytes(seal.digest) for seal in LookSeal.objects.all()}) == 3


def test_without_any_look_there_is_nothing_to_seal(clerk: User) -> None:
    assert looked.seal_looks(date(2026, 11, 23), actor=clerk) == []


def test_a_look_removed_behind_our_back_breaks_its_day(clerk: User) -> None:
    look_on(date(2026, 11, 20), clerk)
    look_on(date(2026, 11, 21), clerk)
    looked.seal_looks(date(2026, 11, 22), actor=clerk)
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("ALTER TABLE kernel_look DISABLE TRIGGER USER")
    run("DELETE FROM kernel_look WHERE id = (SELECT min(id) FROM kernel_look)")
    assert list(looked.broken_seals()) == [
        "Ślad wglądów z dnia 20.11.2026 nie zgadza się z pieczęcią (0 zamiast 1)."
    ]
