"""A session that ended in the middle of typing: the text stays, and what it says is sent once."""

from __future__ import annotations

from playwright.sync_api import expect

from cases.models import Alert
from tests.benefits import road
from tests.browser.conftest import SignIn, hold
from tests.people import PASSWORD
from tests.socialwork import world

TEXT = "Pies bez kagańca, uwaga przy wizycie"


def test_a_form_sent_right_after_the_session_ended_keeps_its_text(
    committed_db: str, sign_in: SignIn
) -> None:
    town = world.settle()
    page = sign_in("kowalska")
    page.goto(f"/osoby/{town.anna.pk}/zmien/ostrzezenie/")
    page.context.clear_cookies(name="sessionid")
    page.fill("[name=text]", TEXT)
    send = page.get_by_role("main").locator("form button[type=submit]").first
    send.click()
    frame = page.frame_locator("#sesja iframe")
    frame.locator("[name=login]").fill("kowalska")
    frame.locator("[name=password]").fill(PASSWORD)
    frame.locator("form button[type=submit]").click()
    expect(page.locator("#sesja")).to_be_hidden()
    expect(page.locator("[name=text]")).to_have_value(TEXT)
    send.dblclick()
    page.wait_for_url(lambda url: "/zmien/" not in url)
    assert Alert.objects.filter(text=TEXT).count() == 1


def test_a_form_that_was_sent_is_not_kept_as_a_draft_afterwards(
    committed_db: str, sign_in: SignIn
) -> None:
    office = road.open_office()
    head = road.head_of(road.live_together(office, first="Anna", last="Nowak"))
    page = sign_in(office.worker.username)
    page.goto(f"/wnioski/nowy/?osoba={head.pk}")
    kept: list[str] = []
    page.on("request", lambda request: "/szkice/" in request.url and kept.append(request.url))
    sent = hold(page, "**/wnioski/nowy/**")
    with page.expect_request("**/wnioski/nowy/**"):
        page.get_by_label("O co prosi, własnymi słowami").fill("Proszę o pomoc.")
        page.get_by_role("button", name="Zarejestruj wniosek").click()
    page.wait_for_timeout(2000)  # longer than typing rests before it is saved
    assert kept == []
    sent[0].abort()
