"""A whole morning of the centre in the browser: from a person at the desk to the report's cell.

People of the demo town take turns: the social worker, the director, the clerk, the accountants.
Nothing is faked: the worker renders the document, the bank's file is read back, the number in the
report opens the decision made here.
"""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from playwright.sync_api import Page, expect

from opsapp.demo.staff import PASSWORD as TOWN_PASSWORD
from socialwork.questionnaire import SECTIONS
from socialwork.questionnaire.questions import Kind, Question
from tests.browser.conftest import SignIn, follow

TYPED = "Rodzina radzi sobie z trudem."
ACCOUNT = "61 1090 1014 0000 0712 1981 2874"


@pytest.fixture
def town(working_day: date, committed_db: str, settings: LazySettings) -> date:
    """The small demo town, on the day the test stands on."""
    settings.OPS_DEMO = True
    call_command("seed_demo", town="small", years=1, verbosity=0)
    return working_day


def press(page: Page, name: str) -> None:
    """Press the one visible button of that name, and wait for the page that answers.

    Before a form is sent the page asks who is signed in, so the answer begins a moment later.
    """
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def register_person(page: Page) -> str:
    """Somebody who was never here: the card is opened, its page shows."""
    page.goto("/osoby/nowa/")
    page.get_by_label("Nazwisko", exact=True).fill("Brzęczyszczykiewicz")
    page.get_by_label("Imię", exact=True).fill("Grażyna")
    page.get_by_label("Data urodzenia").fill("3.02.1985")
    page.get_by_label("kobieta").check()
    page.get_by_label("Ulica").fill("Zawichojska")
    page.get_by_label("Numer domu").fill("4")
    press(page, "Załóż kartę")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Grażyna Brzęczyszczykiewicz")
    return page.url


def found_family(page: Page, person: str) -> None:
    """She lives alone: a family of one."""
    page.goto(f"{person}rodzina/")
    press(page, "Załóż rodzinę")
    expect(page.get_by_role("main")).to_contain_text("Rodzina teraz")


def record_income(page: Page, person: str) -> None:
    """Typed as clerks type: with a comma."""
    page.goto(f"{person}dochody/nowy/")
    page.get_by_label("Rodzaj dochodu").select_option("contract_net")
    page.get_by_label("Kwota netto").fill("400,00")
    page.get_by_label("Miesiąc otrzymania").fill("10.2026")
    page.get_by_label("Dowód", exact=False).first.select_option("certificate")
    page.get_by_label("Opis dowodu").fill("rachunek do umowy zlecenia")
    press(page, "Zapisz")
    expect(page.get_by_role("table", name="Dochody")).to_contain_text("400,00 zł")


def take_application(page: Page, person: str) -> str:
    """Zasiłek okresowy for unemployment, all papers in; the case opens with its sign and term."""
    page.goto(person)
    follow(page, page.get_by_role("link", name="Nowy wniosek"))
    page.get_by_label("Świadczenie").first.select_option("periodic_allowance")
    page.get_by_label("Główny powód").select_option("unemployment")
    page.get_by_label("wszystkie potrzebne dokumenty").check()
    press(page, "Zarejestruj wniosek")
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(r"PS\.5121\.\d+\.2026"))
    expect(page.get_by_role("main")).to_contain_text("do 28.12")
    return page.url


def hold_interview(page: Page, case: str) -> None:
    """Every question that signing needs, saved as typed; then signed, and the case moves on."""
    page.goto(case)
    follow(page, page.get_by_role("link", name="Zacznij wywiad"))
    press(page, "Rozpocznij wywiad")
    page.wait_for_url(re.compile(r"/wywiady/\d+/"))
    found = re.search(r"/wywiady/\d+/", page.url)
    assert found
    interview = found[0]
    for part in SECTIONS:
        page.goto(f"{interview}czesc/{part.code}/")
        for question in part.questions:
            if question.needed:
                answer(page, question)
    page.goto(f"{interview}dochody/")
    page.get_by_role("checkbox").first.check()
    press(page, "Dalej: Wydatki")
    page.goto(interview)
    confirm(page, "Podpisz wywiad")
    expect(page.get_by_role("main")).to_contain_text("podpisany")
    page.goto(case)
    expect(page.get_by_role("main")).to_contain_text("wywiad sporządzony")


def answer(page: Page, question: Question) -> None:
    """Any answer of the question's kind."""
    control = page.locator(f"#id_{question.code}")
    if question.kind == Kind.CHOICE or (
        question.kind == Kind.YES_NO and control.evaluate("e => e.tagName") == "SELECT"
    ):
        control.select_option(index=1)
    elif question.kind in (Kind.YES_NO, Kind.MANY):
        page.locator(f"#id_{question.code}_0").check()
    elif question.kind == Kind.AMOUNT:
        control.fill("850,00")
    elif question.kind == Kind.NUMBER:
        control.fill("2")
    else:
        control.fill(TYPED)


def calculate(page: Page, case: str) -> None:
    """Half of the gap between 1 010,00 and 400,00, with its articles."""
    page.goto(case)
    follow(page, page.get_by_role("link", name="Oblicz").first)
    page.get_by_label("Powód").select_option(label="bezrobocie")
    press(page, "Oblicz")
    main = page.get_by_role("main")
    expect(main).to_contain_text("od 305,00 zł do 610,00 zł miesięcznie")
    expect(main).to_contain_text("art. 38 ust. 2 u.p.s.")


def draft(page: Page, case: str) -> str:
    """The text composes itself from the trace; it goes to the director."""
    page.goto(case)
    follow(page, page.get_by_role("link", name="Sporządź decyzję"))
    press(page, "Sporządź projekt")
    reasons = page.locator("textarea[name=reasons]").input_value()
    assert re.search(r"Dochód za 10\.2026 wyniósł 400,00\szł", reasons)
    confirm(page, "Przekaż do podpisu")
    expect(page.get_by_role("main")).to_contain_text("do podpisu")
    return page.url


def confirm(page: Page, label: str) -> None:
    """Press a button that asks in place, and say yes."""
    page.locator("summary", has_text=label).click()
    with page.expect_navigation():
        page.locator("details[open] button[type=submit]").click()


def sign_by_keys(page: Page, decision: str) -> str:
    """The director's queue, by keys alone; then the decision has its number and document."""
    found = re.search(r"/decyzje/(\d+)/", decision)
    assert found
    page.goto(f"/decyzje/do-podpisu/?d={found[1]}")
    expect(page.get_by_role("main")).to_contain_text("Brzęczyszczykiewicz")
    page.keyboard.press("a")
    expect(page.locator("details[open] button[type=submit]")).to_be_focused()
    with page.expect_response(re.compile(r"/podpisz/$")) as signed:
        page.keyboard.press("Enter")
    assert signed.value.ok
    page.goto(decision)
    main = page.get_by_role("main")
    expect(main).to_contain_text("wydana 27.11.2026")
    sign = re.search(r"PS/\d+/2026", main.inner_text())
    assert sign
    return sign[0]


def take_document(page: Page, decision: str) -> bytes:
    """The worker renders the PDF once the decision was issued."""
    for _ in range(60):
        answer = page.request.get(f"{decision}pdf/")
        if answer.ok and answer.headers["content-type"] == "application/pdf":
            return answer.body()
        page.wait_for_timeout(500)
    raise AssertionError("The document was not rendered.")


def propose_way(page: Page, person: str) -> None:
    """A wrong account is answered beside its field and stays typed; the right one waits."""
    page.goto(f"{person}sposob-wyplaty/")
    page.get_by_label("Sposób wypłaty").select_option("bank")
    page.get_by_label("Numer rachunku").fill("61 1090 1014 0000 0712 1981 2875")
    press(page, "Przekaż do zatwierdzenia")
    expect(page.get_by_label("Numer rachunku")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Numer rachunku").fill(ACCOUNT)
    press(page, "Przekaż do zatwierdzenia")
    page.wait_for_url(person)


def confirm_way(page: Page) -> None:
    """Another person confirms the account."""
    page.goto("/wyplaty/sposoby/")
    row = page.get_by_role("row", name=re.compile("Brzęczyszczykiewicz"))
    with page.expect_navigation():
        row.get_by_role("button", name="Zatwierdź").click()
    expect(row).to_have_count(0)


def build_list(page: Page) -> str:
    """The accountant's list of the day by bank transfer, signed as prepared."""
    page.goto("/wyplaty/nowa/")
    page.get_by_label("Sposób wypłaty").select_option("bank")
    page.get_by_label("Rachunek obciążany").select_option(index=1)
    press(page, "Utwórz listę")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Lista wypłat LW/2026/")
    confirm(page, "Sporządź listę")
    return page.url


def send_and_settle(page: Page, payment_list: str) -> str:
    """The bank's file, read as the bank reads it; then sent and settled."""
    page.goto(payment_list)
    with page.expect_download() as taken:
        page.get_by_role("button", name=re.compile(r"\.pli$")).first.click()
    text = taken.value.path().read_bytes().decode("cp852")
    confirm(page, "Odnotuj wysłanie")
    page.locator("summary", has_text="Rozlicz listę").click()
    page.locator("details[open] input[name=proof]").fill("WB 226/2026")
    with page.expect_navigation():
        page.locator("details[open] button[type=submit]").click()
    expect(page.get_by_role("main")).to_contain_text("rozliczona")
    return text


def open_report_down_to(page: Page, sign: str) -> None:
    """The quarter's report; its cell of granting decisions lists the one made here."""
    page.goto("/sprawozdania/")
    page.get_by_label("Rok").select_option("2026")
    page.get_by_label("Kwartał").select_option(index=3)
    press(page, "Policz sprawozdanie")
    follow(page, page.get_by_role("main").locator("a[href^='/sprawozdania/']"))
    row = page.get_by_role("row", name=re.compile("^Decyzje przyznające"))
    follow(page, row.get_by_role("link").last)
    while not page.get_by_role("link", name=sign, exact=True).count():
        follow(page, page.get_by_role("link", name=re.compile("Następn")))
    follow(page, page.get_by_role("link", name=sign, exact=True))
    expect(page.get_by_role("heading", level=1)).to_contain_text(sign)


def test_a_morning_from_the_desk_to_the_report(town: date, sign_in: SignIn) -> None:
    def window(username: str) -> Page:
        return sign_in(username, TOWN_PASSWORD)

    worker, director, accountant = window("socjalny"), window("dyrektor"), window("ksiegowa")
    person = register_person(worker)
    found_family(worker, person)
    record_income(worker, person)
    case = take_application(worker, person)
    hold_interview(worker, case)
    calculate(worker, case)
    decision = draft(worker, case)
    sign = sign_by_keys(director, decision)
    assert take_document(director, decision).startswith(b"%PDF-")

    propose_way(worker, person)
    confirm_way(accountant)
    payments = build_list(accountant)
    clerk, chief = window("rodzinne"), window("glowna")
    clerk.goto(payments)
    confirm(clerk, "Sprawdź listę")
    chief.goto(payments)
    confirm(chief, "Zatwierdź do wypłaty")
    bank = send_and_settle(accountant, payments)
    line = next(line for line in bank.splitlines() if "Brzęczyszczykiewicz" in line)
    assert line.startswith("110,20261127,30500,")
    assert ACCOUNT.replace(" ", "") in line

    open_report_down_to(accountant, sign)
    call_command("check_integrity")
