"""Guards that hold against SQL: builders for `Meta.triggers`.

Every refusal is raised with SQLSTATE 23001, which Django reports as `IntegrityError`, and a
Polish sentence.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any, TypeAlias

import pgtrigger
from django.db import connections, models

REFUSED = "USING ERRCODE = 'restrict_violation'"

OFF_SWITCH_WELDED = """
CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT false $$
"""

_NO_TRUNCATE = f"""
    IF TG_OP = 'TRUNCATE' THEN
        RAISE EXCEPTION 'Tabeli % nie wolno opróżnić.', TG_TABLE_NAME {REFUSED};
    END IF;
"""
_ACTOR_NEEDED = f"""
    IF public.ops_actor() IS NULL THEN
        RAISE EXCEPTION 'Zapis w tabeli % bez wskazania osoby, która go dokonuje.',
            TG_TABLE_NAME {REFUSED};
    END IF;
"""

Triggers: TypeAlias = list[pgtrigger.Trigger]


def _one_line(sql: str) -> str:
    return " ".join(line.strip() for line in sql.splitlines() if line.strip())


def audited() -> Triggers:
    """No insert, update, delete or COPY without an actor (`ops.actor`), and no TRUNCATE at all."""
    return [
        pgtrigger.Trigger(
            name="audited",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate,
            func=_one_line(f"{_NO_TRUNCATE}{_ACTOR_NEEDED} RETURN NULL;"),
        )
    ]


def frozen() -> Triggers:
    """Rows are written once, by an actor, and never changed or deleted; the table is never
    truncated.
    """
    unchanged = f"""
        IF TG_OP <> 'INSERT' THEN
            RAISE EXCEPTION 'Zapisów w tabeli % nie wolno zmieniać ani usuwać.',
                TG_TABLE_NAME {REFUSED};
        END IF;
    """
    return [
        pgtrigger.Trigger(
            name="frozen",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate,
            func=_one_line(f"{_NO_TRUNCATE}{unchanged}{_ACTOR_NEEDED} RETURN NULL;"),
        )
    ]


append_only = frozen


class FrozenWhen(pgtrigger.Trigger):
    """Refuses to delete a row that matched the condition, or to change any column of it but the
    named ones.
    """

    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete

    def __init__(
        self, *, name: str, condition: pgtrigger.Condition, but: Sequence[str], ages: str = ""
    ) -> None:
        self.but, self.ages = tuple(but), ages
        super().__init__(name=name, condition=condition)

    def get_func(self, model: Any) -> str:
        """Compare every other column; a generated one is empty in a BEFORE trigger and follows
        the rest anyway.
        """
        may_change = {model._meta.get_field(name).name for name in self.but}
        kept = [
            f'"{field.column}"'
            for field in model._meta.local_concrete_fields
            if field.name not in may_change and not field.generated
        ]
        changed = (
            " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in kept)
            if may_change
            else "true"
        )
        aged = f"IF {self.ages} THEN RETURN OLD; END IF;" if self.ages else ""
        return _one_line(f"""
            IF TG_OP = 'DELETE' THEN
                {aged}
                RAISE EXCEPTION 'Tego zapisu (tabela %) nie wolno usunąć: jest zamknięty.',
                    TG_TABLE_NAME {REFUSED};
            END IF;
            IF {changed} THEN
                RAISE EXCEPTION 'Tego zapisu (tabela %) nie wolno zmienić: jest zamknięty.',
                    TG_TABLE_NAME {REFUSED};
            END IF;
            RETURN NEW;
        """)


def frozen_when(
    condition: models.Q, but: Sequence[str] = (), *, name: str = "", ages: str = ""
) -> Triggers:
    """Update and delete are refused when the OLD row matches, as in
    `frozen_when(Q(old__status="signed"))`.

    `but` names the fields that may change even then (their own guards still hold). Without a
    `name` the guard is named after its condition, so that one model may have several. `ages` is
    the SQL condition under which a row is old enough to be deleted all the same.
    """
    name = name or _named("frozen_when", condition, *but)
    return [FrozenWhen(name=name, condition=_old_and_new(condition), but=but, ages=ages)]


def _old_and_new(condition: models.Q) -> pgtrigger.Q:
    """The same condition in pgtrigger's own kind of Q, all the way down."""
    children = [
        _old_and_new(child) if isinstance(child, models.Q) else child
        for child in condition.children
    ]
    return pgtrigger.Q(*children, _connector=condition.connector, _negated=condition.negated)


OPERATIONS = {"insert": pgtrigger.Insert, "update": pgtrigger.Update, "delete": pgtrigger.Delete}


def child_frozen_when(
    parent_table: str,
    fk_column: str,
    parent_condition: str,
    operations: Sequence[str] = ("insert", "update", "delete"),
) -> Triggers:
    """A row is not inserted, changed or deleted while the row it belongs to (by OLD or NEW) meets
    the SQL condition.

    The parent is read FOR SHARE, so that it cannot move to another state before this transaction
    ends. As in `child_frozen_when("socialwork_interview", "interview_id", "status <> 'draft'")`.
    """
    check = f"""
        IF _parent IS NOT NULL THEN
            SELECT ({parent_condition}) INTO _closed
                FROM "{parent_table}" WHERE id = _parent FOR SHARE;
            IF _closed THEN
                RAISE EXCEPTION 'Zapis nadrzędny jest zamknięty, tabeli % nie wolno zmieniać.',
                    TG_TABLE_NAME {REFUSED};
            END IF;
        END IF;
    """
    return [
        pgtrigger.Trigger(
            name=_named("child_frozen", parent_table, fk_column, parent_condition, *operations),
            when=pgtrigger.Before,
            operation=reduce(or_, (OPERATIONS[name] for name in operations)),
            declare=[("_parent", "bigint"), ("_closed", "boolean")],
            func=_one_line(f"""
                IF TG_OP <> 'INSERT' THEN _parent := OLD."{fk_column}"; {check} END IF;
                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                IF TG_OP = 'INSERT' OR NEW."{fk_column}" IS DISTINCT FROM _parent THEN
                    _parent := NEW."{fk_column}"; {check}
                END IF;
                RETURN NEW;
            """),
        )
    ]


def _named(kind: str, *what: object) -> str:
    """A short name that stays the same as long as the guard does."""
    return f"{kind}_{hashlib.sha256(repr(what).encode()).hexdigest()[:8]}"


def weld_off_switch(using: str) -> None:
    """Replace pgtrigger's off-switch, which any session could set, by one that always says no."""
    with connections[using].cursor() as cursor:
        cursor.execute(OFF_SWITCH_WELDED)


def off_switch_welded(using: str = "default") -> bool:
    """Whether the guards of this database cannot be switched off by a session's setting."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = '_pgtrigger_should_ignore'")
        return [body.strip() for (body,) in cursor.fetchall()] == ["SELECT false"]


def missing(using: str = "default") -> list[str]:
    """A sentence for every trigger that the models name and the database lacks or has switched
    off.
    """
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
        )
        standing = {name for (name,) in cursor.fetchall()}
    return [
        f"Brakuje strażnika „{trigger.name}” tabeli {model._meta.db_table}."
        for model, trigger in pgtrigger.registered()
        if trigger.get_pgid(model) not in standing
    ]
