"""Encrypted columns: AES-256-GCM in Python, and a keyed hash beside them for equality.

A sealed value is `0x01, length of the key's id, the id, nonce (12), ciphertext with its tag`. It is
bound to its table and column: copied elsewhere it does not open. The first key of OPS_FIELD_KEYS
seals; all of them open, so that a new key is put in front and the old values are resealed later.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from base64 import b64decode
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.lookups import Exact, IsNull

_VERSION = 1
_NONCE_BYTES = 12
_KEY_BYTES = 32
INDEX_BYTES = 32


class Unreadable(RuntimeError):
    """A sealed value cannot be opened: its key is missing, or it was altered or moved."""


def seal(text: str, bound_to: str) -> bytes:
    """Encrypt a text for one place ("table.column"). An empty text stays empty."""
    if not text:
        return b""
    key_id, key = next(iter(settings.OPS_FIELD_KEYS.items()))
    nonce = os.urandom(_NONCE_BYTES)
    name = key_id.encode()
    sealed = _cipher(key).encrypt(nonce, text.encode(), _context(bound_to, key_id))
    return bytes([_VERSION, len(name)]) + name + nonce + sealed


def unseal(sealed: bytes, bound_to: str) -> str:
    """The text sealed for this place; raises Unreadable."""
    if not sealed:
        return ""
    key_id = key_id_of(sealed)
    key = settings.OPS_FIELD_KEYS.get(key_id)
    if key is None:
        raise Unreadable(f"Brak klucza „{key_id}”, którym zaszyfrowano dane w {bound_to}.")
    start = 2 + sealed[1]
    nonce, body = sealed[start : start + _NONCE_BYTES], sealed[start + _NONCE_BYTES :]
    try:
        return _cipher(key).decrypt(nonce, body, _context(bound_to, key_id)).decode()
    except InvalidTag as error:
        raise Unreadable(
            f"Danych w {bound_to} nie da się odczytać: klucz „{key_id}” do nich nie pasuje "
            "albo zostały zmienione poza programem."
        ) from error


def key_id_of(sealed: bytes) -> str:
    """Which key sealed the value, so that old ones are found when a key is changed."""
    if len(sealed) < 2 + _NONCE_BYTES or sealed[0] != _VERSION:
        raise Unreadable("Zaszyfrowana wartość ma nieznaną postać.")
    return sealed[2 : 2 + sealed[1]].decode()


def blind_index(value: str, purpose: str) -> bytes:
    """A keyed hash (HMAC-SHA256) of an identifier in its bare form: equal values, equal hashes.

    The purpose ("pesel", "account") keeps hashes of different columns from being compared.
    """
    index_key = b64decode(settings.OPS_INDEX_KEY, validate=True)
    purpose_key = hmac.digest(index_key, purpose.encode(), hashlib.sha256)
    return hmac.digest(purpose_key, value.encode(), hashlib.sha256)


class Opened(str):
    """A text read from its column, with the sealed form it came in: saved unchanged, it stays
    byte for byte what it was, so guards and history see no change.
    """

    sealed: bytes
    bound_to: str


class EncryptedTextField(models.Field[str, str]):
    """A text that the database holds only sealed (bytea).

    It can be compared with nothing but "" and NULL: find by a BlindIndexField beside it. The place
    it is bound to is kept in migrations and copied to history tables, so both open it.
    """

    def __init__(self, *args: Any, bound_to: str = "", **kwargs: Any) -> None:
        self.bound_to = bound_to
        super().__init__(*args, **kwargs)

    def contribute_to_class(
        self, cls: type[models.Model], name: str, private_only: bool = False
    ) -> None:
        super().contribute_to_class(cls, name, private_only)
        if not self.bound_to and not cls._meta.abstract:
            self.bound_to = f"{cls._meta.db_table}.{self.column}"

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "bound_to": self.bound_to}

    def db_type(self, connection: Any) -> str:
        return "bytea"

    def get_prep_value(self, value: Any) -> bytes | None:
        if isinstance(value, Opened) and value.bound_to == self.bound_to:
            return value.sealed
        return None if value is None else seal(str(value), self.bound_to)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        sealed = value if prepared else self.get_prep_value(value)
        return None if sealed is None else connection.Database.Binary(sealed)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str | None:
        if value is None:
            return None
        sealed = bytes(value)
        text = Opened(unseal(sealed, self.bound_to))
        text.sealed, text.bound_to = sealed, self.bound_to
        return text

    def to_python(self, value: Any) -> str | None:
        return None if value is None else str(value)

    def value_to_string(self, obj: models.Model) -> str:
        raise TypeError("An encrypted value is not written to fixtures.")

    def get_lookup(self, lookup_name: str) -> Any:
        return {"exact": _IsEmpty, "isnull": IsNull}.get(lookup_name)

    def formfield(self, *args: Any, **kwargs: Any) -> Any:
        from django import forms

        return super().formfield(*args, **{"form_class": forms.CharField, **kwargs})


class _IsEmpty(Exact):
    """The only equality that an encrypted column can answer."""

    def get_prep_lookup(self) -> Any:
        if self.rhs not in ("", None):
            raise FieldError("An encrypted column cannot be searched: use its blind index.")
        return super().get_prep_lookup()


class BlindIndexField(models.BinaryField[Any, Any]):
    """Holds `blind_index(value, purpose)` of the encrypted column beside it (32 bytes)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "max_length": INDEX_BYTES})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> bytes | None:
        return None if value is None else bytes(value)


def _context(bound_to: str, key_id: str) -> bytes:
    return f"{bound_to}|{key_id}".encode()


@lru_cache(maxsize=16)
def _cipher(key: str) -> AESGCM:
    raw = b64decode(key, validate=True)
    if len(raw) != _KEY_BYTES:
        raise ValueError(f"A field key has {_KEY_BYTES} bytes, not {len(raw)}.")
    return AESGCM(raw)
