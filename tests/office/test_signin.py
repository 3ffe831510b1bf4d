"""Signing in: by name and password, a second factor where a role asks for one, no signing up."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from opsapp.kernel.audit import acting
from opsapp.kernel.capabilities import Cap
from opsapp.office.models import Role, User
from tests.people import PASSWORD, role_of, with_caps

pytestmark = pytest.mark.django_db


def sign_in(user: User, password: str = PASSWORD) -> tuple[Client, Any]:
    client = Client()
    return client, client.post("/konto/login/", {"login": user.username, "password": password})


def test_name_and_password_sign_in(clerk: User) -> None:
    client, answer = sign_in(clerk)
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(clerk.pk)


def test_a_wrong_password_does_not(clerk: User) -> None:
    client, answer = sign_in(clerk, "Nie-to-haslo-1")
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up(client: Client, installation: User) -> None:
    sent = {
        "username": "obcy",
        "email": "a@example.pl",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    client.post("/konto/signup/", sent)
    assert not User.objects.filter(username="obcy").exists()


def test_a_system_user_cannot_sign_in(installation: User) -> None:
    client, _ = sign_in(installation)
    assert "_auth_user_id" not in client.session


def test_a_changed_password_is_written_by_its_owner(clerk: User) -> None:
    client, _ = sign_in(clerk)
    sent = {"oldpassword": PASSWORD, "password1": "Inne-Haslo-2026", "password2": "Inne-Haslo-2026"}
    assert client.post("/konto/password/change/", sent).status_code == 302
    clerk.refresh_from_db()
    assert clerk.check_password("Inne-Haslo-2026")


def test_history_does_not_show_that_a_password_changed(clerk: User) -> None:
    with acting(clerk):
        clerk.set_password("Inne-Haslo-2026")
        clerk.save()
    events = apps.get_model("office", "UserEvent")._default_manager.filter(pgh_obj=clerk)
    assert [event.pgh_label for event in events] == ["insert"]


def test_whoever_needs_a_second_factor_sets_it_up_first(installation: User) -> None:
    user = with_caps("dyrektor", Cap.APPROVE_DECISIONS)
    with acting(installation):
        Role.objects.filter(pk=role_of(user).pk).update(second_factor_required=True)
    client = Client()
    client.force_login(user)
    answer = client.get("/ustawienia/panel/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/konto/2fa/totp/activate/"
    assert client.get("/konto/logout/").status_code == 200


def test_others_are_not_held_up(clerk: User) -> None:
    client = Client()
    client.force_login(clerk)
    assert "2fa" not in client.get("/ustawienia/panel/").headers.get("Location", "")
