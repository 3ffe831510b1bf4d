"""Users for tests: made by the acts that make real ones."""

from __future__ import annotations

from datetime import date

import pytest

from opsapp.kernel.capabilities import Cap
from opsapp.office.models import Role, Unit, User
from opsapp.office.services import roles, users

PASSWORD = "Zielone-Drzewo-7"
LONG_AGO = date(2020, 1, 1)


@pytest.fixture
def installation(db: None) -> User:
    """The system user that installs."""
    return users.system_user()


@pytest.fixture
def administrator(installation: User) -> User:
    """Somebody who manages users and configures, everywhere."""
    return with_caps("administrator", Cap.MANAGE_USERS, Cap.CONFIGURE)


@pytest.fixture
def clerk(installation: User) -> User:
    """Somebody who may do nothing yet."""
    return with_caps("urzednik")


def with_caps(username: str, *caps: Cap) -> User:
    """A user who holds exactly these capabilities, everywhere and since long ago."""
    actor = users.system_user()
    user = users.create(
        username=username,
        first_name="Anna",
        last_name="Żak",
        password=PASSWORD,
        actor=actor,
    )
    if caps:
        role = roles.define(
            code=f"role-{username}", name=f"Rola: {username}", capabilities=caps, actor=actor
        )
        roles.assign(user, role=role, since=LONG_AGO, actor=actor)
    return User.objects.get(pk=user.pk)


def holds_in(user: User, unit: Unit, *caps: Cap) -> User:
    """The user with further capabilities, in one unit alone."""
    actor = users.system_user()
    role = roles.define(
        code=f"in-{unit.cell}-{user.username}", name=f"Rola w {unit.cell}: {user.username}",
        capabilities=caps, actor=actor,
    )  # fmt: skip
    roles.assign(user, role=role, unit=unit, since=LONG_AGO, actor=actor)
    return User.objects.get(pk=user.pk)


def role_of(user: User) -> Role:
    """The role that `with_caps` made for a user."""
    return Role.objects.get(code=f"role-{user.username}")
