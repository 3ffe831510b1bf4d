"""Addresses: territorial units (TERC), postal codes and electronic delivery."""

from __future__ import annotations

import re

from opsapp.kernel.identifiers.typed import bare, digits

_E_DELIVERY = re.compile(r"AE:PL-\d{5}-\d{5}-[A-Z]{5}-\d{2}", re.ASCII)
_VOIVODESHIPS = frozenset(range(2, 33, 2))
_KINDS = frozenset("1234589")
"""Town 1, village 2, mixed 3 with its town 4 and countryside 5, district 8, branch 9."""


def parse_e_delivery(text: str) -> str:
    """An address for electronic delivery, 'AE:PL-12345-67890-ABCDE-12'.

    Another shape raises ValueError; the rule of the last two digits is not published.
    """
    address = "".join(text.split()).upper()
    if not _E_DELIVERY.fullmatch(address):
        raise ValueError(
            "Adres do doręczeń elektronicznych ma postać AE:PL-12345-67890-ABCDE-12. "
            "Sprawdź, czy jest pełny."
        )
    return address


def parse_terc(text: str) -> str:
    """Seven digits of a gmina in TERYT (voivodeship, county, gmina, kind), or ValueError."""
    code = digits(text, 7, name="Kod TERC")
    if (
        int(code[:2]) not in _VOIVODESHIPS
        or code[2:4] == "00"
        or code[4:6] == "00"
        or code[6] not in _KINDS
    ):
        raise ValueError(f"Kod TERC {code} nie oznacza żadnej gminy. Sprawdź go w wykazie TERYT.")
    return code


def parse_postal_code(text: str) -> str:
    """'27-600'; another shape raises ValueError. One code may cover many places."""
    code = bare(text)
    if not (len(code) == 5 and code.isascii() and code.isdigit()):
        raise ValueError("Kod pocztowy ma pięć cyfr, np. 27-600.")
    return f"{code[:2]}-{code[2:]}"
