"""Forms of help. Which of them the programme already decides is a matter of the code; the
dictionary knows them all.
"""

from typing import NamedTuple

SOCIAL = "ustawa o pomocy społecznej, "
FAMILY = "ustawa o świadczeniach rodzinnych, "


class ShippedBenefit(NamedTuple):
    """One row. `exclusive`: one at a time for a person; not `cash`: given in kind or as a
    service.
    """

    code: str
    label: str
    act: str
    jrwa_symbol: str
    chapter: str = "85214"
    paragraph: str = "3110"
    commissioned: bool = False
    exclusive: bool = False
    cash: bool = True


def _service(
    code: str, label: str, article: str, jrwa: str, chapter: str = "", *, commissioned: bool = False
) -> ShippedBenefit:
    return ShippedBenefit(
        code, label, SOCIAL + article, jrwa, chapter, "", commissioned, cash=False
    )


BENEFITS: tuple[ShippedBenefit, ...] = (
    ShippedBenefit(
        "periodic_allowance", "zasiłek okresowy", SOCIAL + "art. 38", "5121", exclusive=True
    ),
    ShippedBenefit(
        "permanent_allowance", "zasiłek stały", SOCIAL + "art. 37", "5120", "85216", exclusive=True
    ),
    ShippedBenefit("targeted_allowance", "zasiłek celowy", SOCIAL + "art. 39", "5122"),
    ShippedBenefit(
        "health_services_allowance",
        "zasiłek celowy na świadczenia zdrowotne",
        SOCIAL + "art. 39 ust. 3",
        "5122",
    ),
    ShippedBenefit(
        "contract_allowance", "zasiłek celowy w ramach kontraktu", SOCIAL + "art. 39a", "5122"
    ),
    ShippedBenefit(
        "random_event_allowance",
        "zasiłek celowy – zdarzenie losowe",
        SOCIAL + "art. 40 ust. 1",
        "5124",
    ),
    ShippedBenefit(
        "funeral_allowance", "zasiłek celowy na koszty pogrzebu", SOCIAL + "art. 40 ust. 1a", "5124"
    ),
    ShippedBenefit(
        "disaster_allowance",
        "zasiłek celowy – klęska żywiołowa lub ekologiczna",
        SOCIAL + "art. 40 ust. 2",
        "5124",
        commissioned=True,
    ),
    ShippedBenefit(
        "special_targeted_allowance", "specjalny zasiłek celowy", SOCIAL + "art. 41 pkt 1", "5122"
    ),
    ShippedBenefit(
        "repayable_assistance", "pomoc pod warunkiem zwrotu", SOCIAL + "art. 41 pkt 2", "5122"
    ),
    ShippedBenefit("credit_ticket", "bilet kredytowany", SOCIAL + "art. 39 ust. 4", "5122"),
    ShippedBenefit(
        "economic_independence", "pomoc na ekonomiczne usamodzielnienie", SOCIAL + "art. 43", "5122"
    ),
    ShippedBenefit(
        "pension_contribution",
        "składka na ubezpieczenie społeczne za opiekuna",
        SOCIAL + "art. 42",
        "5140",
        paragraph="4110",
    ),
    ShippedBenefit(
        "health_contribution",
        "składka na ubezpieczenie zdrowotne",
        SOCIAL + "art. 17 ust. 1 pkt 20",
        "5140",
        "85213",
        "4130",
    ),
    ShippedBenefit(
        "meal_support",
        "posiłek, świadczenie na zakup żywności",
        SOCIAL + "art. 48b",
        "5123",
        "85230",
    ),
    ShippedBenefit(
        "guardian_remuneration",
        "wynagrodzenie opiekuna",
        SOCIAL + "art. 53a",
        "5122",
        "85219",
        commissioned=True,
    ),
    _service("clothing", "niezbędne ubranie", "art. 48", "5124", "85214"),
    _service("shelter_fee", "schronienie i odpłatność za nie", "art. 48a", "5124", "85295"),
    _service(
        "care_services_fee",
        "usługi opiekuńcze i odpłatność za nie",
        "art. 50 ust. 1–5",
        "5130",
        "85228",
    ),
    _service("neighbourhood_services", "usługi sąsiedzkie", "art. 50 ust. 1a", "5130", "85228"),
    _service(
        "specialised_care_fee",
        "specjalistyczne usługi opiekuńcze dla osób z zaburzeniami psychicznymi",
        "art. 50 ust. 7",
        "5130",
        "85228",
        commissioned=True,
    ),
    _service("support_centre", "pobyt w ośrodku wsparcia", "art. 51", "5130"),
    _service("supported_flat", "mieszkanie treningowe lub wspomagane", "art. 53", "5130"),
    _service(
        "care_home_fee",
        "dom pomocy społecznej i odpłatność za pobyt",
        "art. 54–66",
        "5131",
        "85202",
    ),
    _service(
        "short_term_care_home",
        "krótkoterminowe wsparcie w domu pomocy społecznej",
        "art. 55a",
        "5131",
        "85202",
    ),
    _service("municipal_funeral", "sprawienie pogrzebu", "art. 44", "5124", "85214"),
    _service("social_work", "praca socjalna", "art. 45", "5150"),
    _service("specialist_counselling", "poradnictwo specjalistyczne", "art. 46", "5150"),
    _service("crisis_intervention", "interwencja kryzysowa", "art. 47", "5150"),
    ShippedBenefit(
        "family_allowance",
        "zasiłek rodzinny z dodatkami",
        FAMILY + "art. 4–14",
        "5211",
        "85502",
        commissioned=True,
        exclusive=True,
    ),
    ShippedBenefit(
        "birth_grant",
        "jednorazowa zapomoga z tytułu urodzenia się dziecka",
        FAMILY + "art. 15b",
        "5211",
        "85502",
        commissioned=True,
    ),
    ShippedBenefit(
        "parental_benefit",
        "świadczenie rodzicielskie",
        FAMILY + "art. 17c",
        "5211",
        "85502",
        commissioned=True,
        exclusive=True,
    ),
    ShippedBenefit(
        "nursing_allowance",
        "zasiłek pielęgnacyjny",
        FAMILY + "art. 16",
        "5212",
        "85502",
        commissioned=True,
        exclusive=True,
    ),
    ShippedBenefit(
        "carer_benefit",
        "świadczenie pielęgnacyjne",
        FAMILY + "art. 17",
        "5212",
        "85502",
        commissioned=True,
        exclusive=True,
    ),
    ShippedBenefit(
        "special_carer_allowance",
        "specjalny zasiłek opiekuńczy",
        FAMILY + "art. 16a",
        "5212",
        "85502",
        commissioned=True,
        exclusive=True,
    ),
    ShippedBenefit(
        "carer_allowance",
        "zasiłek dla opiekuna",
        "ustawa o ustaleniu i wypłacie zasiłków dla opiekunów",
        "5212",
        "85502",
        commissioned=True,
        exclusive=True,
    ),
    ShippedBenefit(
        "for_life_grant",
        "jednorazowe świadczenie „Za życiem”",
        "ustawa o wsparciu kobiet w ciąży i rodzin „Za życiem”, art. 10",
        "5211",
        "85502",
        commissioned=True,
    ),
    ShippedBenefit(
        "alimony_fund_benefit",
        "świadczenie z funduszu alimentacyjnego",
        "ustawa o pomocy osobom uprawnionym do alimentów, art. 9",
        "5213",
        "85502",
        commissioned=True,
        exclusive=True,
    ),
    ShippedBenefit(
        "housing_allowance",
        "dodatek mieszkaniowy",
        "ustawa o dodatkach mieszkaniowych, art. 2",
        "5310",
        "85215",
        exclusive=True,
    ),
)
