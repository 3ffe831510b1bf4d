"""What a copy says of itself."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

NAME = "manifest.json"
DUMP = "database.dump"
FILES = "files.txt"
STORE = "files"
_PURPOSE = b"ops-backup-fingerprint"


class BackupError(RuntimeError):
    """A copy cannot be made or used; the message says why and what to do, in Polish."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The facts of a copy: what restoring must find again."""

    made_at: str
    server: int
    dump_sha256: str
    files_sha256: str
    files: int
    migrations: list[str]
    rows: dict[str, int]
    field_keys: dict[str, str]
    index_key: str

    def write(self, folder: Path) -> None:
        """Put it into the folder of the copy, as the last thing: a copy without it is no copy."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)
        (folder / NAME).write_text(text, encoding="utf-8")


def read(folder: Path) -> Manifest:
    """The manifest of a copy. Raises `BackupError` when the folder is none."""
    try:
        return Manifest(**json.loads((folder / NAME).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise BackupError(
            f"W folderze {folder} nie ma ukończonej kopii (brak poprawnego pliku {NAME})."
        ) from error


def fingerprints() -> dict[str, str]:
    """Of each key of encrypted fields, by its name. A fingerprint tells nothing about the key."""
    return {name: _fingerprint(key) for name, key in settings.OPS_FIELD_KEYS.items()}


def index_fingerprint() -> str:
    """Of the key of the indexes by which PESEL and account numbers are found."""
    return _fingerprint(settings.OPS_INDEX_KEY)


def _fingerprint(key: str) -> str:
    return hmac.digest(key.encode(), _PURPOSE, hashlib.sha256).hex()[:24]


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
