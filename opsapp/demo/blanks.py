"""Texts with blanks: cut once where something is to be written, then put together with it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

_PIECES: dict[str, str] = {}
"""Equal pieces of different texts are one object: most of what decisions say, all of them say."""


class Form:
    """A text with blanks, ready to be written over."""

    __slots__ = ("_blanks", "_pieces")

    def __init__(self, text: str, blanks: Sequence[str]) -> None:
        cut = _cutter(tuple(blanks)).split(text)
        self._blanks = tuple(cut[1::2])
        self._pieces = [_PIECES.setdefault(piece, piece) for piece in cut]

    def over(self, written: Mapping[str, str]) -> str:
        """The text with what belongs in its blanks. Raises KeyError for a blank left open."""
        pieces = self._pieces.copy()
        pieces[1::2] = [written[blank] for blank in self._blanks]
        return "".join(pieces)


@lru_cache(maxsize=256)
def _cutter(blanks: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(f"({'|'.join(map(re.escape, blanks))})")
