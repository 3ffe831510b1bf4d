"""The trace of looking outside of any transaction, as a page writes it."""

from __future__ import annotations

from django.db import connection

from opsapp.kernel import looked
from opsapp.kernel.models import Look
from tests.database.sql import refused, run
from tests.people import with_caps


def test_a_look_outside_of_any_transaction_is_kept(committed_db: str) -> None:
    clerk = with_caps("urzednik")
    looked.opened(clerk, clerk)
    connection.close()
    assert Look.objects.get().actor_id == clerk.pk
    with refused("bez wskazania osoby"):
        run("DELETE FROM office_post")
