"""Sessions of the browser that know whose they are. Not audited: they end by themselves."""

from __future__ import annotations

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from opsapp.kernel import clock


class Session(AbstractBaseSession):
    """A session with its person, so that one sees where one is signed in and ends the others."""

    user_id = models.BigIntegerField("osoba", null=True, db_index=True)
    started_at = models.DateTimeField("zalogowano", default=clock.now)
    address = models.CharField("adres", max_length=45, blank=True)
    agent = models.CharField("przeglądarka", max_length=200, blank=True)

    class Meta:
        verbose_name = "sesja"
        verbose_name_plural = "sesje"

    @classmethod
    def get_session_store_class(cls) -> type:
        """The store that writes these rows."""
        from opsapp.office.sessions import SessionStore

        return SessionStore
