"""Lists page by key: 'next', 'previous' and 'from the letter…' cost the same on the last page as on
the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import QueryDict

from opsapp.kernel.text import pl_key

SIZE = 25
COUNT_LIMIT = 1000
LETTERS = "ABCĆDEFGHIJKLŁMNOPRSŚTUWZŹŻ"
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Slice(Generic[M]):
    """One page of a list. `next` and `previous` are query strings, empty at either end."""

    rows: list[M]
    next: str
    previous: str
    total: int
    exact: bool
    letters: list[tuple[str, str, bool]]
    all_counted: str

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def cut(
    rows: QuerySet[M],
    query: QueryDict,
    *,
    by: tuple[str, ...],
    letter: str = "",
    size: int = SIZE,
    exact: bool = False,
) -> Slice[M]:
    """The page that the address asks for (`po`, `przed`: the key of a row; `od`: a letter).

    `by`: fields of the order without nulls, '-' for descending; the primary key is added.
    `letter`: the field of these that holds `pl_key` of a name. `exact` counts all rows, otherwise
    counting stops above a thousand.
    """
    order = by if by[-1].lstrip("-") == "pk" else (*by, "pk")
    exact = exact or query.get("ile") == "wszystkie"
    total, exact = _count(rows, exact=exact)
    found, before, after = _find(_from_letter(rows, query, letter), query, order, size)
    return Slice(
        rows=found,
        next=_link(query, po=str(found[-1].pk)) if found and after else "",
        previous=_link(query, przed=str(found[0].pk)) if found and before else "",
        total=total,
        exact=exact,
        letters=[(sign, _link(query, od=sign), query.get("od") == sign) for sign in LETTERS]
        if letter
        else [],
        all_counted="" if exact else _link(query, ile="wszystkie"),
    )


def _find(
    rows: QuerySet[M], query: QueryDict, order: tuple[str, ...], size: int
) -> tuple[list[M], bool, bool]:
    """The rows, whether there are rows before them, whether there are rows after them."""
    edge = _edge(rows, query.get("przed") or query.get("po") or "", order)
    backwards = bool(query.get("przed")) and edge is not None
    steps = tuple(_turned(field) for field in order) if backwards else order
    page = rows.filter(_beyond(steps, edge)) if edge else rows
    found = list(page.order_by(*steps)[: size + 1])
    more = len(found) > size
    found = found[:size]
    if not backwards:
        return found, bool(edge) or bool(query.get("od")), more
    return found[::-1], more, True


def _edge(rows: QuerySet[M], key: str, order: tuple[str, ...]) -> tuple[Any, ...] | None:
    if not key.isdecimal() or len(key) > 18:
        return None
    anywhere = rows.order_by()
    anywhere.query.where = type(anywhere.query.where)()
    return anywhere.filter(pk=key).values_list(*(field.lstrip("-") for field in order)).first()


def _beyond(order: tuple[str, ...], edge: tuple[Any, ...]) -> Q:
    """Rows after the edge: (a > x) or (a = x and b > y) …, with a ≥ x in front so that an index
    serves it.
    """
    ways, equal = [], Q()
    for field, value in zip(order, edge, strict=True):
        name, than = field.lstrip("-"), "lt" if field.startswith("-") else "gt"
        ways.append(equal & Q(**{f"{name}__{than}": value}))
        equal &= Q(**{name: value})
    first, than = order[0].lstrip("-"), "lte" if order[0].startswith("-") else "gte"
    return Q(**{f"{first}__{than}": edge[0]}) & reduce(or_, ways)


def _from_letter(rows: QuerySet[M], query: QueryDict, letter: str) -> QuerySet[M]:
    sign = query.get("od", "")[:1]
    if not letter or sign not in LETTERS or not sign or query.get("przed"):
        return rows
    return rows.filter(**{f"{letter}__gte": pl_key(sign)})


def _count(rows: QuerySet[M], *, exact: bool) -> tuple[int, bool]:
    if exact:
        return rows.order_by().count(), True
    count = rows.order_by().values("pk")[: COUNT_LIMIT + 1].count()
    return min(count, COUNT_LIMIT), count <= COUNT_LIMIT


def _turned(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"


def _link(query: QueryDict, **changes: str) -> str:
    """The same filters with another place in the list."""
    link = query.copy()
    for place in ("po", "przed", "od") if "ile" not in changes else ():
        link.pop(place, None)
    for name, value in changes.items():
        link[name] = value
    return f"?{link.urlencode()}"
