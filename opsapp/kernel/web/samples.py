"""Made-up people and amounts of the style page."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from opsapp.kernel import clock
from opsapp.kernel.web.parts import Difference, Event, Line


def people() -> list[dict[str, object]]:
    """Rows of a list."""
    names = [
        "Nowak Anna",
        "Wójcik Jan",
        "Źrebiec-Łącka Żaneta Małgorzata",
        "Kowalska Zofia",
        "Ćwik Łukasz",
    ]
    states = [
        ("draft", "projekt"),
        ("submitted", "do zatwierdzenia"),
        ("returned", "zwrócona z uwagą"),
        ("issued", "wydana"),
        ("open", "w toku"),
    ]
    return [
        {
            "name": name,
            "born": date(1985 - 7 * i, 3 + i, 14),
            "pesel": f"8503140{i}234",
            "reference": f"PS.5121.{87 + i}.2026",
            "amount": Decimal("405.73") + i * 311,
            "change": [
                Decimal("82.30"),
                Decimal("-31.00"),
                None,
                Decimal("0.00"),
                Decimal("12.00"),
            ][i],
            "state": states[i],
            "due": clock.today() + timedelta(days=[6, 1, -3, 24, 4][i]),
            "alert": "opiekun prawny" if i == 0 else "",
        }
        for i, name in enumerate(names)
    ]


def receipt() -> list[Line]:
    """A calculation of the periodic allowance."""
    incomes = (
        Line(
            "wynagrodzenie Anny, netto",
            Decimal("1157.55"),
            "art. 8 ust. 3",
            source="zaświadczenie",
            url="#",
            inner=(
                Line("przychód", Decimal("1500.00")),
                Line("podatek", Decimal("45.00"), "art. 8 ust. 3 pkt 1", sign="−"),
                Line("składki", Decimal("297.45"), "art. 8 ust. 3 pkt 2", sign="−"),
            ),
        ),
        Line("alimenty dla Jana", Decimal("500.00"), "art. 8 ust. 3", source="wyrok", url="#"),
        Line(
            "świadczenie wychowawcze (800+)",
            None,
            "art. 8 ust. 4 pkt 5",
            counted=False,
            why="Ustawa nie pozwala wliczać go do dochodu.",
        ),
    )
    return [
        Line("Kryterium rodziny: 3 osoby po 823,00 zł", Decimal("2469.00"), "art. 8 ust. 1 pkt 2"),
        Line(
            "Dochód rodziny za październik 2026",
            Decimal("1657.55"),
            "art. 8 ust. 3",
            inner=incomes,
            open=True,
        ),
        Line("Różnica", Decimal("811.45"), "", weight="total"),
        Line("Najmniej: 50% różnicy", Decimal("405.73"), "art. 38 ust. 3"),
        Line("Najwięcej: cała różnica", Decimal("811.45"), "art. 38 ust. 2"),
        Line("Przyznana kwota miesięcznie", Decimal("405.73"), "art. 38 ust. 5", weight="result"),
    ]


def events() -> list[Event]:
    """A timeline."""
    now = clock.now()
    return [
        Event(
            now,
            "Decyzja zwrócona do poprawy",
            "Ewa Wrona, dyrektor",
            "arrow-back-up",
            "#",
            "Brak uzasadnienia odmowy.",
        ),
        Event(
            now - timedelta(days=1),
            "Wyliczono zasiłek okresowy: 405,73 zł",
            "Maria Lis",
            "calculator",
            "#",
        ),
        Event(
            now - timedelta(days=4),
            "Wywiad środowiskowy podpisany",
            "Maria Lis",
            "clipboard-text",
            "#",
        ),
        Event(
            clock.today() - timedelta(days=9),
            "Wpłynął wniosek o zasiłek okresowy",
            "osobiście",
            "file-text",
            "#",
        ),
    ]


def conflict() -> list[Difference]:
    """Fields that two people changed at once."""
    return [
        Difference("Ulica", "Zawichojska 4/7", "Zawichojska 4/17"),
        Difference("Telefon", "(puste)", "601 234 567"),
    ]
