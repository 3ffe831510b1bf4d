"""What a page asks of the database: its statements, without those that only open and close
transactions.
"""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

FRAME = ("BEGIN", "COMMIT", "SET ", "SAVEPOINT", "RELEASE", "ROLLBACK")


def asked_for(client: Client, url: str, **headers: str) -> list[str]:
    """The statements of a page opened for the second time, when counts and session are fresh."""
    assert client.get(url, headers=headers).status_code == 200
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url, headers=headers).status_code == 200
    return [one["sql"] for one in caught if not one["sql"].startswith(FRAME)]
