"""Lines of the budget classification that a centre pays from."""

CLASSIFICATION: tuple[tuple[str, str, str, str], ...] = (
    ("852", "85202", "4330", "Domy pomocy społecznej: zakup usług od innych jednostek samorządu"),
    (
        "852",
        "85213",
        "4130",
        "Składki na ubezpieczenie zdrowotne za osoby pobierające zasiłek stały",
    ),
    ("852", "85214", "3110", "Zasiłki okresowe, celowe i pomoc w naturze: świadczenia społeczne"),
    (
        "852",
        "85214",
        "4110",
        "Zasiłki okresowe, celowe i pomoc w naturze: składki na ubezpieczenia społeczne",
    ),
    ("852", "85215", "3110", "Dodatki mieszkaniowe: świadczenia społeczne"),
    ("852", "85216", "3110", "Zasiłki stałe: świadczenia społeczne"),
    ("852", "85219", "3110", "Ośrodki pomocy społecznej: wynagrodzenie opiekuna"),
    (
        "852",
        "85228",
        "3110",
        "Usługi opiekuńcze i specjalistyczne usługi opiekuńcze: świadczenia społeczne",
    ),
    ("852", "85230", "3110", "Pomoc w zakresie dożywiania: świadczenia społeczne"),
    ("852", "85295", "3110", "Pozostała działalność: świadczenia społeczne"),
    (
        "855",
        "85502",
        "3110",
        "Świadczenia rodzinne i z funduszu alimentacyjnego: świadczenia społeczne",
    ),
    ("855", "85502", "4110", "Świadczenia rodzinne: składki na ubezpieczenia społeczne"),
    (
        "855",
        "85513",
        "4130",
        "Składki na ubezpieczenie zdrowotne za osoby pobierające świadczenia opiekuńcze",
    ),
)
"""Division, chapter, paragraph, name. The centre adds its own booking text."""
