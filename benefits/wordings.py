"""Fixed words of decisions: what ships as version 1, and how blanks in them are filled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from opsapp.kernel.audit import act
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User, Wording
from opsapp.office.selectors import wording
from opsapp.office.services import settings

KIND = "decision"
SINCE = date(1990, 1, 1)
_BLANK = re.compile(r"\{(\w+)\}")

SHIPPED: dict[str, str] = {
    "legal-basis": (
        "Na podstawie {reasons_basis}art. 8 ust. 1 {criterion_point} i ust. 3, {articles}, "
        "art. 106 ust. 1 i 3, art. 110 ust. 7 i 8 ustawy z dnia 12 marca 2004 r. o pomocy "
        "społecznej (Dz.U. z 2025 r. poz. 1214 ze zm.){regulations} oraz art. 104 i art. 107 "
        "ustawy z dnia 14 czerwca 1960 r. – Kodeks postępowania administracyjnego (Dz.U. z 2024 r. "
        "poz. 572 ze zm.), po rozpatrzeniu wniosku z dnia {received_on} (nr {application}), "
        "orzekam:"
    ),
    "legal-basis-other": (
        "Na podstawie przepisów: {act}{regulations} oraz art. 104 i art. 107 ustawy z dnia "
        "14 czerwca 1960 r. – Kodeks postępowania administracyjnego (Dz.U. z 2024 r. poz. 572 "
        "ze zm.), po rozpatrzeniu wniosku z dnia {received_on} (nr {application}), orzekam:"
    ),
    "grant-monthly": (
        "Przyznać: {benefit}, na rzecz: {person}{because}, w kwocie {amount} (słownie: "
        "{amount_words}) miesięcznie, na okres od {first_day} do {last_day}."
    ),
    "grant-open": (
        "Przyznać: {benefit}, na rzecz: {person}{because}, w kwocie {amount} (słownie: "
        "{amount_words}) miesięcznie, od {first_day} na czas nieokreślony."
    ),
    "grant-once": (
        "Przyznać: {benefit}{purpose}, na rzecz: {person}{because}, w kwocie {amount} "
        "(słownie: {amount_words}) jednorazowo, za miesiąc {month}."
    ),
    "grant-persons": "Świadczeniem objęte są osoby: {persons}.",
    "grant-payment": (
        "Świadczenie wypłaca się w sposób wskazany przez stronę, do {pay_day}. dnia każdego "
        "miesiąca, a za miesiące, które minęły – niezwłocznie po wydaniu decyzji."
    ),
    "grant-payment-once": (
        "Świadczenie wypłaca się w sposób wskazany przez stronę, niezwłocznie po wydaniu decyzji."
    ),
    "refusal": "Odmówić przyznania świadczenia: {benefit}{purpose}, na rzecz: {person}.",
    "reasons-opening": (
        "W dniu {received_on} wpłynął wniosek o świadczenie: {benefit}.{interview} "
        "{family}"
    ),
    "reasons-cause": "Powody udzielenia pomocy: {causes}.",
    "reasons-amount": (
        "Ustalono świadczenie w kwocie {amount} {per}. {range} {why}"
    ),
    "reasons-period": (
        "Świadczenie przysługuje od pierwszego dnia miesiąca, w którym złożono wniosek wraz z "
        "wymaganą dokumentacją (art. 106 ust. 3 u.p.s.)."
    ),
    "reasons-closing": "Wobec powyższego orzeczono jak w sentencji.",
    "change-basis": (
        "Na podstawie {criterion_basis}{change_articles}, art. 110 ust. 7 i 8 ustawy z dnia "
        "12 marca 2004 r. o pomocy społecznej (Dz.U. z 2025 r. poz. 1214 ze zm.){regulations} oraz "
        "{code_articles} ustawy z dnia 14 czerwca 1960 r. – Kodeks postępowania "
        "administracyjnego (Dz.U. z 2024 r. poz. 572 ze zm.), po rozpatrzeniu sprawy z urzędu, "
        "orzekam:"
    ),
    "change-basis-code": (
        "Na podstawie {change_articles} oraz {code_articles} ustawy z dnia 14 czerwca 1960 r. "
        "– Kodeks postępowania administracyjnego (Dz.U. z 2024 r. poz. 572 ze zm.) w związku z "
        "{articles} oraz art. 110 ust. 7 i 8 ustawy z dnia 12 marca 2004 r. o pomocy społecznej "
        "(Dz.U. z 2025 r. poz. 1214 ze zm.){regulations}, orzekam:"
    ),
    "change-amount": (
        "Zmienić decyzję nr {old_sign} z dnia {old_day} w ten sposób, że świadczenie: {benefit}, "
        "na rzecz: {person}, przysługuje od {first_day}{until} w kwocie {amount} (słownie: "
        "{amount_words}) miesięcznie."
    ),
    "change-rest": "W pozostałej części decyzja nie ulega zmianie.",
    "change-revoke": (
        "Uchylić decyzję nr {old_sign} z dnia {old_day}, przyznającą świadczenie: {benefit}, na "
        "rzecz: {person}, {extent}."
    ),
    "change-expire": (
        "Stwierdzić wygaśnięcie decyzji nr {old_sign} z dnia {old_day}, przyznającej świadczenie: "
        "{benefit}, na rzecz: {person}, {extent}."
    ),
    "change-opening": (
        "Decyzją nr {old_sign} z dnia {old_day} przyznano świadczenie: {benefit}, na rzecz: "
        "{person}, w kwocie {old_amount} {per}, na okres {old_period}."
    ),
    "change-amount-reasons": (
        "Świadczenie ustalono ponownie w kwocie {amount} miesięcznie (dotychczas {old_amount}). "
        "{range} {why}"
    ),
    "change-effect": "Rozstrzygnięcie obowiązuje od {since}.",
    "change-consent": "Strona wyraziła zgodę w dniu {consent_on}.",
    "change-rigour": "Nadać decyzji rygor natychmiastowej wykonalności.",
    "change-rigour-reasons": (
        "Decyzji nadano rygor natychmiastowej wykonalności, ponieważ jest to niezbędne "
        "{rigour_ground} (art. 108 § 1 k.p.a.). {at_once_reason}"
    ),
    "change-demand-reasons": (
        "Decyzja jest zgodna z żądaniem strony, dlatego podlega wykonaniu przed upływem terminu do "
        "wniesienia odwołania (art. 130 § 4 k.p.a.). {at_once_reason}"
    ),
    "correct-basis": (
        "Na podstawie art. 132 § 1 ustawy z dnia 14 czerwca 1960 r. – Kodeks postępowania "
        "administracyjnego (Dz.U. z 2024 r. poz. 572 ze zm.), w związku z odwołaniem z dnia "
        "{appealed_on} od decyzji nr {old_sign}, oraz"
    ),
    "correct-quash": "Uchylić w całości decyzję nr {old_sign} z dnia {old_day}.",
    "correct-reasons": (
        "Od decyzji nr {old_sign} z dnia {old_day} strona wniosła odwołanie, które wpłynęło "
        "{appealed_on} {told}. Organ, który wydał decyzję, uznał, że odwołanie zasługuje w całości "
        "na uwzględnienie, i wydaje nową decyzję w miejsce zaskarżonej (art. 132 § 1 k.p.a.)."
    ),
    "instruction": (
        "Od decyzji służy stronie odwołanie do {appeal_board}. Wnosi się je za pośrednictwem "
        "organu, który wydał decyzję ({centre}, {centre_address}), w terminie 14 dni od dnia "
        "doręczenia decyzji (art. 127 i 129 k.p.a.).\n\n"
        "Przed upływem tego terminu strona może zrzec się prawa do odwołania, składając "
        "oświadczenie organowi, który wydał decyzję. Z dniem doręczenia organowi oświadczenia "
        "ostatniej ze stron decyzja staje się ostateczna i prawomocna: nie można już się od niej "
        "odwołać ani zaskarżyć jej do sądu administracyjnego (art. 127a k.p.a.)."
    ),
    "instruction-waits": (
        "Decyzja nie podlega wykonaniu przed upływem terminu do wniesienia odwołania, a odwołanie "
        "wniesione w terminie wstrzymuje jej wykonanie (art. 130 § 1 i 2 k.p.a.). Dopóki decyzja "
        "nie stanie się ostateczna, świadczenie wypłaca się tak jak dotychczas."
    ),
    "instruction-rigour": (
        "Decyzja podlega wykonaniu od razu, a odwołanie nie wstrzymuje jej wykonania (art. 130 § 3 "
        "pkt 1 k.p.a.). Organ odwoławczy może w uzasadnionych przypadkach wstrzymać natychmiastowe "
        "wykonanie decyzji (art. 135 k.p.a.)."
    ),
    "instruction-grant": (
        "Osoby i rodziny korzystające ze świadczeń mają obowiązek niezwłocznie poinformować o "
        "każdej zmianie w ich sytuacji osobistej, dochodowej i majątkowej, która wiąże się z "
        "podstawą do przyznania świadczeń (art. 109 u.p.s.).\n\n"
        "Świadczenia nienależnie pobrane podlegają zwrotowi od osoby lub rodziny, która z nich "
        "korzystała, niezależnie od dochodu (art. 98 u.p.s.)."
    ),
}  # fmt: skip


def fill(code: str, values: Mapping[str, str], *, on: date) -> str:
    """The wording in force on a day with its blanks filled.

    Raises `Refusal` when there is none or it has a blank that nobody fills.
    """
    found = wording(KIND, code, on=on)
    unknown = sorted(set(_BLANK.findall(found.text)) - values.keys())
    if unknown:
        raise Refusal(
            f"Brzmienie „{KIND}/{code}” (wersja {found.version}) ma nieznane miejsce do "
            f"wypełnienia: {', '.join(unknown)}. Popraw je w ustawieniach.",
            "unknown_blank",
        )
    text = _BLANK.sub(lambda blank: values[blank[1]], found.text)
    return re.sub(r" {2,}", " ", text).replace("r..", "r.").strip()


@act
def lay(*, actor: User) -> int:
    """Lay the first version of each wording that is missing; returns how many."""
    known = set(Wording.objects.filter(kind=KIND).values_list("code", flat=True))
    missing = [code for code in SHIPPED if code not in known]
    for code in missing:
        settings.word(kind=KIND, code=code, text=SHIPPED[code], valid_from=SINCE, actor=actor)
    return len(missing)
