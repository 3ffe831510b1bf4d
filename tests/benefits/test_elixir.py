"""The bank's file, byte for byte like the samples, and each bank by its profile."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from benefits.exports import elixir
from benefits.exports.elixir import Order, Profile
from benefits.exports.files import as_profile
from opsapp.kernel.refusals import Refusal
from tests.benefits import payables
from tests.benefits.conftest import PAY_DAY, Desk

SAMPLES = Path(__file__).parent / "samples"
CENTRE = Profile(
    account=payables.CENTRE_ACCOUNT,
    payer_lines=tuple(payables.CENTRE_LINES.splitlines()),
    encoding="cp1250",
)
DAY = date(2026, 11, 27)
ORDERS = (
    Order(
        payables.ANNA_ACCOUNT,
        Decimal("1229.00"),
        ("Żaneta Świątek-Łącka", "ul. Źródlana 12/4", "27-600 Sandomierz"),
        ("Świadczenie z pomocy społecznej", "za 11.2026, decyzja", "PS.5120.12.2026"),
        "LW/2026/0113/001",
    ),
    Order(
        payables.OTHER_ACCOUNT,
        Decimal("386.50"),
        ("Bogusław Ćwik", "ul. Krótka 3", "27-600 Sandomierz"),
        ("Świadczenie z pomocy społecznej", "za 11.2026, decyzja", "PS.5121.87.2026"),
        "LW/2026/0113/002",
    ),
    Order(
        payables.LANDLORD_ACCOUNT,
        Decimal("550.00"),
        ("Zarząd Budynków Przykładowych", "ul. Rynek 7", "27-600 Sandomierz"),
        ("Zaległy czynsz lok. 14", "decyzja PS.5122.201.2026"),
        "LW/2026/0113/003",
    ),
)
SCHOOL = Order(
    "75942900040000000022220005",
    Decimal("2142.00"),
    ("Szkoła Podstawowa nr 99", "ul. Szkolna 2", "27-600 Sandomierz"),
    ("Dożywianie uczniów 11.2026", "nota 15/2026, 34 uczniów"),
    "LW/2026/0114/001",
)


def written(profile: Profile, *orders: Order, pay_on: date = DAY) -> list[elixir.Part]:
    return list(elixir.files(orders, pay_on=pay_on, profile=profile))


def fields(profile: Profile, order: Order) -> list[str]:
    (row,) = csv.reader([elixir.line(order, pay_on=DAY, profile=profile)])
    return row


def test_the_first_sample_is_written_byte_for_byte() -> None:
    (part,) = written(CENTRE, *ORDERS)
    assert part.content == (SAMPLES / "elixir0_a_cp1250.pli").read_bytes()
    assert (part.count, part.total) == (3, Decimal("2165.50"))


def test_a_line_of_the_second_sample_is_written_in_the_dos_code_page() -> None:
    (part,) = written(replace(CENTRE, encoding="cp852"), SCHOOL, pay_on=date(2026, 11, 30))
    first = (SAMPLES / "elixir0_b_cp852.pli").read_bytes().splitlines(keepends=True)[0]
    assert part.content == first


def test_each_line_has_sixteen_fields_that_agree_with_the_account() -> None:
    row = fields(CENTRE, ORDERS[0])
    assert len(row) == 16
    assert row[:5] == ["110", "20261127", "122900", "94290004", "0"]
    assert row[6][2:10] == row[10]
    assert row[14:] == ["51", "LW/2026/0113/001"]


@pytest.mark.parametrize(
    ("amount", "grosze"), [("0.01", "1"), ("405.73", "40573"), ("999999.99", "99999999")]
)
def test_amounts_are_whole_grosze(amount: str, grosze: str) -> None:
    assert fields(CENTRE, replace(ORDERS[0], amount=Decimal(amount)))[2] == grosze


@pytest.mark.parametrize("amount", ["0.00", "-1.00", "1000000.00"])
def test_no_bank_takes_nothing_less_or_a_million(amount: str) -> None:
    with pytest.raises(Refusal, match="LW/2026/0113/001 nie może iść zwykłym przelewem"):
        written(CENTRE, replace(ORDERS[0], amount=Decimal(amount)))


@pytest.mark.parametrize("account", ["08102055610000000022220002", "123", ""])
def test_a_wrong_account_stops_the_file_and_is_named(account: str) -> None:
    with pytest.raises(Refusal, match="LW/2026/0113/001 ma błędny numer rachunku"):
        written(CENTRE, replace(ORDERS[0], account=account))


def test_control_and_forbidden_signs_become_spaces() -> None:
    profile = replace(CENTRE, forbidden=':;&@$"')
    order = replace(ORDERS[0], payee=('Jan "Mały" | Kowal; syn & brat',), title=("a@b:c",))
    row = fields(profile, order)
    assert row[8] == "Jan Mały Kowal syn brat"
    assert row[11] == "a b c"


def test_typography_and_letters_the_page_lacks_lose_only_their_marks() -> None:
    order = replace(ORDERS[0], payee=("José Nuñez – „Łąka”",))
    assert fields(CENTRE, order)[8] == "José Nunez - 'Łąka'"
    assert fields(replace(CENTRE, ascii_only=True), order)[8] == "Jose Nunez - 'Laka'"


def test_a_payee_in_letters_no_bank_takes_is_refused_with_what_to_do() -> None:
    with pytest.raises(Refusal, match="Wpisz posiadacza rachunku literami łacińskimi"):
        written(CENTRE, replace(ORDERS[0], payee=("Олена", "ul. Krótka 3")))


def test_long_texts_break_between_words_into_four_pieces_of_35() -> None:
    order = replace(ORDERS[0], title=(" ".join(["świadczenie"] * 20),))
    pieces = fields(CENTRE, order)[11].split("|")
    assert len(pieces) == 4
    assert all(len(piece) <= 35 and piece.strip() == piece for piece in pieces)
    assert pieces[0] == "świadczenie świadczenie świadczenie"


def test_a_word_longer_than_a_piece_is_cut() -> None:
    assert elixir.parts("x" * 40) == ["x" * 35, "x" * 5]


def test_the_bank_limit_splits_the_file() -> None:
    parts = written(replace(CENTRE, max_records=2), *ORDERS)
    assert [(part.count, part.total) for part in parts] == [
        (2, Decimal("1615.50")), (1, Decimal("550.00")),
    ]  # fmt: skip
    assert b"".join(part.content for part in parts) == written(CENTRE, *ORDERS)[0].content


def test_empty_fields_and_the_reference_follow_the_profile() -> None:
    bare = elixir.line(
        ORDERS[0], pay_on=DAY,
        profile=replace(CENTRE, empty_fields_quoted=False, reference_length=0),
    )  # fmt: skip
    assert bare.endswith(',,,"51",""')
    with pytest.raises(Refusal, match="nie mieści się w polu 16"):
        elixir.line(ORDERS[0], pay_on=DAY, profile=replace(CENTRE, reference_length=10))


def test_every_line_ends_with_both_signs() -> None:
    content = written(CENTRE, *ORDERS)[0].content
    assert content.count(b"\r\n") == content.count(b"\n") == 3
    assert content.endswith(b"\r\n")


@pytest.mark.django_db
def test_an_approved_list_keeps_its_files_with_their_digests(desk: Desk) -> None:
    for name, account in (("Świątek", payables.ANNA_ACCOUNT), ("Ćwik", payables.OTHER_ACCOUNT)):
        desk.family(name, account=account)
    bank = payables.bank_profile(actor=desk.author, name="Mały bank", max_records=1)
    made = desk.approved(desk.build(bank_profile=bank))
    files = list(made.files.select_related("document").order_by("part"))
    assert [(f.name, f.payment_count) for f in files] == [
        ("LW-2026-0001-1.pli", 1), ("LW-2026-0001-2.pli", 1),
    ]  # fmt: skip
    assert sum(file.total for file in files) == made.total
    for file in files:
        content = bytes(file.document.content)
        assert file.document.sha256 == hashlib.sha256(content).hexdigest()
        assert f"{PAY_DAY:%Y%m%d}" in content.decode("cp1250")
    first = files[0].document.content
    assert "Anna Ćwik|ul. Źródlana 12/4|27-600 Sandomierz" in bytes(first).decode("cp1250")
    assert as_profile(bank).payer_lines == CENTRE.payer_lines
