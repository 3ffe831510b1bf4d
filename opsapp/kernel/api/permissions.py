"""Who may come in."""

from __future__ import annotations

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from opsapp.kernel.capabilities import Cap


class MayCome(BasePermission):
    """Somebody signed in who may use the API and holds what the address needs.

    What only counts and shows nobody's data (`for_staff`) a session of the screens may ask too.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        """Raises `NotAllowed`, which says what is missing."""
        if not request.user.is_authenticated:
            return False
        by_program = request.auth is not None or not getattr(view, "for_staff", False)
        for cap in (*([Cap.USE_API] if by_program else []), *getattr(view, "needs", ())):
            request.user.require(cap)
        return True
