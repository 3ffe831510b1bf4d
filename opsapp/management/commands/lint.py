"""Everything that is checked without running the program."""

from __future__ import annotations

import base64
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from benefits.rules.lint import lint
from opsapp.kernel import clock

ROOT = Path(settings.BASE_DIR)
BIN = Path(sys.prefix) / "bin"
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-mutation.lock")
ADDRESS = re.compile(r"https?://|--index-url|--find-links")
APPS = ["opsapp", "cases", "socialwork", "benefits", "reporting"]


def _production() -> dict[str, str]:
    key = base64.b64encode(os.urandom(32)).decode()
    return {
        "DJANGO_SETTINGS_MODULE": "opsapp.settings.prod",
        "OPS_SECRET_KEY": os.urandom(40).hex(),
        "OPS_HOSTS": "ops.example.pl",
        "OPS_FIELD_KEYS": f"k1={key}",
        "OPS_INDEX_KEY": key,
        "OPS_FILES": "/tmp",
        "OPS_BACKUPS": "/tmp",
        "DATABASE_URL": "postgresql://nobody@localhost/nothing",
    }


class Command(BaseCommand):
    """ruff, mypy, import-linter, djlint, migrations, deploy checks, lock files, law files."""

    help = "Sprawdza kod bez uruchamiania programu."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Run every check; end with 1 when one of them fails."""
        manage = [sys.executable, "manage.py"]
        production = {**os.environ, **_production()}
        steps: list[tuple[str, list[str], dict[str, str] | None]] = [
            ("ruff", [str(BIN / "ruff"), "check", "."], None),
            ("ruff format", [str(BIN / "ruff"), "format", "--check", "."], None),
            ("mypy", [str(BIN / "mypy"), *APPS], None),
            ("import-linter", [str(BIN / "lint-imports")], None),
            ("djlint", [str(BIN / "djlint"), "templates", "--lint", "--quiet"], None),
            ("migracje", [*manage, "makemigrations", "--check", "--dry-run"], None),
            ("wdrożenie", [*manage, "check", "--deploy", "--fail-level", "WARNING"], production),
        ]
        failed = [name for name, command, env in steps if not self._run(name, command, env)]
        failed += [name for name in LOCKS if _leaks(name)]
        failed += [] if self._law() else ["prawo"]
        if failed:
            self.stdout.write(f"Nie przeszło: {', '.join(failed)}.")
            sys.exit(1)
        self.stdout.write("Wszystko przeszło.")

    def _law(self) -> bool:
        """Faults of the law files fail; a review that has passed is only told."""
        found = lint(today=clock.today())
        wrong = [one for one in found if one.level == "error"]
        self.stdout.write(f"prawo: {'BŁĄD' if wrong else 'w porządku'}")
        for one in found:
            mark = "błąd" if one.level == "error" else "uwaga"
            self.stdout.write(f"  {mark}: {one.file}: {one.message}")
        return not wrong

    def _run(self, name: str, command: list[str], env: dict[str, str] | None) -> bool:
        done = subprocess.run(
            command, cwd=ROOT, env=env, text=True, capture_output=True, check=False
        )
        self.stdout.write(f"{name}: {'w porządku' if done.returncode == 0 else 'BŁĄD'}")
        if done.returncode:
            self.stdout.write((done.stdout + done.stderr)[-6000:])
        return done.returncode == 0


def _leaks(lock: str) -> bool:
    """Lock files hold names, versions and hashes, never an address."""
    return ADDRESS.search((ROOT / lock).read_text()) is not None
