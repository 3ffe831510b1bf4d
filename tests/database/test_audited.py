"""Audited tables refuse writes without an actor, by whatever road they come."""

from __future__ import annotations

import json

import pytest

from opsapp.kernel import triggers
from opsapp.kernel.audit import acting
from opsapp.office.models import Setting, User
from tests.database.sql import copy_in, refused, run, set_actor

pytestmark = pytest.mark.django_db

COLUMNS = ["code", "value", "valid_from", "basis"]
INSERT = """
INSERT INTO office_setting (code, value, valid_from, basis) VALUES ('a', '1', '2026-01-01', '')
"""
ITS_GUARD = """
SELECT tgname FROM pg_trigger
WHERE tgrelid = 'office_setting'::regclass AND tgname LIKE 'pgtrigger_audited%'
"""
NO_ACTOR = "bez wskazania osoby"


def test_raw_insert_without_an_actor_is_refused() -> None:
    with refused(NO_ACTOR):
        run(INSERT)


def test_copy_without_an_actor_is_refused() -> None:
    with refused(NO_ACTOR):
        copy_in("office_setting", COLUMNS, ("a", "1", "2026-01-01", ""))


def test_the_orm_without_an_actor_is_refused() -> None:
    with refused(NO_ACTOR):
        Setting.objects.create(code="a", value=1, valid_from="2026-01-01")


@pytest.mark.parametrize(
    "sql", ["UPDATE office_setting SET basis = 'x'", "DELETE FROM office_setting"]
)
def test_raw_update_and_delete_without_an_actor_are_refused(sql: str, clerk: User) -> None:
    with acting(clerk):
        run(INSERT)
    with refused(NO_ACTOR):
        run(sql)


def test_truncate_is_refused_even_with_an_actor(clerk: User) -> None:
    with acting(clerk), refused("nie wolno opróżnić"):
        run("TRUNCATE office_setting CASCADE")


def test_with_an_actor_raw_sql_and_copy_write_history_that_names_the_actor(clerk: User) -> None:
    with acting(clerk, "z papieru", act="tests.load"):
        run(INSERT)
        copy_in("office_setting", COLUMNS, ("b", "2", "2026-01-01", ""))
        run("UPDATE office_setting SET basis = 'uchwała' WHERE code = 'b'")
        run("DELETE FROM office_setting WHERE code = 'a'")
    events = run("SELECT pgh_label, code, pgh_context FROM office_settingevent ORDER BY pgh_id")
    context = {"actor": clerk.pk, "act": "tests.load", "reason": "z papieru"}
    assert [label for label, *_ in events] == ["insert", "insert", "update", "delete"]
    assert [code for _, code, _ in events] == ["a", "b", "b", "a"]
    assert all(_json(found) == context for *_, found in events)


def _json(value: object) -> object:
    return json.loads(value) if isinstance(value, str) else value


def test_history_can_be_neither_changed_nor_deleted_nor_emptied(clerk: User) -> None:
    with acting(clerk):
        run(INSERT)
        for sql in (
            "UPDATE office_settingevent SET basis = 'x'",
            "DELETE FROM office_settingevent",
            "TRUNCATE office_settingevent",
        ):
            with refused("nie wolno"):
                run(sql)


def test_history_holds_no_password() -> None:
    columns = {name for (name,) in run(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'office_userevent'"
    )}  # fmt: skip
    assert "username" in columns
    assert "password" not in columns


@pytest.mark.parametrize("local", ["LOCAL ", ""])
def test_pgtriggers_off_switch_is_welded(local: str, clerk: User) -> None:
    names = run(
        "SELECT array_agg(tgname::text)::text FROM pg_trigger WHERE tgname LIKE 'pgtrigger_%'",
    )
    run(f"SET {local}pgtrigger.ignore = '{names[0][0]}'")
    try:
        with refused(NO_ACTOR):
            run(INSERT)
    finally:
        run("RESET pgtrigger.ignore")
    assert triggers.off_switch_welded()


def test_every_registered_trigger_stands_in_the_database() -> None:
    assert triggers.missing() == []


def test_a_trigger_switched_off_is_noticed() -> None:
    ((name,),) = run(ITS_GUARD)
    run(f"ALTER TABLE office_setting DISABLE TRIGGER {name}")
    assert triggers.missing() == ["Brakuje strażnika „audited” tabeli office_setting."]


def test_the_actor_is_forgotten_when_the_act_ends(clerk: User) -> None:
    with acting(clerk):
        run(INSERT)
    assert run("SELECT ops_actor()") == [(None,)]


def test_an_actor_set_by_hand_lasts_for_the_transaction_only(clerk: User) -> None:
    set_actor(clerk.pk)
    run(INSERT)
    assert run("SELECT count(*) FROM office_setting") == [(1,)]
