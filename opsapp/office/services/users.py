"""Users: people are taken on, changed and let go; system users stand for jobs, migrations and
commands.
"""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from axes.utils import reset
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection

from opsapp.kernel import clock
from opsapp.kernel.audit import INSTALLATION_ID, act, acting
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import Role, RoleAssignment, Session, User
from opsapp.office.selectors import rights_of

INSTALLATION = "instalacja"
"""The system user that lays dictionaries and makes the first administrator."""


def system_user(name: str = INSTALLATION) -> User:
    """The system user of that name, made when there is none. It acts as its own author and cannot
    sign in.
    """
    found = User.objects.filter(username=name, is_system=True).first()
    if found is not None:
        return found
    key = INSTALLATION_ID if name == INSTALLATION else _next_key()
    user = User(pk=key, username=name, is_system=True, is_active=False)
    user.set_unusable_password()
    with acting(user, act=f"{__name__}.system_user"):
        user.save(force_insert=True)
    return user


def _next_key() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('office_user', 'id'))")
        (key,) = cursor.fetchone()
    return int(key)


@act
def create(
    *,
    username: str,
    first_name: str,
    last_name: str,
    password: str | None = None,
    email: str = "",
    actor: User,
) -> User:
    """Take on a user. Without a password nobody can sign in as that user until one is set.

    Raises `Refusal` when the name is taken or the password too weak.
    """
    managing(actor)
    if User.objects.filter(username__iexact=username).exists():
        raise Refusal(
            f"Użytkownik „{username}” już istnieje. Wybierz inną nazwę.",
            "username_taken",
            "username",
        )
    user = User(
        username=username,
        first_name=first_name,
        last_name=last_name,
        email=email,
    )
    _put_password(user, password)
    user.save()
    return user


@act
def change(user: User, *, actor: User, **changes: Any) -> User:
    """Change names or address. Raises `Refusal` for a system user."""
    managing(actor)
    _not_system(user)
    if unknown := changes.keys() - {"username", "first_name", "last_name", "email"}:
        raise TypeError(f"Not a user's own field: {sorted(unknown)}")
    for field, value in changes.items():
        setattr(user, field, value)
    user.save(update_fields=list(changes))
    return user


@act
def set_password(user: User, *, password: str, actor: User) -> User:
    """Set a password: one's own, or anybody's for whoever manages users. Raises `Refusal` when it
    is too weak.
    """
    if actor.pk != user.pk:
        managing(actor)
    _not_system(user)
    _put_password(user, password)
    user.save(update_fields=["password"])
    return user


@act
def deactivate(user: User, *, actor: User) -> User:
    """Let a user go: no more signing in. What the user did stays.

    Raises `Refusal` for oneself, so that somebody who manages users always remains.
    """
    managing(actor)
    _not_system(user)
    if user.pk == actor.pk:
        raise Refusal(
            "Nie możesz wyłączyć własnego konta. Poproś o to innego administratora.", "own_account"
        )
    user.is_active = False
    user.save(update_fields=["is_active"])
    Session.objects.filter(user_id=user.pk).delete()
    return user


@act
def reactivate(user: User, *, actor: User) -> User:
    """Let a user sign in again."""
    managing(actor)
    _not_system(user)
    user.is_active = True
    user.save(update_fields=["is_active"])
    return user


@act
def unlock(user: User, *, actor: User) -> User:
    """Forget the failed attempts of a name, so that its owner may try again at once; the log of
    attempts stays.
    """
    managing(actor)
    _not_system(user)
    reset(username=user.username)
    return user


@act
def reset_second_factor(user: User, *, actor: User) -> User:
    """Take away the second factor of somebody who lost the telephone, and end their sessions.

    A role that asks for one leads to setting up another at the next sign-in. Raises `Refusal` for
    oneself: that is done on one's own page, with the code.
    """
    managing(actor)
    _not_system(user)
    if user.pk == actor.pk:
        raise Refusal("Własny drugi składnik zmienia się na stronie swojego konta.", "own_account")
    Authenticator.objects.filter(user=user).delete()
    Session.objects.filter(user_id=user.pk).delete()
    return user


@act
def create_first_administrator(
    *, username: str, first_name: str, last_name: str, password: str, actor: User
) -> User:
    """The first administrator of an empty installation, made by the installation's system user.

    Raises `Refusal` when somebody can manage users already, or when the dictionaries were not laid.
    """
    if any(
        Cap.MANAGE_USERS in rights_of(user, on=clock.today())
        for user in User.objects.filter(is_active=True)
    ):
        raise Refusal(
            "Administrator już jest. Kolejne konta zakłada się w ustawieniach.",
            "administrator_exists",
        )
    role = Role.objects.filter(code="administrator").first()
    if role is None:
        raise Refusal(
            "Brakuje słowników. Uruchom najpierw polecenie „lay_dictionaries”.",
            "dictionaries_missing",
        )
    user = create(
        username=username,
        first_name=first_name,
        last_name=last_name,
        password=password,
        actor=actor,
    )
    RoleAssignment.objects.create(user=user, role=role)
    return user


def managing(actor: User) -> None:
    """System users set up an installation; people need the capability."""
    if not actor.is_system:
        actor.require(Cap.MANAGE_USERS)


def _not_system(user: User) -> None:
    if user.is_system:
        raise Refusal("To użytkownik systemowy: nie można go zmieniać.", "system_user")


def _put_password(user: User, password: str | None) -> None:
    if password is not None:
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise Refusal(" ".join(error.messages), "weak_password", "password") from error
    user.set_password(password)
