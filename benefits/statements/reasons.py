"""Why a transfer came back: the code of ISO 20022, or what Polish banks write instead."""

from __future__ import annotations

import re

from opsapp.kernel.text import fold

CODES = ("AC01", "AC04", "AC06", "MD07", "MS03")
UNKNOWN = "MS03"
_SAID = (
    ("MD07", re.compile(r"zmarl|zgon|nie zyje")),
    ("AC04", re.compile(r"rach\w* (odbiorcy )?(jest )?zamkn|zamkniet\w* rach|likwidacj")),
    ("AC06", re.compile(r"zablokowan|blokad")),
    ("AC01", re.compile(r"(bledn|niepraw|niewlasc|zly)\w* (numer|nr|rach)|rach\w* nie istnieje|"
                        r"brak rachunku|nieistniejac")),
)  # fmt: skip
_RETURN = re.compile(r"\bzwrot|odrzucon|\breturn|\brrtn|niedoreczon|nieprzyjet")


def reason_of(code: str, *texts: str, returned: bool = False) -> str:
    """The reason by its code, else by words; 'MS03' for a return that says none, '' for what is no
    return at all.
    """
    said = fold(" ".join(texts))
    code = code.upper() or next((one for one in CODES if one.lower() in said.split()), "")
    if code in CODES:
        return code
    if not (code or returned or _RETURN.search(said)):
        return ""
    return next((one for one, words in _SAID if words.search(said)), UNKNOWN)
