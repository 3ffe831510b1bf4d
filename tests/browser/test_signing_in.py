"""The way in, in a browser: a wrong password, a lock, a second factor, a lost session, the policy
that lets no foreign code run.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from playwright.sync_api import Browser, Page

from opsapp.kernel.audit import acting
from opsapp.kernel.capabilities import Cap
from opsapp.office.models import Role, Session, User
from opsapp.office.services import users
from tests.browser.conftest import SCREEN, WAIT_MS, SignIn
from tests.conftest import Site
from tests.people import PASSWORD, role_of, with_caps

pytestmark = pytest.mark.browser
NEW_PASSWORD = "Inne-Haslo-2026"
MAIN_PAGES = (
    "/", "/ustawienia/", "/osoby/", "/sprawy/", "/decyzje/", "/wyplaty/", "/sprawozdania/",
    "/prawo/", "/kalkulator/", "/konto/2fa/", "/ustawienia/panel/office/user/",
    "/ustawienia/panel/office/role/add/", "/ustawienia/panel/office/authorisation/add/",
    "/ustawienia/wglady/", "/ustawienia/uprawnienia/", "/ustawienia/logowania/",
)  # fmt: skip


@pytest.fixture
def gate(browser: Browser, site: Site) -> Iterator[Page]:
    """A window before signing in."""
    window = browser.new_context(viewport=SCREEN, locale="pl-PL", base_url=site.url)
    window.set_default_timeout(WAIT_MS)
    yield window.new_page()
    window.close()


def try_to_enter(page: Page, name: str, password: str) -> None:
    page.goto("/konto/login/")
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", password)
    with page.expect_navigation():
        page.click("form button[type=submit]")


def needs_second_factor(user: User) -> None:
    with acting(users.system_user()):
        Role.objects.filter(pk=role_of(user).pk).update(second_factor_required=True)


def code_for(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def test_five_wrong_passwords_lock_the_name_and_say_so_in_polish(gate: Page) -> None:
    with_caps("kowalska")
    for _ in range(5):
        try_to_enter(gate, "kowalska", "Nie-to-haslo-1")
    assert gate.locator("h1").inner_text() == "Logowanie jest chwilowo zablokowane"
    try_to_enter(gate, "kowalska", PASSWORD)
    assert "zablokowane" in gate.locator("h1").inner_text()


def test_a_weak_new_password_is_refused_beside_its_field(sign_in: SignIn) -> None:
    with_caps("kowalska")
    page = sign_in("kowalska")
    for weak, why in (("krotkie", "12 znaków"), ("123456789012", "cyfr")):
        page.goto("/konto/password/change/")
        page.fill("input[name=oldpassword]", PASSWORD)
        page.fill("input[name=password1]", weak)
        page.fill("input[name=password2]", weak)
        with page.expect_navigation():
            page.click("text=Zmień hasło >> nth=-1")
        assert why in page.locator(".o-error").first.inner_text()
    page.fill("input[name=oldpassword]", PASSWORD)
    page.fill("input[name=password1]", NEW_PASSWORD)
    page.fill("input[name=password2]", NEW_PASSWORD)
    page.click("text=Zmień hasło >> nth=-1")
    page.wait_for_url("**/ustawienia/")


def test_a_role_that_asks_for_it_opens_nothing_before_the_second_factor(gate: Page) -> None:
    needs_second_factor(with_caps("dyrektor", Cap.SEE_PERSONS))
    try_to_enter(gate, "dyrektor", PASSWORD)
    for wanted in ("/", "/osoby/", "/ustawienia/"):
        gate.goto(wanted)
        assert "/konto/2fa/totp/activate/" in gate.url or "/konto/reauthenticate/" in gate.url
    if "/reauthenticate/" in gate.url:
        gate.fill("input[name=password]", PASSWORD)
        with gate.expect_navigation():
            gate.click("form button[type=submit]")
    secret = gate.locator("code").inner_text()
    gate.fill("input[name=code]", "000000")
    with gate.expect_navigation():
        gate.click("text=Włącz drugi składnik >> nth=-1")
    assert gate.locator(".o-error").count() == 1
    gate.fill("input[name=code]", code_for(gate.locator("code").inner_text()))
    with gate.expect_navigation():
        gate.click("text=Włącz drugi składnik >> nth=-1")
    assert secret == gate.locator("code").first.inner_text() or "recovery" in gate.url
    gate.goto("/")
    assert gate.locator("h1").inner_text() == "Mój dzień"


def test_what_was_typed_outlives_a_lost_session(sign_in: SignIn) -> None:
    user = with_caps("kowalska", Cap.SEE_PERSONS, Cap.EDIT_PERSONS)
    page = sign_in("kowalska")
    page.goto("/osoby/nowa/")
    field = page.locator("input[name=last_name]")
    with page.expect_response("**/osoby/podobne/"):
        field.fill("Brzęczyszczykiewicz")
    Session.objects.filter(user_id=user.pk).delete()
    page.locator("input[name=first_name]").fill("Grzegorz")
    overlay = page.frame_locator("dialog[open] iframe")
    overlay.locator("input[name=login]").fill("kowalska")
    overlay.locator("input[name=password]").fill(PASSWORD)
    overlay.locator("form button[type=submit]").click()
    page.wait_for_selector("dialog[open] iframe", state="detached")
    assert field.input_value() == "Brzęczyszczykiewicz"
    assert page.locator("input[name=first_name]").input_value() == "Grzegorz"


def test_no_page_breaks_the_content_policy(sign_in: SignIn) -> None:
    with_caps("admin", *Cap)
    page = sign_in("admin")
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{message.type} {page.url}: {message.text}"))
    for address in MAIN_PAGES:
        page.goto(address)
        page.wait_for_load_state("networkidle")
    assert [line for line in said if line.startswith(("error", "warning"))] == []


def test_the_way_after_signing_in_leads_only_to_our_own_pages(gate: Page, site: Site) -> None:
    with_caps("kowalska")
    gate.goto("/konto/login/?next=https://zly.example/")
    gate.fill("input[name=login]", "kowalska")
    gate.fill("input[name=password]", PASSWORD)
    with gate.expect_navigation():
        gate.click("form button[type=submit]")
    assert urlsplit(gate.url).netloc == urlsplit(site.url).netloc
    assert parse_qs(urlsplit(gate.url).query) == {}
