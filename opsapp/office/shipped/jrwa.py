"""Classes of records: placeholders until the centre enters its own list of records (a local
order).
"""

JRWA: tuple[tuple[str, str, str], ...] = (
    ("5110", "Wywiady środowiskowe, teczki rodzin", "B10"),
    ("5120", "Zasiłki stałe", "B10"),
    ("5121", "Zasiłki okresowe", "B5"),
    ("5122", "Zasiłki celowe i specjalne zasiłki celowe", "B5"),
    ("5123", "Dożywianie", "B5"),
    ("5124", "Sprawienie pogrzebu, schronienie, zdarzenia losowe", "B5"),
    ("5130", "Usługi opiekuńcze i specjalistyczne usługi opiekuńcze", "B10"),
    ("5131", "Skierowania do domów pomocy społecznej i odpłatność", "B10"),
    ("5140", "Składki na ubezpieczenia zdrowotne i społeczne", "B10"),
    ("5150", "Praca socjalna, kontrakty socjalne", "B5"),
    ("5160", "Świadczenia nienależnie pobrane, zwroty, ulgi", "B10"),
    ("5170", "Zaświadczenia", "B5"),
    ("5211", "Świadczenia rodzinne", "B10"),
    ("5212", "Świadczenia opiekuńcze", "B10"),
    ("5213", "Fundusz alimentacyjny", "B10"),
    ("5310", "Dodatki mieszkaniowe i energetyczne", "B5"),
    ("5410", "Przemoc domowa, procedura „Niebieskie Karty”", "BE10"),
)
"""Symbol, name, archive category."""
