"""Every address by every role: the table of `table.py`, walked."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from opsapp.kernel.capabilities import Cap
from opsapp.office.models import User
from opsapp.office.shipped.roles import ROLES
from tests.access.addresses import address, names
from tests.access.table import PANEL, ROWS, Rule
from tests.people import with_caps

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
ADDRESSES = {name: arguments for name, arguments in names() if not name.startswith("admin:")}
SIGN_IN = "/konto/login/"


def url_of(name: str) -> str:
    return address(name, ADDRESSES[name] | ROWS[name].arguments)


def visitor(user: User | None) -> Client:
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user, backend=BACKEND)
    return client


def sent_to_sign_in(answer: Any) -> bool:
    return answer.status_code == 401 or (
        answer.status_code == 302 and answer["Location"].startswith(SIGN_IN)
    )


OPENED = (200, 302, 400, 404, 409, 415, 422)
"""415: let in, and a form where the address takes JSON alone."""


def opened(answer: Any) -> bool:
    """The door let the person in; what was asked for need not be there."""
    return answer.status_code in OPENED and not sent_to_sign_in(answer)


def test_every_address_has_its_row_and_every_row_its_address() -> None:
    missing, gone = sorted(ADDRESSES.keys() - ROWS.keys()), sorted(ROWS.keys() - ADDRESSES.keys())
    assert not missing, f"say in tests/access/table.py who may open: {', '.join(missing)}"
    assert not gone, f"rows of addresses that do not exist: {', '.join(gone)}"


def test_every_table_of_the_panel_has_its_row() -> None:
    tables = {model._meta.label_lower.replace(".", "_") for model in admin.site._registry}
    assert tables == PANEL.keys()


@pytest.mark.parametrize("role", [*ROLES, None], ids=lambda role: role.code if role else "none")
def test_a_role_opens_what_its_capabilities_open_and_nothing_else(
    installation: User, role: Any
) -> None:
    held = role.capabilities if role else frozenset[Cap]()
    client = visitor(with_caps("ktos", *held))
    wrong = []
    for name in ADDRESSES.keys() & ROWS.keys():
        for method, needs in ROWS[name].methods():
            answer = getattr(client, method)(url_of(name))
            may = any(caps <= held for caps in needs)
            right = opened(answer) if may else answer.status_code == 403
            if not right:
                wrong.append(f"{method.upper()} {name}: {answer.status_code}")
    assert not wrong, "\n".join(sorted(wrong))


def test_who_is_not_signed_in_is_sent_to_sign_in_or_refused(installation: User) -> None:
    client, wrong = visitor(None), []
    for name in ADDRESSES.keys() & ROWS.keys():
        for method, _ in ROWS[name].methods():
            answer = getattr(client, method)(url_of(name))
            right = opened(answer) if ROWS[name].public else sent_to_sign_in(answer)
            if not right:
                wrong.append(f"{method.upper()} {name}: {answer.status_code}")
    assert not wrong, "\n".join(sorted(wrong))


def test_what_only_acts_refuses_to_be_read(clerk: User) -> None:
    """A link or a prefetching browser never does anything."""
    client = visitor(clerk)
    acts = [
        name for name in ADDRESSES.keys() & ROWS.keys()
        if not ROWS[name].get and not name.startswith("api:")
    ]  # fmt: skip
    assert {name: client.get(url_of(name)).status_code for name in acts} == dict.fromkeys(acts, 405)


def panel_answers(client: Client, table: str) -> dict[str, int]:
    """How each page of a table answers: the list, adding, the form of a row, deleting it."""
    space = f"admin:{table}"
    pages = {
        "list": reverse(f"{space}_changelist"),
        "add": reverse(f"{space}_add"),
        "form": reverse(f"{space}_change", args=[999_999_999]),
        "delete": reverse(f"{space}_delete", args=[999_999_999]),
    }
    answers = {what: client.get(url).status_code for what, url in pages.items()}
    return answers | {"change": client.post(pages["form"]).status_code}


@pytest.mark.parametrize("cap", [Cap.CONFIGURE, Cap.MANAGE_USERS])
def test_the_panel_shows_each_its_own_tables_and_deletes_nothing(
    installation: User, cap: Cap
) -> None:
    client = visitor(with_caps("ktos", cap))
    for table, (needed, actions) in PANEL.items():
        mine, may = needed == cap, actions.split()
        assert panel_answers(client, table) == {
            "list": 200 if mine else 403,
            "add": 200 if mine and "add" in may else 403,
            "form": 302 if mine else 403,
            "change": 302 if mine and "change" in may else 403,
            "delete": 403,
        }, table


def test_the_panel_is_closed_to_every_other_role(installation: User) -> None:
    others = set(Cap) - {Cap.CONFIGURE, Cap.MANAGE_USERS}
    client = visitor(with_caps("ktos", *others))
    answers = {status for table in PANEL for status in panel_answers(client, table).values()}
    assert answers == {403}
    assert client.get(reverse("admin:index")).status_code == 403


def test_a_row_without_a_method_would_prove_nothing() -> None:
    assert [name for name, rule in ROWS.items() if rule.methods() == []] == []
    assert isinstance(next(iter(ROWS.values())), Rule)
