"""Rewrite an app's unreleased migrations so that an empty database is laid in seconds."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.fields import AddField
from django.db.migrations.operations.models import AddConstraint, AddIndex, CreateModel
from django.db.migrations.writer import MigrationWriter
from pgtrigger.migrations import AddTrigger

from opsapp.kernel.migration_operations import InstallTriggers


class Command(BaseCommand):
    """Constraints and indexes go into their models, triggers into one operation at the end."""

    help = "Ścieśnia niewydane jeszcze migracje aplikacji."

    def add_arguments(self, parser: CommandParser) -> None:
        """The apps."""
        parser.add_argument("apps", nargs="+")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rewrite each app's initial migrations as one."""
        loader = MigrationLoader(None)
        for app in options["apps"]:
            initial = [
                migration
                for (label, _), migration in sorted(loader.disk_migrations.items())
                if label == app and migration.initial
            ]
            for older, newer in pairwise(initial):
                newer.operations = [*older.operations, *newer.operations]  # type: ignore[misc]
                newer.dependencies = sorted({*older.dependencies, *newer.dependencies})  # type: ignore[misc]
            self._rewrite(app, initial)

    def _rewrite(self, app: str, initial: list[Migration]) -> None:
        paths = [Path(MigrationWriter(migration).path) for migration in initial]
        first, whole = initial[0], initial[-1]
        first.dependencies = [pair for pair in whole.dependencies if pair[0] != app]  # type: ignore[misc]
        first.operations = compacted(app, list(whole.operations))  # type: ignore[misc]
        paths[0].write_text(MigrationWriter(first).as_string(), encoding="utf-8")
        for path in paths[1:]:
            path.unlink()
        self.stdout.write(f"{app}: {len(first.operations)}")


def compacted(app: str, operations: list[Any]) -> list[Any]:
    """The same tables from fewer operations."""
    triggers: list[Any] = [
        (o.model_name, o.trigger) for o in operations if isinstance(o, AddTrigger)
    ]
    triggers += [pair for o in operations if isinstance(o, InstallTriggers) for pair in o.triggers]
    plain = [o for o in operations if not isinstance(o, AddTrigger | InstallTriggers)]
    created = {o.name_lower: o for o in plain if isinstance(o, CreateModel)}
    rest = [o for o in plain if not isinstance(o, CreateModel) and not _absorbed(o, created)]
    models = _parents_first(app, created)
    return [*models, *rest, *([InstallTriggers(triggers)] if triggers else [])]


def _parents_first(app: str, created: dict[str, CreateModel]) -> list[CreateModel]:
    """Models in an order in which each finds those it points to; the app has no circles."""
    order: dict[str, CreateModel] = {}

    def place(name: str, path: tuple[str, ...] = ()) -> None:
        if name in order or name in path:
            return
        for _, field in created[name].fields:
            target = _target(field, app)
            if target in created and target != name:
                place(target, (*path, name))
        order[name] = created[name]

    for name in created:
        place(name)
    return list(order.values())


def _target(field: Any, app: str) -> str:
    """The model of this app a relation points to, in small letters; empty for others."""
    remote = getattr(field, "remote_field", None)
    if remote is None:
        return ""
    to = remote.model if isinstance(remote.model, str) else remote.model._meta.label_lower
    label, _, name = to.lower().rpartition(".")
    return name if label in ("", app) else ""


def _absorbed(operation: Any, created: dict[str, CreateModel]) -> bool:
    """Whether a field, index or constraint now stands in the model it belongs to."""
    if not isinstance(operation, AddField | AddIndex | AddConstraint):
        return False
    model = created.get(operation.model_name.lower())
    if model is None:
        return False
    if isinstance(operation, AddField):
        model.fields.append((operation.name, operation.field))
        return True
    key = "indexes" if isinstance(operation, AddIndex) else "constraints"
    thing = operation.index if isinstance(operation, AddIndex) else operation.constraint
    model.options[key] = [*model.options.get(key, []), thing]
    return True
