"""Migration operations that keep an empty database quick to lay.

Every single operation on constraints and triggers makes Django render the models of the whole site
anew; several hundred of them took most of a minute. One operation for all triggers of a migration
renders them once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations.base import Operation
from pgtrigger.compiler import Trigger


class InstallTriggers(Operation):
    """Install triggers of several models, given as (model name, compiled trigger)."""

    reversible = False

    def __init__(self, triggers: Sequence[tuple[str, Trigger]]) -> None:
        self.triggers = list(triggers)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """As it is written to a migration file."""
        return type(self).__name__, [], {"triggers": self.triggers}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models' options name the triggers, as pgtrigger's own operation leaves them."""
        for model_name, trigger in self.triggers:
            options = state.models[app_label, model_name].options
            options["triggers"] = [*options.get("triggers", []), trigger]

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Run the SQL of each."""
        for _, trigger in self.triggers:
            schema_editor.execute(trigger.install_sql, params=None)

    def describe(self) -> str:
        """One line for the log."""
        return f"Install {len(self.triggers)} triggers"
