"""A file of a bank into statements, whichever of the two formats it is in."""

from __future__ import annotations

from benefits.statements import camt, mt940
from benefits.statements.entries import (
    MOST_BYTES,
    Statement,
    broken,
    not_a_statement,
    wrong,
)
from opsapp.kernel.money import format_pln

MOST_ENTRIES = 20_000


def read(content: bytes) -> list[Statement]:
    """Every statement of the file, told by its content and never by its name.

    Raises `Refusal` for what is no statement, is too large, is in another currency, or does not
    lead from its opening balance to its closing one.
    """
    if len(content) > MOST_BYTES:
        raise wrong(
            f"Plik jest za duży: wyciąg ma najwyżej {MOST_BYTES // 1024 // 1024} MB. "
            "Pobierz z banku wyciąg za krótszy okres.",
            "too_large",
        )
    is_xml = content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    statements = camt.read(content) if is_xml else mt940.read(content)
    if not statements:
        raise not_a_statement()
    if sum(len(one.entries) for one in statements) > MOST_ENTRIES:
        raise wrong(
            f"W pliku jest więcej niż {MOST_ENTRIES} pozycji. Pobierz wyciąg za krótszy okres.",
            "too_many",
        )
    for one in statements:
        _leads_to_its_end(one)
    return statements


def _leads_to_its_end(one: Statement) -> None:
    moved = sum(entry.amount for entry in one.entries)
    if one.opening + moved != one.closing:
        raise wrong(
            f"Wyciąg {one.number} nie zgadza się sam ze sobą: saldo początkowe "
            f"{format_pln(one.opening)} i pozycje dają {format_pln(one.opening + moved)}, a saldo "
            f"końcowe wynosi {format_pln(one.closing)}. Pobierz go z banku jeszcze raz.",
            "sums",
        )
    if one.since > one.until:
        raise broken("dni wyciągu są w złej kolejności")
