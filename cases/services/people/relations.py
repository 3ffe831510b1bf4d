"""Kinship and representation, and a worker's exclusion from a person's matters."""

from __future__ import annotations

from datetime import date

from cases.models import Exclusion, Person, Relation
from cases.services.clashes import refusing
from cases.services.dated import end, since
from opsapp.kernel import states
from opsapp.kernel.audit import act
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User


@act
def add_relation(
    person: Person, *, other: Person, kind: str, basis: str = "", on: date, actor: User
) -> Relation:
    """Note what `person` is towards `other` from a day on; the same in force is returned."""
    if person.pk == other.pk:
        raise Refusal("Wybierz inną osobę niż ta, której karta jest otwarta.", "same", "other")
    same = person.relations.filter(other=other, kind=kind, period__upper_inf=True).first()
    if same is not None:
        return same
    clash = Refusal("W tym okresie taka relacja jest już wpisana.", "overlap", "on")
    with refusing({"relation_one_at_a_time": clash}):
        return Relation.objects.create(
            person=person, other=other, kind=kind, basis=basis.strip(), period=since(on)
        )


@act
def end_relation(relation: Relation, *, on: date, actor: User) -> Relation:
    """The relation ended: from this day it no longer holds."""
    relation = states.lock(relation)
    end(relation, on=on)
    return relation


@act
def declare_exclusion(
    person: Person, *, user: User, reason: str, on: date, actor: User
) -> Exclusion:
    """Exclude a worker from a person's matters (k.p.a. art. 24); repeated, it stays as it is."""
    if not reason.strip():
        raise Refusal("Napisz, co łączy pracownika z tą osobą.", "no_reason", "reason")
    same = person.exclusions.filter(user=user, period__upper_inf=True).first()
    if same is not None:
        return same
    return Exclusion.objects.create(
        person=person, user=user, reason=reason.strip(), period=since(on)
    )
