"""Statements are read the same from either format, and what is wrong with a file is said."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from benefits.statements import MOST_BYTES, read
from benefits.statements.encodings import decode
from benefits.statements.mt940 import subfields
from benefits.statements.reasons import reason_of
from benefits.statements.references import lists_in, references_in
from opsapp.kernel.refusals import Refusal
from tests.benefits.payables import CENTRE_ACCOUNT, OTHER_ACCOUNT
from tests.benefits.statements.files import OPENING, Row, camt, mt940

BACK = Row(
    "386.50", "ZWROT: RACHUNEK ZAMKNIĘTY LW/2026/11/0002", "LW/2026/11/0002", "BOGUSŁAW ĆWIK",
    OTHER_ACCOUNT, "ZWROT PRZELEWU",
)  # fmt: skip
OUT = Row("-2165.50", "LISTA WYPŁAT LW/2026/11", "NONREF", "OPS", OTHER_ACCOUNT)


@pytest.mark.parametrize("separator", ["<", "~", "^", "?"])
def test_mt940_is_read_with_every_separator_of_subfields(separator: str) -> None:
    (one,) = read(mt940(OUT, BACK, separator=separator))
    assert (one.account, one.number) == (CENTRE_ACCOUNT, "231")
    assert (one.since, one.until) == (date(2026, 11, 26), date(2026, 11, 26))
    assert (one.opening, one.closing) == (OPENING, Decimal("8221.00"))
    out, back = one.entries
    assert (out.ordinal, out.amount, out.reference, out.reason) == (1, Decimal("-2165.50"), "", "")
    assert (back.amount, back.reference, back.account) == (
        Decimal("386.50"), "LW/2026/11/0002", OTHER_ACCOUNT,
    )  # fmt: skip
    assert (back.name, back.reason) == ("BOGUSŁAW ĆWIK", "AC04")
    assert back.text.startswith("ZWROT PRZELEWU · ZWROT: RACHUNEK ZAMKNIĘTY")


@pytest.mark.parametrize("encoding", ["cp852", "utf-8", "cp1250", "iso8859_2"])
def test_polish_letters_are_read_from_every_code_page(encoding: str) -> None:
    text = "Żaneta Świątek-Łącka, zażółć gęślą jaźń"
    assert decode(text.encode(encoding)) == text


def test_subfields_may_be_missing_broken_over_lines_or_come_twice() -> None:
    assert subfields("020<00PRZELEW<20ZASI\nŁEK<2011<27<31123") == {
        "00": "PRZELEW", "20": "ZASIŁEK11", "27": "", "31": "123",
    }  # fmt: skip
    assert subfields("zwykły  tekst\nbez pól") == {"": "zwykły tekst bez pól"}
    assert subfields("") == {"": ""}


@pytest.mark.parametrize(
    "title", ["ZWROT PRZELEWU BEZ PRZYCZYNY PODANEJ", "ZWROT PRZELEWU BEZ PODANIA PRZYCZYNY"]
)
def test_a_title_broken_within_a_word_or_between_two_is_whole_again(title: str) -> None:
    (entry,) = read(mt940(Row("1.00", title)))[0].entries
    assert entry.text == title


def test_words_of_the_bank_after_the_closing_balance_belong_to_no_entry() -> None:
    raw = mt940(BACK).replace(b"\r\n-\r\n", b"\r\n:86:UWAGA BANKU\r\n-\r\n")
    (one,) = read(raw)
    assert "UWAGA" not in one.entries[0].text


def test_several_statements_of_one_file_are_read_one_by_one() -> None:
    first, second = read(mt940(OUT, number="1") + mt940(BACK, number="2"))
    assert [(one.number, len(one.entries)) for one in (first, second)] == [("1", 1), ("2", 1)]
    assert (first.closing, second.closing) == (Decimal("7834.50"), Decimal("10386.50"))


def test_an_entry_of_the_old_year_booked_in_the_new_one_keeps_its_years() -> None:
    raw = mt940(Row("10.00", booked=date(2027, 1, 2))).replace(b":61:2701020102", b":61:2612310102")
    (entry,) = read(raw)[0].entries
    assert (entry.value_on, entry.booked_on) == (date(2026, 12, 31), date(2027, 1, 2))


def test_a_reversed_debit_brings_money_and_a_reversed_credit_takes_it() -> None:
    raw = mt940(OUT, closing="12165.50").replace(b"DN2165", b"RDN2165")
    assert read(raw)[0].entries[0].amount == Decimal("2165.50")
    raw = mt940(BACK, closing="9613.50").replace(b"CN386", b"RCN386")
    assert read(raw)[0].entries[0].amount == Decimal("-386.50")


@pytest.mark.parametrize("version", ["02", "04", "08"])
def test_camt_of_every_version_gives_the_return_with_its_code(version: str) -> None:
    (one,) = read(camt(OUT, BACK, version=version, reasons=["AC06"]))
    assert (one.account, one.number, one.closing) == (CENTRE_ACCOUNT, "231", Decimal("8221.00"))
    out, back = one.entries
    assert (out.amount, out.reason) == (Decimal("-2165.50"), "")
    assert (back.reference, back.account, back.name, back.reason) == (
        "LW/2026/11/0002", OTHER_ACCOUNT, "BOGUSŁAW ĆWIK", "AC06",
    )  # fmt: skip


def test_a_return_of_camt_names_the_original_order() -> None:
    raw = camt(Row("386.50", reference="ZWROT-77"), reasons=["AC04"])
    raw = raw.replace(b"<RtrInf>", b"<RtrInf><OrgnlEndToEndId>LW/2026/11/0002</OrgnlEndToEndId>")
    assert read(raw)[0].entries[0].reference == "LW/2026/11/0002"


def test_an_entry_of_several_transactions_is_as_many_entries() -> None:
    parts = "".join(
        f'<TxDtls><Refs><EndToEndId>LW/2026/11/000{at}</EndToEndId></Refs><Amt Ccy="PLN">{amount}'
        "</Amt></TxDtls>"
        for at, amount in ((1, "100.00"), (2, "50.50"))
    )
    extra = (
        '<Ntry><Amt Ccy="PLN">150.50</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
        "<BookgDt><Dt>2026-11-26</Dt></BookgDt>"
        f"<NtryDtls>{parts}</NtryDtls></Ntry>"
    )
    entries = read(camt(extra=extra, closing="9849.50"))[0].entries
    assert [(row.ordinal, row.amount, row.reference) for row in entries] == [
        (1, Decimal("-100.00"), "LW/2026/11/0001"), (2, Decimal("-50.50"), "LW/2026/11/0002"),
    ]  # fmt: skip


BOMB = (
    '<!DOCTYPE Document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


def test_xml_with_entities_of_its_own_is_refused_unread(tmp_path: Path) -> None:
    secret = tmp_path / "tajne"
    secret.write_text("haslo")
    outside = f'<!DOCTYPE Document [<!ENTITY x SYSTEM "file://{secret}">]>'
    for head, entity in ((BOMB, "&c;"), (outside, "&x;"), ("<!DOCTYPE Document>", "")):
        with pytest.raises(Refusal, match="DOCTYPE") as refused:
            read(camt(Row("1.00", entity), head=head))
        assert "haslo" not in str(refused.value)


WRONG = {
    "empty": (b"", "nie jest wyciąg"),
    "words": ("Dzień dobry, przesyłam wyciąg".encode(), "nie jest wyciąg"),
    "binary": (b":20:x\n:25:\x00\x01", "nie jest wyciąg"),
    "page": (b"<html><body>Zaloguj</body></html>", "nie jest wyciąg"),
    "cut xml": (camt(BACK)[:-30], "nie jest wyciąg"),
    "other iso": (camt(BACK).replace(b"camt.053", b"camt.054"), "nie jest wyciąg"),
    "no balance": (mt940(BACK).split(b":62F:")[0], "brak salda końcowego"),
    "no opening": (camt(BACK).replace(b"OPBD", b"XXXX"), "brak salda początkowego"),
    "bad line": (mt940(BACK).replace(b":61:2611", b":61:XX11"), "nie da się odczytać"),
    "bad account": (mt940(BACK, account="12" * 13), "brak prawidłowego numeru"),
    "bad amount": (camt(BACK).replace(b">386.50<", b">NaN<"), "nie da się odczytać"),
    "bad day": (camt(BACK).replace(b"<BookgDt><Dt>2026-11", b"<BookgDt><Dt>2026-13"), "data"),
    "no side": (camt(BACK).replace(b"CRDT", b"XXXX"), "strony Wn/Ma"),
    "euro": (mt940(BACK, currency="EUR"), "w walucie EUR"),
    "euro xml": (camt(BACK, currency="EUR"), "w walucie EUR"),
    "sums": (mt940(BACK, closing="10386.51"), "nie zgadza się sam ze sobą"),
    "sums xml": (camt(BACK, closing="10386.49"), "nie zgadza się sam ze sobą"),
    "large": (b":20:" + b"x" * MOST_BYTES, "najwyżej 5 MB"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_refused_with_what_is_wrong(name: str) -> None:
    raw, words = WRONG[name]
    with pytest.raises(Refusal, match=words) as refused:
        read(raw)
    assert refused.value.field == "file"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Zwrot LW/2026/11/0002", {"LW/2026/11/0002"}),
        ("zwrot lw-2026-11-0002.", {"LW/2026/11/0002"}),
        ("ZWROT LW/2026/1 1/0002", {"LW/2026/11/0002"}),
        ("LW2026110002", {"LW/2026/11/0002", "LW/2026/1/10002"}),
        ("LW20261130002", {"LW/2026/113/0002", "LW/2026/11/30002", "LW/2026/1/130002"}),
        ("LW/2026/11", set()),
        ("zasiłek za 11.2026", set()),
    ],
)
def test_our_reference_is_found_however_the_bank_writes_it(text: str, found: set[str]) -> None:
    assert references_in(text) == found


def test_the_reference_of_a_whole_list_is_found_too() -> None:
    assert lists_in("LISTA WYPLAT LW-2026-0113") == {"LW/2026/113"}
    assert lists_in("LW20260113") == {"LW/2026/113"}


@pytest.mark.parametrize(
    ("code", "text", "reason"),
    [
        ("AC04", "", "AC04"),
        ("BE06", "", "MS03"),
        ("", "ZWROT - RACHUNEK ZAMKNIETY", "AC04"),
        ("", "Zwrot: nieprawidłowy numer rachunku", "AC01"),
        ("", "zwrot, rachunek zablokowany", "AC06"),
        ("", "Zwrot – posiadacz zmarł", "MD07"),
        ("", "ZWROT PRZELEWU MD07", "MD07"),
        ("", "ODRZUCONY", "MS03"),
        ("", "dotacja na listopad", ""),
    ],
)
def test_the_reason_is_taken_from_the_code_or_from_the_words(
    code: str, text: str, reason: str
) -> None:
    assert reason_of(code, text) == reason
