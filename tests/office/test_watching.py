"""Who may do what, who looked at what, who signs in from where: the pages of those who watch."""

from __future__ import annotations

from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from axes.models import AccessFailureLog
from django.test import Client

from opsapp.kernel import clock, looked
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.models import Look
from opsapp.kernel.refusals import NotAllowed, Refusal
from opsapp.office.models import Session, User
from opsapp.office.services import users
from tests.people import PASSWORD, with_caps

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture
def auditor(installation: User) -> User:
    return with_caps("kontrola", Cap.AUDIT, Cap.EXPORT)


@pytest.fixture
def manager(installation: User) -> User:
    return with_caps("admin", Cap.MANAGE_USERS)


def test_the_matrix_shows_which_role_holds_what(auditor: User) -> None:
    answer = signed_in(auditor).get("/ustawienia/uprawnienia/")
    at = [role.code for role, _ in answer.context["roles"]].index("role-kontrola")
    held = {line.label for line in answer.context["lines"] if line.held[at]}
    assert held == {str(Cap.AUDIT.label), str(Cap.EXPORT.label)}


def test_the_matrix_goes_into_a_file(auditor: User) -> None:
    answer = signed_in(auditor).get("/ustawienia/uprawnienia/?format=csv")
    assert f"{Cap.AUDIT.label};tak" in b"".join(answer).decode()


def test_rights_of_a_person_name_the_role_they_come_from(auditor: User, clerk: User) -> None:
    answer = signed_in(auditor).get(f"/ustawienia/uprawnienia/{auditor.pk}/")
    (first, *_) = answer.context["rights"]
    assert (first.where, first.roles) == ("cały ośrodek", "Rola: kontrola")
    assert signed_in(auditor).get(f"/ustawienia/uprawnienia/{clerk.pk}/").context["rights"] == []


def test_everybody_sees_one_s_own_rights_and_nobody_else_s(auditor: User, clerk: User) -> None:
    client = signed_in(clerk)
    assert client.get(f"/ustawienia/uprawnienia/{clerk.pk}/").status_code == 200
    assert client.get(f"/ustawienia/uprawnienia/{auditor.pk}/").status_code == 403


def test_the_report_shows_one_person_s_looks_on_the_days_asked(auditor: User, clerk: User) -> None:
    with clock.frozen(date(2026, 11, 20)):
        looked.listed(clerk, "cases.person", "kowalska", [1, 2])
    with clock.frozen(date(2026, 11, 26)):
        looked.opened(clerk, clerk)
        looked.opened(auditor, auditor)
    address = f"/ustawienia/wglady/?kto={clerk.pk}&od=20.11.2026&do=20.11.2026"
    (row,) = signed_in(auditor).get(address).context["rows"]
    assert (row.who, row.kind, row.what, row.record, row.query) == (
        "Anna Żak", "lista", "Osoba", "2\N{NO-BREAK SPACE}zapisy", "kowalska",
    )  # fmt: skip


def test_looking_at_the_report_is_itself_seen(auditor: User) -> None:
    signed_in(auditor).get("/ustawienia/wglady/")
    assert Look.objects.filter(actor=auditor, subject_type="kernel.look").count() == 1


def test_a_day_that_is_none_is_refused_and_shows_nothing(auditor: User) -> None:
    looked.opened(auditor, auditor)
    answer = signed_in(auditor).get("/ustawienia/wglady/?od=31.02.2026")
    assert answer.status_code == 422
    assert answer.context["rows"] == []


def test_the_report_as_a_file_needs_the_right_to_export(auditor: User) -> None:
    looked.opened(auditor, auditor)
    only_audits = with_caps("rodo", Cap.AUDIT)
    address = "/ustawienia/wglady/?od=01.01.2026&format=csv"
    assert signed_in(only_audits).get(address).status_code == 403
    assert "Anna Żak" in b"".join(signed_in(auditor).get(address)).decode()


def test_failed_attempts_are_recorded_and_shown(auditor: User, clerk: User) -> None:
    Client().post("/konto/login/", {"login": clerk.username, "password": "Nie-to-haslo-1"})
    assert AccessFailureLog.objects.get().username == clerk.username
    answer = signed_in(auditor).get("/ustawienia/logowania/?co=nieudane")
    assert [row.username for row in answer.context["slice"].rows] == [clerk.username]


def test_a_locked_person_is_let_in_again_by_the_administrator(manager: User, clerk: User) -> None:
    wrong = {"login": clerk.username, "password": "Nie-to-haslo-1"}
    for _ in range(6):
        last = Client().post("/konto/login/", wrong)
    assert last.status_code == 429
    right = {"login": clerk.username, "password": PASSWORD}
    assert Client().post("/konto/login/", right).status_code == 429
    signed_in(manager).post(f"/ustawienia/uzytkownik/{clerk.pk}/odblokuj/")
    assert Client().post("/konto/login/", right).status_code == 302


def test_sessions_know_whose_they_are_and_the_others_can_be_ended(clerk: User) -> None:
    here, there = Client(), Client(REMOTE_ADDR="10.0.0.7")
    for client in (here, there):
        client.post("/konto/login/", {"login": clerk.username, "password": PASSWORD})
    rows = here.get("/ustawienia/sesje/").context["rows"]
    assert {row.address for row in rows} == {"127.0.0.1", "10.0.0.7"}
    here.post("/ustawienia/sesje/zakoncz/")
    assert there.get("/")["Location"].startswith("/konto/login/")
    assert here.get("/").status_code == 200


def test_somebody_let_go_is_signed_out_at_once(manager: User, clerk: User) -> None:
    client = signed_in(clerk)
    users.deactivate(clerk, actor=manager)
    assert not Session.objects.filter(user_id=clerk.pk).exists()
    assert client.get("/").status_code == 302


def test_a_lost_telephone_is_mended_by_somebody_else(manager: User, clerk: User) -> None:
    Authenticator.objects.create(user=clerk, type="totp", data={})
    client = signed_in(clerk)
    users.reset_second_factor(clerk, actor=manager)
    assert not Authenticator.objects.filter(user=clerk).exists()
    assert client.get("/").status_code == 302
    with pytest.raises(Refusal, match="Własny drugi składnik"):
        users.reset_second_factor(manager, actor=manager)
    with pytest.raises(NotAllowed):
        users.reset_second_factor(manager, actor=clerk)
