"""A real installation refuses to start with anything left open; every variable is checked."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
KEY = base64.b64encode(b"k" * 32).decode()
WHOLE = {
    "OPS_SECRET_KEY": "s" * 60,
    "OPS_HOSTS": "ops.example.pl",
    "OPS_FIELD_KEYS": f"k2={KEY},k1={KEY}",
    "OPS_INDEX_KEY": KEY,
    "OPS_FILES": "/srv/ops/files",
    "OPS_BACKUPS": "/srv/ops/backups",
    "DATABASE_URL": "postgresql://ops%40gmina:ha%2Fslo@db:5433/osrodek",
}
PRINTED = """
import json
from opsapp.settings import prod
names = [n for n in dir(prod) if n.isupper()]
print(json.dumps({n: getattr(prod, n) for n in names}, default=str))
"""


def start(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value for name, value in os.environ.items()
        if not name.startswith(("OPS_", "DATABASE_", "DJANGO_"))
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "-c", PRINTED], env={**kept, **environment}, cwd=ROOT,
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def refused(**changes: str | None) -> str:
    """What a start with these changes says; it must not succeed."""
    given = {name: value for name, value in (WHOLE | changes).items() if value is not None}
    done = start(given)
    assert done.returncode != 0
    return done.stderr.strip().splitlines()[-1]


@pytest.fixture(scope="module")
def production() -> dict[str, Any]:
    done = start(WHOLE)
    assert done.returncode == 0, done.stderr
    loaded: dict[str, Any] = json.loads(done.stdout)
    return loaded


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_nothing_starts_with_a_variable_missing_or_empty(name: str) -> None:
    assert name in refused(**{name: None})
    assert name in refused(**{name: " "})


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("OPS_SECRET_KEY", "only-for-tests", "50 znaków"),
        ("OPS_HOSTS", "*", "nie „*”"),
        ("OPS_HOSTS", ",", "nie „*”"),
        ("OPS_FIELD_KEYS", "k1=za-krotki", "base64"),
        ("OPS_FIELD_KEYS", f"k1={base64.b64encode(b'x' * 16).decode()}", "16 bajtów"),
        ("OPS_INDEX_KEY", "%%%", "base64"),
        ("DATABASE_URL", "mysql://x@y/z", "postgresql://"),
        ("DATABASE_URL", "postgresql://x@y/", "postgresql://"),
        ("OPS_IDLE_MINUTES", "0", "nie mniejszą niż 1"),
        ("OPS_IDLE_MINUTES", "pół godziny", "nie mniejszą niż 1"),
    ],
)
def test_a_wrong_variable_is_named_with_what_is_wrong(name: str, value: str, why: str) -> None:
    said = refused(**{name: value})
    assert name in said
    assert why in said


def test_secrets_are_not_printed_when_a_variable_is_wrong() -> None:
    done = start(WHOLE | {"OPS_INDEX_KEY": "tajne-ale-zle"})
    assert "tajne-ale-zle" not in done.stderr


def test_production_is_shut(production: dict[str, Any]) -> None:
    assert production["DEBUG"] is False
    assert production["ALLOWED_HOSTS"] == ["ops.example.pl"]
    assert production["SESSION_COOKIE_SECURE"] is production["CSRF_COOKIE_SECURE"] is True
    assert production["SECURE_SSL_REDIRECT"] is True
    assert production["SECURE_HSTS_SECONDS"] >= 31536000
    assert production["SESSION_COOKIE_HTTPONLY"] is True
    assert production["PASSWORD_HASHERS"] == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    assert production["SESSION_COOKIE_AGE"] == 1800


def test_the_content_policy_lets_no_inline_code_in(production: dict[str, Any]) -> None:
    policy = production["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    sources = {source for values in policy.values() for source in values}
    assert not [source for source in sources if "unsafe" in source or "//" in source]
    assert policy["frame-ancestors"] == policy["base-uri"] == ["'none'"]


def test_keys_keep_their_order_the_first_seals(production: dict[str, Any]) -> None:
    assert list(production["OPS_FIELD_KEYS"]) == ["k2", "k1"]


def test_the_address_of_the_database_may_hold_signs(production: dict[str, Any]) -> None:
    database = production["DATABASES"]["default"]
    assert (database["USER"], database["PASSWORD"], database["NAME"]) == (
        "ops@gmina", "ha/slo", "osrodek",
    )  # fmt: skip
    assert (database["HOST"], database["PORT"]) == ("db", "5433")


def test_the_environment_is_read_in_one_place() -> None:
    """And by what runs before there are settings, or only in tests."""
    elsewhere = {
        "opsapp/settings/environment.py", "opsapp/settings/test.py",
        "opsapp/embedded/cluster.py", "opsapp/kernel/faults.py",
        "opsapp/kernel/backups/programs.py", "opsapp/wsgi.py", "opsapp/settings/dev.py",
        "opsapp/office/management/commands/create_administrator.py",
        "opsapp/management/commands/demo.py", "opsapp/management/commands/lint.py",
        "opsapp/management/commands/bench.py", "opsapp/demo/measuring/crowd.py",
    }  # fmt: skip
    readers = {
        path.relative_to(ROOT).as_posix()
        for app in ("opsapp", "cases", "socialwork", "benefits", "reporting")
        for path in (ROOT / app).rglob("*.py")
        if re.search(r"os\.(environ|getenv)", path.read_text())
    }
    assert readers <= elsewhere
