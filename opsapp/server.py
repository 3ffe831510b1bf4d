"""The web server that the demo and the bench start."""

from __future__ import annotations

import sys
from pathlib import Path

WORKERS = 2
THREADS = ("--worker-class", "gthread", "--threads", "4")
"""No proxy stands in front: browsers hold connections in reserve, and a worker without threads
would wait on each until its time is out.
"""


def command(port: int) -> list[str]:
    """How gunicorn is started on a port of this machine."""
    return [
        str(Path(sys.prefix) / "bin" / "gunicorn"),
        "opsapp.wsgi:application",
        "--workers",
        str(WORKERS),
        *THREADS,
        "--bind",
        f"127.0.0.1:{port}",
        "--log-level",
        "warning",
    ]
