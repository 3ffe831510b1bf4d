"""The keys on paper: whole, readable back, matched with the copies."""

from __future__ import annotations

import base64
import re
from io import StringIO

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from opsapp.kernel.backups import manifest
from opsapp.settings import environment

SECOND = base64.b64encode(bytes(range(32))).decode()
SIGNS_OF_A_KEY = r"(?:    (?:[0-9a-f]{4}\s+){4}){4}"


@pytest.fixture
def sheet(settings: Settings) -> str:
    """The sheet of an installation that changed its key once."""
    settings.OPS_FIELD_KEYS = {"2027": SECOND, **settings.OPS_FIELD_KEYS}
    out = StringIO()
    call_command("recovery_sheet", stdout=out)
    return out.getvalue()


def test_every_key_typed_from_the_sheet_is_the_key_again(sheet: str, settings: Settings) -> None:
    typed = [re.sub(r"\s", "", rows) for rows in re.findall(SIGNS_OF_A_KEY, sheet)]
    read = [environment.key("OPS_INDEX_KEY", signs) for signs in typed]
    assert read == [*settings.OPS_FIELD_KEYS.values(), settings.OPS_INDEX_KEY]


def test_the_sheet_carries_the_fingerprints_that_copies_carry(sheet: str) -> None:
    for fingerprint in (*manifest.fingerprints().values(), manifest.index_fingerprint()):
        assert fingerprint in sheet


def test_a_key_with_one_sign_missing_is_refused() -> None:
    with pytest.raises(environment.ImproperlyConfigured, match="OPS_INDEX_KEY"):
        environment.key("OPS_INDEX_KEY", "0" * 63)


def test_the_sheet_says_how_the_order_of_keys_is_written(sheet: str) -> None:
    assert "OPS_FIELD_KEYS=2027=<64 znaki>,test=<64 znaki>" in sheet
