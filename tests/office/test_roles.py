"""Roles give capabilities, in a unit or everywhere, for a period."""

from __future__ import annotations

from datetime import date

import pytest

from opsapp.kernel import clock
from opsapp.kernel.audit import acting
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.refusals import NotAllowed, Refusal
from opsapp.office.models import Role, RoleAssignment, Unit, User
from opsapp.office.selectors import rights_of, title_of
from opsapp.office.services import roles, units
from tests.database.sql import refused, run
from tests.people import role_of, with_caps

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 24)


@pytest.fixture
def tree(administrator: User) -> dict[str, Unit]:
    """A centre with two sections, one of them with a section of its own."""
    since = date(2020, 1, 1)
    section, centre_kind = Unit.Kind.SECTION, Unit.Kind.CENTRE
    centre = units.open_unit(
        name="OPS", cell="OPS", kind=centre_kind, since=since, actor=administrator
    )
    made = {"OPS": centre}
    for cell, parent in (("PS", "OPS"), ("PS1", "PS"), ("SR", "OPS")):
        made[cell] = units.open_unit(
            name=cell,
            cell=cell,
            kind=section,
            parent=made[parent],
            since=since,
            actor=administrator,
        )
    return made


@pytest.fixture
def role(administrator: User) -> Role:
    return roles.define(
        code="reads", name="Czyta", capabilities=[Cap.SEE_CASES], actor=administrator
    )


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_a_role_in_a_unit_holds_there_and_below_only(
    tree: dict[str, Unit], role: Role, clerk: User, administrator: User
) -> None:
    roles.assign(clerk, role=role, unit=tree["PS"], since=DAY, actor=administrator)
    with clock.frozen(DAY):
        user = fresh(clerk)
        assert user.can(Cap.SEE_CASES)
        assert [user.can(Cap.SEE_CASES, tree[cell]) for cell in ("OPS", "PS", "PS1", "SR")] == [
            False,
            True,
            True,
            False,
        ]
        assert user.units_with(Cap.SEE_CASES) == frozenset({tree["PS"].pk, tree["PS1"].pk})
        assert not user.can(Cap.SEE_PERSONS)


def test_a_role_everywhere_outweighs_one_in_a_unit(
    tree: dict[str, Unit], role: Role, clerk: User, administrator: User
) -> None:
    roles.assign(clerk, role=role, unit=tree["PS"], since=DAY, actor=administrator)
    roles.assign(clerk, role=role, since=DAY, actor=administrator)
    with clock.frozen(DAY):
        assert fresh(clerk).units_with(Cap.SEE_CASES) is None
        assert fresh(clerk).can(Cap.SEE_CASES, tree["SR"])


def test_a_role_holds_from_its_first_day_to_its_last(
    role: Role, clerk: User, administrator: User
) -> None:
    roles.assign(clerk, role=role, since=DAY, until=DAY, actor=administrator)
    held = [bool(rights_of(clerk, on=date(2026, 11, day))) for day in (23, 24, 25)]
    assert held == [False, True, False]


def test_a_role_is_held_once_at_a_time(role: Role, clerk: User, administrator: User) -> None:
    roles.assign(clerk, role=role, since=DAY, actor=administrator)
    with pytest.raises(Refusal, match="ma już rolę"):
        roles.assign(clerk, role=role, since=date(2027, 1, 1), actor=administrator)
    with acting(administrator), refused("roleassignment_once_everywhere"):
        run(
            "INSERT INTO office_roleassignment (user_id, role_id, unit_id, period)"
            " SELECT user_id, role_id, unit_id, period FROM office_roleassignment"
            " WHERE role_id = %s",
            role.pk,
        )


def test_a_role_revoked_ends_with_its_last_day(
    role: Role, clerk: User, administrator: User
) -> None:
    assignment = roles.assign(clerk, role=role, since=date(2026, 1, 1), actor=administrator)
    roles.revoke(assignment, last_day=DAY, actor=administrator)
    assert [bool(rights_of(clerk, on=date(2026, 11, day))) for day in (24, 25)] == [True, False]
    with pytest.raises(Refusal, match="leżeć w okresie"):
        roles.revoke(assignment, last_day=date(2026, 12, 1), actor=administrator)


def test_days_out_of_order_are_refused(role: Role, clerk: User, administrator: User) -> None:
    with pytest.raises(Refusal, match="nie może być wcześniejszy"):
        roles.assign(clerk, role=role, since=DAY, until=date(2026, 1, 1), actor=administrator)


def test_a_system_user_holds_no_role(role: Role, installation: User, administrator: User) -> None:
    with pytest.raises(Refusal, match="systemowy"):
        roles.assign(installation, role=role, since=DAY, actor=administrator)
    with acting(administrator):
        RoleAssignment.objects.create(user=installation, role=role)
    assert rights_of(installation, on=DAY) == {}


def test_nobody_takes_from_oneself_the_right_to_manage_users(administrator: User) -> None:
    own = role_of(administrator)
    with pytest.raises(Refusal, match="stracisz prawo"):
        roles.redefine(own, capabilities=[], second_factor_required=False, actor=administrator)
    with pytest.raises(Refusal, match="stracisz prawo"):
        roles.revoke(own.assignments.get(), last_day=date(2020, 1, 1), actor=administrator)
    own.refresh_from_db()
    assert Cap.MANAGE_USERS in own.capabilities


def test_a_role_says_whether_it_asks_for_a_second_factor(administrator: User) -> None:
    user = with_caps("dyrektor", Cap.APPROVE_DECISIONS)
    assert not user.second_factor_required
    roles.redefine(
        role_of(user), capabilities=[Cap.AUDIT], second_factor_required=True, actor=administrator
    )
    user.refresh_from_db()
    assert user.second_factor_required
    assert user.can(Cap.AUDIT)
    assert not user.can(Cap.APPROVE_DECISIONS)


def test_who_does_not_manage_users_touches_no_role(role: Role, clerk: User) -> None:
    with pytest.raises(NotAllowed):
        roles.define(code="x", name="X", capabilities=[], actor=clerk)
    with pytest.raises(NotAllowed):
        roles.assign(clerk, role=role, since=DAY, actor=clerk)


def test_a_missing_capability_is_named(clerk: User) -> None:
    with pytest.raises(NotAllowed, match="„Eksport danych do pliku”"):
        clerk.require(Cap.EXPORT)


def test_sql_cannot_make_a_unit_its_own_superior(
    tree: dict[str, Unit], administrator: User
) -> None:
    with acting(administrator), refused("sama sobie"):
        run("UPDATE office_unit SET parent_id = %s WHERE id = %s", tree["PS1"].pk, tree["PS"].pk)


def test_a_cell_belongs_to_one_unit_at_a_time(tree: dict[str, Unit], administrator: User) -> None:
    with pytest.raises(Refusal, match="jest zajęty"):
        units.open_unit(
            name="Druga",
            cell="PS",
            kind=Unit.Kind.SECTION,
            parent=tree["OPS"],
            since=DAY,
            actor=administrator,
        )
    with pytest.raises(Refusal, match="komuś podlegać"):
        units.open_unit(
            name="Luzem", cell="L", kind=Unit.Kind.SECTION, since=DAY, actor=administrator
        )


def test_a_unit_closes_after_those_under_it(tree: dict[str, Unit], administrator: User) -> None:
    with pytest.raises(Refusal, match="Najpierw zamknij"):
        units.close_unit(tree["PS"], last_day=DAY, actor=administrator)
    units.close_unit(tree["PS1"], last_day=DAY, actor=administrator)
    units.close_unit(tree["PS"], last_day=DAY, actor=administrator)
    assert Unit.objects.on(date(2026, 11, 25)).count() == 2


def test_a_post_gives_the_title_under_a_signature(
    tree: dict[str, Unit], clerk: User, administrator: User
) -> None:
    post = units.appoint(
        clerk, unit=tree["PS"], title="starszy pracownik socjalny", since=DAY, actor=administrator
    )
    assert title_of(clerk, on=DAY) == "starszy pracownik socjalny"
    with pytest.raises(Refusal, match="zajmuje już"):
        units.appoint(clerk, unit=tree["PS"], title=post.title, since=DAY, actor=administrator)
    units.dismiss(post, last_day=DAY, actor=administrator)
    assert title_of(clerk, on=date(2026, 11, 25)) == ""
