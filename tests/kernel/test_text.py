import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsapp.kernel.text import FOLD_FROM, FOLD_TO, fold, pl_key

POLISH_ORDER = [
    "aktor", "ąkać", "cło", "ćma", "lampa", "łapa", "Łódź", "nos", "ńu", "osa", "ósmy", "sowa", "święty", "zebra",
    "Zięba", "źdźbło", "Żaba",
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
