"""First drafts of letters, in plain Polish; the clerk reads and changes them before saving."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cases.models import Application, Case, Person
from cases.services.suspensions import GROUNDS
from opsapp.kernel.web.wording import DAYS, counted

KPA = "ustawy z dnia 14 czerwca 1960 r. – Kodeks postępowania administracyjnego"
UPS = "ustawy z dnia 12 marca 2004 r. o pomocy społecznej"
COMPLAINT = (
    "Pouczenie: na to postanowienie służy zażalenie do Samorządowego Kolegium Odwoławczego, "
    "wnoszone za pośrednictwem tutejszego ośrodka w terminie 7 dni od dnia doręczenia "
    "(art. 141 k.p.a.)."
)


def you(person: Person, *, whose: bool = False) -> str:
    """'Panią', 'Pana' or 'Panią/Pana' for whom a letter calls; `whose` gives 'Pani', 'Pana'."""
    forms = {"female": ("Panią", "Pani"), "male": ("Pana", "Pana")}
    return forms.get(person.sex, ("Panią/Pana", "Pani/Pana"))[whose]


def may(person: Person) -> str:
    """'może Pani', 'może Pan' or 'może Pani/Pan'."""
    return {"female": "może Pani", "male": "może Pan"}.get(person.sex, "może Pani/Pan")


def about(case: Case, application: Application | None) -> str:
    """'wniosku z dnia 20.11.2026 (W/12/2026) w sprawie: zasiłek okresowy'."""
    if application is None:
        return f"sprawy: {case.subject}"
    return (
        f"wniosku z dnia {application.received_on:%d.%m.%Y} ({application.reference}) "
        f"w sprawie: {case.subject}"
    )


def summons(case: Case, application: Application | None, missing: Sequence[str], days: int) -> str:
    """The call to supply what is missing (k.p.a. art. 64 § 2)."""
    listed = "\n".join(f"– {each.strip().rstrip(',;.')}," for each in missing if each.strip())
    return (
        f"Na podstawie art. 64 § 2 {KPA} wzywam {you(case.client)} do usunięcia braków "
        f"{about(case, application)}.\n\n"
        f"Proszę złożyć:\n{listed.rstrip(',')}.\n\n"
        f"Ma na to {may(case.client).removeprefix('może ')} {counted(days, DAYS)} od dnia "
        "doręczenia tego wezwania. Jeżeli braki nie zostaną w tym terminie usunięte, wniosek "
        "pozostanie bez rozpoznania.\n\n"
        "Dokumenty można przynieść do ośrodka, przesłać pocztą albo na adres do e-Doręczeń. "
        "Termin jest zachowany także wtedy, gdy przed jego upływem nada się je w polskiej "
        "placówce pocztowej operatora wyznaczonego."
    )


def unexamined(case: Case, application: Application | None, summoned: date | None) -> str:
    """The notice that the application stays without examination (k.p.a. art. 64 § 2)."""
    when = f" doręczonego {summoned:%d.%m.%Y}" if summoned else ""
    return (
        f"Na podstawie art. 64 § 2 {KPA} zawiadamiam, że rozpatrzenie "
        f"{about(case, application)} nie jest możliwe i wniosek pozostaje bez rozpoznania.\n\n"
        f"Mimo wezwania{when} braki wniosku nie zostały usunięte w wyznaczonym terminie.\n\n"
        f"Nowy wniosek {may(case.client)} złożyć w każdej chwili."
    )


def unexamined_email(case: Case, application: Application | None) -> str:
    """The notice that an application by plain e-mail stays without examination (art. 63 § 1)."""
    return (
        f"Na podstawie art. 63 § 1 {KPA} zawiadamiam, że pozostawiam bez rozpoznania pismo "
        f"wniesione na adres poczty elektronicznej, dotyczące {about(case, application)}.\n\n"
        f"Wniosek {may(case.client)} złożyć na piśmie, ustnie do protokołu w ośrodku albo na "
        "adres do e-Doręczeń, podając imię, nazwisko, adres i to, o jaką pomoc chodzi, oraz "
        "podpisując go (art. 63 § 2–3a k.p.a.)."
    )


def no_address(case: Case, application: Application | None) -> str:
    """The note that the address of the applicant cannot be found out (k.p.a. art. 64 § 1)."""
    return (
        f"We wniosku dotyczącym {about(case, application)} nie wskazano adresu osoby, która go "
        "wniosła. Adresu nie udało się ustalić na podstawie posiadanych danych. Sprawdzono: "
        "kartotekę ośrodka, ……………"
    )


def delay(case: Case, application: Application | None, due_on: date | None, reason: str) -> str:
    """The notice of a later date (k.p.a. art. 36)."""
    day = f"{due_on:%d.%m.%Y}" if due_on else "……………"
    return (
        f"Na podstawie art. 36 {KPA} zawiadamiam, że rozpatrzenie {about(case, application)} "
        "nie jest możliwe w dotychczasowym terminie.\n\n"
        f"Przyczyna: {reason.strip().rstrip('.') or '……………'}.\n\n"
        f"Nowy termin załatwienia sprawy: {day}.\n\n"
        "Pouczenie: na niezałatwienie sprawy w terminie albo przewlekłe prowadzenie postępowania "
        "służy ponaglenie do Samorządowego Kolegium Odwoławczego, wnoszone za pośrednictwem "
        "tutejszego ośrodka (art. 37 k.p.a.)."
    )


def hearing(case: Case, application: Application | None, days: int) -> str:
    """The notice that the evidence is complete (k.p.a. art. 10 § 1, 79a)."""
    return (
        f"Na podstawie art. 10 § 1 {KPA} zawiadamiam, że w toku rozpatrywania "
        f"{about(case, application)} zebrano materiał dowodowy.\n\n"
        f"Przed wydaniem decyzji {may(case.client)} przejrzeć akta i wypowiedzieć się co do "
        f"zebranych dowodów oraz zgłosić żądania, w terminie {counted(days, DAYS)} od dnia "
        "doręczenia tego zawiadomienia, w siedzibie ośrodka albo na piśmie.\n\n"
        "Przesłanki, które nie zostały dotąd spełnione lub wykazane (art. 79a k.p.a.):\n– ……………"
    )


def transfer(case: Case, application: Application | None, recipient: str) -> str:
    """The notice of passing the application on (k.p.a. art. 65 § 1)."""
    return (
        f"Na podstawie art. 65 § 1 {KPA} zawiadamiam o przekazaniu {about(case, application)} "
        f"do organu właściwego: {recipient.strip() or '……………'}.\n\n"
        f"Uzasadnienie: zgodnie z art. 101 {UPS} właściwość miejscową gminy ustala się według "
        "miejsca zamieszkania osoby ubiegającej się o świadczenie. ……………"
    )


def initiation_refusal(case: Case, application: Application | None, ground: str) -> str:
    """The order refusing to begin (k.p.a. art. 61a § 1)."""
    return (
        f"Na podstawie art. 61a § 1 {KPA} postanawiam odmówić wszczęcia postępowania na skutek "
        f"{about(case, application)}.\n\n"
        f"Uzasadnienie: {ground.strip().rstrip('.') or '……………'}.\n\n{COMPLAINT}"
    )


def suspension(case: Case, application: Application | None, ground: str) -> str:
    """The order of suspension (k.p.a. art. 97, 98)."""
    why = GROUNDS.get(ground, "……………")
    return (
        f"Na podstawie art. 101 § 1 {KPA} postanawiam zawiesić postępowanie dotyczące "
        f"{about(case, application)}.\n\n"
        f"Podstawa zawieszenia: {why}.\n\n"
        "Uzasadnienie: ……………\n\n"
        "Postępowanie zostanie podjęte, gdy przeszkoda ustąpi. W czasie zawieszenia nie biegną "
        f"terminy przewidziane w kodeksie (art. 103 k.p.a.).\n\n{COMPLAINT}"
    )


def resumption(case: Case, application: Application | None, reason: str) -> str:
    """The order of taking the proceedings up (k.p.a. art. 97 § 2, 98)."""
    return (
        f"Na podstawie art. 97 § 2 {KPA} postanawiam podjąć zawieszone postępowanie dotyczące "
        f"{about(case, application)}.\n\n"
        f"Uzasadnienie: {reason.strip().rstrip('.') or '……………'}."
    )
