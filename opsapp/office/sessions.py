"""Sessions kept in the database with the person who is signed in (SESSION_ENGINE)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as Rows
from django.http import HttpRequest

STARTED = "_ops_started"
TOUCHED_EVERY = timedelta(minutes=1)
"""How often a session that is only read is prolonged (a short one ten times in its life). Somebody
idle is signed out after SESSION_COOKIE_AGE at the latest and at most this much sooner.
"""


class SessionStore(Rows):
    """Django's store, whose rows name the person, the moment and the place of signing in; a row is
    written when something changed, otherwise once a minute.
    """

    @classmethod
    def get_model_class(cls) -> Any:
        """Our table."""
        from opsapp.office.models import Session

        return Session

    def load(self) -> dict[str, Any]:
        """What the session holds; one that was not prolonged for a minute asks to be saved."""
        from opsapp.kernel import clock

        row: Any = self._get_session_from_db()  # type: ignore[attr-defined]
        if row is None:
            return {}
        whole = timedelta(seconds=settings.SESSION_COOKIE_AGE)
        if row.expire_date - clock.now() <= whole - min(TOUCHED_EVERY, whole / 10):
            self.modified = True
        data: dict[str, Any] = self.decode(row.session_data)
        return data

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
