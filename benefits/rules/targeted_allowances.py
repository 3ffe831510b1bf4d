"""Zasiłki celowe i pomoc zwrotna (art. 39–41 u.p.s.): discretionary, from nothing to a top."""

from __future__ import annotations

from datetime import date

from benefits.rules.assessment import Outcome, granted, refused
from benefits.rules.facts import CaseFacts
from benefits.rules.law import Law
from benefits.rules.registry import benefit, rule
from benefits.rules.schema import Flag, Key, Keys, Number, Text, optional
from benefits.rules.social_income import Family, family_of
from benefits.rules.trace import Step, fact, passed, product, same

SINCE = date(2012, 10, 1)
ASKED = {"purpose": Key(Text(200)), "requested": Key(Number(2, above_zero=True))}

benefit("targeted_allowance", "Zasiłek celowy", Keys(ASKED))
benefit("special_targeted_allowance", "Specjalny zasiłek celowy", Keys(ASKED))
benefit("random_event_allowance", "Zasiłek celowy – zdarzenie losowe", Keys(ASKED))
benefit("repayable_assistance", "Pomoc pod warunkiem zwrotu", Keys(ASKED))
benefit("funeral_allowance", "Zasiłek celowy na koszty pogrzebu", Keys({
    "requested": Key(Number(2, above_zero=True)),
    "funeral_grant_due": Key(Flag()),
    "extraordinary_costs": optional(Flag(), False),
}))  # fmt: skip


@rule("targeted_allowance", since=SINCE)
def targeted_allowance(facts: CaseFacts, law: Law) -> Outcome:
    """Income at most the criterion; the council may raise it (art. 39, art. 8 ust. 1–2)."""
    family = family_of(facts, law)
    raised = law.step("targeted_allowance.criterion_multiplier", facts.on)
    limit = family.criterion if raised.number == 1 else product(
        "targeted_allowance.criterion", "Kryterium podwyższone uchwałą", family.criterion, raised,
        "art. 8 ust. 2 u.p.s.")  # fmt: skip
    holds = family.income.number <= limit.number
    test = passed("targeted_allowance.income_test", "Dochód nie przekracza kryterium", holds,
                  (family.income, limit), "art. 8 ust. 1 u.p.s.")  # fmt: skip
    if not holds:
        return refused("income_too_high", "art. 8 ust. 1, art. 39 u.p.s.", (
            "Dochód przekracza kryterium dochodowe: zasiłek celowy nie przysługuje."),
            shown=(test,), period="once")  # fmt: skip
    return _from_nothing(facts, law, _requested(facts), (test,), "art. 39 u.p.s.")


@rule("special_targeted_allowance", since=SINCE)
def special_targeted_allowance(facts: CaseFacts, law: Law) -> Outcome:
    """Income above the criterion; at most the criterion, never returned (art. 41 pkt 1)."""
    family, basis = family_of(facts, law), "art. 41 pkt 1 u.p.s."
    test = _above(family, basis)
    if test.value == "nie":
        return _not_above(test, basis)
    most = same("special_targeted_allowance.maximum", "Najwyższy specjalny zasiłek celowy",
                family.criterion, basis)  # fmt: skip
    return _from_nothing(facts, law, most, (test, _requested(facts)), basis)


@rule("repayable_assistance", since=SINCE)
def repayable_assistance(facts: CaseFacts, law: Law) -> Outcome:
    """Income above the criterion; the decision says what returns and when (art. 41 pkt 2)."""
    family, basis = family_of(facts, law), "art. 41 pkt 2 u.p.s."
    test = _above(family, basis)
    if test.value == "nie":
        return _not_above(test, basis)
    return _from_nothing(facts, law, _requested(facts), (test,), basis)


@rule("random_event_allowance", since=SINCE)
def random_event_allowance(facts: CaseFacts, law: Law) -> Outcome:
    """After a random event, whatever the income (art. 40 ust. 1 and 3)."""
    return _from_nothing(facts, law, _requested(facts), (), "art. 40 ust. 1 u.p.s.")


@rule("funeral_allowance", since=date(2026, 1, 1))
def funeral_allowance(facts: CaseFacts, law: Law) -> Outcome:
    """Funeral costs when no zasiłek pogrzebowy is due, or extraordinary ones (art. 40 ust. 1a)."""
    asked, basis = facts.circumstances, "art. 40 ust. 1a i 1b u.p.s."
    holds = not asked["funeral_grant_due"] or asked["extraordinary_costs"]
    facts_used = [
        fact(f"circumstances.{key}", label, "tak" if asked[key] else "nie", unit="answer")
        for key, label in (("funeral_grant_due", "Zasiłek pogrzebowy przysługuje"),
                           ("extraordinary_costs", "Nadzwyczajne koszty ponad zasiłek pogrzebowy"))
    ]  # fmt: skip
    test = passed("funeral_allowance.test", "Brak zasiłku pogrzebowego lub nadzwyczajne koszty",
                  holds, facts_used, basis)  # fmt: skip
    if not holds:
        return refused("funeral_grant_due", basis, (
            "Za osobę zmarłą przysługuje zasiłek pogrzebowy i nie ma nadzwyczajnych kosztów."),
            shown=(test,), period="once")  # fmt: skip
    return _from_nothing(facts, law, _requested(facts), (test,), basis)


def _requested(facts: CaseFacts) -> Step:
    return fact("circumstances.requested", "Kwota, o którą wnioskowano",
                facts.circumstances["requested"])  # fmt: skip


def _above(family: Family, basis: str) -> Step:
    holds = family.income.number > family.criterion.number
    return passed("income_above_criterion", "Dochód przekracza kryterium", holds,
                  (family.income, family.criterion), basis)  # fmt: skip


def _not_above(test: Step, basis: str) -> Outcome:
    return refused("income_not_above", basis, (
        "Dochód nie przekracza kryterium dochodowego: właściwy jest zasiłek na zasadach ogólnych."),
        shown=(test,), period="once")  # fmt: skip


def _from_nothing(
    facts: CaseFacts, law: Law, most: Step, shown: tuple[Step, ...], basis: str
) -> Outcome:  # fmt: skip
    """A range the authority decides in: the act sets no least sum."""
    least = law.step("targeted_allowance.minimum", facts.on)
    return granted(same("amount_minimum", "Najniższa kwota", least, basis),
                   amount_max=same("amount_maximum", "Najwyższa kwota", most, basis),
                   basis=basis, period="once", shown=shown)  # fmt: skip
