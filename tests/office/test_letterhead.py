"""The head of every page and print names the town once."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.cache import caches

from opsapp.office.models import User
from opsapp.office.panels import letterhead
from opsapp.office.services import settings
from tests.people import administrator, installation

__all__ = ["administrator", "installation"]


@pytest.mark.parametrize("address", ["ul. Polna 1, 27-600 Sandomierz", "ul. Polna 1"])
@pytest.mark.django_db
def test_the_town_is_named_once(address: str, administrator: User) -> None:
    settings.describe_centre(
        since=date(2020, 1, 1), name="Ośrodek", authority="Burmistrz", address=address,
        town="Sandomierz", terc="2609011", letterhead="", actor=administrator,
    )  # fmt: skip
    caches["process"].clear()
    try:
        assert letterhead()[1].count("Sandomierz") == 1
    finally:
        caches["process"].clear()
