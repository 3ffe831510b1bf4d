"""A further decision about an issued one: its change, revocation or expiry (art. 106 ust. 5 u.p.s.,
art. 155 and 162 k.p.a.). Drafted here, it goes the same way to the signature and the issue.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from benefits import enforcement
from benefits.dictionaries_changes import CHANGE, EXPIRY, GROUNDS, REVOCATION
from benefits.enforcement import WHEN_FINAL, Enforced
from benefits.models import (
    Calculation,
    Decision,
    DecisionItem,
)
from benefits.previews import order_preview
from benefits.rules.changes import change_acts
from benefits.rules.incomes import KINDS
from benefits.rules.trace import find
from benefits.selectors_law import law_in_force
from benefits.services import calculations
from benefits.services.decisions import rulings
from benefits.services.decisions.changeable import Old, changeable
from benefits.services.decisions.drafting import TEXTS, put_words, take_reasons
from benefits.services.entitlements import no_overlap
from benefits.stored import thaw
from benefits.texts import names_of
from benefits.texts_changes import Cause, compose_change
from cases.models import Person
from opsapp.kernel import clock, faults
from opsapp.kernel.audit import act
from opsapp.kernel.money import format_pln
from opsapp.kernel.periods import Period
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User

POINTS = faults.declare("decisions.change.itemed")
ADULT_YEARS = 18
DEATH = "death"
"""The ground that waits for nothing: it states what the death brought about."""
_ONE_DAY = timedelta(days=1)


@act
def change(
    decision: Decision,
    *,
    ground: str,
    since: date,
    told: str,
    amount: Decimal | None = None,
    amount_reason: str = "",
    consent_on: date | None = None,
    incomes_whole: bool = False,
    enforced: Enforced = WHEN_FINAL,
    actor: User,
) -> Decision:
    """Draft a decision that changes the monthly amount from the first day of a month.

    The benefit is calculated anew for that month; without `amount` what the law proposes is
    granted. Raises `Refusal` when nothing is due any more (it has to be revoked), when the amount
    stays the same, for a change of income too small to matter (art. 106 ust. 3a u.p.s.), and when
    an income of the earlier calculation has no row of the new month, unless `incomes_whole` says
    that there was none: what nobody entered yet must not raise a benefit.
    """
    old = changeable(decision, actor)
    asked = Asked(amount, amount_reason.strip(), incomes_whole)
    cause = Cause(ground, told, since, consent_on)
    row = change_row(old, cause, asked, actor)
    return _drafted(old, row, cause, CHANGE, enforced, actor=actor)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the clerk says of the new amount: another than proposed with its reason; that the family
    had no other incomes than those on record.
    """

    amount: Decimal | None = None
    reason: str = ""
    incomes_whole: bool = False


def change_row(old: Old, cause: Cause, asked: Asked, actor: User) -> DecisionItem:
    """The item of a changing decision, not saved; it stands on a calculation made now."""
    _checked(old, CHANGE, cause)
    calculation = calculations.anew(old.row.item, on=cause.since, actor=actor)
    if not asked.incomes_whole:
        _incomes_entered(old.row.calculation, calculation)
    if not calculation.eligible:
        raise Refusal(
            f"Z wyliczenia na {cause.since:%m.%Y} wynika, że świadczenie nie przysługuje. Uchyl "
            "decyzję zamiast ją zmieniać.",
            "not_eligible",
        )
    _income_matters(old.row.calculation, calculation, cause.ground)
    row = DecisionItem(
        kind=rulings.GRANT,
        calculation=calculation,
        payee_person=old.row.payee_person,
        payee_institution=old.row.payee_institution,
        payee_role=old.row.payee_role,
    )
    _put_amount(row, old, asked, cause.ground)
    no_overlap(calculation, Period.from_range(old.gone(cause.since)), besides=old.row.pk)
    return row


@act
def revoke(
    decision: Decision,
    *,
    ground: str,
    since: date,
    told: str,
    consent_on: date | None = None,
    enforced: Enforced = WHEN_FINAL,
    actor: User,
) -> Decision:
    """Draft a decision that revokes an earlier one from the first day of a month.

    For a change of income the benefit is calculated anew: raises `Refusal` while it is still due.
    """
    old = changeable(decision, actor)
    cause = Cause(ground, told, since, consent_on)
    return _drafted(old, end_row(old, cause, actor), cause, REVOCATION, enforced, actor=actor)


def end_row(old: Old, cause: Cause, actor: User) -> DecisionItem:
    """The item of a revoking decision, not saved."""
    _checked(old, REVOCATION, cause)
    row = DecisionItem(kind=DecisionItem.Kind.END, calculation=old.row.calculation)
    if cause.ground == "income":
        row.calculation = calculations.anew(old.row.item, on=cause.since, actor=actor)
        if row.calculation.eligible:
            raise Refusal(
                f"Z wyliczenia na {cause.since:%m.%Y} wynika, że świadczenie nadal przysługuje. "
                "Zmień jego kwotę zamiast uchylać decyzję.",
                "still_due",
            )
        _income_matters(old.row.calculation, row.calculation, cause.ground)
    return row


@act
def expire(
    decision: Decision,
    *,
    ground: str,
    since: date | None = None,
    told: str,
    enforced: Enforced = WHEN_FINAL,
    actor: User,
) -> Decision:
    """Draft a decision that declares an earlier one expired (k.p.a. art. 162 § 1).

    After a death it expires on the day after it, whatever `since` says. The decision is then made
    to a grown-up of the family; where there is none it stays in the file. Raises `Refusal` for a
    death that is not on record.
    """
    old = changeable(decision, actor, death=ground == DEATH)
    cause = expiry_cause(old, ground, since, told)
    return _drafted(old, expiry_row(old, cause), cause, EXPIRY, enforced, actor=actor)


def expiry_cause(old: Old, ground: str, since: date | None, told: str) -> Cause:
    """Why and since when it expired: after a death from the day after it."""
    if ground == DEATH:
        since = _day_after_death(old)
    if since is None:
        raise Refusal("Podaj, od kiedy decyzja wygasła.", "no_day", "since")
    return Cause(ground, told, since)


def expiry_row(old: Old, cause: Cause) -> DecisionItem:
    """The item of a decision that declares an earlier one expired, not saved."""
    _checked(old, EXPIRY, cause)
    return DecisionItem(kind=DecisionItem.Kind.END, calculation=old.row.calculation)


def _checked(old: Old, kind: str, cause: Cause) -> None:
    known = GROUNDS.get(cause.ground)
    if known is None or kind not in known.kinds:
        raise Refusal("Wybierz podstawę.", "no_ground", "ground")
    if not cause.told.strip():
        raise Refusal("Napisz, co się zmieniło.", "no_reason", "told")
    if kind != EXPIRY and cause.since.day != 1:
        raise Refusal("Podaj miesiąc, od którego działa zmiana.", "not_whole_months", "since")
    old.gone(cause.since)
    if cause.ground == "consent":
        _consented(old.decision, cause.consent_on)


def _consented(decision: Decision, consent_on: date | None) -> None:
    """Art. 155 k.p.a. needs a final decision and the party's consent."""
    if decision.status != "final":
        raise Refusal(
            "Za zgodą strony zmienia się tylko decyzję ostateczną (art. 155 k.p.a.).",
            "not_final",
            "ground",
        )
    if consent_on is None or consent_on > clock.today():
        raise Refusal("Podaj dzień, w którym strona wyraziła zgodę.", "no_consent", "consent_on")


def _incomes_entered(before: Calculation, now: Calculation) -> None:
    """Raise `Refusal` naming who had an income of a kind before and has none on record now."""
    had, has = (
        {(row["member"], row["kind"]) for row in one.facts["incomes"]} for one in (before, now)
    )
    names = names_of(now)
    gone = [
        f"{KINDS.get(kind, kind)} ({names[member]})"
        for member, kind in sorted(had - has)
        if member in names
    ]
    if gone:
        raise Refusal(
            f"Na miesiąc zmiany nie wpisano: {', '.join(gone)}. Wpisz te dochody na karcie rodziny "
            "albo potwierdź, że ich nie było.",
            "incomes_missing",
            "incomes_whole",
        )


def _income_matters(before: Calculation, now: Calculation, ground: str) -> None:
    """Raise `Refusal` for a change of income within a tenth of the criterion (art. 106 ust. 3a)."""
    if ground != "income":
        return
    old, new = (find(thaw(one.trace), "income") for one in (before, now))
    size = find(thaw(now.trace), "household.size")
    if old is None or new is None:
        return
    step = change_acts(
        old.number, new.number, people=int(size.number) if size else 1, on=now.on,
        law=law_in_force(),
    )  # fmt: skip
    moved, limit = step.inputs
    if moved.number <= limit.number:
        raise Refusal(
            f"Dochód zmienił się o {format_pln(moved.number)}, a to nie więcej niż 10 % kryterium "
            f"({format_pln(limit.number)}): świadczenie zostaje bez zmian (art. 106 ust. 3a "
            "u.p.s.).",
            "within_tolerance",
        )


def _put_amount(row: DecisionItem, old: Old, asked: Asked, ground: str) -> None:
    due = rulings.proposed(row.calculation)
    chosen = due if asked.amount is None else asked.amount
    rulings.check_amount(row.calculation, chosen, due, asked.reason)
    assert chosen is not None and old.row.amount is not None
    if chosen == old.row.amount:
        raise Refusal(
            f"Kwota zostaje ta sama ({format_pln(chosen)}). Nie ma czego zmieniać.", "same",
            "amount",
        )  # fmt: skip
    if ground == "favour" and chosen < old.row.amount:
        raise Refusal(
            f"Kwota {format_pln(chosen)} jest niższa niż dotychczas "
            f"({format_pln(old.row.amount)}). To nie jest zmiana na korzyść: wybierz inną "
            "podstawę.",
            "not_in_favour",
            "ground",
        )
    row.amount, row.proposed_amount = chosen, due
    row.amount_reason = "" if chosen == due else asked.reason


def _day_after_death(old: Old) -> date:
    person = old.row.item.person
    died: date | None = (person.merged_into or person).died_on
    if died is None:
        raise Refusal(
            f"{person}: na karcie osoby nie ma daty zgonu. Najpierw ją odnotuj.", "no_death",
            "ground",
        )  # fmt: skip
    return died + _ONE_DAY


def _drafted(
    old: Old, row: DecisionItem, cause: Cause, kind: str, enforced: Enforced, *, actor: User
) -> Decision:
    """The draft with its item and words; the case stays where the earlier decision brought it."""
    decision = Decision(
        case=old.decision.case, kind=kind, addressee=_addressee(old), author=actor,
        changes=old.decision, change_ground=cause.ground,
    )  # fmt: skip
    row.changed_item, row.period = old.row, old.gone(cause.since)
    enforcement.put(decision, row, enforced)
    decision.save(force_insert=True)
    row.decision, row.item, row.benefit = decision, old.row.item, old.row.benefit
    row.save(force_insert=True)
    take_reasons(old.row, row)
    faults.point("decisions.change.itemed")
    compose_anew(decision, row, cause)
    decision.save(update_fields=TEXTS)
    order_preview(decision, actor=actor)
    return decision


def compose_anew(decision: Decision, row: DecisionItem, cause: Cause) -> None:
    """Put the composed words into a changing draft."""
    put_words(decision, compose_change(row, cause, on=clock.today()))


def _addressee(old: Old) -> Person:
    """The same as before; after a death a grown-up of the family, where there is one."""
    party = old.decision.addressee
    if (party.merged_into or party).died_on is None:
        return party
    others = Person.objects.filter(
        covered_by__entitlement=old.right, died_on=None, merged_into=None
    ).order_by("birth_date", "pk")
    born = [person for person in others if person.birth_date is not None]
    grown = (one for one in born if _age(one) >= ADULT_YEARS)
    return next(grown, party)


def _age(person: Person) -> int:
    today, born = clock.today(), person.birth_date
    assert born is not None
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
