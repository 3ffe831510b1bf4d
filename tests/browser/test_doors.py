"""The first step in the browser: signing in, and nothing without it."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from opsapp.kernel.capabilities import Cap
from tests.browser.conftest import SignIn
from tests.conftest import Site
from tests.people import with_caps


def test_a_person_signs_in_and_sees_only_what_is_theirs(sign_in: SignIn, committed_db: str) -> None:
    with_caps("kowalska", Cap.SEE_PERSONS)
    page = sign_in("kowalska")
    page.goto("/osoby/")
    navigation = page.locator("nav").first
    expect(navigation.get_by_role("link", name="Osoby")).to_be_visible()
    expect(navigation.get_by_role("link", name="Wypłaty")).to_have_count(0)


def test_nobody_sees_a_list_without_signing_in(browser: Browser, site: Site) -> None:
    page = browser.new_page(base_url=site.url)
    page.goto("/osoby/")
    assert "/konto/login/" in page.url
    page.close()
