"""The dwelling of dodatek mieszkaniowy: norm area, expenses on it, fuel lump sum (art. 5–6a)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from benefits.rules.assessment import Outcome, refused
from benefits.rules.facts import CaseFacts
from benefits.rules.housing_income import HousingIncome
from benefits.rules.housing_input import CODE, EXPENSES, LEFT_OUT, RENT, TITLES
from benefits.rules.law import Law
from benefits.rules.trace import (
    ZERO,
    Step,
    fact,
    least,
    passed,
    product,
    quotient,
    total,
)

AREA = "art. 5 u.d.m."
SPENDING = "art. 6 ust. 3–6 u.d.m."
FUEL = "art. 6a ust. 1 u.d.m."
REFUSALS = (
    ("asset_disproportion", "art. 7 ust. 3 pkt 1 u.d.m.",
     "Między dochodami a majątkiem zachodzi rażąca dysproporcja: wydatki można pokryć samemu."),
    ("fewer_persons", "art. 7 ust. 3 pkt 2 u.d.m.",
     "Liczba osób wspólnie zamieszkujących i gospodarujących jest mniejsza niż w deklaracji."),
    ("interview_refused", "art. 7 ust. 3a i 4 u.d.m.",
     "Odmówiono wywiadu środowiskowego lub oświadczenia o stanie majątkowym."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Expenses:
    """Expenses on the norm area, the fuel base in them, and what its share is counted from."""

    on_norm: Step
    fuel: Step
    share_base: Step


def dwelling_refusal(facts: CaseFacts) -> Outcome | None:
    """No title, full free upkeep elsewhere, or what the interview found (art. 2, art. 7)."""
    asked, applicant = facts.circumstances, facts.applicant
    if asked["title"] == "none":
        shown = fact("circumstances.title", "Tytuł prawny", TITLES["none"], unit="code")
        return refused("no_title", "art. 2 ust. 1 u.d.m.",
                       "Osoba nie ma tytułu prawnego do lokalu.", shown=(shown,))  # fmt: skip
    if applicant.institution:
        where = f"household[{facts.household.index(applicant)}].institution"
        shown = fact(where, "Pobyt w instytucji", "tak", unit="answer", member=applicant.id)
        return refused("institution", "art. 2 ust. 3 u.d.m.", (
            "Osoba przebywa w instytucji, która zapewnia nieodpłatnie pełne utrzymanie."),
            shown=(shown,))  # fmt: skip
    for key, basis, message in REFUSALS:
        if asked[key]:
            shown = fact(f"circumstances.{key}", "Ustalenie z wywiadu", "tak", unit="answer")
            return refused(key, basis, message, shown=(shown,))
    return None


def norm_area(facts: CaseFacts, law: Law, people: int, *, enlarged: bool = True) -> Step:
    """Square metres by the number of persons; more for a wheelchair or a room of one's own."""
    base = _plain_norm(facts, law, people)
    needs = [
        fact(f"household[{n}].separate_room", "Wózek lub potrzeba oddzielnego pokoju", "tak",
             unit="answer", member=one.id)
        for n, one in enumerate(facts.household) if one.separate_room and not one.institution
    ]  # fmt: skip
    if not needs or not enlarged:
        return base
    more = law.step("housing.disability_area", facts.on)
    each = law.step("housing.disability_area_each", facts.on)
    times = len(needs) if each.number else 1
    return Step(f"{CODE}.norm_area", "Powierzchnia normatywna", base.number + more.number * times,
                "art. 5 ust. 1 i 3 u.d.m.", (base, more, each, *needs), unit="m2")  # fmt: skip


def _plain_norm(facts: CaseFacts, law: Law, people: int) -> Step:
    if people <= 6:
        known = law.step(f"housing.norm_area_{people}", facts.on)
        return Step(f"{CODE}.norm_area", "Powierzchnia normatywna", known.value,
                    "art. 5 ust. 1 u.d.m.", (known,), unit="m2")  # fmt: skip
    six, each = (law.step(f"housing.norm_area_{key}", facts.on) for key in ("6", "next"))
    more = fact("household", "Osoby ponad sześć", Decimal(people - 6), unit="count")
    return Step(f"{CODE}.norm_area", "Powierzchnia normatywna",
                six.number + each.number * more.number, "art. 5 ust. 1 pkt 6 u.d.m.",
                (six, each, more), unit="m2")  # fmt: skip


def area_test(facts: CaseFacts, law: Law, household: HousingIncome) -> Step:
    """At most 30 % above the norm, or 50 % when rooms and kitchen are 60 % of it or less."""
    norm, used = norm_area(facts, law, household.people), _used(facts)
    rooms = facts.circumstances["rooms_and_kitchen_area"]
    limit = _limit(law, facts, norm, "excess_share")
    fits = used.number <= limit.number
    if fits or rooms is None:
        return passed(f"{CODE}.area_test", "Powierzchnia mieści się w dopuszczalnej", fits,
                      (used, limit), "art. 5 ust. 5 u.d.m.")  # fmt: skip
    part = quotient(f"{CODE}.room_share", "Udział pokoi i kuchni", fact(
        "circumstances.rooms_and_kitchen_area", "Powierzchnia pokoi i kuchni", rooms, unit="m2"),
        used, "art. 5 ust. 5 pkt 2 u.d.m.", unit="share")  # fmt: skip
    most = law.step("housing.room_share", facts.on)
    wider = _limit(law, facts, norm, "excess_share_small_rooms")
    holds = part.number <= most.number and used.number <= wider.number
    return passed(f"{CODE}.area_test", "Powierzchnia mieści się w dopuszczalnej", holds,
                  (used, wider, part, most), "art. 5 ust. 5 pkt 2 u.d.m.")  # fmt: skip


def _used(facts: CaseFacts) -> Step:
    return fact("circumstances.usable_area", "Powierzchnia użytkowa lokalu",
                facts.circumstances["usable_area"], unit="m2")  # fmt: skip


def _limit(law: Law, facts: CaseFacts, norm: Step, code: str) -> Step:
    share = law.step(f"housing.{code}", facts.on)
    return Step(f"{CODE}.area_limit", "Dopuszczalna powierzchnia", norm.number * (1 + share.number),
                "art. 5 ust. 5 u.d.m.", (norm, share), unit="m2")  # fmt: skip


def expenses_of(facts: CaseFacts, law: Law, household: HousingIncome) -> Expenses:
    """Expenses borne, the fuel base, and both on the norm area when the dwelling is larger."""
    borne, used = _borne(facts), _used(facts)
    in_spending = law.step("housing.disability_area_in_expenses", facts.on)
    norm = norm_area(facts, law, household.people, enlarged=bool(in_spending.number))
    fuel = _fuel_base(facts, law, household, least(
        f"{CODE}.fuel_area", "Powierzchnia do ryczałtu", (used, norm), FUEL))  # fmt: skip
    if used.number <= norm.number:
        whole = total(f"{CODE}.expenses_on_norm", "Wydatki z podstawą ryczałtu", (borne, fuel),
                      "art. 6 ust. 9 u.d.m.")  # fmt: skip
        return Expenses(whole, fuel, whole)
    on_norm = _on_norm(facts, law, (borne, used, norm, fuel))
    if not fuel.number:
        return Expenses(on_norm, fuel, on_norm)
    setting = law.step("housing.fuel_share_of_norm", facts.on)
    spent = total(f"{CODE}.all_expenses", "Wydatki poniesione z podstawą ryczałtu", (borne, fuel),
                  "art. 6a ust. 2 u.d.m.")  # fmt: skip
    chosen = on_norm if setting.number else spent
    base = Step(f"{CODE}.share_base", "Wydatki, w których liczy się udział ryczałtu", chosen.value,
                "art. 6a ust. 2 u.d.m.", (chosen, setting))  # fmt: skip
    return Expenses(on_norm, fuel, base)


def _on_norm(facts: CaseFacts, law: Law, parts: tuple[Step, Step, Step, Step]) -> Step:
    borne, used, norm, fuel = parts
    basis = "art. 5 ust. 4 u.d.m."
    metre = quotient(f"{CODE}.per_metre", "Wydatki na metr", borne, used, basis)
    scaled = product(f"{CODE}.scaled", "Wydatki na powierzchnię normatywną", metre, norm, basis)
    if not fuel.number:
        return Step(f"{CODE}.expenses_on_norm", "Wydatki na powierzchnię normatywną", scaled.value,
                    basis, (scaled,))  # fmt: skip
    twice = law.step("housing.scale_fuel_base", facts.on)
    counted = fuel.number / used.number * norm.number if twice.number else fuel.number
    inputs = (scaled, fuel, twice, *((used, norm) if twice.number else ()))
    return Step(f"{CODE}.expenses_on_norm", "Wydatki na normę z podstawą ryczałtu",
                scaled.number + counted, basis, inputs)  # fmt: skip


def _borne(facts: CaseFacts) -> Step:
    """Monthly expenses that count; rent outside the municipal stock up to the municipal one."""
    counted: list[Step] = []
    rents: list[Step] = []
    ignored: list[Step] = []
    for n, row in enumerate(facts.circumstances["expenses"]):
        step = _expense(n, row)
        (ignored if row["kind"] in LEFT_OUT else rents if row["kind"] in RENT
         else counted).append(step)  # fmt: skip
    counted += _rents(facts, rents)
    if ignored:
        counted.append(Step(f"{CODE}.expenses.not_counted", "Nie wlicza się", ZERO,
                            "art. 6 ust. 4a u.d.m.", tuple(ignored)))  # fmt: skip
    nothing = (fact("circumstances.expenses", "Brak wydatków", ZERO),)
    whole = total(f"{CODE}.expenses", "Wydatki mieszkaniowe na miesiąc", counted or nothing,
                  SPENDING)  # fmt: skip
    part = facts.circumstances["title_share"]
    if part == 1:
        return whole
    share = fact("circumstances.title_share", "Część lokalu objęta tytułem", part, unit="share")
    return product(f"{CODE}.expenses_part", "Wydatki na część objętą tytułem", whole, share,
                   "art. 5 ust. 4b u.d.m.")  # fmt: skip


def _rents(facts: CaseFacts, rents: list[Step]) -> list[Step]:
    limit = facts.circumstances["municipal_rent"]
    if limit is None or not rents:
        return rents
    whole = total(f"{CODE}.rent", "Czynsz i opłaty zamiast niego", rents, SPENDING)
    known = fact("circumstances.municipal_rent", "Czynsz, jaki obowiązywałby w zasobie gminy",
                 limit)  # fmt: skip
    return [least(f"{CODE}.rent_limited", "Nie więcej niż czynsz w zasobie gminy", (whole, known),
                  "art. 6 ust. 6 pkt 1 u.d.m.")]  # fmt: skip


def _expense(index: int, row: dict[str, object]) -> Step:
    path, kind, months = f"circumstances.expenses[{index}]", str(row["kind"]), row["months"]
    amount = row["amount"]
    assert isinstance(amount, Decimal)
    assert isinstance(months, int)
    note = "nie jest wydatkiem w rozumieniu ustawy" if kind in LEFT_OUT else ""
    paid = fact(f"{path}.amount", EXPENSES[kind], amount, basis=SPENDING, note=note)
    if months == 1:
        return paid
    spread = fact(f"{path}.months", "Miesiące, za które naliczono", Decimal(months), unit="months")
    return quotient(f"{CODE}.monthly_expense", f"{EXPENSES[kind]} na miesiąc", paid, spread,
                    "art. 5 ust. 4a u.d.m.")  # fmt: skip


def _fuel_base(facts: CaseFacts, law: Law, household: HousingIncome, area: Step) -> Step:
    """Kilowatt-hours for each installation that is not supplied from outside, by their price."""
    lacking = facts.circumstances["missing"]
    parts = [
        hours(facts, law, household, area)
        for key, hours in (("heating", _heat), ("hot_water", _hot_water), ("gas", _gas))
        if key in lacking
    ]
    if not parts:
        return fact("circumstances.missing", "Podstawa ryczałtu: instalacje spoza lokalu", ZERO,
                    basis=FUEL)  # fmt: skip
    hours = Step(
        f"{CODE}.fuel_kwh",
        "Energia do podstawy ryczałtu",
        sum((part.number for part in parts), ZERO),
        FUEL,
        tuple(parts),
        unit="kWh",
    )
    price = law.step("housing.kwh_price", facts.on)
    return product(f"{CODE}.fuel_base", "Podstawa ryczałtu na zakup opału", hours, price,
                   "art. 6 ust. 7a i art. 6a u.d.m.")  # fmt: skip


def _heat(facts: CaseFacts, law: Law, household: HousingIncome, area: Step) -> Step:
    return product(f"{CODE}.fuel_heat", "Brak ogrzewania spoza lokalu", area,
                   law.step("housing.fuel_heat", facts.on), FUEL, unit="kWh")  # fmt: skip


def _hot_water(facts: CaseFacts, law: Law, household: HousingIncome, area: Step) -> Step:
    return product(f"{CODE}.fuel_hot_water", "Brak ciepłej wody spoza lokalu", household.size,
                   law.step("housing.fuel_hot_water", facts.on), FUEL, unit="kWh")  # fmt: skip


def _gas(facts: CaseFacts, law: Law, household: HousingIncome, area: Step) -> Step:
    first, each = (law.step(f"housing.fuel_gas_{key}", facts.on) for key in ("first", "next"))
    hours = first.number + each.number * (household.people - 1)
    return Step(f"{CODE}.fuel_gas", "Brak gazu przewodowego", hours, FUEL,
                (first, each, household.size), unit="kWh")  # fmt: skip
