"""A text as blocks: paragraphs, lists and tables, by the marks at the head of its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from opsapp.kernel.money import NBSP

CELL = " | "
DASH = "– "
_POINT = re.compile(r"\d+\. ")
_TOGETHER = re.compile(r"\b(art\.|ust\.|poz\.|pkt|nr|§) (?=\d)|(?<=\d)() (?=r\.)")


@dataclass(frozen=True, slots=True)
class Block:
    """One block: `kind` is paragraph, list, points or table; of a table the first row is its
    heading.
    """

    kind: str
    lines: tuple[str, ...] = ()
    heading: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def together(text: str) -> str:
    """The text with 'art. 38', 'poz. 1044' and '2026 r.' never parted by the end of a line."""
    return _TOGETHER.sub(lambda found: f"{found[1] or ''}{NBSP}", text)


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a text, in order."""
    lines = [line.strip() for line in together(text).splitlines() if line.strip()]
    for kind, group in groupby(lines, key=_kind):
        found = tuple(group)
        if kind == "table":
            cells = [tuple(cell.strip() for cell in line.split(CELL.strip())) for line in found]
            yield Block("table", heading=cells[0], rows=tuple(cells[1:]))
        elif kind == "list":
            yield Block("list", tuple(line.removeprefix(DASH) for line in found))
        elif kind == "points" and len(found) > 1:
            yield Block("points", tuple(_POINT.sub("", line, count=1) for line in found))
        else:
            for line in found:
                yield Block("paragraph", (_POINT.sub("", line, count=1) if kind == "points"
                                          else line,))  # fmt: skip


def _kind(line: str) -> str:
    if line.startswith(DASH):
        return "list"
    if CELL in line:
        return "table"
    return "points" if _POINT.match(line) else "paragraph"
