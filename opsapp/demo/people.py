"""Cards of persons and their families, as rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from opsapp.demo import tables as t
from opsapp.demo.cells import since
from opsapp.demo.chance import Chance, Weighted
from opsapp.demo.families import Family, Member, Way
from opsapp.demo.incomes import sources
from opsapp.demo.moments import ONE_DAY, morning
from opsapp.demo.numbers import Numbers
from opsapp.demo.streets import Home
from opsapp.demo.writing import Rows
from opsapp.kernel.secrets import blind_index
from opsapp.kernel.text import pl_key

_REASONS = {
    "unemployment": "unemployment",
    "disability": "disability",
    "illness": "long_term_or_severe_illness",
}
_FURTHER = (
    ("poverty", 0.55), ("long_term_or_severe_illness", 0.2), ("alcoholism", 0.06),
    ("random_event", 0.03), ("crisis_situation", 0.05), ("domestic_violence", 0.03),
    ("homelessness", 0.02), ("post_prison_adjustment", 0.015),
)  # fmt: skip
CHANNELS = Weighted([("bank", 72), ("cash", 24), ("post", 4)])
_ALERTS = (
    ("danger", "Agresywny pies na posesji. Wizyta po uprzedzeniu telefonicznym."),
    ("danger", "W mieszkaniu bywają osoby nietrzeźwe. Wizyta w dwie osoby."),
    ("document", "Dowód osobisty stracił ważność. Poprosić o nowy."),
    ("guardianship", "Postanowieniem sądu ustanowiono kuratora."),
    ("disease", "Rodzina w trakcie leczenia świerzbu. Zachować środki ostrożności."),
)


@dataclass(frozen=True, slots=True)
class Register:
    """Writes cards: rows, chance and numbers that are given once."""

    rows: Rows
    chance: Chance
    numbers: Numbers
    until: date
    clerk: int

    def enter(self, family: Family) -> None:
        """Give the family its keys and write everything that is known of it."""
        self._found(family)
        for member in family.members:
            if not member.person:
                self._card(family, member)
            self._stay(family, member)
        self._kinship(family)
        family.sources = list(sources(self.chance, family))
        family.reasons = self._reasons(family)
        family.order = pl_key(f"{family.head.last_name} {family.head.first_name}")
        self._ways(family)

    def _ways(self, family: Family) -> None:
        """How the family is paid: proposed by its worker, confirmed by the clerk; now and then the
        cash desk gave way to an account.
        """
        start, channel = family.known_since, CHANNELS.draw(self.chance)
        spans = [(channel, start)]
        later = start + timedelta(days=self.chance.randint(200, 500))
        if channel == "cash" and self.chance.happens(0.2) and later < self.until:
            spans.append(("bank", later))
        ends = [*(day for _, day in spans[1:]), None]
        for (channel, day), end in zip(spans, ends, strict=True):
            account = self.numbers.account() if channel == "bank" else ""
            index = blind_index(account, "account") if account else b""
            way = Way(self.rows.key(t.PAYOUT_WAY), channel, day, account, index)
            family.ways.append(way)
            self.rows.add(
                t.PAYOUT_WAY, way.key, family.head.person, channel, account, index or None, "",
                family.worker, self.clerk, False, since(day, end), morning(day, way.key),
            )  # fmt: skip

    def _found(self, family: Family) -> None:
        family.household = self.rows.key(t.HOUSEHOLD)
        self.rows.add(t.HOUSEHOLD, family.household, family.known_since, family.closed_on, "")

    def _card(self, family: Family, one: Member) -> None:
        rows, known = self.rows, family.known_since
        one.person = rows.key(t.PERSON)
        at = morning(max(known, one.born), one.person)
        rows.add(t.PERSON, one.person, one.sex, one.born, False, one.died_on, at)
        self._names(one)
        pesel = self.numbers.pesel(one.born, one.sex)
        rows.add(
            t.IDENTIFIER, one.person, "pesel", pesel, blind_index(pesel, "pesel"), "PL", None, True,
            "", at,
        )  # fmt: skip
        rows.add(t.CITIZENSHIP, one.person, "PL", "", since(one.born))
        self._marital(family, one)
        self._addresses(family, one)
        self._contacts(one, known)
        if one.disability != "none":
            rows.add(
                t.CIRCUMSTANCE, one.person, "disability", one.disability, known - timedelta(400),
                None, None, False, at,
            )  # fmt: skip
        self._schools(one, at)
        if self.chance.happens(0.025):
            kind, text = self.chance.choice(_ALERTS)
            rows.add(t.ALERT, one.person, kind, text, since(known), family.worker)

    def _schools(self, one: Member, at: str) -> None:
        """Schools of a child, from the day they begin up to the present."""
        if one.role != "child":
            return
        spans = (
            ("school", one.starts_school, one.starts_secondary - ONE_DAY),
            ("secondary", one.starts_secondary, None),
        )
        for value, start, end in spans:
            if start <= self.until:
                last = end if end and end <= self.until else None
                self.rows.add(
                    t.CIRCUMSTANCE, one.person, "education", value, start, last, None, False, at
                )

    def _names(self, one: Member) -> None:
        second = ""
        if self.chance.happens(0.35):
            second = "Maria" if one.sex == "female" else "Jan"
        if one.renamed_on is not None:
            self.rows.add(
                t.NAME, one.person, one.first_name, second, one.former_name, one.former_name,
                since(one.born, one.renamed_on),
            )  # fmt: skip
        self.rows.add(
            t.NAME, one.person, one.first_name, second, one.last_name, one.former_name,
            since(one.renamed_on or one.born),
        )  # fmt: skip

    def _marital(self, family: Family, one: Member) -> None:
        if one.age(family.known_since) < 18:
            return
        married = one.role == "spouse" or (
            one.role == "applicant" and any(other.role == "spouse" for other in family.members)
        )
        kind = "married" if married else self.chance.choice(("single", "single", "divorced"))
        if one.role == "parent":
            kind = "widowed"
        parted = one.until if one.new_home and married else None
        self.rows.add(t.MARITAL, one.person, kind, since(family.known_since, parted))
        if parted:
            self.rows.add(t.MARITAL, one.person, "separated", since(parted))

    def _addresses(self, family: Family, one: Member) -> None:
        first = max(one.born, family.known_since.replace(day=1) - timedelta(900))
        homes = [(first, family.former_home or family.home)]
        if family.former_home and family.moved_on:
            homes.append((family.moved_on, family.home))
        if one.new_home and one.until:
            homes = [*(pair for pair in homes if pair[0] < one.until), (one.until, one.new_home)]
        ends = [*(start for start, _ in homes[1:]), None]
        for (start, place), end in zip(homes, ends, strict=True):
            self._address(one, "residence", place, start, end)
        self._address(one, "registered", homes[0][1], first, None)

    def _address(self, one: Member, kind: str, place: Home, start: date, end: date | None) -> None:
        self.rows.add(
            t.ADDRESS, one.person, kind, place.terc, place.locality, place.street, place.building,
            place.flat, place.postal_code, "", since(start, end),
        )  # fmt: skip

    def _contacts(self, one: Member, known: date) -> None:
        if one.age(known) < 18:
            return
        if self.chance.happens(0.8):
            phone = self.numbers.phone()
            shown = f"{phone[:3]} {phone[3:6]} {phone[6:]}"
            self.rows.add(t.CONTACT, one.person, "phone", shown, phone, "", since(known))
        if self.chance.happens(0.12):
            mail = f"klient{one.person}@poczta.example"
            self.rows.add(t.CONTACT, one.person, "email", mail, mail, "", since(known))

    def _stay(self, family: Family, one: Member) -> None:
        self.rows.add(
            t.MEMBERSHIP, family.household, one.person, one.role, False,
            since(one.since, one.until),
        )  # fmt: skip

    def _kinship(self, family: Family) -> None:
        head = family.head
        for one in family.members[1:]:
            if one.role == "child":
                pairs = [(head, "parent", one)] + [
                    (other, "parent", one) for other in family.members if other.role == "spouse"
                ]
            elif one.role == "spouse":
                pairs = [(one, "spouse", head)]
            elif one.role == "parent":
                pairs = [(one, "parent", head)]
            else:
                continue
            for person, kind, other in pairs:
                start = max(person.born, other.born) if kind == "parent" else family.known_since
                self.rows.add(t.RELATION, person.person, other.person, kind, "", since(start))

    def _reasons(self, family: Family) -> list[str]:
        first = _REASONS.get(family.situation, "childcare_helplessness")
        more = [code for code, share in _FURTHER if code != first and self.chance.happens(share)]
        if len(family.members) > 1 and any(one.role == "child" for one in family.members):
            helpless = self.chance.happens(0.3) and first != "childcare_helplessness"
            more += ["childcare_helplessness"] if helpless else []
        if family.situation == "other" and not more:
            more = ["poverty"]
        return [first, *more[:3]]
