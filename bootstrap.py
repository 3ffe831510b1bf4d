"""See to the environment first (standard library only), then run the command in it.

`python3 manage.py demo` and `python3 manage.py test` need nothing but Python with its venv module.
"""

from __future__ import annotations

import ctypes.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / "bin" / "python"
RUNTIME, DEVELOPMENT = "requirements.lock", "requirements-dev.lock"
MUTATION = "requirements-mutation.lock"
NEEDS_DEVELOPMENT = {"test", "lint", "bench", "mutate"}
PDF_PACKAGES = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"]
PDF_LIBRARIES = ["pango-1.0", "pangoft2-1.0", "harfbuzz-subset"]
WITHOUT_DJANGO = {"assess", "interest"}


def main(argv: list[str]) -> None:
    """Install what the lock files name, then hand over to Django or pytest."""
    command = argv[1] if len(argv) > 1 else ""
    if Path(sys.prefix).resolve() != VENV.resolve():
        _enter_environment(argv, DEVELOPMENT if command in NEEDS_DEVELOPMENT else RUNTIME)
    if command in {"demo", "test"}:
        _see_to_system_packages(browser=command == "test")
    if command == "test":
        os.environ["DJANGO_SETTINGS_MODULE"] = "opsapp.settings.test"
        whole = [] if argv[2:] else ["-n", "auto", "--dist", "worksteal"]
        os.execv(PYTHON, [str(PYTHON), "-m", "pytest", *whole, *argv[2:]])
    if command == "mutate":
        if not _installed(MUTATION):
            _install(MUTATION)
        os.execv(PYTHON, [str(PYTHON), "-m", "tests.mutation.command", *argv[2:]])
    if command == "demo":
        os.environ["OPS_DEMO"] = "1"
    if command in WITHOUT_DJANGO:
        from benefits.rules import cli

        sys.exit(cli.main(argv[1:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opsapp.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(argv)


def _enter_environment(argv: list[str], lock_name: str) -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - the system may have an older one
        sys.exit("Potrzebny jest Python 3.11 lub nowszy.")
    if not _installed(lock_name):
        _install(lock_name)
    os.execv(PYTHON, [str(PYTHON), str(HERE / "manage.py"), *argv[1:]])


def _stamp(lock_name: str) -> Path:
    return VENV / f".{lock_name}"


def _installed(lock_name: str) -> bool:
    """The development set holds the runtime set."""
    accepted = [lock_name, DEVELOPMENT] if lock_name == RUNTIME else [lock_name]
    return PYTHON.exists() and any(
        _stamp(name).exists() and _stamp(name).read_bytes() == (HERE / name).read_bytes()
        for name in accepted
    )


def _install(lock_name: str) -> None:
    print("Instaluję zależności do .venv …", flush=True)
    if not PYTHON.exists():
        try:
            import ensurepip  # noqa: F401
            import venv
        except ImportError:
            sys.exit("Brak modułu venv. W systemie Debian lub Ubuntu: apt-get install python3-venv")
        venv.create(VENV, with_pip=True)
    pip = [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    # The lock file is whole, so nothing is resolved: a release of tomorrow cannot change a choice.
    subprocess.check_call([*pip, "--require-hashes", "--no-deps", "-r", str(HERE / lock_name)])
    _stamp(lock_name).write_bytes((HERE / lock_name).read_bytes())


def _see_to_system_packages(*, browser: bool) -> None:
    """Libraries of the PDF engine, and for the tests a browser: installed when it may be."""
    missing = [
        package
        for package, library in zip(PDF_PACKAGES, PDF_LIBRARIES, strict=True)
        if ctypes.util.find_library(library) is None
    ]
    if browser and not any(shutil.which(name) for name in ("chromium", "chromium-browser")):
        missing.append("chromium")
    if not missing:
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _apt(missing)
        return
    print(
        "Brakuje bibliotek systemowych; bez nich zamiast PDF jest widok do druku, a testy "
        f"przeglądarki są pomijane. Zainstaluj: sudo apt-get install {' '.join(missing)}",
        flush=True,
    )


def _apt(packages: list[str]) -> None:
    print(f"Instaluję biblioteki systemowe: {', '.join(packages)} …", flush=True)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    subprocess.run(["apt-get", "update"], env=environment, check=False, **quiet)
    if subprocess.run(install, env=environment, check=False, **quiet).returncode:
        print(f"Nie udało się. Zainstaluj sam: apt-get install {' '.join(packages)}", flush=True)
