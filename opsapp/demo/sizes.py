"""How large a town is, by the figures of a typical one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """Families helped in the present month, how their number changed, and who works for them.

    `decline` is the share by which the number of families fell in a year; `leaving` the share
    that leaves help in a year, so that new ones come in the difference.
    """

    name: str
    helped: int
    decline: float
    leaving: float
    social_workers: int
    years: int = 5
    evidence: float = 1.0
    waiting: int = 6
    watched: bool = True
    """History and every guard that can stand while finished records are laid."""
    months: tuple[tuple[int, int], ...] = ((3, 15), (4, 10), (5, 10), (6, 65))
    """For how many months help is granted, and how often."""
    files_months: int = 1200
    """Of so many last months the files sent to the bank are kept."""


SIZES = {
    size.name: size
    for size in (
        Size("small", 43, 0.08, 0.20, 4, waiting=5),
        Size("typical", 430, 0.08, 0.20, 13, waiting=9),
        Size(
            "city",
            30_000,
            0.06,
            0.075,
            120,
            evidence=0.1,
            waiting=500,
            watched=False,
            months=((6, 40), (12, 60)),
        ),
    )
}
