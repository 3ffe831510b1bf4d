"""Choosing a file: our button in Polish lies over the browser's own."""

from __future__ import annotations

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FileChooser, Page, expect

from cases.services import people
from opsapp.kernel.capabilities import Cap
from tests.browser.conftest import SignIn, until
from tests.people import with_caps

NAME = "zaświadczenie „łódź” & <b>.pdf"
NONE = "Nic nie wybrano."


@pytest.fixture
def form(sign_in: SignIn, committed_db: str) -> Page:
    """The form of an income, whose proof may have a scan."""
    clerk = with_caps("kowalska", Cap.SEE_PERSONS, Cap.EDIT_PERSONS)
    person = people.register(
        first_name="Anna", last_name="Nowak", birth_date=date(1985, 3, 14), sex="female",
        on=date(2024, 3, 1), actor=clerk,
    )  # fmt: skip
    page = sign_in("kowalska")
    page.goto(f"/osoby/{person.pk}/dochody/nowy/")
    return page


def test_the_button_is_ours_and_the_chosen_name_is_shown(form: Page) -> None:
    control = form.get_by_label("Plik ze skanem")
    box = form.locator("[data-file]")
    expect(box.get_by_text("Wybierz plik", exact=True)).to_be_visible()
    expect(control).to_have_css("opacity", "0")
    expect(box.get_by_text(NONE)).to_be_visible()
    control.set_input_files({"name": NAME, "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})
    expect(box.get_by_text(NAME, exact=True)).to_be_visible()
    control.set_input_files([])
    expect(box.get_by_text(NONE)).to_be_visible()


def test_a_click_and_a_key_open_the_choice(form: Page) -> None:
    opened: list[FileChooser] = []

    def keep(chooser: FileChooser) -> None:
        opened.append(chooser)

    form.on("filechooser", keep)
    form.evaluate("document.fonts.ready")
    form.locator("[data-file] .btn").click(force=True)
    until(form, lambda: len(opened) == 1)
    form.get_by_label("Plik ze skanem").focus()
    form.keyboard.press("Tab")
    form.keyboard.press("Shift+Tab")
    expect(form.locator("[data-file] .btn")).to_have_css("outline-style", "solid")
    form.keyboard.press("Enter")
    until(form, lambda: len(opened) == 2)


def test_axe_finds_nothing_and_a_form_that_comes_back_says_to_choose_again(form: Page) -> None:
    form.get_by_label("Plik ze skanem").set_input_files(
        {"name": NAME, "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    )
    with form.expect_navigation():
        form.get_by_role("button", name="Zapisz", exact=True).click()
    expect(form.locator("[data-file]")).to_contain_text("wybierz jeszcze raz")
    found = Axe().run(form, options={"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa"]}})
    assert found.response["violations"] == []
