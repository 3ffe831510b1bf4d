"""A small town in a database of its own, seeded once for all tests that look at it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from tests.conftest import migrated

TODAY = date(2026, 11, 26)


@contextmanager
def on_database(name: str) -> Iterator[None]:
    """Let the connection point to another database."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


@pytest.fixture(scope="session")
def town_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The name of a copy of the migrated database in which a small town stands."""
    with django_db_blocker.unblock():
        template = migrated()
        name = f"{template}_town_{os.getpid()}"
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        with on_database(name), override_settings(OPS_DEMO=True):
            call_command("seed_demo", town="small", years=2, seed=1, today=TODAY, verbosity=0)
    yield name
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def town(town_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The seeded town; whoever asks for it only reads, or undoes what it wrote."""
    with django_db_blocker.unblock(), on_database(town_database):
        yield
