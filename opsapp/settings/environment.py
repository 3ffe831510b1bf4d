"""The environment variables the program knows: each read once here, checked, refused if wrong."""

from __future__ import annotations

import base64
import json
import os
import re
import secrets
from binascii import Error as NotBase64
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32
HEXADECIMAL = re.compile(f"[0-9a-fA-F]{{{2 * KEY_BYTES}}}")


def text(name: str, default: str | None = None) -> str:
    """A variable's value; without a default it must be set."""
    value = os.environ.get(name, "").strip() or default
    if value is None:
        raise ImproperlyConfigured(f"Ustaw zmienną {name}.")
    return value


def names(name: str) -> list[str]:
    """A list separated by commas, at least one of it and never '*'."""
    found = [part.strip() for part in text(name).split(",") if part.strip()]
    if not found or "*" in found:
        raise ImproperlyConfigured(f"Zmienna {name} musi wymieniać nazwy, nie „*”.")
    return found


def number(name: str, default: int, *, least: int) -> int:
    """A whole number, not below `least`."""
    value = text(name, str(default))
    if not value.isdecimal() or int(value) < least:
        raise ImproperlyConfigured(f"Zmienna {name} musi być liczbą nie mniejszą niż {least}.")
    return int(value)


def key(name: str, value: str) -> str:
    """A key of 32 bytes, in base64: read so, or from 64 hexadecimal signs of a recovery sheet."""
    if HEXADECIMAL.fullmatch(value):
        return base64.b64encode(bytes.fromhex(value)).decode()
    try:
        raw = base64.b64decode(value, validate=True)
    except NotBase64 as error:
        raise ImproperlyConfigured(f"{name} nie jest zapisany w base64.") from error
    if len(raw) != KEY_BYTES:
        raise ImproperlyConfigured(f"{name} ma {len(raw)} bajtów zamiast {KEY_BYTES}.")
    return value


def field_keys(name: str) -> dict[str, str]:
    """Keys of encrypted fields as `id=base64,id=base64`; the first one seals."""
    pairs = [part.partition("=") for part in text(name).split(",")]
    return {key_id.strip(): key(name, value.strip()) for key_id, _, value in pairs}


def database(cluster: Path) -> dict[str, object]:
    """The database: DATABASE_URL, or the embedded server when it is not set."""
    url = os.environ.get("DATABASE_URL", "")
    role = os.environ.get("OPS_DATABASE_ROLE", "")
    if not url:
        return {
            "ENGINE": "opsapp.embedded.backend",
            "NAME": os.environ.get("OPS_DATABASE", "ops"),
            "USER": role,
            "CLUSTER": os.environ.get("OPS_CLUSTER", str(cluster)),
            "CONN_MAX_AGE": 60,
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise ImproperlyConfigured(
            "DATABASE_URL ma mieć postać postgresql://użytkownik:hasło@serwer:port/baza."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": role or unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
    }


def own_secrets(folder: Path) -> dict[str, str]:
    """Secrets of a developer's machine or the demo, made on the first start and kept there."""
    path = folder / "secrets.json"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        made = {name: _random_key() for name in ("secret", "field", "index")}
        fresh = path.with_name(f"secrets.{os.getpid()}.new")
        fresh.write_text(json.dumps(made))
        fresh.chmod(0o600)
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    loaded: dict[str, str] = json.loads(path.read_text())
    return loaded


def _random_key() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
