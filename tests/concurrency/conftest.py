"""Fixtures of the races: a database of their own, where commits are real."""

from __future__ import annotations

import pytest

from opsapp.office.models import User
from opsapp.office.services import users
from tests.kernel.conftest import copied_database

__all__ = ["copied_database"]


@pytest.fixture
def actor(copied_database: str) -> User:
    """Whoever acts in all the threads."""
    return users.system_user()
