"""What others ask about the office."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from opsapp.kernel.refusals import Refusal
from opsapp.office.models.dictionaries import Benefit
from opsapp.office.models.rights import Authorisation
from opsapp.office.models.settings import Centre, Setting, Wording
from opsapp.office.models.units import Post

if TYPE_CHECKING:
    from opsapp.office.models.users import User

Rights = dict[str, frozenset[int] | None]
"""Capability → ids of the units where it holds; None means everywhere."""


def rights_of(user: User, *, on: date) -> Rights:
    """What a person may do on a day, by the roles held then. Nothing for the inactive and for
    system users.
    """
    return rights_from((caps, units) for caps, units, _ in user.held_roles(on).rights())


def rights_from(held: Iterable[tuple[Sequence[str], Iterable[int] | None]]) -> Rights:
    """The rights that roles give together: capabilities of each with its units, None for all."""
    rights: Rights = {}
    for caps, units in held:
        for cap in caps:
            before = rights.get(cap, frozenset())
            rights[cap] = None if units is None or before is None else before.union(units)
    return rights


def authorisation_in_force(user: User, *, benefit: Benefit, on: date) -> Authorisation | None:
    """The authorisation under which this person may decide about a benefit on a day, the newest
    if several.
    """
    found: Authorisation | None = (
        Authorisation.objects.covering(benefit.code)
        .on(on)
        .filter(user=user)
        .order_by("-issued_on", "-pk")
        .first()
    )
    return found


def centre(on: date) -> Centre:
    """The centre's particulars on a day. Raises `Refusal` when they were not entered."""
    found: Centre | None = Centre.objects.on(on).first()
    if found is None:
        raise Refusal(
            f"Brakuje danych ośrodka na dzień {on:%d.%m.%Y}. Uzupełnij je w ustawieniach.",
            "centre_missing",
        )
    return found


def setting(code: str, *, on: date) -> object:
    """How the centre answers an open point on a day. Raises `Refusal` naming the point when it
    did not.
    """
    row = Setting.objects.filter(code=code, valid_from__lte=on).order_by("-valid_from").first()
    if row is None:
        raise Refusal(
            f"Ośrodek nie określił ustawienia „{code}” na dzień {on:%d.%m.%Y}.", "setting_missing"
        )
    value: object = row.value
    return value


def wording(kind: str, code: str, *, on: date) -> Wording:
    """The version of a document's fixed text in force on a day. Raises `Refusal` when there is
    none.
    """
    found = (
        Wording.objects.filter(kind=kind, code=code, valid_from__lte=on)
        .order_by("-version")
        .first()
    )
    if found is None:
        raise Refusal(
            f"Brakuje brzmienia „{kind}/{code}” na dzień {on:%d.%m.%Y}.", "wording_missing"
        )
    return found


def title_of(user: User, *, on: date) -> str:
    """The title that stands under a person's signature, or an empty string."""
    post: Post | None = Post.objects.on(on).filter(user=user).order_by("pk").first()
    return post.title if post else ""
