"""The people who work in the town's centre: twelve who stand for the parts, and social workers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password

from benefits.documents.composing import in_the_name_of
from benefits.models import BankProfile
from opsapp.demo.chance import Chance
from opsapp.demo.names import first_name, of_sex, surname
from opsapp.kernel.audit import act
from opsapp.kernel.identifiers.accounts import check_digits
from opsapp.office import selectors
from opsapp.office.models import Authorisation, Role, Unit, User
from opsapp.office.services import authorisations, roles, settings, units, users

_ACCOUNT = "942910200000000000000017"
PASSWORD = "Krzemien-Pasiasty-7"
"""One for all twelve: this town holds nobody's data and is refused outside demo mode."""
SINCE = date(2015, 1, 1)
CENTRE, SOCIAL, FAMILY, HOUSING = "OPS", "PS", "SR", "DM"


@dataclass(frozen=True, slots=True)
class Standing:
    """One of the twelve: how to sign in, who it is, the post, the role and where it holds."""

    username: str
    first_name: str
    last_name: str
    title: str
    role: str
    unit: str
    everywhere: bool = False
    also_in: str = ""


STAFF = (
    Standing("dyrektor", "Bożena", "Sadowska", "Dyrektor", "director", CENTRE, True),
    Standing("zastepca", "Tomasz", "Gajewski", "Zastępca Dyrektora", "deputy", CENTRE, True),
    Standing(
        "socjalny", "Katarzyna", "Wróbel", "starszy pracownik socjalny", "social_worker", SOCIAL
    ),
    Standing(
        "rodzinne", "Ewelina", "Kubiak", "inspektor do spraw świadczeń", "benefit_clerk", FAMILY,
        also_in=SOCIAL,
    ),
    Standing(
        "mieszkaniowe", "Grażyna", "Stępień", "inspektor do spraw dodatków mieszkaniowych",
        "housing_clerk", HOUSING,
    ),
    Standing(
        "alimenty", "Paweł", "Czaja", "inspektor do spraw funduszu alimentacyjnego",
        "alimony_clerk", FAMILY,
    ),
    Standing("ksiegowa", "Renata", "Mróz", "księgowa", "accountant", "FK", True),
    Standing("glowna", "Lucyna", "Pawlak", "Główna Księgowa", "chief_accountant", "FK", True),
    Standing("kancelaria", "Sylwia", "Drozd", "referent", "reception", "ADM", True),
    Standing("administrator", "Łukasz", "Żurawski", "informatyk", "administrator", "ADM", True),
    Standing(
        "iod", "Hanna", "Wnuk", "inspektor ochrony danych", "data_protection_officer", CENTRE, True
    ),
    Standing("kontrola", "Zbigniew", "Rogowski", "kontroler", "auditor", CENTRE, True),
)  # fmt: skip

_SECTIONS = (
    (SOCIAL, "Sekcja Pracy Socjalnej i Świadczeń", "ul. Słowackiego 17a, 27-600 Sandomierz"),
    (FAMILY, "Sekcja Świadczeń Rodzinnych i Funduszu Alimentacyjnego", "ul. Żydowska 6c"),
    (HOUSING, "Sekcja Dodatków Mieszkaniowych", "ul. Żydowska 6c"),
    ("UO", "Sekcja Usług Opiekuńczych", ""),
    ("FK", "Sekcja Finansowo-Księgowa", ""),
    ("ADM", "Sekcja Administracyjna", ""),
    ("SW", "Świetlice Socjoterapeutyczne", ""),
    ("PIK", "Punkt Interwencji Kryzysowej", ""),
    ("SDS", "Środowiskowy Dom Samopomocy", ""),
)
AUTHORISATIONS = (("dyrektor", "OR.0052.3.2015"), ("zastepca", "OR.0052.4.2015"))


@dataclass(frozen=True, slots=True)
class Office:
    """The staff as the rest of the town needs it."""

    people: dict[str, User]
    social_workers: list[User]
    units: dict[str, Unit]
    authorisations: dict[int, Authorisation]
    profile: BankProfile
    system: int

    def key(self, username: str) -> int:
        """The key of one of the twelve."""
        return int(self.people[username].pk)


@act
def open_office(*, social_workers: int, chance: Chance, actor: User) -> Office:
    """Found the centre, take its people on, let them sign in with the printed password."""
    _describe(actor)
    tree = _units(actor)
    people = {one.username: _take_on(one, tree, actor) for one in STAFF}
    _let_in_without_a_phone(actor)
    return Office(
        people,
        [people["socjalny"], *_more_workers(social_workers - 1, tree[SOCIAL], chance, actor)],
        tree,
        {
            people[name].pk: _authorise(people[name], number, actor)
            for name, number in AUTHORISATIONS
        },
        BankProfile.objects.create(
            name="Bank Spółdzielczy – rachunek wydatków (próbny)",
            account=check_digits(_ACCOUNT) + _ACCOUNT,
            payer_lines="Ośrodek Pomocy Społecznej\nul. Słowackiego 17a\n27-600 Sandomierz",
        ),
        actor.pk,
    )


def _describe(actor: User) -> None:
    settings.describe_centre(
        since=SINCE,
        name="Ośrodek Pomocy Społecznej w Sandomierzu",
        authority="Burmistrz Miasta Sandomierza",
        address="ul. Słowackiego 17a, 27-600 Sandomierz",
        town="Sandomierz",
        terc="2609011",
        letterhead="Miasteczko próbne: osoby i dane są zmyślone",
        actor=actor,
    )


def _units(actor: User) -> dict[str, Unit]:
    centre = units.open_unit(
        name="Ośrodek Pomocy Społecznej w Sandomierzu",
        cell=CENTRE,
        kind=Unit.Kind.CENTRE,
        since=SINCE,
        actor=actor,
    )
    made = {CENTRE: centre}
    for cell, name, address in _SECTIONS:
        made[cell] = units.open_unit(
            name=name, cell=cell, kind=Unit.Kind.SECTION, parent=centre, address=address,
            since=SINCE, actor=actor,
        )  # fmt: skip
    return made


def _take_on(one: Standing, tree: dict[str, Unit], actor: User) -> User:
    user = users.create(
        username=one.username,
        first_name=one.first_name,
        last_name=one.last_name,
        actor=actor,
    )
    role = Role.objects.get(code=one.role)
    for cell in filter(None, (one.unit, one.also_in)):
        where = None if one.everywhere else tree[cell]
        roles.assign(user, role=role, unit=where, since=SINCE, actor=actor)
    units.appoint(user, unit=tree[one.unit], title=one.title, since=SINCE, actor=actor)
    return user


def _let_in_without_a_phone(actor: User) -> None:
    """The printed password, hashed once; roles that ask for a code do not ask for it here."""
    hashed = make_password(PASSWORD)
    for user in User.objects.filter(username__in=[one.username for one in STAFF]):
        validate_password(PASSWORD, user)
        user.password = hashed
        user.save(update_fields=["password"])
    for role in Role.objects.filter(second_factor_required=True):
        role.second_factor_required = False
        role.save(update_fields=["second_factor_required"])


def _more_workers(number: int, unit: Unit, chance: Chance, actor: User) -> list[User]:
    """Social workers beside the first: nobody signs in as them."""
    role = Role.objects.get(code="social_worker")
    made = []
    for place in range(number):
        sex = "male" if chance.happens(0.1) else "female"
        user = users.create(
            username=f"socjalny{place + 2}",
            first_name=first_name(chance, sex, chance.randint(1965, 1998)),
            last_name=of_sex(surname(chance), sex),
            actor=actor,
        )
        roles.assign(user, role=role, unit=unit, since=SINCE, actor=actor)
        units.appoint(user, unit=unit, title="pracownik socjalny", since=SINCE, actor=actor)
        made.append(user)
    return made


def _authorise(user: User, number: str, actor: User) -> Authorisation:
    return authorisations.enter(
        user,
        number=number,
        issued_on=SINCE,
        issued_by="Burmistrz Miasta Sandomierza",
        since=SINCE,
        actor=actor,
    )


def letterhead(
    office: Office,
) -> tuple[str, dict[str, str], dict[int, dict[str, str]], dict[int, int]]:
    """What decisions say of the centre, of who signs, and under which authorisation: the town, the
    centre's particulars, signatures and authorisations by the keys of users.
    """
    centre = selectors.centre(SINCE)
    particulars = {
        name: getattr(centre, name)
        for name in ("name", "authority", "address", "phone", "e_delivery", "letterhead")
    }
    signatures = {
        key: {
            "for": in_the_name_of(centre.authority),
            "name": given.user.get_full_name(),
            "title": selectors.title_of(given.user, on=SINCE),
            "authorisation": str(given),
        }
        for key, given in office.authorisations.items()
    }
    keys = {key: int(given.pk) for key, given in office.authorisations.items()}
    return centre.town, particulars, signatures, keys


def signed_by(office: Office) -> dict[int, dict[str, str]]:
    """What stands under letters of social workers, by their keys."""
    return {
        user.pk: {"name": user.get_full_name(), "title": selectors.title_of(user, on=SINCE)}
        for user in office.social_workers
    }
