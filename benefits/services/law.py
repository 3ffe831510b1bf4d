"""Values of law that the centre enters itself: one person enters, another confirms."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from benefits.models import LawValue
from benefits.rules import Law
from benefits.rules.law import Parameter
from opsapp.kernel import states
from opsapp.kernel.audit import act
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import Conflict, Refusal
from opsapp.office.models import User

WHOLE = frozenset({"count", "days", "weeks", "months", "years", "hours", "minutes", "answer", "g"})
PLACES = {"PLN": 2, "PLN/month": 2, "PLN/year": 2, "PLN/ha": 2}
MOST_PLACES = 6


@act
def enter(
    code: str, *, valid_from: date, value: Decimal | None, title: str, actor: User
) -> LawValue:
    """Enter a value from a day on; it counts only once another person confirmed it.

    `value` None ends the parameter; `title` is the act with its place of publication. Raises
    `Refusal` for a parameter that no file has, for a national one on a day that the files answer,
    for a day that has a value already, and for a value that does not fit the unit.
    """
    _may(actor, Cap.ENTER_LAW)
    parameter = _known(code)
    _check_day(parameter, valid_from)
    text = None if value is None else fitting(parameter, value)
    if not title.strip():
        raise Refusal(
            "Podaj akt prawny, z którego pochodzi wartość, i miejsce jego ogłoszenia.",
            "no_act",
            "title",
        )
    if LawValue.objects.filter(code=code, valid_from=valid_from).exists():
        raise Refusal(
            f"Od {valid_from:%d.%m.%Y} wpisano już wartość tego parametru. "
            "Podaj inny dzień albo wycofaj tamten wpis.",
            "twice",
            "valid_from",
        )
    return LawValue.objects.create(
        code=code, valid_from=valid_from, value=text, act=title.strip(), entered_by=actor
    )


@act
def confirm(row: LawValue, *, actor: User) -> LawValue:
    """Confirm a value that another person entered; from now on it counts and never changes.

    Raises `Conflict` when it is confirmed already, `Refusal` for the one who entered it and when
    the files have meanwhile come to answer that day.
    """
    _may(actor, Cap.CONFIRM_LAW)
    row = states.lock(row)
    if row.confirmed_by_id:
        raise Conflict("Ta wartość jest już potwierdzona.", "settled")
    if row.entered_by_id == actor.pk:
        raise Refusal(
            "Wartość potwierdza inna osoba niż ta, która ją wpisała. Poproś o to drugą osobę.",
            "four_eyes",
        )
    _check_day(_known(row.code), row.valid_from)
    row.confirmed_by = actor
    row.save(update_fields=["confirmed_by"])
    return row


@act
def withdraw(row: LawValue, *, actor: User) -> None:
    """Take back a value that nobody confirmed yet; its history stays. Raises `Conflict` later."""
    _may(actor, Cap.ENTER_LAW)
    row = states.lock(row)
    if row.confirmed_by_id:
        raise Conflict(
            "Ta wartość jest już potwierdzona i obowiązuje. "
            "Zmienia ją dopiero wartość z późniejszym dniem.",
            "settled",
        )
    row.delete()


def _may(actor: User, cap: Cap) -> None:
    """System users act for commands; people need the capability."""
    if not actor.is_system:
        actor.require(cap)


def _known(code: str) -> Parameter:
    parameter = Law.from_files().parameters.get(code)
    if parameter is None:
        raise Refusal(f"Nie ma parametru prawa o kodzie „{code}”.", "unknown_parameter")
    return parameter


def _check_day(parameter: Parameter, valid_from: date) -> None:
    """A national value is entered only for a day that no file answers yet."""
    index = parameter.at(valid_from)
    if parameter.local or index is None:
        return
    row = parameter.rows[index]
    raise Refusal(
        f"„{parameter.label}” to parametr krajowy, a jego wartość na {valid_from:%d.%m.%Y} jest "
        f"znana ({row.act}). Ośrodek może wpisać tylko ogłoszenie, którego jeszcze brakuje.",
        "national_in_force",
        "valid_from",
    )


def fitting(parameter: Parameter, value: Decimal) -> str:
    """The value as the files write it. Raises `Refusal` for one that does not fit the unit."""
    places = 0 if parameter.unit in WHOLE else PLACES.get(parameter.unit, MOST_PLACES)
    if value < 0 or value != round(value, places):
        raise Refusal(
            "Wartość nie pasuje do jednostki tego parametru. Podaj liczbę nieujemną"
            + (", całkowitą." if not places else f", najwyżej {places} miejsca po przecinku."),
            "misfit",
            "value",
        )
    if parameter.unit == "answer" and value not in (0, 1):
        raise Refusal("Wybierz „tak” albo „nie”.", "misfit", "value")
    return f"{value:.2f}" if parameter.unit in PLACES else f"{value.normalize():f}"
