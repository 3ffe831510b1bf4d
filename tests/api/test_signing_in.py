"""Who asks: keys of programs and sessions of the screens."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client

from opsapp.kernel import clock
from opsapp.kernel.audit import acting
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import Conflict, NotAllowed, Refusal
from opsapp.office.models import ApiToken, User
from opsapp.office.services import roles, tokens, users
from tests.api.conftest import signed_in
from tests.people import role_of, with_caps

pytestmark = pytest.mark.django_db
TERM = "/api/v1/deadlines/?from=2026-12-10&length=14&unit=days"


def issued(user: User, actor: User, days: int = 30) -> tuple[ApiToken, str]:
    return tokens.issue(
        user,
        name="ewidencja",
        capabilities=[Cap.SEE_PERSONS],
        expires_on=clock.today() + timedelta(days=days),
        actor=actor,
    )


def ask(key: str) -> int:
    return Client(headers={"Authorization": f"Bearer {key}"}).get(TERM).status_code


def test_a_key_opens_until_it_is_revoked(integrator: User, installation: User) -> None:
    token, key = issued(integrator, installation)
    assert ask(key) == 200
    assert [ask(key + "x"), ask(""), ask("ó")] == [401, 401, 401]
    tokens.revoke(token, actor=installation)
    assert ask(key) == 401
    with pytest.raises(Conflict):
        tokens.revoke(token, actor=installation)


def test_a_key_opens_on_its_last_day_and_not_after(integrator: User, installation: User) -> None:
    _, key = issued(integrator, installation, days=1)
    with clock.frozen(clock.today() + timedelta(days=1)):
        assert ask(key) == 200
    with clock.frozen(clock.today() + timedelta(days=2)):
        assert ask(key) == 401


def test_a_key_opens_no_more_than_it_names(integrator: User, installation: User) -> None:
    _, key = issued(integrator, installation)
    program = Client(headers={"Authorization": f"Bearer {key}"})
    assert program.get("/api/v1/persons/").status_code == 200
    assert program.get("/api/v1/cases/").status_code == 403


def test_a_user_who_left_takes_the_keys_along(integrator: User, installation: User) -> None:
    _, key = issued(integrator, installation)
    users.deactivate(integrator, actor=installation)
    assert ask(key) == 401


def test_the_key_itself_is_kept_nowhere(integrator: User, installation: User) -> None:
    token, key = issued(integrator, installation)
    assert token.digest == tokens.digest_of(key)
    with connection.cursor() as cursor:
        for table in ("office_apitoken", "office_apitokenevent"):
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s", [f"%{key}%"])
            assert cursor.fetchone() == (0,)


def test_only_who_manages_users_issues_keys(integrator: User) -> None:
    with pytest.raises(NotAllowed):
        issued(integrator, integrator)


@pytest.mark.parametrize("days", [-1, 367])
def test_a_key_lasts_a_year_at_most(integrator: User, installation: User, days: int) -> None:
    with pytest.raises(Refusal, match="najwyżej rok"):
        issued(integrator, installation, days)


def test_the_database_keeps_a_key_as_it_was_issued(integrator: User, installation: User) -> None:
    token, _ = issued(integrator, installation)
    rows = ApiToken.objects.filter(pk=token.pk)
    with pytest.raises(IntegrityError), acting(installation), transaction.atomic():
        rows.update(expires_on=clock.today() + timedelta(days=400))
    with acting(installation):
        rows.update(revoked_on=clock.today())
    with pytest.raises(IntegrityError), acting(installation), transaction.atomic():
        rows.update(revoked_on=None)


def test_the_command_issues_and_revokes(
    integrator: User, capsys: pytest.CaptureFixture[str]
) -> None:
    boss = with_caps("szef", Cap.MANAGE_USERS)
    options = {"by": boss.username, "user": integrator.username, "name": "raporty"}
    call_command("api_token", **options, caps=["see_cases"])
    key = capsys.readouterr().out.split()[-1]
    assert ask(key) == 200
    call_command("api_token", by=boss.username, revoke=ApiToken.objects.get(name="raporty").pk)
    assert ask(key) == 401
    with pytest.raises(CommandError, match="Nie ma użytkownika"):
        call_command("api_token", by="nikt", user="nikt", name="x")


def test_a_session_acts_only_with_the_token_of_its_forms(integrator: User) -> None:
    browser = signed_in(integrator, enforce_csrf_checks=True)
    assert browser.get(TERM).status_code == 200
    answer = browser.post("/api/v1/assessments/", {}, content_type="application/json")
    assert answer.status_code == 403
    assert answer.json()["errors"][0]["code"] == "csrf"


def test_a_role_that_asks_for_a_second_factor_is_not_let_in_without(
    integrator: User, installation: User
) -> None:
    roles.redefine(
        role_of(integrator),
        capabilities=[Cap.USE_API],
        second_factor_required=True,
        actor=installation,
    )
    answer = signed_in(integrator).get(TERM)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (403, "second_factor")
