"""What breaks is heard of, and a page that only looks needs nothing that writes."""

from __future__ import annotations

import logging

import pytest
from django.conf import LazySettings
from django.core.cache.backends.db import DatabaseCache
from django.core.management import call_command

from opsapp.kernel.capabilities import Cap
from opsapp.office.models import User
from opsapp.office.panels import LETTERHEAD
from tests.cases.conftest import browser
from tests.people import installation, with_caps

__all__ = ["installation"]


def test_an_error_is_written_out_without_debug() -> None:
    heard = [
        handler
        for handler in logging.getLogger("django").handlers
        if isinstance(handler, logging.StreamHandler) and not handler.filters
    ]
    assert heard


@pytest.mark.django_db
def test_a_page_opens_when_all_in_the_shared_cache_ran_out(
    installation: User, settings: LazySettings
) -> None:
    shared = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kernel_cache"}
    call_command("createcachetable", "kernel_cache", verbosity=0)
    settings.CACHES = {**settings.CACHES, "default": shared}
    worker = browser(with_caps("czytelnik", Cap.SEE_PERSONS))
    DatabaseCache("kernel_cache", {}).set(LETTERHEAD, ("Dawna nazwa", ""), -1)
    assert worker.get("/osoby/").status_code == 200
