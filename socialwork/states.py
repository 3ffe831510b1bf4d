"""The states of a family interview: typed into until signed, then closed for ever."""

from __future__ import annotations

from opsapp.kernel.states import Machine, Move

DRAFT = "draft"
SIGNED = "signed"
ABANDONED = "abandoned"

INTERVIEW = Machine(
    "interview",
    states={DRAFT: "w opracowaniu", SIGNED: "podpisany", ABANDONED: "zaniechany"},
    initial=DRAFT,
    moves=[
        Move("sign", (DRAFT,), SIGNED, "Podpisz wywiad"),
        Move("abandon", (DRAFT,), ABANDONED, "Zaniechaj wywiadu"),
    ],
)

ABANDON_REASONS = {
    "family_refused": "rodzina odmówiła przeprowadzenia wywiadu",
    "nobody_home": "nie zastano nikogo mimo umówionej wizyty",
    "not_needed": "wywiad nie jest już potrzebny",
    "mistake": "rozpoczęto przez pomyłkę",
    "other": "inna przyczyna",
}
"""Why an interview did not happen. A refusal is ground for a refusal of help (art. 107 ust. 4a)."""
