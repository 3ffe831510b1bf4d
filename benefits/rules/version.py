"""The hash of all rule and law files: the same hash, the same answers."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

BENEFITS = Path(__file__).resolve().parent.parent


@cache
def rules_version() -> str:
    """SHA-256 over the rule and law files, names included."""
    digest = sha256()
    for path in sorted([*(BENEFITS / "rules").rglob("*.py"), *(BENEFITS / "law").rglob("*.yaml")]):
        digest.update(str(path.relative_to(BENEFITS)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
