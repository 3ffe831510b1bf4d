"""Lists page by key: every row once, in both directions, at the same cost."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from opsapp.kernel.audit import acting
from opsapp.kernel.web.paging import Slice, cut
from opsapp.office.models import User

pytestmark = pytest.mark.django_db
BY = ("last_name", "username")


@pytest.fixture
def crowd(installation: User) -> list[str]:
    """Eleven users of one surname, so that the key has to break the tie."""
    people = [User(username=f"u{number:02}", last_name="Żak") for number in range(11)]
    with acting(installation):
        User.objects.bulk_create(people)
    return [person.username for person in people]


def slice_of(query: str, *, by: tuple[str, ...] = BY, size: int = 4) -> Slice[User]:
    users = User.objects.filter(is_system=False)
    return cut(users, QueryDict(query.lstrip("?")), by=by, size=size)


def names(part: Slice[User]) -> list[str]:
    return [user.username for user in part]


def test_next_walks_every_row_once(crowd: list[str]) -> None:
    seen, query = [], ""
    while True:
        part = slice_of(query)
        seen += names(part)
        if not part.next:
            break
        query = part.next
    assert seen == crowd


def test_previous_comes_back_to_the_same_page(crowd: list[str]) -> None:
    second = slice_of(slice_of("").next)
    assert names(slice_of(second.previous)) == crowd[:4]
    assert slice_of(second.previous).previous == ""


def test_a_descending_order_walks_backwards(crowd: list[str]) -> None:
    first = slice_of("", by=("-username",))
    assert names(first) == crowd[:-5:-1]
    assert names(slice_of(first.next, by=("-username",))) == crowd[6:2:-1]


def test_filters_stay_in_the_links(crowd: list[str]) -> None:
    assert "stan=w+toku" in slice_of("stan=w toku").next


def test_nonsense_in_the_address_shows_the_first_page(crowd: list[str]) -> None:
    for query in ("po=abc", "po=99999999", "przed=-1", "po=" + "9" * 40):
        assert names(slice_of(query)) == crowd[:4]


def test_a_short_list_has_no_links(crowd: list[str]) -> None:
    part = slice_of("", size=50)
    assert (part.next, part.previous, part.total, part.exact) == ("", "", 11, True)
