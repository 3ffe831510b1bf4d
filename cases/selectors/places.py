"""Where the centre is: the place its clients mostly live in, and gminas to choose from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from cases.dictionaries import GMINAS, gmina_label
from opsapp.kernel.refusals import Refusal
from opsapp.kernel.text import fold
from opsapp.office.selectors import centre

_POSTAL_CODE = re.compile(r"\b\d{2}-\d{3}\b")
_COUNTY = 4
"""Digits of a TERC that name the voivodeship and the county."""
_TOWN = "1"
"""The last digit of a gmina that is one town."""


@dataclass(frozen=True, slots=True)
class Home:
    """The centre's gmina and town, with the postal code of its own address."""

    terc: str
    locality: str
    postal_code: str

    def holds(self, locality: str) -> bool:
        """Whether a place may lie in the centre's gmina: in that of one town only the town does."""
        return self.terc[-1] != _TOWN or fold(locality).startswith(fold(self.locality))


def home(on: date) -> Home | None:
    """Where the centre is on a day; None when its particulars were not entered."""
    with suppress(Refusal):
        row = centre(on)
        code = _POSTAL_CODE.search(row.address)
        return Home(row.terc, row.town, code.group() if code else "")
    return None


def gminas(at: Home | None, *more: str) -> Iterator[tuple[str, str]]:
    """The centre's gmina, then the others of its county and those already on record."""
    first = at.terc if at else ""
    known = [code for code in GMINAS if not first or code[:_COUNTY] == first[:_COUNTY]]
    for code in dict.fromkeys(filter(None, [first, *known, *more])):
        unnamed = at.locality if at and code == first else gmina_label(code)
        yield code, GMINAS.get(code, unnamed)
