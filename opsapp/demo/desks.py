"""What lies on the desks today: ways of payment to confirm, an exclusion, who looked at whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from opsapp.demo import tables as t
from opsapp.demo.cells import array, since
from opsapp.demo.chance import Chance
from opsapp.demo.families import Family
from opsapp.demo.moments import ONE_DAY, earlier, morning
from opsapp.demo.numbers import Numbers
from opsapp.demo.writing import Rows
from opsapp.kernel.secrets import blind_index

PROPOSED = 3
LOOKED_DAYS = 20


@dataclass(frozen=True, slots=True)
class Desks:
    """Writes what waits for somebody."""

    rows: Rows
    chance: Chance
    until: date
    clerk: int
    social_worker: int

    def leave(self, helped: Sequence[Family]) -> None:
        """Proposals of new accounts, one turned down, an exclusion, looks of the last weeks."""
        numbers = Numbers(self.chance)
        asked = [family for family in helped if family.closed_on is None][: PROPOSED + 1]
        for place, family in enumerate(asked):
            self._propose(family, numbers.account(), rejected=place == PROPOSED)
        if helped:
            self.rows.add(
                t.EXCLUSION, self.social_worker, helped[-1].head.person,
                "pokrewieństwo w linii bocznej (art. 24 § 1 pkt 2 k.p.a.)", since(self.until),
            )  # fmt: skip
        self._looks(helped)

    def _propose(self, family: Family, account: str, *, rejected: bool) -> None:
        key = self.rows.key(t.PAYOUT_WAY)
        self.rows.add(
            t.PAYOUT_WAY, key, family.head.person, "bank", account,
            blind_index(account, "account"), "", family.worker, None, rejected,
            since(self.until + ONE_DAY), morning(earlier(self.until), key),
        )  # fmt: skip

    def _looks(self, helped: Sequence[Family]) -> None:
        for back in range(LOOKED_DAYS, 0, -1):
            day = earlier(self.until - timedelta(days=back))
            for place in range(min(6, len(helped))):
                family = self.chance.choice(helped)
                reader = family.worker if place % 3 else self.clerk
                person = family.head.person
                self.rows.add(
                    t.LOOK, reader, "opened", "cases.person", person, array(()),
                    f"/osoby/{person}/", morning(day, person + place),
                )  # fmt: skip
