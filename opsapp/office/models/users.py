"""People who work here, and the system users that act for jobs and migrations."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, check_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from opsapp.kernel import clock
from opsapp.kernel.audit import acting, tracked
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import NotAllowed
from opsapp.kernel.triggers import audited

if TYPE_CHECKING:
    from opsapp.office.models.units import Unit


class UserManager(BaseUserManager["User"]):
    """Users by their name. They are created by `office.services.users`, never here."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username__iexact=username)


@tracked(exclude=["password"])
class User(AbstractBaseUser):
    """A person who signs in, or a system user (`is_system`) that nobody can sign in as."""

    username = models.CharField(
        "nazwa użytkownika",
        max_length=60,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": "Taka nazwa użytkownika już istnieje."},
    )
    first_name = models.CharField("imię", max_length=60, blank=True)
    last_name = models.CharField("nazwisko", max_length=80, blank=True)
    email = models.EmailField("e-mail", blank=True)
    is_active = models.BooleanField("może się logować", default=True)
    is_system = models.BooleanField("użytkownik systemowy", default=False, editable=False)
    created_at = models.DateTimeField("założono", default=clock.now, editable=False)

    last_login = None
    is_superuser = False
    """Nobody is above the capabilities."""
    held_to: frozenset[str] | None = None
    """What a key of the API opens at most; None for the person."""

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "użytkownik"
        verbose_name_plural = "użytkownicy"
        ordering = ["last_name", "first_name", "username"]
        constraints = [
            models.UniqueConstraint(Lower("username"), name="user_one_name_in_any_case"),
            models.CheckConstraint(
                condition=Q(is_system=False)
                | Q(is_active=False, password__startswith=UNUSABLE_PASSWORD_PREFIX),
                name="user_system_cannot_sign_in",
            ),
        ]
        triggers = audited()

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        """First and last name, or the user's name."""
        return f"{self.first_name} {self.last_name}".strip() or self.username

    def get_short_name(self) -> str:
        """The first name, or the user's name."""
        return self.first_name or self.username

    def check_password(self, raw_password: str | None) -> bool:
        """As Django's; when the hash is renewed at sign-in, the person who signs in is the one
        who writes.
        """

        def renew(raw: str) -> None:
            self.set_password(raw)
            self._password = None
            with acting(self, act="office.sign_in"):
                self.save(update_fields=["password"])

        return check_password(raw_password, self.password, renew)

    def can(self, cap: Cap, unit: Unit | None = None) -> bool:
        """Whether the person holds a capability today; in this unit, or anywhere when no unit is
        named.
        """
        units = self.units_with(cap)
        if units is None or unit is None:
            return units is None or bool(units)
        return unit.pk in units

    def require(self, cap: Cap, unit: Unit | None = None) -> None:
        """Raise `NotAllowed` unless the person can."""
        if not self.can(cap, unit):
            raise NotAllowed(
                f"Nie masz uprawnienia „{cap.label}”. O nadanie zwróć się do administratora.",
                cap.value,
            )

    def units_with(self, cap: Cap) -> frozenset[int] | None:
        """Ids of the units (with their sub-units) where the person holds a capability; None means
        everywhere.
        """
        if self.held_to is not None and str(cap) not in self.held_to:
            return frozenset()
        return self._rights.get(str(cap), frozenset())

    @cached_property
    def _held(self) -> list[tuple[list[str], list[int] | None, bool]]:
        """Of each role held today: its capabilities, its units (None: everywhere), whether it asks
        for a second factor.
        """
        return list(self.held_roles(clock.today()).rights())

    @cached_property
    def _rights(self) -> dict[str, frozenset[int] | None]:
        from opsapp.office.selectors import rights_from

        return rights_from((caps, units) for caps, units, _ in self._held)

    @property
    def second_factor_required(self) -> bool:
        """Whether a role held today asks for a second factor at sign-in."""
        return any(required for *_, required in self._held)

    def held_roles(self, on: date) -> Any:
        """Assignments of roles that hold on a day; none for somebody who may not sign in."""
        return self.role_assignments.on(on) if self.is_active else self.role_assignments.none()

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Read the row again; rights are asked anew."""
        super().refresh_from_db(*args, **kwargs)
        for asked in ("_rights", "_held"):
            self.__dict__.pop(asked, None)

    @property
    def is_staff(self) -> bool:
        """Django's question: whether the configuration panel opens at all."""
        return self.has_module_perms("office")

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's question, asked by the configuration panel: answered from capabilities."""
        from opsapp.office.access import may_configure

        return self.is_active and may_configure(self, perm)

    def has_module_perms(self, app_label: str) -> bool:
        """Whether the person sees a part of the configuration panel."""
        return self.is_active and (self.can(Cap.CONFIGURE) or self.can(Cap.MANAGE_USERS))
