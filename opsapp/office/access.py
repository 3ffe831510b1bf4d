"""Who may configure what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsapp.kernel.capabilities import Cap

if TYPE_CHECKING:
    from opsapp.office.models.users import User

MANAGED_BY_CAP: dict[str, Cap] = {
    "office.user": Cap.MANAGE_USERS,
    "office.role": Cap.MANAGE_USERS,
    "office.roleassignment": Cap.MANAGE_USERS,
    "office.authorisation": Cap.MANAGE_USERS,
    "office.post": Cap.MANAGE_USERS,
    "office.apitoken": Cap.MANAGE_USERS,
}
"""Tables of the panel that need another capability than CONFIGURE."""


def may_configure(user: User, perm: str) -> bool:
    """Answer Django's 'app.action_model' from capabilities."""
    app_label, _, name = perm.partition(".")
    model = name.rpartition("_")[2]
    return user.can(MANAGED_BY_CAP.get(f"{app_label}.{model}", Cap.CONFIGURE))
