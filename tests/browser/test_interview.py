"""The interview from the keyboard alone, with a lost network and two windows."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from socialwork.models import Interview
from tests.browser.conftest import WAIT_MS, SignIn, hold, saved, until
from tests.people import PASSWORD
from tests.socialwork import world

PHONE = {"width": 390, "height": 844}


def answers(interview: Interview, code: str) -> dict[str, object]:
    found: dict[str, object] = interview.sections.get(code=code).answers
    return found


def reach(page: Page, label: str, *, most: int = 60) -> None:
    """Go with Tab until the control of this label has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "(document.activeElement.labels?.[0] || document.activeElement).innerText.trim()"
        )
        if focused.startswith(label):
            return
    raise AssertionError(f"Tab never reaches „{label}”.")


def test_a_worker_fills_and_signs_by_keyboard(committed_db: str, sign_in: SignIn) -> None:
    town = world.settle()
    page = sign_in("kowalska")
    page.keyboard.press("g")
    page.keyboard.press("w")
    page.wait_for_url("**/wywiady/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/wywiady/{town.interview.pk}/")
    reach(page, "Zdrowie")
    page.keyboard.press("Enter")
    page.wait_for_url("**/czesc/health/")
    reach(page, "Leczenie")
    page.keyboard.type("leki na nadciśnienie")
    saved(page)
    reach(page, "Dalej")
    page.keyboard.press("Enter")
    page.wait_for_url("**/czesc/work/")
    assert answers(town.interview, "health")["treatment"] == "leki na nadciśnienie"
    reach(page, "Całość i podpis")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/wywiady/{town.interview.pk}/")
    page.keyboard.press("a")
    expect(page.get_by_text("niczego w wywiadzie nie można zmienić")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".o-head .o-chip")).to_contain_text("podpisany")
    town.case.refresh_from_db()
    assert town.case.status == "interview_done"


def test_what_is_typed_while_an_earlier_saving_is_on_its_way_goes_with_the_page(
    committed_db: str, sign_in: SignIn
) -> None:
    town = world.settle()
    page = sign_in("kowalska")
    page.goto(f"/wywiady/{town.interview.pk}/czesc/housing/")
    unanswered = hold(page, "**/czesc/housing/szkic/", times=1)
    with page.expect_request("**/czesc/housing/szkic/"):
        page.fill("[name=condition]", "wilgoć")
    until(page, lambda: len(unanswered) == 1)
    assert unanswered[0].fetch().ok
    page.locator("[name=condition]").press_sequentially(" i grzyb")
    page.get_by_role("link", name="Zdrowie").click()
    page.wait_for_url("**/czesc/health/")
    until(page, lambda: answers(town.interview, "housing")["condition"] == "wilgoć i grzyb")


def test_a_lost_network_keeps_the_text_and_saves_it_later(
    committed_db: str, sign_in: SignIn
) -> None:
    town = world.settle()
    page = sign_in("kowalska", viewport=PHONE)
    page.goto(f"/wywiady/{town.interview.pk}/czesc/housing/")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.context.set_offline(True)
    page.fill("[name=condition]", "zawilgocona łazienka")
    expect(page.locator(".o-saved")).to_contain_text("Brak połączenia")
    page.context.set_offline(False)
    expect(page.locator(".o-saved")).to_contain_text("zapisano", timeout=WAIT_MS)
    assert answers(town.interview, "housing")["condition"] == "zawilgocona łazienka"


def test_a_lost_session_asks_for_the_password_over_the_page(
    committed_db: str, sign_in: SignIn
) -> None:
    town = world.settle()
    page = sign_in("kowalska")
    page.goto(f"/wywiady/{town.interview.pk}/czesc/housing/")
    page.context.clear_cookies(name="sessionid")
    page.fill("[name=condition]", "suche, ciepłe")
    frame = page.frame_locator("#sesja iframe")
    frame.locator("[name=login]").fill("kowalska")
    frame.locator("[name=password]").fill(PASSWORD)
    frame.locator("form button[type=submit]").click()
    expect(page.locator("#sesja")).to_be_hidden()
    expect(page.locator("[name=condition]")).to_have_value("suche, ciepłe")
    saved(page)
    assert answers(town.interview, "housing")["condition"] == "suche, ciepłe"


def test_two_windows_are_compared_and_nothing_is_lost(committed_db: str, sign_in: SignIn) -> None:
    town = world.settle()
    page = sign_in("kowalska")
    address = f"/wywiady/{town.interview.pk}/czesc/housing/"
    page.goto(address)
    other = page.context.new_page()
    other.goto(address)
    other.fill("[name=condition]", "z drugiego okna")
    saved(other)
    page.fill("[name=condition]", "z pierwszego okna")
    page.get_by_role("button", name="Porównaj wersje").click()
    expect(page.get_by_text("w innym oknie lub na innym urządzeniu")).to_be_visible()
    expect(page.get_by_role("cell", name="z drugiego okna")).to_be_visible()
    expect(page.locator("[name=condition]")).to_have_value("z pierwszego okna")
