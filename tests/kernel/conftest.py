"""Fixtures of the mechanisms' tests."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from tests.people import administrator, clerk, installation

__all__ = ["administrator", "clerk", "copied_database", "installation"]


@pytest.fixture
def copied_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The name of a copy of the test database: commits are real there, every guard stands."""
    with django_db_blocker.unblock():
        if not connection.settings_dict["NAME"].startswith("test_"):
            connection.creation.create_test_db(verbosity=0, keepdb=True)  # no test before asked
        connection.close()
        template = connection.settings_dict["NAME"]
        copy = f"{template}_copy_{os.getpid()}"
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{copy}"')
            cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{template}"')
        connection.settings_dict["NAME"] = copy
        try:
            yield copy
        finally:
            connection.close()
            connection.settings_dict["NAME"] = template
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{copy}" WITH (FORCE)')
