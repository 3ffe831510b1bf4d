"""'Co jeśli?' as a person does it: choose, type, wait while it is counted, read who gains."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from benefits.models import LawValue
from opsapp.kernel.capabilities import Cap
from tests.benefits import road
from tests.browser.conftest import TABLET, WAIT_MS, SignIn, hold
from tests.people import with_caps


@pytest.fixture
def asker(committed_db: str, working_day: date) -> str:
    """Who may ask, where one family is paid."""
    road.issued(road.open_office())
    caps = (Cap.TRY_LAW, Cap.SEE_LAW, Cap.SEE_DECISIONS, Cap.SEE_CASES)
    return with_caps("ksiegowa", *caps).username


def test_asked_in_prawo_answered_while_the_page_waits(asker: str, sign_in: SignIn) -> None:
    page = sign_in(asker, viewport=TABLET)
    page.goto("/prawo/")
    page.get_by_role("link", name="Co jeśli?").click()
    page.get_by_label("Parametr prawa").select_option("social_assistance.criterion_single")
    expect(page.locator(".b-tried-now")).to_contain_text("1 010,00 zł", timeout=WAIT_MS)
    page.get_by_label("Nowa wartość").fill("1 100,00")
    page.get_by_label("Zmiana obowiązuje od").fill("01.12.2026")
    page.get_by_role("button", name="Policz skutki").click()
    expect(page.locator("table").last).to_contain_text("85214 § 3110", timeout=2 * WAIT_MS)
    expect(page.locator("table").last).to_contain_text("+45,00 zł")
    page.get_by_role("link", name="Zobacz sprawy").click()
    page.get_by_role("link", name="Nowak Anna").click()
    expect(page.locator("main")).to_contain_text("Co wyjdzie inaczej")
    assert not LawValue.objects.exists()


def test_what_is_typed_while_the_parameter_is_fetched_stays(asker: str, sign_in: SignIn) -> None:
    page = sign_in(asker)
    page.goto("/prawo/co-jesli/")
    held = hold(page, "**/co-jesli/pytanie/")
    with page.expect_request("**/co-jesli/pytanie/"):
        page.get_by_label("Parametr prawa").select_option("periodic_allowance.local_share")
    page.get_by_label("Nowa wartość").fill("60")
    held[0].continue_()
    expect(page.locator(".b-tried-now b")).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_label("Nowa wartość")).to_have_value("60")
    expect(page.get_by_label("Nowa wartość")).to_be_focused()


def test_what_was_typed_stays_when_a_row_is_added_and_a_value_is_wrong(
    asker: str, sign_in: SignIn
) -> None:
    page = sign_in(asker)
    page.goto("/prawo/co-jesli/?parametr=periodic_allowance.local_share")
    page.get_by_label("Nowa wartość").fill("60")
    page.get_by_role("button", name="Dodaj parametr").click()
    expect(page.get_by_label("Parametr 2")).to_be_visible(timeout=WAIT_MS)
    page.get_by_role("button", name="Usuń zmianę 2").click()
    expect(page.get_by_label("Parametr 2")).to_have_count(0, timeout=WAIT_MS)
    expect(page.get_by_label("Nowa wartość")).to_have_value("60")
    page.get_by_label("Zmiana obowiązuje od").fill("1.1.1999")
    page.get_by_role("button", name="Policz skutki").click()
    expect(page.locator("[data-errors]")).to_contain_text("dopiero od 01.10.2012", timeout=WAIT_MS)
    expect(page.get_by_label("Nowa wartość")).to_have_value("60")
