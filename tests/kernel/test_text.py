import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from opsapp.kernel.text import FOLD_FROM, FOLD_TO, fold, pl_key

POLISH_ORDER = [
    "aktor", "ąkać", "cło", "ćma", "lampa", "łapa", "Łódź", "nos", "ńu", "osa", "ósmy", "sowa",
    "święty", "zebra", "Zięba", "źdźbło", "Żaba",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ZAŻÓŁĆ GĘŚLĄ JAŹŃ", "zazolc gesla jazn"),
        ("  Łódź\u00a0\t Żabia ", "lodz zabia"),
        ("Lo\u0301dz\u0301", "lodz"),
        ("Şükrü Öztürk", "sukru ozturk"),
        ("İnönü", "inonu"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_each_folded_letter_has_one_counterpart() -> None:
    assert len(FOLD_FROM) == len(FOLD_TO) == len(set(FOLD_FROM))


def test_names_are_sorted_in_polish_order() -> None:
    by_code_point = sorted(POLISH_ORDER)
    assert sorted(by_code_point, key=pl_key) == POLISH_ORDER != by_code_point


@pytest.mark.django_db
def test_python_and_postgresql_agree_on_every_letter() -> None:
    signs = [sign for sign in map(chr, range(0x20, 0x2000)) if sign.isalpha()]
    words = [f"a{sign}ł {sign}" for sign in signs]
    words += [*POLISH_ORDER, "  Łódź\u00a0\t Żabia ", "Lo\u0301dz\u0301"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT word, fold(word), pl_key(word) FROM unnest(%s) AS word", [words])
        rows = cursor.fetchall()
    assert [row for row in rows if row[1:] != (fold(row[0]), pl_key(row[0]))] == []


@pytest.mark.django_db
def test_the_database_sorts_names_in_polish_order() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT word FROM unnest(%s) AS word ORDER BY pl_key(word)", [POLISH_ORDER])
        assert [word for (word,) in cursor.fetchall()] == POLISH_ORDER
