"""Our own reference of a payment in what a bank gives back of it."""

from __future__ import annotations

import re

_WHOLE = re.compile(r"LW[/ -](\d{4})[/ -](\d{1,9})[/ -](\d{4,9})(?!\d)")
_BARE = re.compile(r"LW(\d{4})(\d{5,12})(?!\d)")
_LEAST_ORDINAL = 4
"""Digits of an ordinal: it is written with zeros in front up to four, and with none above."""


def references_in(*texts: str) -> frozenset[str]:
    """Every reference that the texts may mean.

    Banks break a title into pieces anywhere, so it is read once more without its spaces. Where
    they drop the slashes too, LW2026110002 may be payment 2 of list 11 and payment 10002 of
    list 1: both are answered, and the amount decides.
    """
    found: set[str] = set()
    for text in texts:
        for said in {text.upper(), "".join(text.upper().split())}:
            found |= {_reference(*match.groups()) for match in _WHOLE.finditer(said)}
            found |= {one for match in _BARE.finditer(said) for one in _split(*match.groups())}
    return frozenset(found)


_LIST = re.compile(r"LW[/ -]?(\d{4})[/ -]?(\d{1,9})(?!\d)")


def lists_in(*texts: str) -> frozenset[str]:
    """References of whole lists: a transfer of many orders at once carries that alone."""
    found = {match.groups() for text in texts for match in _LIST.finditer(text.upper())}
    return frozenset(f"LW/{year}/{int(number)}" for year, number in found)


def _reference(year: str, number: str, ordinal: str) -> str:
    return f"LW/{year}/{int(number)}/{int(ordinal):04}"


def _split(year: str, digits: str) -> set[str]:
    cuts = range(1, len(digits) - _LEAST_ORDINAL + 1)
    return {
        f"LW/{year}/{digits[:cut]}/{digits[cut:]}"
        for cut in cuts
        if digits[0] != "0" and (len(digits) - cut == _LEAST_ORDINAL or digits[cut] != "0")
    }
