"""An act has one actor and one transaction."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from opsapp.kernel import audit
from opsapp.kernel.audit import ActorMismatch, act, acting
from opsapp.office.models import Setting, User
from opsapp.office.services import users
from tests.database.sql import run

pytestmark = pytest.mark.django_db


@act
def write(code: str, *, actor: User) -> Setting:
    """Write a row."""
    return Setting.objects.create(code=code, value=1, valid_from="2026-01-01")


@act
def write_two(*, actor: User, fail: bool = False) -> None:
    """Write two rows by another act; fail between them when told to."""
    write("a", actor=actor)
    if fail:
        raise ZeroDivisionError
    write("b", actor=actor)


def history(name: str, **lookup: Any) -> Any:
    return apps.get_model("office", name)._default_manager.filter(**lookup)


def codes() -> list[str]:
    return list(Setting.objects.order_by("code").values_list("code", flat=True))


def test_a_nested_act_joins_and_history_names_the_outermost(clerk: User) -> None:
    write_two(actor=clerk)
    contexts = [event.pgh_context for event in history("SettingEvent")]
    assert codes() == ["a", "b"]
    assert {context["act"] for context in contexts} == {"tests.database.test_acts.write_two"}
    assert {context["actor"] for context in contexts} == {clerk.pk}


def test_an_act_that_fails_leaves_nothing(clerk: User) -> None:
    with pytest.raises(ZeroDivisionError):
        write_two(actor=clerk, fail=True)
    assert codes() == []
    assert run("SELECT ops_actor()") == [(None,)]


def test_an_act_inside_one_of_another_actor_is_a_mistake(clerk: User, administrator: User) -> None:
    with pytest.raises(ActorMismatch), acting(clerk):
        write("a", actor=administrator)
    assert codes() == []


def test_a_nested_act_that_fails_and_is_caught_spoils_the_whole(clerk: User) -> None:
    with pytest.raises(transaction.TransactionManagementError), acting(clerk):
        write("kept", actor=clerk)
        with contextlib.suppress(ZeroDivisionError):
            write_two(actor=clerk, fail=True)
        write("lost", actor=clerk)
    assert codes() == []


def test_a_savepoint_lets_one_of_many_fail(clerk: User) -> None:
    with acting(clerk):
        write("kept", actor=clerk)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            write_two(actor=clerk, fail=True)
        write("kept-too", actor=clerk)
    assert codes() == ["kept", "kept-too"]


def test_an_act_needs_its_actor_by_name() -> None:
    with pytest.raises(TypeError, match="keyword argument 'actor'"):
        write("a")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="keyword-only parameter 'actor'"):
        act(lambda actor: actor)


def test_nobody_unsaved_acts() -> None:
    with pytest.raises(ValueError, match="saved user"), acting(User(username="x")):
        pass


def test_system_users_are_their_own_authors_and_found_again(installation: User) -> None:
    worker = users.system_user("worker")
    assert users.system_user("worker") == worker
    assert installation.pk == audit.INSTALLATION_ID
    assert [event.pgh_context["actor"] for event in history("UserEvent", pgh_obj=worker)] == [
        worker.pk
    ]
    assert not worker.is_active
    assert not worker.has_usable_password()


def test_what_stands_is_known_inside_and_gone_outside(clerk: User) -> None:
    with acting(clerk, "próba", act="tests.try"):
        assert audit.standing() == audit.Acting(clerk.pk, "tests.try", "próba")
    assert audit.standing() is None
