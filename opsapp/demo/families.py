"""Families as the story of the town knows them: who, since when, on what they live."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from cases.models.households import HouseholdRole
from opsapp.demo.chance import Chance, Weighted
from opsapp.demo.names import first_name, married_surname, of_sex, surname
from opsapp.demo.streets import Home, elsewhere, home

SIZE = Weighted([(1, 62), (2, 20), (3, 10), (4, 5), (5, 2), (6, 1)])
_PAIR = Weighted([("parent", 50), ("couple", 38), ("with_mother", 12)])
_LARGER = Weighted([("parent", 36), ("couple", 64)])
SITUATIONS = Weighted([("unemployment", 46), ("disability", 20), ("illness", 20), ("other", 14)])
"""Why help is needed first of all; the codes are those of the rule."""
COUPLE = ("spouse", "partner")
_ORDER = {role: place for place, role in enumerate(HouseholdRole.values)}


@dataclass(slots=True)
class Member:
    """One person and the part they have in the family, from a day up to, and without, another."""

    person: int
    role: str
    sex: str
    born: date
    first_name: str
    last_name: str
    since: date
    until: date | None = None
    died_on: date | None = None
    renamed_on: date | None = None
    former_name: str = ""
    disability: str = "none"
    new_home: Home | None = None

    def lives_there(self, day: date) -> bool:
        """Whether the person lives with the family on a day."""
        return self.since <= day and (self.until is None or day < self.until)

    def names_on(self, day: date) -> tuple[str, str]:
        """First and last name in force on a day."""
        before = self.renamed_on is not None and day < self.renamed_on
        return self.first_name, self.former_name if before else self.last_name

    def education(self, day: date) -> str:
        """Where a child learns on a day; grown-ups do not."""
        if self.role != "child" or day < self.starts_school:
            return "none"
        return "school" if day < self.starts_secondary else "secondary"

    @property
    def starts_school(self) -> date:
        """The first of September of the year in which a child is seven."""
        return date(self.born.year + 7, 9, 1)

    @property
    def starts_secondary(self) -> date:
        """The same eight years later."""
        return date(self.born.year + 15, 9, 1)

    def age(self, day: date) -> int:
        """Completed years."""
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))


@dataclass(frozen=True, slots=True)
class Source:
    """What a member lives on: the place in the family, the kind, how much of it (see `incomes`)."""

    member: int
    kind: str
    level: int


@dataclass(frozen=True, slots=True)
class Way:
    """A confirmed way of payment, from a day on."""

    key: int
    channel: str
    since: date
    account: str = ""
    index: bytes = b""


@dataclass(slots=True)
class Family:
    """A household through the years of the story."""

    household: int
    members: list[Member]
    home: Home
    known_since: date
    situation: str
    worker: int
    former_home: Home | None = None
    moved_on: date | None = None
    closed_on: date | None = None
    founded_from: int = 0
    sources: list[Source] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    order: str = ""
    interview: int = 0
    interviewed_on: date | None = None
    covered_until: date | None = None
    ends: date | None = None

    @property
    def head(self) -> Member:
        """Who applies."""
        return self.members[0]

    def on(self, day: date) -> list[Member]:
        """Who lives together on a day, the one who applies first."""
        return [one for one in self.members if one.lives_there(day)]

    def way_on(self, day: date) -> Way:
        """How they are paid on a day."""
        if len(self.ways) > 1 and day < self.ways[1].since:
            return self.ways[0]
        return self.ways[-1]

    def home_on(self, day: date) -> Home:
        """Where they live on a day."""
        if self.moved_on is not None and self.former_home is not None and day < self.moved_on:
            return self.former_home
        return self.home


def composed(
    chance: Chance, known_since: date, *, last_day: date, worker: int, mourned: bool = False
) -> Family:
    """A new family as it is when the centre first hears of it; keys are given later. A `mourned`
    one is a single person who dies in these years.
    """
    size = 1 if mourned else SIZE.draw(chance)
    shape = "single" if size == 1 else (_PAIR if size == 2 else _LARGER).draw(chance)
    family = Family(0, [], home(chance), known_since, SITUATIONS.draw(chance), worker)
    people = _people(chance, shape, size, known_since)
    family.members.extend(sorted(people, key=lambda one: (_ORDER[one.role], one.born)))
    if not _long_enough(known_since, last_day):
        return family
    if chance.happens(0.12):
        family.former_home = elsewhere(chance) if chance.happens(0.3) else home(chance)
        family.moved_on = _between(chance, known_since, last_day)
    _live_through(chance, family, last_day, mourned=mourned)
    return family


def _people(chance: Chance, shape: str, size: int, on: date) -> Iterator[Member]:
    name = surname(chance)
    sex = "female" if shape == "parent" or chance.happens(0.45) else "male"
    age = chance.randint(24, 44) if shape == "parent" else chance.randint(27, 63)
    head = _member(chance, "applicant", sex, of_sex(name, sex), age, on=on)
    yield head
    if shape == "couple":
        yield _other(chance, head, name, on)
    if shape == "with_mother":
        born = max(58, min(88, age + chance.randint(22, 32)))
        yield _member(chance, "parent", "female", of_sex(name, "female"), born, on=on)
    number = size - (1 if shape == "parent" else 2)
    for _ in range(number):
        child, years = chance.choice(("female", "male")), min(chance.randint(0, 17), age - 18)
        yield _member(chance, "child", child, of_sex(name, child), years, on=on)


def _other(chance: Chance, head: Member, name: str, on: date) -> Member:
    """A spouse, who mostly shares the name, or a partner, who does not."""
    sex = "male" if head.sex == "female" else "female"
    role = "spouse" if chance.happens(0.75) else "partner"
    own = surname(chance)
    if role == "partner":
        last = of_sex(own, sex)
    else:
        last = married_surname(chance, name, own) if sex == "female" else name
    return _member(chance, role, sex, last, max(20, head.age(on) + chance.randint(-6, 6)), on=on)


def _member(chance: Chance, role: str, sex: str, last_name: str, age: int, *, on: date) -> Member:
    birthday = on.replace(year=on.year - age, day=min(on.day, 28))
    born = birthday - timedelta(days=chance.randint(1, 360))
    return Member(0, role, sex, born, first_name(chance, sex, born.year), last_name, max(on, born))


def _live_through(chance: Chance, family: Family, last_day: date, *, mourned: bool) -> None:
    """What happens to the family in the years of the story; most of them just live."""
    head, day = family.head, _between(chance, family.known_since, last_day)
    if not mourned and chance.happens(0.02):
        head.renamed_on, head.former_name = day, head.last_name
        head.last_name = (
            of_sex(surname(chance), head.sex) if head.sex == "female" else head.last_name
        )
        if head.last_name == head.former_name:
            head.renamed_on, head.former_name = None, ""
    elif mourned or chance.happens(0.012 if len(family.members) > 1 else 0.03):
        dead = chance.choice(family.members[1:]) if len(family.members) > 1 else head
        dead.died_on, dead.until = day, day + timedelta(days=1)
        if dead is head:
            family.closed_on = dead.until
    elif chance.happens(0.03) and len(family.members) > 1 and family.members[1].role in COUPLE:
        family.members[1].until, family.members[1].new_home = day, home(chance)
    if family.situation == "disability":
        head.disability = chance.choice(("light", "moderate", "moderate", "severe"))


def _long_enough(first: date, last: date) -> bool:
    return (last - first).days > 150


def _between(chance: Chance, first: date, last: date) -> date:
    return first + timedelta(days=chance.randint(40, (last - first).days - 60))


def apart(chance: Chance, family: Family, one: Member, *, worker: int) -> Family:
    """The household that a member who left begins alone, with the same card."""
    assert one.until is not None and one.new_home is not None
    alone = replace(one, role="applicant", since=one.until, until=None, new_home=None)
    return Family(0, [alone], one.new_home, one.until, SITUATIONS.draw(chance), worker)
