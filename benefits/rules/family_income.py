"""Monthly income of a family by the base year (u.ś.r. art. 5, u.p.o.u.a. art. 9).

Loss drops a source, gain in the base year divides by its months, gain after it adds one month's
income from the second month after; work for the same payer within three months of the loss is
neither. Nothing is rounded here but the value of a hectare, where the centre rounds it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from benefits.rules.counting_family import GAINED, LOST, WORK, Act, ruling
from benefits.rules.facts import CaseFacts, Income
from benefits.rules.family_unit import Span, Unit
from benefits.rules.incomes import DEDUCTED, KINDS
from benefits.rules.law import Law
from benefits.rules.trace import ZERO, Step, fact, gap, product, quotient, total
from opsapp.kernel.money import round_half_up
from opsapp.kernel.periods import Month


@dataclass(frozen=True, slots=True)
class Articles:
    """Where an act has each of these rules."""

    income: str
    loss: str
    gain: str
    gain_later: str
    same_payer: str | None
    farm: str


ARTICLES = {
    "family_benefits": Articles(
        "art. 3 pkt 1–2 u.ś.r.", "art. 5 ust. 4 u.ś.r.", "art. 5 ust. 4a u.ś.r.",
        "art. 5 ust. 4b i art. 24 ust. 7 u.ś.r.", "art. 5 ust. 4c u.ś.r.",
        "art. 5 ust. 8 u.ś.r.",
    ),
    "birth_grant": Articles(
        "art. 3 pkt 1–2 u.ś.r.", "art. 15b ust. 2 i art. 5 ust. 4 u.ś.r.",
        "art. 15b ust. 2 i art. 5 ust. 4a u.ś.r.", "art. 15b ust. 2 i art. 5 ust. 4b u.ś.r.",
        None, "art. 5 ust. 8 u.ś.r.",
    ),
    "alimony_fund": Articles(
        "art. 2 pkt 4–5a u.p.o.u.a.", "art. 9 ust. 3 u.p.o.u.a.", "art. 9 ust. 4 u.p.o.u.a.",
        "art. 9 ust. 4a i art. 18 ust. 5 u.p.o.u.a.", "art. 9 ust. 4b u.p.o.u.a.",
        "art. 9 ust. 7 u.p.o.u.a.",
    ),
}  # fmt: skip
"""The birth grant borrows the rules of loss and gain, but not the one of the same payer."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How the incomes of one question are read: for which act, span and articles."""

    act: Act
    span: Span
    articles: Articles
    supplements: bool


def rules_for(law: Law, act: Act, span: Span, articles: str | None = None) -> Rules:
    """The rules of an act; `articles` names another table than the act's own."""
    setting = law.value("family_benefits.thirteenth_pension_counts", span.first.first_day)
    return Rules(act, span, ARTICLES[articles or act], bool(setting))


def family_income(facts: CaseFacts, law: Law, unit: Unit, rules: Rules, month: Month) -> Step:
    """The income of the family for one month, exact; never below zero."""
    reader = _Reader(facts, law, rules, month)
    ids = {member.id for member in unit.members}
    for income in facts.incomes:
        if income.member in ids:
            reader.read(income)
        else:
            reader.ignore(income, "osoba spoza rodziny", rules.articles.income)
    return reader.summed()


@dataclass(slots=True)
class _Reader:
    """Puts each receipt where it belongs in one month, then sums them."""

    facts: CaseFacts
    law: Law
    rules: Rules
    month: Month
    yearly: list[Step] = field(default_factory=list)
    apart: list[Step] = field(default_factory=list)
    paid: list[Step] = field(default_factory=list)
    ignored: list[Step] = field(default_factory=list)

    def ignore(self, income: Income, note: str, basis: str) -> None:
        """Show a receipt that does not count, and why."""
        self.ignored.append(leaf(income, note, basis))

    def read(self, income: Income) -> None:
        """Place one receipt of a member of the family."""
        rules = self.rules
        held = ruling(income.kind, rules.act, yearly_supplements_count=rules.supplements)
        if not held.counts:
            self.ignore(income, held.why, held.basis)
        elif income.kind == "farm":
            self._farm(income)
        elif income.gained_on and income.gained_on.year > rules.span.base_year:
            self._gained_later(income)
        elif not _of_base_year(income, rules):
            note = f"nie dotyczy roku bazowego {rules.span.base_year}"
            self.ignore(income, note, rules.articles.income)
        else:
            self._of_the_year(income, held.basis)

    def _of_the_year(self, income: Income, basis: str) -> None:
        """A receipt of the base year: kept, lost, taken away, or divided by months of receipt."""
        articles = self.rules.articles
        if lost_before(income, self.month, self.rules.act):
            if not self._regained(income):
                day = income.lost_on
                self.ignore(income, f"źródło utracone {day:%d.%m.%Y}", articles.loss)
                return
            basis = articles.same_payer or basis
        if income.kind in DEDUCTED:
            self.paid.append(leaf(income, "", basis))
        elif income.gained_on and income.kind in GAINED:
            self.apart.append(_by_months_of_receipt(income, self.rules))
        else:
            self.yearly.append(leaf(income, "", basis))

    def _gained_later(self, income: Income) -> None:
        """A source gained after the base year: the income of the month after the gain, added."""
        assert income.gained_on is not None
        gained, articles = Month.of(income.gained_on), self.rules.articles
        if income.kind not in GAINED:
            self.ignore(income, "nie jest uzyskaniem dochodu", articles.gain_later)
        elif (same := articles.same_payer) and self._regained(income):
            self.ignore(income, "ten sam płatnik w ciągu trzech miesięcy", same)
        elif income.month != gained + 1:
            self.ignore(
                income, f"liczy się dochód za miesiąc {(gained + 1).shown}", articles.gain_later
            )
        elif lost_before(income, self.month, self.rules.act):
            self.ignore(income, f"źródło utracone {income.lost_on:%d.%m.%Y}", articles.loss)
        elif self.month < gained + 2:
            self.ignore(
                income, f"wpływa na prawo od miesiąca {(gained + 2).shown}", articles.gain_later
            )
        else:
            self.apart.append(leaf(income, "", articles.gain_later))

    def _regained(self, income: Income) -> bool:
        return _same_payer(self.facts, self.law, income, self.rules) is not None

    def _farm(self, income: Income) -> None:
        """Hectares by a twelfth of the value of the base year; a farm is never lost or gained."""
        basis, base = self.rules.articles.farm, self.rules.span.base_year
        if income.year not in (None, base) or (income.month and income.month.year != base):
            self.ignore(income, f"nie dotyczy roku bazowego {base}", basis)
            return
        monthly = _hectare(self.law, self.rules)
        whole = product("income.farm", "Dochód z gospodarstwa rolnego", leaf(income, "", basis),
                        monthly, basis)  # fmt: skip
        if income.months:
            months = self.law.step("family_benefits.year_months", self.rules.span.first.first_day)
            held = fact(f"incomes[{income.index}].months", "Miesiące posiadania w roku",
                        Decimal(income.months), unit="months", member=income.member)  # fmt: skip
            part = quotient("income.farm_held", "Część roku", held, months, basis, unit="share")
            whole = product("income.farm_part", "Dochód z gospodarstwa za część roku", whole, part,
                            basis)  # fmt: skip
        self.apart.append(whole)

    def summed(self) -> Step:
        """The monthly income: the year by its months, what stands apart, less alimony paid."""
        basis, year = self.rules.articles.income, self.rules.span.base_year
        months = self.law.step("family_benefits.year_months", self.month.first_day)
        label = f"Miesięczny dochód rodziny z roku {year}"
        parts: list[Step] = list(self.apart)
        if self.yearly:
            whole = total("income.year", f"Dochody roku {year}", self.yearly, basis)
            parts.append(quotient("income.year_month", "Przeciętnie na miesiąc", whole, months,
                                  basis))  # fmt: skip
        if self.ignored:
            parts.append(Step("income.not_counted", "Nie wlicza się", ZERO, basis,
                              tuple(self.ignored)))  # fmt: skip
        parts = parts or [fact("incomes", "Brak dochodów", ZERO, basis=basis)]
        if not self.paid:
            return total("income", label, parts, basis)
        received = total("income.receipts", "Dochody na miesiąc", parts, basis)
        alimony = total("income.alimony_year", "Alimenty płacone innym osobom w roku", self.paid,
                        basis)  # fmt: skip
        paid = quotient(
            "income.alimony_paid", "Alimenty płacone na miesiąc", alimony, months, basis
        )
        return gap("income", label, received, paid, basis)


def _of_base_year(income: Income, rules: Rules) -> bool:
    year = rules.span.base_year
    return income.year == year or (income.month is not None and income.month.year == year)


def lost_before(income: Income, month: Month, act: Act) -> bool:
    """Whether the source was lost in a month before this one and its kind is in the catalogue."""
    if income.lost_on is None or income.kind not in LOST[act]:
        return False
    return Month.of(income.lost_on) < month


def _same_payer(facts: CaseFacts, law: Law, income: Income, rules: Rules) -> Income | None:
    """The other end of work for the same payer within three months of the loss, if there is one.

    Only work and business know this rule (art. 5 ust. 4c u.ś.r.): a benefit regained does not.
    """
    if income.source is None or income.kind not in WORK or rules.articles.same_payer is None:
        return None
    months = int(law.value("family_benefits.same_payer_months", rules.span.first.first_day))
    for other in facts.incomes:
        if other.member != income.member or other.source != income.source or other is income:
            continue
        lost, gained = (income, other) if income.lost_on else (other, income)
        if lost.lost_on and gained.gained_on and within(lost.lost_on, gained.gained_on, months):
            return other
    return None


def within(start: date, end: date, months: int) -> bool:
    """Whether a day falls within so many months after another (k.c. art. 112)."""
    last = Month.of(start) + months
    return start <= end <= date(last.year, last.month, min(start.day, last.days))


def _by_months_of_receipt(income: Income, rules: Rules) -> Step:
    """A source gained in the base year: its income divided by the months of receipt."""
    assert income.gained_on is not None
    same_year = income.gained_on.year == rules.span.base_year
    months = income.months or (13 - income.gained_on.month if same_year else 12)
    received = fact(f"incomes[{income.index}].months", "Miesiące osiągania dochodu",
                    Decimal(months), unit="months", member=income.member)  # fmt: skip
    got = leaf(income, "", rules.articles.gain)
    return quotient("income.gained", "Dochód uzyskany na miesiąc", got, received, got.basis)


def _hectare(law: Law, rules: Rules) -> Step:
    """The monthly income of one hectare in the base year, to the grosz where the centre does so."""
    basis, first = rules.articles.farm, rules.span.first.first_day
    yearly = law.step("family_benefits.farm_hectare", date(rules.span.base_year, 1, 1))
    months = law.step("family_benefits.year_months", first)
    monthly = quotient("income.farm_month", "Dochód z hektara na miesiąc", yearly, months, basis)
    setting = law.step("family_benefits.farm_round_monthly", first)
    if not setting.number:
        return monthly
    return Step("income.farm_rounded", "Dochód z hektara na miesiąc do grosza",
                round_half_up(monthly.number), basis, (monthly, setting))  # fmt: skip


def leaf(income: Income, note: str, basis: str) -> Step:
    """The receipt as a fact of the input."""
    label = KINDS[income.kind]
    if income.amount is None:
        return fact(income.path, label, income.hectares or ZERO, unit="ha", member=income.member,
                    basis=basis, note=note)  # fmt: skip
    return fact(income.path, label, income.amount, member=income.member, basis=basis, note=note)


def change_months(facts: CaseFacts, act: Act) -> Iterator[Month]:
    """Months from which a loss or a gain may change the income."""
    for income in facts.incomes:
        if income.lost_on and income.kind in LOST[act]:
            yield Month.of(income.lost_on) + 1
        if income.gained_on and income.kind in GAINED:
            yield Month.of(income.gained_on) + 2


def runs(facts: CaseFacts, act: Act, span: Span, *more: Month) -> list[tuple[Month, Month]]:
    """The span cut where the income, or what `more` says, may change."""
    cuts = {month for month in (*change_months(facts, act), *more) if span.first < month}
    starts = [span.first, *sorted(month for month in cuts if month <= span.last)]
    ends = [*(start - 1 for start in starts[1:]), span.last]
    return list(zip(starts, ends, strict=True))
