"""Terms of cases, with the clocks that stopped and went on, as rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from opsapp.demo import tables as t
from opsapp.demo.moments import after, due, working
from opsapp.demo.proceedings import Proceeding
from opsapp.demo.writing import Rows

MONTH, MOVED = "art. 35 § 3 k.p.a.", "art. 36 k.p.a."
WORKING_DAYS = "§ 3 ust. 2 rozporządzenia o wywiadzie"
ABSENT = "Strona nie zgłosiła się na umówiony wywiad."


@dataclass(frozen=True, slots=True)
class Pause:
    """A clock that stood still: from a day, up to another one, or still."""

    stopped: date
    resumed: date | None
    basis: str


@dataclass(frozen=True, slots=True)
class Terms:
    """Writes terms."""

    rows: Rows
    until: date

    def run(self, made: Proceeding) -> None:
        """Every term of a proceeding as it stands now."""
        self._settling(made)
        self._interview(made)
        self._supplement(made)
        heard, drafted = made.day_of("notify_party"), made.drafted
        if heard and heard <= self.until:
            told = after(heard, 1)
            self._open(made, "speak", "art. 10 § 1 k.p.a.", (told, due(told, 7, "days")), drafted)
        self._appeal(made)

    def _settling(self, made: Proceeding) -> None:
        start, last, before = made.received, due(made.received, 1, "months"), None
        basis, reason = MONTH, ""
        for pause in self._pauses(made):
            before = self._write(
                made, "settle", basis, (start, last), cancelled=pause.stopped, replaces=before,
                reason=reason,
            )  # fmt: skip
            if pause.resumed is None:
                return
            left = (last - pause.stopped).days
            last = working(pause.resumed + timedelta(days=left)) if left >= 0 else last
            basis = pause.basis
            reason = f"bieg wstrzymany {pause.stopped:%d.%m.%Y}, wznowiony {pause.resumed:%d.%m.%Y}"
        if made.late and made.issued and made.issued > last and self.until > last:
            before = self._write(
                made, "settle", basis, (start, last), cancelled=last, replaces=before, reason=reason
            )
            basis, reason, last = MOVED, ABSENT, working(last + timedelta(days=30))
        self._close(made, "settle", basis, (start, last), replaces=before, reason=reason)

    def _close(
        self, made: Proceeding, kind: str, basis: str, span: tuple[date, date],
        *, replaces: int | None, reason: str,
    ) -> None:  # fmt: skip
        """The last of the settling terms: met by the issue, lifted when there is none."""
        end = made.issued if made.decided else made.ended
        ended = end if end and end <= self.until else None
        self._write(
            made, kind, basis, span, met=ended if made.decided else None,
            cancelled=None if made.decided else ended, replaces=replaces, reason=reason,
        )  # fmt: skip

    def _pauses(self, made: Proceeding) -> Iterator[Pause]:
        """Waiting for a supplement and suspension, as far as they have begun."""
        summoned = made.day_of("summon")
        pairs = (
            (summoned and after(summoned, 2), made.day_of("supplement"), "art. 35 § 3 i 5 k.p.a."),
            (made.day_of("suspend"), made.day_of("resume"), "art. 103 k.p.a."),
        )
        for stopped, resumed, basis in pairs:
            if stopped and stopped <= self.until:
                went_on = resumed if resumed and resumed <= self.until else None
                yield Pause(stopped, went_on, basis)

    def _interview(self, made: Proceeding) -> None:
        ordered = made.day_of("order_interview")
        if ordered is None or ordered > self.until:
            return
        span, before, reason = (ordered, due(ordered, 14, "working_days")), None, ""
        stopped, resumed = made.day_of("suspend"), made.day_of("resume")
        if stopped and stopped <= self.until:
            before = self._write(made, "interview", WORKING_DAYS, span, cancelled=stopped)
            if resumed is None or resumed > self.until:
                return
            left = max((span[1] - stopped).days, 0)
            span = (ordered, working(resumed + timedelta(days=left)))
            reason = f"bieg wstrzymany {stopped:%d.%m.%Y}, wznowiony {resumed:%d.%m.%Y}"
        met = made.visited if made.visited and made.visited <= self.until else None
        self._write(made, "interview", WORKING_DAYS, span, met=met, replaces=before, reason=reason)

    def _supplement(self, made: Proceeding) -> None:
        summoned = made.day_of("summon")
        delivered = after(summoned, 2) if summoned else None
        if delivered is None or delivered > self.until:
            return
        span = (delivered, due(delivered, 7, "days"))
        left = made.day_of("leave_unexamined")
        if left and left <= self.until:
            self._write(made, "supplement", "art. 64 § 2 k.p.a.", span, cancelled=left)
        else:
            self._open(made, "supplement", "art. 64 § 2 k.p.a.", span, made.day_of("supplement"))

    def _appeal(self, made: Proceeding) -> None:
        delivered, appealed = made.delivered, made.day_of("appeal")
        if delivered is None or delivered > self.until:
            return
        span = (delivered, due(delivered, 14, "days"))
        self._open(made, "appeal", "art. 129 § 2 k.p.a.", span, appealed or made.final)
        if appealed and appealed <= self.until:
            sent = made.day_of("send_to_sko")
            span = (appealed, due(appealed, 7, "days"))
            self._open(made, "forward_appeal", "art. 133 k.p.a.", span, sent)

    def _open(
        self, made: Proceeding, kind: str, basis: str, span: tuple[date, date], met: date | None
    ) -> None:
        """A term that is met on a day, or lifted when the case ended before."""
        kept = met if met and met <= self.until else None
        ended = made.ended if kept is None and made.ended else None
        lifted = ended if ended and ended <= self.until else None
        self._write(made, kind, basis, span, met=kept, cancelled=lifted)

    def _write(
        self, made: Proceeding, kind: str, basis: str, span: tuple[date, date],
        *, met: date | None = None, cancelled: date | None = None, replaces: int | None = None,
        reason: str = "",
    ) -> int:  # fmt: skip
        key = self.rows.key(t.TERM)
        self.rows.add(t.TERM, key, made.case, kind, basis, *span, met, cancelled, replaces, reason)
        return key
