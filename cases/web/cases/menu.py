"""What may be done with a case besides its next step, in groups; only what its state allows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from cases import states
from cases.states import CASE


@dataclass(frozen=True, slots=True)
class Action:
    """A line of the menu: its form's address, words, sign; `move` of the case's table it makes."""

    what: str
    label: str
    icon: str
    move: str = ""
    only: tuple[str, ...] = ()

    def possible(self, status: str) -> bool:
        """Whether the case's state allows it."""
        if self.move:
            return status in CASE.move(self.move).sources
        return not self.only or status in self.only


@dataclass(frozen=True, slots=True)
class Group:
    """Lines of the menu under one heading."""

    label: str
    actions: tuple[Action, ...]


OPEN_BEFORE_DECISION = tuple(CASE.move("discontinue").sources)
WAITS_FOR_PAPERS = (states.REGISTERED, states.INCOMPLETE)
GROUPS = (
    Group(
        "Dokumenty i wywiad",
        (
            Action("dokumenty", "Dokumenty kompletne", "checks", only=WAITS_FOR_PAPERS),
            Action("wezwanie", "Wezwij do uzupełnienia", "mail-forward", "summon"),
            Action("wywiad", "Zleć wywiad", "clipboard-plus", "order_interview"),
            Action("zawiadomienie", "Zawiadom o zebraniu materiału", "mail", "notify_party"),
        ),
    ),
    Group(
        "Termin",
        (
            Action(
                "nowy-termin", "Wyznacz nowy termin", "calendar-time", only=OPEN_BEFORE_DECISION
            ),
            Action("zawieszenie", "Zawieś postępowanie", "player-pause", "suspend"),
            Action("podjecie", "Podejmij postępowanie", "player-play", "resume"),
        ),
    ),
    Group(
        "Zakończenie sprawy",
        (
            Action("bez-rozpoznania", "Pozostaw bez rozpoznania", "file-off", "leave_unexamined"),
            Action("przekazanie", "Przekaż według właściwości", "send", "transfer"),
            Action("odmowa-wszczecia", "Odmów wszczęcia", "ban", "refuse_initiation"),
            Action("zakonczenie", "Zakończ sprawę", "archive", "close"),
            Action("umorzenie", "Umórz postępowanie", "circle-x", "discontinue"),
        ),
    ),
    Group(
        "Odwołanie",
        (
            Action(
                "ponownie", "Rozpocznij ponowne rozpatrzenie", "refresh", only=(states.REMANDED,)
            ),
            Action("odwolanie", "Przyjmij odwołanie", "mail-opened", "appeal"),
            Action("przekazanie-sko", "Przekaż do SKO", "send", "send_to_sko"),
            Action(
                "zwrot-sko",
                "Uchylono do ponownego rozpatrzenia",
                "arrow-back-up",
                only=(states.SENT_TO_SKO,),
            ),
        ),
    ),
    Group(
        "Teczka",
        (
            Action("pismo", "Wpisz pismo", "mailbox"),
            Action("zalacznik", "Dodaj załącznik", "paperclip"),
            Action("uczestnik", "Dodaj uczestnika", "user-plus"),
            Action("prowadzacy", "Zmień prowadzącego", "user-check"),
            Action("wylaczenie", "Wyłącz pracownika", "ban"),
        ),
    ),
)


def groups_for(status: str, *, besides: Collection[str] = ()) -> list[Group]:
    """The menu for a state, without the actions named: offered elsewhere, or without a ground."""
    found = (
        Group(
            group.label,
            tuple(
                each for each in group.actions if each.possible(status) and each.what not in besides
            ),
        )
        for group in GROUPS
    )
    return [group for group in found if group.actions]


def action(what: str) -> Action | None:
    """A line of the menu by its address."""
    lines = (each for group in GROUPS for each in group.actions)
    return next((each for each in lines if each.what == what), None)
