"""See to the environment first (standard library only), then run the command in it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / "bin" / "python"
DEVELOPMENT = {"test", "lint", "bench"}


def main(argv: list[str]) -> None:
    """Install what the lock files name, then hand over to Django or pytest."""
    command = argv[1] if len(argv) > 1 else ""
    if Path(sys.prefix).resolve() != VENV.resolve():
        _install("requirements-dev.lock" if command in DEVELOPMENT else "requirements.lock")
        os.execv(PYTHON, [str(PYTHON), str(HERE / "manage.py"), *argv[1:]])
    if command == "test":
        os.environ["DJANGO_SETTINGS_MODULE"] = "opsapp.settings.test"
        os.execv(PYTHON, [str(PYTHON), "-m", "pytest", *argv[2:]])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opsapp.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(argv)


def _install(lock_name: str) -> None:
    lock, stamp = HERE / lock_name, VENV / f".{lock_name}"
    if stamp.exists() and stamp.read_bytes() == lock.read_bytes():
        return
    if (VENV / ".requirements-dev.lock").exists() and lock_name == "requirements.lock":
        return
    print("Instaluję zależności do .venv …", flush=True)
    if not PYTHON.exists():
        try:
            import ensurepip  # noqa: F401
            import venv
        except ImportError:
            sys.exit("Brak modułu venv. W systemie Debian lub Ubuntu: apt-get install python3-venv")
        venv.create(VENV, with_pip=True)
    pip = [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    subprocess.check_call([*pip, "--require-hashes", "-r", str(lock)])
    stamp.write_bytes(lock.read_bytes())
