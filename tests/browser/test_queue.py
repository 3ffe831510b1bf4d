"""The director at the keyboard: a slipped key signs nothing, two keys sign, one goes on."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from benefits.models import Decision
from tests.benefits import road
from tests.benefits.road import Office
from tests.browser.conftest import SignIn, hold


@pytest.fixture
def office(committed_db: str, working_day: date) -> Office:
    """A centre with two families whose decisions wait."""
    office = road.open_office()
    for first, last in (("Anna", "Nowak"), ("Jan", "Wójcik")):
        road.submitted(office, item=road.ready_item(office, first=first, last=last))
    return office


def states() -> list[str]:
    return list(Decision.objects.order_by("pk").values_list("status", flat=True))


def read(page: Page, name: str) -> None:
    """Wait until the decision about this person is the one that is read."""
    expect(page.locator("#karta .b-card-who a")).to_have_text(name)


PRESS_AS_IT_APPEARS = """name => new Promise(resolve => new MutationObserver((_, watch) => {
  if (!document.querySelector("#karta .b-card-who a")?.textContent.includes(name)) return;
  watch.disconnect();
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "k", bubbles: true }));
  resolve();
}).observe(document.body, { childList: true, subtree: true })) && undefined"""


def test_a_key_pressed_in_the_moment_a_decision_appears_is_heard(
    office: Office, sign_in: SignIn
) -> None:
    page = sign_in(office.director.username)
    page.goto("/decyzje/do-podpisu/")
    read(page, "Nowak Anna")
    page.evaluate(PRESS_AS_IT_APPEARS, "Wójcik Jan")
    with page.expect_response("**/do-podpisu/?d=*"):
        page.keyboard.press("j")
    read(page, "Nowak Anna")
    expect(page.locator("#kolejka .o-here")).to_contain_text("Nowak Anna")


PRESS_AND_PRESS_AGAIN = """keys => keys.map(key => {
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  return document.activeElement.textContent.trim();
})"""


def test_keys_pressed_in_one_moment_are_all_heard(office: Office, sign_in: SignIn) -> None:
    page = sign_in(office.director.username)
    page.goto("/decyzje/do-podpisu/")
    read(page, "Nowak Anna")
    opened, closed, again = page.evaluate(PRESS_AND_PRESS_AGAIN, ["a", "Escape", "a"])
    assert opened.startswith("Podpisz i wydaj")
    assert closed.startswith("Podpisz ")
    assert again == opened
    assert states() == ["approval_pending", "approval_pending"]


def test_keys_pressed_while_the_next_decision_is_on_its_way_are_for_it(
    office: Office, sign_in: SignIn
) -> None:
    page = sign_in(office.director.username)
    page.goto("/decyzje/do-podpisu/")
    read(page, "Nowak Anna")
    held = hold(page, "**/do-podpisu/?d=*")
    with page.expect_request("**/do-podpisu/?d=*"):
        page.keyboard.press("j")
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    read(page, "Nowak Anna")
    expect(page.locator("#karta details[open]")).to_have_count(0)
    held[0].continue_()
    read(page, "Wójcik Jan")
    line = page.locator("#karta details[open]")
    expect(line).to_contain_text("Wójcik Jan")
    expect(line.locator("button[type=submit]")).to_be_focused()
    assert states() == ["approval_pending", "approval_pending"]


def test_two_keys_sign_and_the_next_decision_comes(office: Office, sign_in: SignIn) -> None:
    page = sign_in(office.director.username)
    page.goto("/decyzje/do-podpisu/")
    read(page, "Nowak Anna")
    page.keyboard.press("a")
    line = page.locator("#karta details[open] form")
    expect(line).to_contain_text("Nowak Anna")
    expect(line).to_contain_text("505,00")
    page.keyboard.press("Escape")
    expect(line).to_have_count(0)
    assert states() == ["approval_pending", "approval_pending"]

    page.keyboard.press("j")
    read(page, "Wójcik Jan")
    page.keyboard.press("k")
    read(page, "Nowak Anna")

    page.keyboard.press("a")
    expect(page.locator("#karta details[open] button[type=submit]")).to_be_focused()
    page.keyboard.press("Enter")
    read(page, "Wójcik Jan")
    expect(page.locator("#feedback")).to_contain_text("Podpisano i wydano decyzję PS/1/2026")
    assert states() == ["issued", "approval_pending"]

    page.keyboard.press("r")
    page.select_option("#karta select[name=reason_code]", "letter")
    page.fill("#karta textarea[name=remark]", "Popraw datę.")
    page.click("#karta details[open] button[type=submit]")
    expect(page.locator("#kolejka")).to_contain_text("Nic nie czeka na podpis")
    assert states() == ["issued", "draft"]


REFUSED_STYLES = "void (document.onsecuritypolicyviolation = () => { window.broke = true; })"
"""`void`: what an expression gives is called by the browser's driver when it is a function."""


def test_a_return_that_is_refused_keeps_text_focus_and_the_policy(
    office: Office, sign_in: SignIn
) -> None:
    page = sign_in(office.director.username)
    page.goto("/decyzje/do-podpisu/")
    read(page, "Nowak Anna")
    page.evaluate(REFUSED_STYLES)
    page.keyboard.press("r")
    remark = page.locator("#karta textarea[name=remark]")
    remark.evaluate("field => { field.style.color = 'inherit'; }")
    button = page.locator("#karta details[open] button[type=submit]")
    button.press("Enter")
    expect(page.locator("#karta")).to_contain_text("Uzupełnij: Uwaga dla autora.")
    assert page.evaluate("window.broke") is None

    page.select_option("#karta select[name=reason_code]", "letter")
    remark.fill("Popraw datę.")
    page.evaluate("document.querySelectorAll('#karta [name=version]').forEach(v => v.value = 9)")
    button.press("Enter")
    expect(page.locator("#feedback")).to_contain_text("Przeczytaj go ponownie.")
    expect(remark).to_have_value("Popraw datę.")
    expect(button).to_be_focused()
    expect(button).to_be_enabled()
