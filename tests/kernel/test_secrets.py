from base64 import b64encode

import pytest
from django.conf import LazySettings
from django.core.exceptions import FieldError
from django.db import connection, models
from hypothesis import given
from hypothesis import strategies as st

from opsapp.kernel.models import Draft
from opsapp.kernel.secrets import (
    EncryptedTextField,
    Opened,
    Unreadable,
    blind_index,
    key_id_of,
    seal,
    unseal,
)

OTHER_KEY = b64encode(b"another-key-that-has-32-bytes!!!").decode()
HERE = "people.number"


@given(st.text())
def test_a_sealed_text_opens_where_it_belongs(text: str) -> None:
    assert unseal(seal(text, HERE), HERE) == text


def test_the_same_text_is_never_sealed_alike_and_an_empty_one_stays_empty() -> None:
    assert seal("44051401359", HERE) != seal("44051401359", HERE)
    assert seal("", HERE) == b""


def test_a_value_moved_to_another_column_does_not_open() -> None:
    with pytest.raises(Unreadable, match="accounts"):
        unseal(seal("44051401359", HERE), "accounts.number")


@pytest.mark.parametrize("place", [0, 1, 3, 20, -1])
def test_an_altered_value_does_not_open(place: int) -> None:
    sealed = bytearray(seal("44051401359", HERE))
    sealed[place] ^= 1
    with pytest.raises((Unreadable, UnicodeDecodeError)):
        unseal(bytes(sealed), HERE)


def test_a_new_key_in_front_seals_and_the_old_one_still_opens(settings: LazySettings) -> None:
    old = seal("44051401359", HERE)
    settings.OPS_FIELD_KEYS = {"2027": OTHER_KEY, **settings.OPS_FIELD_KEYS}
    assert key_id_of(seal("x", HERE)) == "2027"
    assert key_id_of(old) != "2027"
    assert unseal(old, HERE) == "44051401359"


def test_a_missing_key_is_named(settings: LazySettings) -> None:
    old = seal("44051401359", HERE)
    settings.OPS_FIELD_KEYS = {"2027": OTHER_KEY}
    with pytest.raises(Unreadable, match="Brak klucza „test”"):
        unseal(old, HERE)


def test_the_blind_index_depends_on_value_purpose_and_key(settings: LazySettings) -> None:
    index = blind_index("44051401359", "pesel")
    assert len(index) == 32
    assert index == blind_index("44051401359", "pesel")
    assert index != blind_index("44051401359", "account")
    assert index != blind_index("44051401358", "pesel")
    settings.OPS_INDEX_KEY = OTHER_KEY
    assert index != blind_index("44051401359", "pesel")


def test_the_column_is_bound_to_its_own_place_and_migrations_keep_it() -> None:
    field = Draft._meta.get_field("sealed")
    assert isinstance(field, EncryptedTextField)
    assert field.deconstruct()[3]["bound_to"] == "kernel_draft.sealed"
    assert field.db_type(connection) == "bytea"


def test_a_value_read_and_saved_again_keeps_its_bytes() -> None:
    field = Draft._meta.get_field("sealed")
    assert isinstance(field, EncryptedTextField)
    sealed = seal("treść", "kernel_draft.sealed")
    read = field.from_db_value(memoryview(sealed), None, connection)
    assert isinstance(read, Opened)
    assert read == "treść"
    assert field.get_prep_value(read) == sealed
    assert field.get_prep_value(str(read) + "!") != sealed


def test_an_encrypted_column_refuses_to_be_searched() -> None:
    with pytest.raises(FieldError, match="blind index"):
        str(Draft.objects.filter(sealed="x").query)
    with pytest.raises(FieldError):
        Draft.objects.filter(sealed__contains="x")
    assert "= " in str(Draft.objects.filter(sealed="").query)
    assert "IS NULL" in str(models.QuerySet(Draft).filter(sealed__isnull=True).query)
