"""Who keeps house together: founded, joined, left, and pictured for an act (art. 6 pkt 14)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from cases.models import Household, HouseholdSnapshot, Membership, Person, SnapshotMember
from cases.models.households import HouseholdRole
from cases.selectors.circumstances import Situation, situations
from cases.selectors.households import living_elsewhere, members, residence
from cases.selectors.people import cards_of
from cases.services.clashes import refusing
from cases.services.dated import end, not_future, since
from opsapp.kernel import states
from opsapp.kernel.audit import act
from opsapp.kernel.refusals import Conflict, Refusal
from opsapp.office.models import User

CHILDREN = (HouseholdRole.CHILD, HouseholdRole.STEPCHILD, HouseholdRole.FOSTER_CHILD)
ADULT_AGE = 18


@act
def found(*, applicant: Person, on: date, actor: User) -> Household:
    """Begin a household with the person who applies for help.

    Raises `Refusal` when the person lives in another one then.
    """
    not_future(on, field="on", what="Początek rodziny")
    household = Household.objects.create(opened_on=on)
    join(household, person=applicant, role=HouseholdRole.APPLICANT, on=on, actor=actor)
    return household


@act
def join(
    household: Household,
    *,
    person: Person,
    role: str,
    on: date,
    alternating: bool = False,
    actor: User,
) -> Membership:
    """Let a person live in the household from a day on; one who lives there already stays.

    With `alternating` (a child in alternating custody) the stay in the other household is marked
    from that day too. Otherwise raises `Refusal` when the person lives elsewhere then.
    """
    not_future(on, field="on", what="Dzień zamieszkania")
    household = states.lock(household)
    states.lock(person)
    _may_join(household, person, role, on, alternating=alternating)
    here = household.memberships.filter(person=person, period__upper_inf=True).first()
    if here is not None:
        return here
    if alternating:
        _mark_elsewhere(household, person, on)
    elsewhere = living_elsewhere(person, household, on=on)
    with refusing(_clashes(person, elsewhere)):
        return Membership.objects.create(
            household=household,
            person=person,
            role=role,
            alternating=alternating,
            period=since(on),
        )


def _may_join(
    household: Household, person: Person, role: str, on: date, *, alternating: bool
) -> None:
    if household.closed_on is not None or on < household.opened_on:
        raise Refusal(
            f"Rodzina jest w kartotece od {household.opened_on:%d.%m.%Y}"
            + (f" do {household.closed_on:%d.%m.%Y}" if household.closed_on else "")
            + ". Podaj dzień z tego okresu.",
            "outside",
            "on",
        )
    if person.died_on is not None and on > person.died_on:
        raise Refusal("Ta osoba nie żyje w podanym dniu. Sprawdź datę.", "dead", "on")
    if person.birth_date is not None and on < person.birth_date:
        raise Refusal(
            f"Ta osoba urodziła się {person.birth_date:%d.%m.%Y}. Podaj ten dzień albo późniejszy.",
            "not_born",
            "on",
        )
    if alternating and role not in CHILDREN:
        raise Refusal("Opieka naprzemienna dotyczy tylko dziecka.", "not_child", "alternating")


def _mark_elsewhere(household: Household, person: Person, on: date) -> None:
    """Mark the child's other stay as alternating from a day on, the days before as they were."""
    others = Membership.objects.filter(
        person=person, period__upper_inf=True, alternating=False
    ).exclude(household=household)
    for before in others.select_for_update(of=("self",)):
        stay = before
        if stay.role not in CHILDREN:
            raise Refusal(
                "W drugiej rodzinie ta osoba nie jest wpisana jako dziecko. Najpierw popraw "
                "tam jej rolę.",
                "not_child",
                "alternating",
            )
        if stay.period.lower < on:
            end(stay, on=on)
            stay = Membership(household_id=stay.household_id, person=person, role=stay.role)
            stay.period = since(on)
        stay.alternating = True
        stay.save()


def _clashes(person: Person, elsewhere: str) -> dict[str, Refusal]:
    lives = Refusal(
        f"{person} należy w tym czasie do innej rodziny{elsewhere}. Zakończ tam jej pobyt albo, "
        "gdy to dziecko w opiece naprzemiennej, zaznacz tę opiekę.",
        "two_households",
        "person",
    )
    return {
        "membership_one_household": lives,
        "membership_alternating_in_both": lives,
        "membership_once_in_household": Refusal(
            f"{person} należy już w tym czasie do tej rodziny. Podaj późniejszy dzień.",
            "overlap",
            "on",
        ),
        "membership_one_applicant": Refusal(
            "Rodzina ma już osobę składającą wnioski. Wybierz inną rolę.", "two_applicants", "role"
        ),
    }


@act
def leave(membership: Membership, *, on: date, actor: User) -> Membership:
    """End a person's stay: `on` is the first day away. The last one out closes the household."""
    household = states.lock(membership.household)
    membership = states.lock(membership)
    end(membership, on=on)
    if not household.memberships.filter(period__upper_inf=True).exists():
        household.closed_on = on
        household.save(update_fields=["closed_on"])
    return membership


@act
def change_role(membership: Membership, *, role: str, on: date, actor: User) -> Membership:
    """Give a member another role from a day on; on the first day of the stay it is corrected."""
    states.lock(membership.household)
    membership = states.lock(membership)
    if membership.period.upper is not None:
        raise Conflict("Ta osoba nie należy już do rodziny. Odśwież stronę.", "ended")
    if membership.role == role:
        return membership
    if membership.alternating and role not in CHILDREN:
        raise Refusal("Opieka naprzemienna dotyczy tylko dziecka.", "not_child", "role")
    with refusing(_clashes(membership.person, "")):
        if membership.period.lower == on:
            membership.role = role
            membership.save(update_fields=["role"])
            return membership
        end(membership, on=on)
        return Membership.objects.create(
            household=membership.household,
            person=membership.person,
            role=role,
            alternating=membership.alternating,
            period=since(on),
        )


@act
def move_out(memberships: Iterable[Membership], *, on: date, actor: User) -> Household:
    """Let some members leave together and begin a household of their own; the first one applies.

    Raises `Refusal` when nobody is named or nobody would remain.
    """
    leaving = list(memberships)
    if not leaving:
        raise Refusal("Zaznacz, kto odchodzi.", "nobody", "leaving")
    stays = leaving[0].household.memberships.filter(period__upper_inf=True)
    if not stays.exclude(pk__in=[stay.pk for stay in leaving]).exists():
        raise Refusal(
            "W dotychczasowej rodzinie nikt by nie został. Zmień zamiast tego adres rodziny.",
            "all_leave",
            "leaving",
        )
    for stay in leaving:
        leave(stay, on=on, actor=actor)
    household = found(applicant=leaving[0].person, on=on, actor=actor)
    for stay in leaving[1:]:
        join(
            household,
            person=stay.person,
            role=stay.role,
            on=on,
            alternating=stay.alternating,
            actor=actor,
        )
    return household


@act
def snapshot(
    household: Household, *, on: date, actor: User, uncounted: Mapping[int, str] | None = None
) -> HouseholdSnapshot:
    """Keep for ever who the household was on a day and what was known of each.

    `uncounted` says by person's key who is not of the family of the act, and why. Raises
    `Refusal` when nobody lived there then.
    """
    why_not = uncounted or {}
    rows = [_pictured(row, on, why_not.get(row.person_id, "")) for row in members(household, on)]
    counted = [row for row in rows if row.counted]
    if not counted:
        raise Refusal(
            f"W rodzinie nikogo nie było dnia {on:%d.%m.%Y}. Sprawdź jej skład i datę.",
            "nobody",
        )
    address = residence(household, on)
    picture = HouseholdSnapshot.objects.create(
        household=household,
        on=on,
        size=len(counted),
        children=sum(_is_child(row, on) for row in counted),
        terc=address.terc if address else "",
        address=str(address or ""),
    )
    known = situations(cards_of(row.person for row in rows), on=on)
    for row in rows:
        row.snapshot = picture
        _know(row, known.get(row.person_id, Situation()))
    SnapshotMember.objects.bulk_create(rows)
    return picture


def _pictured(stay: Membership, on: date, why_not: str) -> SnapshotMember:
    return SnapshotMember(
        person=stay.person,
        role=stay.role,
        birth_date=stay.person.birth_date,
        sex=stay.person.sex,
        alternating=stay.alternating,
        counted=not why_not,
        why_not=why_not,
    )


def _is_child(row: SnapshotMember, on: date) -> bool:
    age = row.person.age_on(on)
    return row.role in CHILDREN if age is None else age < ADULT_AGE


def _know(row: SnapshotMember, situation: Situation) -> None:
    row.disability = situation.disability
    row.incapacity = situation.incapacity
    row.education = situation.education
