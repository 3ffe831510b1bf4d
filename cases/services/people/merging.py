"""Two cards of one person: the worse points to the better; nothing else moves."""

from __future__ import annotations

from cases.models import ApplicationItem, Membership, Person, PersonIdentifier
from opsapp.kernel import states
from opsapp.kernel.audit import act
from opsapp.kernel.refusals import Conflict, Refusal
from opsapp.office.models import User


@act
def merge(worse: Person, *, into: Person, actor: User) -> Person:
    """Say that two cards are of one person; from now on both are read together as `into`.

    No row of either card is changed, so it can be undone. Raises `Refusal` when they hold
    different PESEL numbers, both live in a household now or have the same benefit's application
    open, or one is merged already.
    """
    if worse.pk == into.pk:
        raise Refusal("To ta sama karta. Wybierz drugą.", "same")
    locked = {card.pk: states.lock(card) for card in sorted((worse, into), key=lambda c: c.pk)}
    worse, into = locked[worse.pk], locked[into.pk]
    if worse.merged_into_id == into.pk:
        return worse
    _not_merged(worse, into)
    _same_person(worse, into)
    _one_open_item(worse, into)
    worse.merged_into = into
    worse.save(update_fields=["merged_into"])
    return worse


@act
def undo_merge(card: Person, *, actor: User) -> Person:
    """Take a merge back: the card is a person of its own again."""
    card = states.lock(card)
    if card.merged_into_id is None:
        raise Conflict("Ta karta nie jest już połączona z inną.", "not_merged")
    card.merged_into = None
    card.save(update_fields=["merged_into"])
    return card


def _not_merged(worse: Person, into: Person) -> None:
    if worse.merged_into_id or into.merged_into_id:
        raise Conflict("Jedna z kart została już połączona z inną. Odśwież stronę.", "merged")
    if worse.merged_cards.exists():
        raise Refusal(
            "Do tej karty dołączono już inną. Połącz karty w odwrotnym kierunku "
            "albo najpierw cofnij tamto połączenie.",
            "has_merged",
        )


def _one_open_item(worse: Person, into: Person) -> None:
    """Two open applications of one person for the same benefit are one too many."""
    rows = ApplicationItem.objects.filter(
        person__in=[worse, into], outcome=ApplicationItem.Outcome.OPEN
    ).select_related("benefit", "case")
    signs: dict[str, list[str]] = {}
    for row in rows.order_by("pk"):
        signs.setdefault(row.benefit.label, []).append(row.case.sign)
    for label, twice in signs.items():
        if len(twice) > 1:
            raise Refusal(
                f"Na obu kartach jest otwarty wniosek: {label} (sprawy {' i '.join(twice)}). "
                "Najpierw zakończ jedną z tych spraw, potem połącz karty.",
                "two_open_items",
            )


def _same_person(worse: Person, into: Person) -> None:
    numbers = {
        row.value
        for row in PersonIdentifier.objects.filter(
            person__in=[worse, into], kind="pesel", is_live=True
        )
    }
    if len(numbers) > 1:
        raise Refusal(
            "Karty mają różne numery PESEL. To dwie osoby albo w jednym z numerów jest błąd: "
            "wtedy najpierw go popraw.",
            "different_pesel",
        )
    living = Membership.objects.filter(person__in=[worse, into], period__upper_inf=True)
    if len(set(living.values_list("person_id", flat=True))) > 1:
        raise Refusal(
            "Obie karty należą teraz do rodziny, więc osoba liczyłaby się dwa razy. "
            "Najpierw zakończ pobyt wpisany na karcie, która ma zostać dołączona.",
            "two_households",
        )
