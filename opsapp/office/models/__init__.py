"""The office itself: its people, units and rights, and its dictionaries."""

from opsapp.office.models.dictionaries import Benefit, Classification, JrwaClass, Reason
from opsapp.office.models.rights import Authorisation, Role, RoleAssignment
from opsapp.office.models.sessions import Session
from opsapp.office.models.settings import Centre, Setting, Wording
from opsapp.office.models.tokens import ApiToken
from opsapp.office.models.units import Post, Unit
from opsapp.office.models.users import User

__all__ = [
    "ApiToken",
    "Authorisation",
    "Benefit",
    "Centre",
    "Classification",
    "JrwaClass",
    "Post",
    "Reason",
    "Role",
    "RoleAssignment",
    "Session",
    "Setting",
    "Unit",
    "User",
    "Wording",
]
