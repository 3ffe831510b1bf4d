"""Users are taken on, changed and let go by acts."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import make_password
from django.test import RequestFactory

from opsapp.kernel.audit import acting
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import NotAllowed, Refusal
from opsapp.office.models import User
from opsapp.office.services import dictionaries, users
from tests.database.sql import refused, run
from tests.people import with_caps

pytestmark = pytest.mark.django_db

PASSWORD = "Zielone-Drzewo-7"


def test_a_user_is_created_with_a_password_that_works(administrator: User) -> None:
    user = users.create(
        username="j.nowak",
        first_name="Jan",
        last_name="Nowak",
        password=PASSWORD,
        actor=administrator,
    )
    assert user.check_password(PASSWORD)
    assert str(user) == "Jan Nowak"
    assert not user.can(Cap.SEE_PERSONS)


@pytest.mark.parametrize("name", ["administrator", "Administrator"])
def test_a_name_is_taken_in_any_case(name: str, administrator: User) -> None:
    with pytest.raises(Refusal, match="już istnieje"):
        users.create(username=name, first_name="", last_name="", actor=administrator)


def test_who_does_not_manage_users_creates_none(clerk: User) -> None:
    with pytest.raises(NotAllowed, match="Użytkownicy, role i upoważnienia"):
        users.create(username="x", first_name="", last_name="", actor=clerk)


def test_one_sets_ones_own_password_and_nobody_elses(clerk: User, administrator: User) -> None:
    users.set_password(clerk, password="Inne-Haslo-2026", actor=clerk)
    assert clerk.check_password("Inne-Haslo-2026")
    with pytest.raises(NotAllowed):
        users.set_password(administrator, password="Inne-Haslo-2026", actor=clerk)


def test_a_user_let_go_keeps_no_rights_and_cannot_sign_in(administrator: User) -> None:
    user = with_caps("odchodzi", Cap.SEE_PERSONS)
    assert user.can(Cap.SEE_PERSONS)
    users.deactivate(user, actor=administrator)
    user.refresh_from_db()
    assert not user.can(Cap.SEE_PERSONS)
    assert not user.is_active
    users.reactivate(user, actor=administrator)
    user.refresh_from_db()
    assert user.can(Cap.SEE_PERSONS)


def test_nobody_lets_oneself_go(administrator: User) -> None:
    with pytest.raises(Refusal, match="własnego konta"):
        users.deactivate(administrator, actor=administrator)


def test_a_system_user_is_changed_by_nobody(administrator: User, installation: User) -> None:
    for act in (users.reactivate, users.deactivate):
        with pytest.raises(Refusal, match="systemowy"):
            act(installation, actor=administrator)


def test_sql_cannot_make_a_system_user_that_signs_in(installation: User) -> None:
    with acting(installation), refused("user_system_cannot_sign_in"):
        run("UPDATE office_user SET is_active = true WHERE is_system")


def test_a_renewed_hash_is_written_by_the_person_who_signs_in(clerk: User, settings: Any) -> None:
    hashers = ["MD5PasswordHasher", "PBKDF2PasswordHasher"]
    settings.PASSWORD_HASHERS = [f"django.contrib.auth.hashers.{name}" for name in hashers]
    with acting(clerk):
        old = make_password(PASSWORD, hasher="pbkdf2_sha256")
        User.objects.filter(pk=clerk.pk).update(password=old)
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)
    clerk.refresh_from_db()
    assert clerk.password.startswith("md5$")


def test_signing_in_by_the_backend_writes_nothing_else(clerk: User) -> None:
    before = run("SELECT count(*) FROM office_userevent")
    assert (
        authenticate(RequestFactory().post("/"), username=clerk.username, password=PASSWORD)
        == clerk
    )
    assert run("SELECT count(*) FROM office_userevent") == before
    assert clerk.last_login is None


def test_the_first_administrator_comes_from_the_installation_and_only_once(
    installation: User,
) -> None:
    first = {"username": "adm", "first_name": "Ewa", "last_name": "Lis", "password": PASSWORD}
    with pytest.raises(Refusal, match="lay_dictionaries"):
        users.create_first_administrator(**first, actor=installation)
    dictionaries.lay(actor=installation)
    user = users.create_first_administrator(**first, actor=installation)
    assert user.can(Cap.MANAGE_USERS)
    assert user.is_staff
    assert user.second_factor_required
    with pytest.raises(Refusal, match="Administrator już jest"):
        users.create_first_administrator(**{**first, "username": "adm2"}, actor=installation)
