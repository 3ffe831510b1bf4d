"""A law file read from its text: every key, what stands without it, and what is asked by day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from benefits.rules import version
from benefits.rules.law import GIVEN, Law, NotAnnounced, Overlay, UnknownParameter
from benefits.rules.registry import BENEFITS, Benefit, benefit, rule
from benefits.rules.schema import Keys
from benefits.rules.trace import LawRow, Step

FULL = """
label: "Kwota"
unit: PLN/month
basis: "art. 1"
confidence: recalled
values:
  2021-01-01: {value: "20.00", act: "Dz.U. 2020 poz. 2", confidence: verified}
  2020-01-01: {value: "10.00", act: "Dz.U. 2019 poz. 1"}
  2022-01-01: {value: null, act: "Dz.U. 2021 poz. 3"}
  2023-01-01: {value: "30.00", act: "Dz.U. 2022 poz. 4"}
answers_until: 2023-12-31
announcement: "obwieszczenie GUS"
checked_on: 2026-11-22
next_review: 2027-07-31
"""
BARE = """
label: "Liczba"
unit: count
values:
  2020-01-01: {value: "3", act: "uchwała"}
"""


@pytest.fixture
def law(tmp_path: Path) -> Law:
    """A law of two files of our own."""
    for scope, name, text in (("national", "x.amount", FULL), ("local", "x.count", BARE)):
        (tmp_path / scope).mkdir()
        (tmp_path / scope / f"{name}.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "local" / "note.txt").write_text("nic")
    return Law.from_files(tmp_path)


def test_every_key_of_a_file_is_read(law: Law) -> None:
    assert sorted(law.parameters) == ["x.amount", "x.count"]
    amount = law.parameters["x.amount"]
    assert (amount.code, amount.label, amount.unit, amount.local, amount.basis) == (
        "x.amount", "Kwota", "PLN/month", False, "art. 1",
    )  # fmt: skip
    assert amount.starts == tuple(date(year, 1, 1) for year in (2020, 2021, 2022, 2023))
    assert amount.values == (Decimal("10.00"), Decimal("20.00"), None, Decimal("30.00"))
    assert amount.rows == (
        LawRow("x.amount", "10.00", date(2020, 1, 1), "Dz.U. 2019 poz. 1", "recalled"),
        LawRow("x.amount", "20.00", date(2021, 1, 1), "Dz.U. 2020 poz. 2", "verified"),
        LawRow("x.amount", "", date(2022, 1, 1), "Dz.U. 2021 poz. 3", "recalled"),
        LawRow("x.amount", "30.00", date(2023, 1, 1), "Dz.U. 2022 poz. 4", "recalled"),
    )
    assert (amount.answers_until, amount.checked_on, amount.next_review, amount.announcement) == (
        date(2023, 12, 31), date(2026, 11, 22), date(2027, 7, 31), "obwieszczenie GUS",
    )  # fmt: skip
    step = amount.steps[1]
    assert (step.code, step.label, step.value, step.basis, step.inputs, step.source, step.unit) == (
        "x.amount", "Kwota", Decimal("20.00"), "Dz.U. 2020 poz. 2", (), amount.rows[1], "PLN/month",
    )  # fmt: skip


def test_what_a_file_does_not_say_is_empty_and_verified(law: Law) -> None:
    bare = law.parameters["x.count"]
    assert bare.local
    assert bare.rows == (LawRow("x.count", "3", date(2020, 1, 1), "uchwała", "verified"),)
    assert (bare.answers_until, bare.checked_on, bare.next_review) == (None, None, None)
    assert (bare.basis, bare.announcement, bare.overlaid) == ("", "", ())


@pytest.mark.parametrize(("day", "value"), [
    ("2019-12-31", None), ("2020-01-01", "10.00"), ("2020-12-31", "10.00"), ("2021-01-01", "20.00"),
    ("2021-12-31", "20.00"), ("2022-01-01", None), ("2022-12-31", None), ("2023-12-31", "30.00"),
    ("2024-01-01", None),
])  # fmt: skip
def test_a_day_has_its_value_or_none(law: Law, day: str, value: str | None) -> None:
    on = date.fromisoformat(day)
    assert law.has("x.amount", on) is (value is not None)
    if value is not None:
        assert str(law.value("x.amount", on)) == value
        return
    with pytest.raises(NotAnnounced) as refused:
        law.value("x.amount", on)
    assert (refused.value.code, refused.value.on) == ("x.amount", on)
    first = law.parameters["x.amount"].starts[0]
    said = f"Brak wartości parametru „Kwota” (x.amount) na dzień {on:%d.%m.%Y}"
    assert refused.value.message == said + (
        f": program zna ją od {first:%d.%m.%Y}. Jeżeli masz akt z tamtego czasu, wpisz jego "
        "wartość w dziale Prawo."
        if on < first
        else ". Źródło: obwieszczenie GUS. Wpisz ogłoszoną wartość w dziale Prawo."
    )


def test_without_a_label_the_code_is_named() -> None:
    said = NotAnnounced("x", date(2026, 1, 2))
    assert said.message == (
        "Brak wartości parametru „x” na dzień 02.01.2026. Wpisz ogłoszoną wartość w dziale Prawo."
    )
    assert str(said) == said.message


def test_an_unknown_code_is_an_error_of_the_rules(law: Law) -> None:
    with pytest.raises(UnknownParameter, match=r"x\.other"):
        law.step("x.other", date(2026, 1, 1))
    with pytest.raises(UnknownParameter, match=r"x\.other"):
        law.overlaid([Overlay("x.other", date(2026, 1, 1), "1", "uchwała")])


def test_an_overlay_fills_what_no_file_answers_and_changes_nothing_else(law: Law) -> None:
    mine = law.overlaid([
        Overlay("x.amount", date(2021, 6, 1), "99.00", "za wcześnie"),
        Overlay("x.amount", date(2024, 1, 1), "40.00", "M.P. 2023 poz. 5"),
        Overlay("x.count", date(2020, 6, 1), "4", "uchwała 2"),
        Overlay("x.count", date(2021, 6, 1), None, "uchwała 3"),
    ])  # fmt: skip
    assert str(mine.value("x.amount", date(2021, 6, 1))) == "20.00"
    assert str(mine.value("x.amount", date(2024, 1, 1))) == "40.00"
    assert str(mine.value("x.amount", date(2030, 1, 1))) == "40.00"
    assert mine.parameters["x.amount"].overlaid == (False, False, False, False, True)
    assert mine.step("x.amount", date(2024, 1, 1)).source == LawRow(
        "x.amount", "40.00", date(2024, 1, 1), "M.P. 2023 poz. 5"
    )
    assert str(mine.value("x.count", date(2020, 5, 31))) == "3"
    assert str(mine.value("x.count", date(2020, 6, 1))) == "4"
    assert not mine.has("x.count", date(2021, 6, 1))
    assert not law.has("x.amount", date(2024, 1, 1))


def test_a_given_value_beats_a_local_one_and_fills_a_national_gap(law: Law) -> None:
    day = date(2024, 6, 1)
    asked = law.with_given({"x.count": Decimal("7"), "x.amount": Decimal("5.00")}, day)
    count = asked.step("x.count", day)
    assert count.source == LawRow("x.count", "7", day, GIVEN, "given")
    assert (count.label, count.basis, count.unit, count.value) == (
        "Liczba", GIVEN, "count", Decimal("7"),
    )  # fmt: skip
    assert str(asked.value("x.amount", day)) == "5.00"
    assert str(asked.value("x.amount", date(2023, 1, 1))) == "30.00"
    assert asked.has("x.amount", day)
    assert law.with_given({}, day) is law


def test_the_version_is_a_hash_of_names_and_contents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hashed(**files: str) -> str:
        folder = tmp_path / "-".join(sorted(files)) / str(len("".join(files.values())))
        for name, text in files.items():
            path = folder / name.replace("__", "/").replace("_dot_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        monkeypatch.setattr(version, "BENEFITS", folder)
        return version.rules_version.__wrapped__()

    plain = hashed(rules__a_dot_py="x", law__b_dot_yaml="y")
    assert len(plain) == 64
    assert plain == hashed(rules__a_dot_py="x", law__b_dot_yaml="y", law__c_dot_txt="z")
    assert plain != hashed(rules__a_dot_py="xx", law__b_dot_yaml="y")
    assert plain != hashed(rules__a_dot_py="x", law__b_dot_yaml="yy")
    assert plain != hashed(rules__other_dot_py="x", law__b_dot_yaml="y")
    assert hashed(rules__a_dot_py="x") != hashed(rules__b_dot_py="x")


def test_a_benefit_is_declared_with_its_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(BENEFITS, "probe", Benefit("probe", "", Keys({})))
    keys, checked = Keys({}), lambda facts, errors: None
    made = benefit("probe", "Próba", keys, checked)
    assert BENEFITS["probe"] is made
    assert (made.code, made.label, made.circumstances, made.check, made.rules) == (
        "probe", "Próba", keys, checked, [],
    )  # fmt: skip

    @rule("probe", since=date(2020, 1, 1))
    def old(facts: object, law: object) -> Step: ...  # type: ignore[empty-body]

    @rule("probe", since=date(2021, 1, 1))
    def new(facts: object, law: object) -> Step: ...  # type: ignore[empty-body]

    assert made.rules == [(date(2020, 1, 1), old), (date(2021, 1, 1), new)]
    assert made.rule(date(2020, 12, 31)) is old
    assert made.rule(date(2021, 1, 1)) is new
    with pytest.raises(NotAnnounced) as refused:
        made.rule(date(2019, 12, 31))
    assert (
        refused.value.message
        == str(refused.value)
        == (
            "Program nie zna zasad świadczenia „Próba” z dnia 31.12.2019: liczy je od 01.01.2020. "
            "Sprawę za wcześniejszy okres rozstrzygnij bez niego."
        )
    )
    assert refused.value.code == "probe"
    assert refused.value.on == date(2019, 12, 31)
