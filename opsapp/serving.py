"""The role that serves: it owns no table, empties none, switches no guard off, becomes no other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection

ROLE = "ops_serve"
_GRANTS = f"""
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') THEN
    CREATE ROLE {ROLE} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT;
  END IF;
END $$;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO {ROLE};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {ROLE};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {ROLE};
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {ROLE};
ALTER DEFAULT PRIVILEGES IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {ROLE};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {ROLE};
"""
_POWERS = """
SELECT
  (SELECT rolsuper OR rolcreaterole OR rolbypassrls FROM pg_roles WHERE rolname = current_user),
  EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE n.nspname = 'public' AND c.relkind = 'r'
            AND pg_has_role(current_user, c.relowner, 'MEMBER')),
  EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE n.nspname = 'public' AND c.relkind = 'r'
            AND (has_table_privilege(c.oid, 'TRUNCATE') OR has_table_privilege(c.oid, 'TRIGGER')))
"""
_WORDS = (
    "jest nadzwyczajna (superuser, zakłada role albo omija zabezpieczenia)",
    "jest właścicielem tabel albo może stać się ich właścicielem",
    "może opróżniać tabele albo zmieniać strażników",
)


def grant(database: Any) -> None:
    """Make the serving role, or bring its rights up to date. Run as the owner of the tables."""
    with database.cursor() as cursor:
        cursor.execute(_GRANTS)


def excess(database: Any) -> Iterator[str]:
    """What the role of this connection may do and should not, in words."""
    with database.cursor() as cursor:
        cursor.execute(_POWERS)
        powers = cursor.fetchone()
    yield from (words for has_it, words in zip(powers, _WORDS, strict=True) if has_it)


@register(Tags.database, deploy=True)
def serving_role(*, app_configs: Any = None, databases: Any = None, **_: Any) -> list[CheckMessage]:
    """`check --deploy --database default`: the role that serves has no more than it needs."""
    if not databases:
        return []
    return [
        Error(
            f"Rola bazy danych, na której działa program, {words}.",
            hint=f"Uruchom „manage.py db roles” jako właściciel i ustaw OPS_DATABASE_ROLE={ROLE}.",
            id="ops.E001",
        )
        for words in excess(connection)
    ]
