"""Fixtures that every test may ask for."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.db import connection
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import DjangoDbBlocker

PATIENT: dict[str, Any] = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
"""How fast examples are made says how busy the machine is, not whether the program is right."""
hypothesis_settings.register_profile("here", **PATIENT)
hypothesis_settings.register_profile("ci", derandomize=True, print_blob=True, **PATIENT)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") else "here")

THREADS = ("--worker-class", "gthread", "--threads", "4")
"""As the demo: browsers hold connections in reserve, and a worker without threads waits on each."""
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def migrated() -> str:
    """The name of the test database, made now when no test asked for it before: nothing may copy
    the developer's own. The connection is left closed, so that it can be copied.
    """
    if not connection.settings_dict["NAME"].startswith("test_"):
        connection.creation.create_test_db(verbosity=0, keepdb=True)
    connection.close()
    return str(connection.settings_dict["NAME"])


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A copy of the migrated test database, where commits are real and every guard stands."""
    with django_db_blocker.unblock():
        template = migrated()
        copy = f"{template}_committed_{os.getpid()}"
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{template}"')
        connection.settings_dict["NAME"] = copy
        try:
            yield copy
        finally:
            connection.close()
            connection.settings_dict["NAME"] = template
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{copy}" WITH (FORCE)')


@dataclass(frozen=True)
class Site:
    """The site in a process of its own, on the copied database."""

    url: str
    process: subprocess.Popen[bytes]


def child_environment(database: str, **more: str) -> dict[str, str]:
    """The environment of a process that works on a copied test database."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "opsapp.settings.test",
        "OPS_DATABASE": database,
        **more,
    }


@pytest.fixture
def site(committed_db: str) -> Iterator[Site]:
    """The whole WSGI stack under gunicorn, with a worker beside it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = child_environment(committed_db)
    root = Path(settings.BASE_DIR)
    web = [
        sys.executable,
        "-m",
        "gunicorn",
        "opsapp.wsgi:application",
        "--workers",
        "2",
        *THREADS,
        "--bind",
        f"127.0.0.1:{port}",
        "--log-level",
        "warning",
    ]
    worker = [sys.executable, "manage.py", "worker"]
    started = [subprocess.Popen(command, env=environment, cwd=root) for command in (web, worker)]
    url = f"http://127.0.0.1:{port}"
    try:
        _until_it_answers(f"{url}/konto/login/")
        yield Site(url, started[0])
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(timeout=20)


def _until_it_answers(url: str) -> None:
    deadline = time.monotonic() + 90
    while True:
        try:
            with urlopen(url, timeout=5):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's path. Without one the test is skipped; with CI set it fails."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        message = "Brak przeglądarki. Zainstaluj: apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found
