"""What a law file must have: act, order, a review after the check. Run by `manage.py lint`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from benefits.rules.law import LAW_FOLDER, load_file

UNITS = frozenset({
    "PLN", "PLN/month", "PLN/year", "PLN/kWh", "PLN/ha", "share", "count", "months", "weeks",
    "days", "years", "hours", "ha", "m2", "kWh", "kWh/m2", "answer", "g", "minutes",
})  # fmt: skip
KEYS = frozenset({
    "label", "unit", "values", "checked_on", "next_review", "answers_until", "basis", "confidence",
    "announcement",
})  # fmt: skip
CONFIDENCE = frozenset({"verified", "recalled"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault (`error`) or a review that is due (`warning`)."""

    level: str
    file: str
    message: str


def lint(folder: Path = LAW_FOLDER, *, today: date) -> list[Finding]:
    """Every fault of the law files; a review that has passed is only a warning."""
    findings: list[Finding] = []
    for path in sorted(folder.glob("*/*.yaml")):
        name = f"{path.parent.name}/{path.name}"
        unread = unread_faults(path.read_text(encoding="utf-8"))
        findings += [Finding("error", name, fault) for fault in unread]
        findings += [] if unread else lint_one(name, load_file(path), today=today)
    return findings


def unread_faults(text: str) -> list[str]:
    """What reading a file would pass over in silence: of a key that stands twice, as two values
    from one day do, only the last is read. A text that is no mapping has no more to be asked.
    """
    import yaml

    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as fault:
        return [f"nie da się odczytać: {' '.join(str(fault).split())}"]
    if not isinstance(root, yaml.MappingNode):
        return ["to nie jest opis wartości"]
    return list(_repeated(root))


def _repeated(node: Any) -> Iterator[str]:
    """The keys that stand twice in a mapping, or in one inside of it."""
    known: set[str] = set()
    for key, value in node.value:
        if key.value in known:
            yield f"„{key.value}” stoi dwa razy"
        known.add(key.value)
        if value.tag == "tag:yaml.org,2002:map":
            yield from _repeated(value)


def lint_one(name: str, raw: Mapping[str, object], *, today: date) -> list[Finding]:
    """The faults of one file's content."""
    faults = [*_head_faults(raw), *_value_faults(raw.get("values")), *_review_faults(raw),
              *_announcement_faults(raw)]  # fmt: skip
    findings = [Finding("error", name, fault) for fault in faults]
    review = raw.get("next_review")
    if isinstance(review, date) and review < today:
        findings.append(Finding("warning", name, f"przegląd wypadał {review:%d.%m.%Y}"))
    return findings


def _announcement_faults(raw: Mapping[str, object]) -> list[str]:
    """A file that stops answering, or never answered, names the announcement it waits for."""
    waits = raw.get("answers_until") is not None or raw.get("values") == {}
    if waits and not raw.get("announcement"):
        return ["brak nazwy oczekiwanego ogłoszenia (announcement)"]
    return []


def _head_faults(raw: Mapping[str, object]) -> list[str]:
    faults = [f"nieznany klucz „{key}”" for key in raw if key not in KEYS]
    if not raw.get("label"):
        faults.append("brak opisu (label)")
    if raw.get("unit") not in UNITS:
        faults.append(f"nieznana jednostka „{raw.get('unit')}”")
    if raw.get("confidence", "verified") not in CONFIDENCE:
        faults.append("nieznany stopień pewności")
    return faults


def _value_faults(values: object) -> list[str]:
    if not isinstance(values, dict):
        return ["brak wartości (values)"]
    if not all(isinstance(day, date) for day in values):
        return ["początek obowiązywania nie jest datą"]
    faults = [fault for day, row in values.items() for fault in _row_faults(day, row)]
    days = list(values)
    if days != sorted(days):
        faults.append("daty nie są uporządkowane")
    return faults


def _row_faults(day: date, row: object) -> list[str]:
    if not isinstance(row, dict) or "value" not in row:
        return [f"{day}: brak wartości"]
    faults = [] if row.get("act") else [f"{day}: brak aktu prawnego"]
    if row.get("confidence", "verified") not in CONFIDENCE:
        faults.append(f"{day}: nieznany stopień pewności")
    if row["value"] is not None and not _is_number(row["value"]):
        faults.append(f"{day}: wartość nie jest liczbą zapisaną jako tekst")
    return faults


def _is_number(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        return Decimal(value).is_finite()
    except InvalidOperation:
        return False


def _review_faults(raw: Mapping[str, object]) -> list[str]:
    checked, review = raw.get("checked_on"), raw.get("next_review")
    if not isinstance(checked, date):
        return ["brak dnia sprawdzenia (checked_on)"]
    if not isinstance(review, date):
        return ["brak dnia przeglądu (next_review)"]
    return ["przegląd wcześniejszy niż sprawdzenie"] if review < checked else []
