"""The words of a decision that changes, revokes or declares expired an earlier one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from benefits.dictionaries_changes import CHANGE, EXPIRY, GROUNDS, KPA
from benefits.enforcement import why_at_once
from benefits.models import Appeal, Decision, DecisionItem
from benefits.reasons import explained
from benefits.texts import DAY, Told, Words
from opsapp.kernel.money import format_pln
from opsapp.kernel.periods import Period

_CODE = "art. 104 i art. 107"
_CODE_RIGOUR = "art. 104, art. 107 i art. 108 § 1"
_RIGOUR_FOR = {
    "life": "ze względu na ochronę zdrowia lub życia ludzkiego",
    "economy": "dla zabezpieczenia gospodarstwa narodowego przed ciężkimi stratami",
    "social": "ze względu na inny interes społeczny",
    "party": "ze względu na wyjątkowo ważny interes strony",
}


@dataclass(frozen=True, slots=True)
class Cause:
    """Why an earlier decision is changed: a code of `GROUNDS`, what happened in the clerk's words,
    since when it counts, and the day of the party's consent where the ground needs it.
    """

    ground: str
    told: str
    since: date
    consent_on: date | None = None


def compose_change(item: DecisionItem, cause: Cause, *, on: date) -> Words:
    """All four parts for an item that changes or ends what an earlier one granted."""
    told = _Changed(item, cause, on)
    return Words(told.legal_basis(), told.operative(), told.reasons(), told.instruction())


def compose_correction(
    item: DecisionItem, old: Decision, appeal: Appeal, told: str, *, on: date
) -> Words:
    """All four parts of the decision by which the centre allows an appeal itself (k.p.a. art. 132):
    it quashes the appealed one and grants.
    """
    grant = Told(item, on)
    assert old.issued_on is not None
    blanks = {
        "old_sign": old.sign,
        "old_day": f"{old.issued_on:{DAY}}",
        "appealed_on": f"{appeal.received_on:{DAY}}",
        "told": told.rstrip("."),
    }
    points = [grant.say("correct-quash", **blanks), *grant.points()]
    return Words(
        f"{grant.say('correct-basis', **blanks)} {_lower(grant.legal_basis())}",
        "\n\n".join(f"{n}. {point}" for n, point in enumerate(points, 1)),
        f"{grant.say('correct-reasons', **blanks)}\n\n{grant.reasons()}",
        f"{grant.say('instruction')}\n\n{grant.say('instruction-grant')}",
    )


def _lower(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


class _Changed(Told):
    """One item with the earlier one it is about."""

    def __init__(self, item: DecisionItem, cause: Cause, on: date) -> None:
        super().__init__(item, on)
        self.cause, self.ground = cause, GROUNDS[cause.ground]
        assert item.changed_item is not None
        self.old: DecisionItem = item.changed_item

    @property
    def kind(self) -> str:
        """Of the decision."""
        return str(self.item.decision.kind)

    @property
    def old_days(self) -> Period:
        """The period first granted."""
        return Period.from_range(self.old.period)

    def tell(self, code: str, **more: str) -> str:
        """A wording with the blanks of changes filled too."""
        old, days = self.old.decision, self.old_days
        assert old.issued_on is not None and self.old.amount is not None
        return self.say(
            code,
            old_sign=old.sign,
            old_day=f"{old.issued_on:{DAY}}",
            old_amount=format_pln(self.old.amount),
            old_period=_shown(days),
            per="jednorazowo" if self.once else "miesięcznie",
            since=f"{self.cause.since:{DAY}}",
            until=f" do {days.end:{DAY}}" if days.end else " na czas nieokreślony",
            extent=self._extent(days),
            change_articles=self.ground.articles,
            criterion_basis=self._criterion_basis(),
            code_articles=_CODE_RIGOUR if self.at_once == "rigour" else _CODE,
            regulations=self.regulations if self.recomputed else "",
            **more,
        )

    def _extent(self, days: Period) -> str:
        whole = self.cause.since <= days.start
        return "w całości" if whole else f"w części dotyczącej okresu od {self.cause.since:{DAY}}"

    def _criterion_basis(self) -> str:
        """The articles of the amount, where it was computed anew."""
        if not self.recomputed:
            return ""
        point, articles = self.values["criterion_point"], self.values["articles"]
        return f"art. 8 ust. 1 {point} i ust. 3, {articles}, "

    @property
    def at_once(self) -> str:
        """Why it acts before it is final; empty when it does not."""
        return why_at_once(self.item.decision, self.item)

    @property
    def recomputed(self) -> bool:
        """Whether the ruling stands on a calculation of its own."""
        return bool(self.item.calculation_id != self.old.calculation_id)

    def legal_basis(self) -> str:
        return self.tell("change-basis-code" if self.ground.act == KPA else "change-basis")

    def operative(self) -> str:
        """What is decided, in numbered points when there are several."""
        if self.kind == CHANGE:
            points = [self.tell("change-amount"), self.tell("change-rest")]
        else:
            points = [self.tell("change-expire" if self.kind == EXPIRY else "change-revoke")]
        if self.at_once == "rigour":
            points.append(self.tell("change-rigour"))
        if len(points) == 1:
            return points[0]
        return "\n\n".join(f"{n}. {point}" for n, point in enumerate(points, 1))

    def reasons(self) -> str:
        """What was granted, what happened, what the law says of it, the new amount (k.p.a. art.
        107 § 3).
        """
        consent = self.cause.consent_on if self.cause.ground == "consent" else None
        parts = [
            self.tell("change-opening"),
            self.cause.told.strip(),
            self.tell("change-consent", consent_on=f"{consent:{DAY}}") if consent else "",
            *(explained(self.assessment, self.names) if self.recomputed else []),
            self._new_amount(),
            self.ground.sentence,
            self.tell("change-effect"),
            self._at_once_reasons(),
            self.say("reasons-closing"),
        ]
        return "\n\n".join(part for part in parts if part)

    def _at_once_reasons(self) -> str:
        """Why it is carried out before it is final, where its author says so."""
        decision = self.item.decision
        if not decision.at_once:
            return ""
        return self.tell(
            f"change-{decision.at_once}-reasons",
            rigour_ground=_RIGOUR_FOR.get(decision.rigour_ground, ""),
            at_once_reason=decision.at_once_reason,
        )

    def _new_amount(self) -> str:
        if self.item.amount is None:
            return ""
        return self.tell("change-amount-reasons", range=self._range(), why=self._why())

    def instruction(self) -> str:
        """How to appeal and what that stops; the duties of who goes on being helped."""
        told = [self.say("instruction")]
        if not self.at_once:
            told.append(self.say("instruction-waits"))
        elif self.at_once == "rigour":
            told.append(self.say("instruction-rigour"))
        if self.kind == CHANGE:
            told.append(self.say("instruction-grant"))
        return "\n\n".join(told)


def _shown(days: Period) -> str:
    end = f"do {days.end:{DAY}}" if days.end else "na czas nieokreślony"
    return f"od {days.start:{DAY}} {end}"
