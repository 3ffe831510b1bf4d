"""'Co jeśli?' on the screen: asked, wrong input, progress, the answer, files, who sees names."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from benefits.models import Decision, LawValue, WhatIf
from benefits.whatif import services
from cases.models import Case
from opsapp.kernel import worker
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.models import Job, Look
from opsapp.office.models import Unit, User
from opsapp.office.services import units
from tests.benefits import road
from tests.benefits.conftest import browser
from tests.benefits.road import Office
from tests.people import LONG_AGO, holds_in, with_caps

pytestmark = pytest.mark.django_db

SINGLE = "social_assistance.criterion_single"
URL = reverse("benefits:what_if")
SEES = (Cap.TRY_LAW, Cap.SEE_LAW, Cap.SEE_DECISIONS, Cap.SEE_CASES, Cap.EXPORT)


@pytest.fixture
def granted(office: Office) -> Decision:
    """Anna Nowak, alone, 505,00 zł."""
    return road.issued(office)


@pytest.fixture
def chief(office: Office) -> User:
    """Sees everything that a run shows."""
    return with_caps("glowna", *SEES)


@pytest.fixture
def informatician(office: Office) -> User:
    """May try law and sees no decision."""
    return with_caps("informatyk", Cap.TRY_LAW, Cap.SEE_LAW, Cap.EXPORT)


def asked(client: Client, **more: str) -> Any:
    values = {
        "parametr_0": SINGLE, "wartosc_0": "1 100,00 zł", "od": "1.12.2026", "zakres": "day",
    }  # fmt: skip
    return client.post(URL, values | more)


def answered(user: User) -> WhatIf:
    """A run of this person, done."""
    asked(browser(user))
    worker.Worker().drain()
    return WhatIf.objects.latest("pk")


def page(user: User, name: str, *args: Any, query: str = "", status: int = 200) -> str:
    answer = browser(user).get(reverse(f"benefits:{name}", args=args) + query)
    assert answer.status_code == status
    return str(answer.content.decode())


def test_prawo_leads_to_it_whoever_may_try(chief: User, installation: User) -> None:
    assert URL in page(chief, "law")
    assert f"{URL}?parametr={SINGLE}" in page(chief, "law_parameter", SINGLE)
    reader = with_caps("czyta", Cap.SEE_LAW)
    assert URL not in page(reader, "law")
    assert page(reader, "what_if", status=403)


def test_the_form_comes_with_the_parameter_and_its_value(chief: User) -> None:
    text = page(chief, "what_if", query=f"?parametr={SINGLE}")
    assert f'<option value="{SINGLE}" selected>' in text
    assert "Dz.U. 2024 poz. 1044" in text


def test_asking_orders_a_run_and_leads_to_it(chief: User) -> None:
    answer = asked(browser(chief))
    run = WhatIf.objects.get()
    assert answer["Location"] == reverse("benefits:what_if_run", args=[run.pk])
    assert (run.author, run.valid_from, run.scope) == (chief, date(2026, 12, 1), "day")
    assert run.changes[0]["after"] == "1100.00"
    assert not LawValue.objects.exists()


def test_an_end_is_ordered_shown_and_brought_back_into_the_form(chief: User) -> None:
    code = "nursing_allowance.amount"
    asked(browser(chief), parametr_0=code, wartosc_0="", koniec_0="on")
    run = WhatIf.objects.get()
    assert (run.changes[0]["before"], run.changes[0]["after"]) == ("215.84", None)
    assert "przestaje obowiązywać" in page(chief, "what_if_run", run.pk)
    again = page(chief, "what_if", query=f"?z={run.pk}")
    box = re.search(r'<input[^>]*name="koniec_0"[^>]*>', again)
    assert box is not None
    assert "checked" in box[0]


def test_the_same_form_sent_twice_asks_once(chief: User) -> None:
    client = browser(chief)
    asked(client, once="klucz")
    asked(client, once="klucz")
    assert WhatIf.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"parametr_0": ""}, "Wybierz parametr."),
        ({"parametr_0": "no.such"}, "Nie ma takiego parametru prawa"),
        ({"wartosc_0": ""}, "Podaj nową wartość."),
        ({"wartosc_0": "dużo"}, "nie jest liczbą"),
        ({"koniec_0": "on"}, "jedno z dwóch"),
        ({"koniec_0": "on", "wartosc_0": ""}, "nie umie policzyć świadczeń"),
        (
            {"koniec_0": "on", "wartosc_0": "", "parametr_0": "periodic_allowance.local_share"},
            "nie ma wpisanej uchwały",
        ),
        ({"wartosc_0": "1010"}, "już obowiązuje w tym dniu"),
        ({"wartosc_0": "9999999"}, "za duża"),
        ({"wartosc_0": "10,123"}, "najwyżej 2 miejsca"),
        ({"od": "wczoraj"}, "nie jest datą"),
        ({"od": "1.1.1999"}, "dopiero od"),
        ({"od": "1.1.2099"}, "zbyt odległy"),
        ({"zakres": "wszyscy"}, "wszyscy"),
        ({"parametr_1": SINGLE, "wartosc_1": "1200"}, "wybrano dwa razy"),
    ],
)
def test_wrong_input_is_told_beside_its_field(
    chief: User, typed: dict[str, str], said: str
) -> None:
    answer = asked(browser(chief), **typed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not WhatIf.objects.exists()


def test_a_row_is_added_and_removed_and_what_was_typed_stays(chief: User) -> None:
    client = browser(chief)
    typed = {"parametr_0": SINGLE, "wartosc_0": "1100", "od": "1.12.2026", "zakres": "year"}
    url = reverse("benefits:what_if_rows")
    more = client.post(url, typed | {"dodaj": "1"}, headers={"HX-Request": "true"})
    text = more.content.decode()
    assert "<html" not in text
    assert 'name="parametr_1"' in text
    assert 'value="1100"' in text
    typed |= {"parametr_1": "periodic_allowance.local_share", "wartosc_1": "60"}
    less = client.post(url, typed | {"usun": "0"}).content.decode()
    assert 'name="parametr_1"' not in less
    assert "Nowa wartość (procent)" in less
    assert not WhatIf.objects.exists()


def test_a_yes_or_no_is_chosen(chief: User) -> None:
    text = page(chief, "what_if", query="?parametr=care_home.spouse_first")
    assert '<select name="wartosc_0"' in text


def test_progress_is_told_and_then_the_page_comes_anew(chief: User, granted: Decision) -> None:
    client = browser(chief)
    asked(client)
    run = WhatIf.objects.get()
    Job.objects.filter(key=services.key_of(run)).update(status="running", progress=500, total=1200)
    url = reverse("benefits:what_if_run", args=[run.pk])
    assert "500 z 1200" in client.get(url).content.decode()
    part = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "500 z 1200" in part
    assert f'hx-get="{url}"' in part
    Job.objects.update(status="queued")
    worker.Worker().drain()
    assert client.get(url, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_a_failed_count_says_so_and_offers_to_ask_again(chief: User) -> None:
    asked(browser(chief))
    run = WhatIf.objects.get()
    Job.objects.update(status="failed", error="ValueError: x", finished_at="2026-11-26T12:00Z")
    text = page(chief, "what_if_run", run.pk)
    assert "nie udało się z powodu błędu systemu" in text
    assert "Policz jeszcze raz" in text
    assert "nieudana" in page(chief, "what_if")


def test_a_count_is_broken_off_by_its_author_alone(chief: User, informatician: User) -> None:
    asked(browser(chief))
    run = WhatIf.objects.get()
    url = reverse("benefits:what_if_cancel", args=[run.pk])
    assert browser(informatician).post(url).status_code == 404
    assert browser(chief).get(url).status_code == 405
    browser(chief).post(url)
    run.refresh_from_db()
    assert run.cancelled_at is not None
    assert browser(chief).post(url).status_code == 409
    assert "Liczenie przerwano" in page(chief, "what_if_run", run.pk)


def test_the_answer_tells_cost_by_chapter_and_how_it_was_counted(
    chief: User, granted: Decision
) -> None:
    run = answered(chief)
    text = page(chief, "what_if_run", run.pk)
    for said in ("85214 § 3110", "+45,00", "Jak to policzono", "1 rodzina", str(chief)):
        assert said.replace(" ", "\u00a0") in text.replace(" ", "\u00a0")
    assert run.rules_version[:12] in text
    assert "Nowak" not in text


def test_a_run_is_for_its_author_alone(chief: User, informatician: User, granted: Decision) -> None:
    run = answered(chief)
    page(informatician, "what_if_run", run.pk, status=404)
    assert f"/{run.pk}/" not in page(informatician, "what_if")
    other = with_caps("druga", *SEES)
    page(other, "what_if_cases", run.pk, status=404)
    page(other, "what_if_case", run.pk, run.cases.get().pk, status=404)


def test_names_are_for_whoever_sees_decisions_and_leave_a_trace(
    chief: User, granted: Decision
) -> None:
    run = answered(chief)
    text = page(chief, "what_if_cases", run.pk)
    assert "Nowak Anna" in text
    look = Look.objects.filter(actor_id=chief.pk).latest("pk")
    assert (look.kind, look.subject_type, look.ids) == ("listed", "cases.case", [granted.case_id])


def test_who_sees_no_decisions_gets_the_sums_and_no_case(
    informatician: User, granted: Decision
) -> None:
    run = answered(informatician)
    text = page(informatician, "what_if_run", run.pk)
    assert "85214" in text
    assert "Zobacz sprawy" not in text
    page(informatician, "what_if_cases", run.pk, status=403)
    page(informatician, "what_if_case", run.pk, run.cases.get().pk, status=403)


def test_who_sees_another_unit_gets_its_sums_and_none_of_its_names(
    office: Office, granted: Decision
) -> None:
    elsewhere = units.open_unit(
        name="Dział inny", cell="DI", kind=Unit.Kind.SECTION, since=LONG_AGO,
        parent=Unit.objects.get(cell="OPS"), actor=office.installation,
    )  # fmt: skip
    stranger = with_caps("z-innego-dzialu", Cap.TRY_LAW, Cap.SEE_LAW)
    stranger = holds_in(stranger, elsewhere, Cap.SEE_DECISIONS, Cap.SEE_CASES, Cap.EXPORT)
    run = answered(stranger)
    text = page(stranger, "what_if_cases", run.pk)
    assert "Nowak" not in text
    assert "Nie pokazano 1" in text.replace("\u00a0", " ")
    page(stranger, "what_if_case", run.pk, run.cases.get().pk, status=404)
    file = browser(stranger).get(reverse("benefits:what_if_cases", args=[run.pk]) + "?format=csv")
    assert "Nowak" not in b"".join(file).decode()


def test_a_case_shows_both_amounts_and_the_steps_that_differ(
    chief: User, granted: Decision
) -> None:
    run = answered(chief)
    text = page(chief, "what_if_case", run.pk, run.cases.get().pk).replace("\u00a0", " ")
    for said in ("505,00 zł", "550,00 zł", "1 010,00 zł", "1 100,00 zł", "Różnica między"):
        assert said in text
    assert Look.objects.filter(
        kind="opened", subject_type="cases.case", subject_id=granted.case_id, actor_id=chief.pk
    ).exists()
    assert isinstance(granted.case, Case)


def test_the_list_is_narrowed(chief: User, granted: Decision) -> None:
    run = answered(chief)
    assert "Nowak" in page(chief, "what_if_cases", run.pk, query="?skutek=gain&kolejnosc=zysk")
    empty = page(chief, "what_if_cases", run.pk, query="?skutek=loss")
    assert "Nowak" not in empty
    assert "Żadna sprawa nie pasuje" in empty


def test_files_hold_sums_without_names_and_cases_with_them(chief: User, granted: Decision) -> None:
    run = answered(chief)
    url = reverse("benefits:what_if_run", args=[run.pk])
    sums = b"".join(browser(chief).get(f"{url}?format=csv")).decode()  # type: ignore[arg-type]
    assert "rozdział;85214 § 3110" in sums
    assert ";45,00;" in sums
    assert "Nowak" not in sums
    answer = browser(chief).get(reverse("benefits:what_if_cases", args=[run.pk]) + "?format=xlsx")
    sheet = load_workbook(BytesIO(b"".join(answer)))["Lista"]  # type: ignore[arg-type]
    head, row = ([cell.value for cell in line] for line in sheet.iter_rows())
    assert row[head.index("Osoba")] == "Nowak Anna"
    assert (row[head.index("Przed")], row[head.index("Po")]) == (505, 550)
    look = Look.objects.filter(kind="exported").latest("pk")
    assert look.ids == [granted.case_id]


def test_files_need_the_right_to_export(office: Office, granted: Decision) -> None:
    reader = with_caps("bez-eksportu", *[cap for cap in SEES if cap != Cap.EXPORT])
    run = answered(reader)
    page(reader, "what_if_run", run.pk, query="?format=csv", status=403)
    page(reader, "what_if_cases", run.pk, query="?format=csv", status=403)


def test_an_earlier_question_fills_the_form_again(chief: User, granted: Decision) -> None:
    run = answered(chief)
    text = page(chief, "what_if", query=f"?z={run.pk}")
    assert 'value="1100,00"' in text
    assert 'value="01.12.2026"' in text


def test_an_answer_of_an_older_program_says_so(
    chief: User, granted: Decision, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = answered(chief)
    monkeypatch.setattr("benefits.web.whatif.shown.rules_version", lambda: "0" * 64)
    assert "zmieniła się wersja reguł" in page(chief, "what_if_run", run.pk)


def test_a_day_without_entitlements_says_what_to_do(chief: User) -> None:
    run = answered(chief)
    assert "Nikogo nie policzono" in page(chief, "what_if_run", run.pk)


def test_one_calculation_is_tried_under_another_law_and_nothing_is_kept(
    chief: User, granted: Decision
) -> None:
    calculation = granted.items.get().calculation
    url = reverse("benefits:what_if_one", args=[calculation.pk])
    assert url in page(chief, "decision", granted.pk)
    form = browser(chief).get(url).content.decode()
    assert SINGLE in form
    assert "nursing_allowance.amount" not in form
    values = {"parametr_0": SINGLE, "wartosc_0": "1100", "od": "5.11.2026"}
    told = browser(chief).post(url, values).content.decode().replace("\u00a0", " ")
    for said in ("od 505,00 zł", "od 550,00 zł", "1 100,00 zł", "Co wyjdzie inaczej"):
        assert said in told
    assert not WhatIf.objects.exists()
    assert not LawValue.objects.exists()
    wrong = browser(chief).post(url, values | {"wartosc_0": "dużo"})
    assert wrong.status_code == 422
    looks = Look.objects.filter(kind="opened", subject_id=granted.case_id, actor_id=chief.pk)
    assert looks.count() >= 3


def test_another_law_is_tried_by_whoever_may(office: Office, granted: Decision) -> None:
    calculation = granted.items.get().calculation
    assert "innym prawie" not in page(office.director, "decision", granted.pk)
    page(office.director, "what_if_one", calculation.pk, status=403)
