"""Numbers of taxpayers and of entities of the national economy."""

from __future__ import annotations

from stdnum.pl import nip, regon

from opsapp.kernel.identifiers.typed import bare, digits


def parse_nip(text: str) -> str:
    """The ten digits of a NIP, with or without "PL" and hyphens; a wrong one raises ValueError."""
    number = digits(bare(text).upper().removeprefix("PL"), 10, name="NIP")
    if not nip.is_valid(number):
        raise ValueError(f"NIP {number} ma błędną cyfrę kontrolną. Sprawdź numer.")
    return number


def parse_regon(text: str) -> str:
    """The nine or fourteen digits of a REGON; a wrong one raises ValueError."""
    number = digits(text, 9, 14, name="REGON")
    if not regon.is_valid(number):
        raise ValueError(f"REGON {number} ma błędną cyfrę kontrolną. Sprawdź numer.")
    return number
