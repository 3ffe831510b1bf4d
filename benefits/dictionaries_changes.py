"""Grounds on which an issued decision is changed, revoked or declared expired."""

from __future__ import annotations

from dataclasses import dataclass

CHANGE, REVOCATION, EXPIRY = "change", "revocation", "expiry"
UPS, KPA = "ups", "kpa"


@dataclass(frozen=True, slots=True)
class Ground:
    """What it is called, the articles (of `act`), the sentence of the reasons, and for which kinds
    of decisions it stands.
    """

    label: str
    articles: str
    sentence: str
    kinds: tuple[str, ...]
    act: str = UPS


_BOTH = (CHANGE, REVOCATION)
_MUST = (
    "Decyzję zmienia się lub uchyla na niekorzyść strony bez jej zgody, jeżeli uległy zmianie "
    "przepisy prawa, sytuacja dochodowa lub osobista strony lub pobrano nienależne świadczenie "
    "(art. 106 ust. 5 u.p.s.)."
)
_MAY = (
    "Decyzję można zmienić lub uchylić na niekorzyść strony bez jej zgody, jeżeli wystąpiły "
    "przesłanki, o których mowa w art. 11, 12 i 107 ust. 5 u.p.s. (art. 106 ust. 5 u.p.s.)."
)
_DEPENDANTS = "Uwzględniono sytuację osób będących na utrzymaniu strony (art. 11 ust. 3 u.p.s.)."

GROUNDS: dict[str, Ground] = {
    "income": Ground("zmiana dochodu", "art. 106 ust. 5", _MUST, _BOTH),
    "personal": Ground("zmiana sytuacji osobistej lub rodziny", "art. 106 ust. 5", _MUST, _BOTH),
    "law": Ground("zmiana przepisów prawa", "art. 106 ust. 5", _MUST, _BOTH),
    "undue": Ground("pobranie nienależnego świadczenia", "art. 106 ust. 5", _MUST, _BOTH),
    "favour": Ground(
        "zmiana na korzyść strony", "art. 106 ust. 5",
        "Zmiana decyzji na korzyść strony nie wymaga jej zgody (art. 106 ust. 5 u.p.s.).",
        (CHANGE,),
    ),
    "waste": Ground(
        "marnotrawienie świadczeń", "art. 11 ust. 1 i 3 oraz art. 106 ust. 5",
        f"{_MAY} {_DEPENDANTS}", _BOTH,
    ),
    "no_cooperation": Ground(
        "brak współdziałania", "art. 11 ust. 2 i 3 oraz art. 106 ust. 5",
        f"{_MAY} {_DEPENDANTS}", _BOTH,
    ),
    "property": Ground(
        "dysproporcja majątku i dochodu", "art. 12 oraz art. 106 ust. 5", _MAY, _BOTH
    ),
    "no_statement": Ground(
        "odmowa oświadczenia o dochodach i majątku", "art. 107 ust. 5 oraz art. 106 ust. 5", _MAY,
        _BOTH,
    ),
    "no_interview": Ground(
        "brak zgody na wywiad lub jego aktualizację", "art. 107 ust. 4a",
        "Niewyrażenie zgody na przeprowadzenie rodzinnego wywiadu środowiskowego lub jego "
        "aktualizacji stanowi podstawę uchylenia decyzji (art. 107 ust. 4a u.p.s.).",
        (REVOCATION,),
    ),
    "consent": Ground(
        "za zgodą strony", "art. 155",
        "Decyzja ostateczna, na mocy której strona nabyła prawo, może być w każdym czasie za zgodą "
        "strony zmieniona lub uchylona, jeżeli przemawia za tym interes społeczny lub słuszny "
        "interes strony (art. 155 k.p.a.).",
        _BOTH, KPA,
    ),
    "death": Ground(
        "śmierć osoby uprawnionej", "art. 162 § 1 pkt 1 i § 3",
        "Wobec śmierci osoby uprawnionej decyzja stała się bezprzedmiotowa. Prawo do świadczenia z "
        "pomocy społecznej jest ściśle związane z osobą i nie przechodzi na spadkobierców, a "
        "stwierdzenie wygaśnięcia leży w interesie społecznym (art. 162 § 1 pkt 1 k.p.a.).",
        (EXPIRY,), KPA,
    ),
    "pointless": Ground(
        "decyzja stała się bezprzedmiotowa", "art. 162 § 1 pkt 1 i § 3",
        "Decyzja stała się bezprzedmiotowa, a stwierdzenie jej wygaśnięcia leży w interesie "
        "społecznym lub w interesie strony (art. 162 § 1 pkt 1 k.p.a.).",
        (EXPIRY,), KPA,
    ),
    "condition": Ground(
        "niedopełnienie warunku z decyzji", "art. 162 § 1 pkt 2 i § 3",
        "Decyzja została wydana z zastrzeżeniem dopełnienia przez stronę określonego warunku, a "
        "strona go nie dopełniła (art. 162 § 1 pkt 2 k.p.a.).",
        (EXPIRY,), KPA,
    ),
}  # fmt: skip


def grounds_for(kind: str) -> list[tuple[str, str]]:
    """(code, label) of every ground for a kind of decision."""
    return [
        (code, f"{ground.label} ({ground.articles} {_NAMES[ground.act]})")
        for code, ground in GROUNDS.items()
        if kind in ground.kinds
    ]


_NAMES = {UPS: "u.p.s.", KPA: "k.p.a."}
