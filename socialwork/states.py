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
