"""Who may do what: capabilities by roles, and what one person may do today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from opsapp.kernel import clock
from opsapp.kernel.access import found
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.web import Request, page, reads
from opsapp.kernel.web.export import Column, as_csv, as_xlsx
from opsapp.office.models import Role, Unit, User
from opsapp.office.selectors import rights_of


@dataclass(frozen=True, slots=True)
class Line:
    """One capability: its words, and whether each role has it."""

    label: str
    held: list[bool]


@dataclass(frozen=True, slots=True)
class Right:
    """One capability of a person: where it holds and by which roles."""

    label: str
    where: str
    roles: str


def may_see(user: User) -> None:
    """Whoever manages users or audits. Raises `NotAllowed`."""
    if not user.can(Cap.MANAGE_USERS):
        user.require(Cap.AUDIT)


@reads
def matrix(request: Request) -> HttpResponseBase:
    """Rows are capabilities, columns roles; as a file for whoever audits."""
    may_see(request.user)
    roles = list(Role.objects.order_by("name"))
    lines = [
        Line(str(cap.label), [cap.value in role.capabilities for role in roles]) for cap in Cap
    ]
    columns: list[Column[Line]] = [Column("Uprawnienie", lambda line: line.label)]
    columns += [
        Column(role.name, lambda line, at=at: "tak" if line.held[at] else "")  # type: ignore[misc]
        for at, role in enumerate(roles)
    ]
    save = {"csv": as_csv, "xlsx": as_xlsx}.get(request.GET.get("format", ""))
    if save is not None:
        return save("uprawnienia-rol", columns, lines)
    today = clock.today()
    holders = {role.pk: role.assignments.on(today).count() for role in roles}
    people = User.objects.filter(is_system=False).order_by("last_name", "first_name")
    return page(
        request, "office/rights.html",
        roles=[(role, holders[role.pk]) for role in roles], lines=lines, people=people,
    )  # fmt: skip


@reads
def of_user(request: Request, pk: int) -> HttpResponse:
    """What a person may do today, where and by which roles; everybody may see one's own."""
    if pk != request.user.pk:
        may_see(request.user)
    person = found(User.objects.filter(is_system=False), pk=pk)
    today = clock.today()
    held = list(person.held_roles(today).select_related("role", "unit"))
    return page(
        request, "office/user_rights.html",
        person=person, held=held, rights=list(_rights(person, held)),
        authorisations=person.authorisations.on(today), today=today,
    )  # fmt: skip


def _rights(person: User, held: list[object]) -> Iterator[Right]:
    units = dict(Unit.objects.values_list("pk", "name"))
    rights = rights_of(person, on=clock.today())
    for cap in Cap:
        if cap.value in rights:
            where = rights[cap.value]
            names = ", ".join(sorted(units[pk] for pk in where)) if where is not None else ""
            roles = {str(row.role) for row in held if cap.value in row.role.capabilities}  # type: ignore[attr-defined]
            yield Right(str(cap.label), names or "cały ośrodek", ", ".join(sorted(roles)))
