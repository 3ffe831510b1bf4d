"""In which code page a bank wrote: nothing in the file says it."""

from __future__ import annotations

_POLISH = frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ")
_PAGES = ("cp852", "cp1250", "iso8859_2")
"""In this order when nothing tells them apart: MT940 of Polish banks is in CP852."""


def decode(raw: bytes) -> str:
    """The text. UTF-8 betrays itself; of the others the one that makes most Polish letters and
    fewest other signs.
    """
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        readings = [raw.decode(page, "replace") for page in _PAGES]
    return max(readings, key=_polish)


def _polish(text: str) -> int:
    foreign = [sign for sign in text if ord(sign) > 127]
    return sum(1 if sign in _POLISH else -1 for sign in foreign)
