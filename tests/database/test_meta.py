"""No table of ours without its guards, no machine without its trigger."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection, models

from opsapp.kernel.states import Machine, StateGuard

OURS = ("kernel", "office", "cases", "socialwork", "benefits", "reporting")

NOT_AUDITED = {"kernel.job", "kernel.schedule", "kernel.effect", "office.session"}
"""Rows of background work, taken and given back by workers, and of sessions that end by
themselves: no act of anybody.
"""

pytestmark = pytest.mark.django_db


def our_models() -> list[type[models.Model]]:
    """Every table of ours, history and join tables included."""
    labels = [app.label for app in apps.get_app_configs() if app.label in OURS]
    return [
        model
        for label in labels
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if model._meta.managed and model._meta.label_lower not in NOT_AUDITED
    ]


def guards(model: type[models.Model]) -> set[str]:
    """The names of a model's triggers."""
    return {trigger.name for trigger in getattr(model._meta, "triggers", [])}


def test_every_table_of_ours_is_audited_or_frozen() -> None:
    assert [
        model._meta.label for model in our_models() if not guards(model) & {"audited", "frozen"}
    ] == []


def test_every_history_is_frozen() -> None:
    events = [model for model in our_models() if hasattr(model, "pgh_tracked_model")]
    assert events
    assert [model._meta.label for model in events if "frozen" not in guards(model)] == []


def test_a_frozen_table_has_no_history() -> None:
    tracked = {
        model.pgh_tracked_model for model in our_models() if hasattr(model, "pgh_tracked_model")
    }
    assert [model._meta.label for model in tracked if "frozen" in guards(model)] == []


def test_every_field_with_a_machines_states_has_its_trigger() -> None:
    naked = [
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        for field in model._meta.local_concrete_fields
        for machine in Machine.every
        if list(field.choices or []) == machine.choices
        and not hasattr(model, "pgh_tracked_model")
        and not _guarded(model, field.name, machine)
    ]
    assert naked == []


def _guarded(model: type[models.Model], field: str, machine: Machine) -> bool:
    return any(
        isinstance(trigger, StateGuard) and trigger.machine is machine and trigger.field == field
        for trigger in getattr(model._meta, "triggers", [])
    )


def test_the_database_knows_no_table_of_ours_that_the_models_do_not() -> None:
    known = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    ours = {name for name in tables if name.split("_")[0] in OURS}
    assert ours - known == set()


def test_names_of_triggers_leave_room_for_their_prefix() -> None:
    names = {name for model in our_models() for name in guards(model)}
    assert [name for name in names if len(name) > 43] == []
