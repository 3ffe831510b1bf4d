"""One browser for the session; a window of its own for each person who signs in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.db import connection
from playwright.sync_api import Browser, Locator, Page, Route, expect, sync_playwright

from opsapp.kernel import clock
from tests.conftest import CHROMIUM_FLAGS, Site
from tests.people import PASSWORD

SCREEN = {"width": 1280, "height": 800}
TABLET = {"width": 820, "height": 1180}
WAIT_MS = 15_000
WORKING_DAY = date(2026, 11, 27)

SignIn = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser."""
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """Debian's Chromium, headless, started once. Django is told that the loop beside it is fine.

    Beside a running loop Django opens further connections, so the one from before is closed: no
    database can be copied while somebody is connected to it.
    """
    connection.close()
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        started = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        yield started
        started.close()


@pytest.fixture
def sign_in(browser: Browser, site: Site) -> Iterator[SignIn]:
    """`sign_in("kowalska")` signs a person in, in a window of their own, and returns the page."""
    windows = []

    def into(username: str, password: str = PASSWORD, viewport: dict[str, int] = SCREEN) -> Page:
        window = browser.new_context(viewport=viewport, locale="pl-PL", base_url=site.url)
        window.set_default_timeout(WAIT_MS)
        windows.append(window)
        page = window.new_page()
        page.goto("/konto/login/")
        page.fill("input[name=login]", username)
        page.fill("input[name=password]", password)
        page.click("form button[type=submit]")
        page.wait_for_url(lambda url: "/konto/login/" not in url)
        return page

    yield into
    for window in windows:
        window.close()


def follow(page: Page, link: Locator) -> None:
    """Follow a link, and look at nothing before the page that it leads to has come."""
    with page.expect_navigation():
        link.click()


def saved(page: Page) -> None:
    """Wait until all that was typed into the form of the page is kept."""
    expect(page.locator("[data-draft]:not([data-unsaved]):not(.htmx-request)")).to_contain_text(
        "zapisano"
    )


def until(page: Page, happened: Callable[[], bool]) -> None:
    """Wait for what the page does not show. Raises `AssertionError` when it never happens."""
    for _ in range(WAIT_MS // 10):
        if happened():
            return
        page.wait_for_timeout(10)
    raise AssertionError("it never happened")


def hold(page: Page, address: str, times: int | None = None) -> list[Route]:
    """Keep requests to the address (or the first few) from going on; the list holds what came.

    Whoever wants one answered does it in the test: a handler that waits for the server outlives
    its test, and the error of its closed window is then raised in another one.
    """
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route)

    page.route(address, keep, times=times)
    return held


@pytest.fixture
def working_day(monkeypatch: pytest.MonkeyPatch) -> Iterator[date]:
    """The test and the site it starts stand on a working day; ask for it before `site`."""
    monkeypatch.setenv("OPS_TODAY", WORKING_DAY.isoformat())
    with clock.frozen(WORKING_DAY):
        yield WORKING_DAY
