"""Sessions kept in the database with the person who is signed in (SESSION_ENGINE)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as Rows
from django.http import HttpRequest

STARTED = "_ops_started"


class SessionStore(Rows):
    """Django's store, whose rows name the person, the moment and the place of signing in."""

    @classmethod
    def get_model_class(cls) -> Any:
        """Our table."""
        from opsapp.office.models import Session

        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row, with what is known of the person."""
        row: Any = super().create_model_instance(data)
        person = data.get(SESSION_KEY)
        row.user_id = int(person) if person else None
        if started := data.get(STARTED):
            row.started_at = datetime.fromisoformat(started["at"])
            row.address, row.agent = started["address"], started["agent"]
        return row


def note_sign_in(*, request: HttpRequest | None, **_: Any) -> None:
    """When and where from somebody signed in (Django's own signal of signing in)."""
    from opsapp.kernel import clock

    if request is not None and hasattr(request, "session"):
        request.session[STARTED] = {
            "at": clock.now().isoformat(),
            "address": request.META.get("REMOTE_ADDR", "")[:45],
            "agent": request.headers.get("User-Agent", "")[:200],
        }
