"""What stands in the fields of the calculator, row by row, as typed; rows come and go here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from opsapp.kernel import clock

ROW = re.compile(r"(?P<list>osoba|dochod|w_\w+)-(?P<number>\d{1,3})-(?P<field>\w+)")
MOST_ROWS = 40
Row = dict[str, list[str]]


@dataclass
class Typed:
    """What stands in the fields, row by row, as typed."""

    ask: Row = field(default_factory=dict)
    lists: dict[str, list[Row]] = field(default_factory=dict)
    own: Row = field(default_factory=dict)

    @classmethod
    def read(cls, data: QueryDict) -> Typed:
        """Take what was sent apart; fields that are not ours are left out."""
        typed = cls()
        numbered: dict[str, dict[int, Row]] = {}
        for name, values in data.lists():
            found = ROW.fullmatch(name)
            if found:
                rows = numbered.setdefault(found["list"], {})
                rows.setdefault(int(found["number"]), {})[found["field"]] = values
            elif name.startswith("c-"):
                typed.own[name[2:]] = values
            elif name in ("benefit", "on"):
                typed.ask[name] = values[-1:]
        typed.lists = {
            name: [rows[number] for number in sorted(rows)[:MOST_ROWS]]
            for name, rows in numbered.items()
        }
        return typed

    def add(self, name: str) -> None:
        """One more row at the end of a list."""
        rows = self.lists.setdefault(name, [])
        if len(rows) < MOST_ROWS:
            rows.append(_new_row(name, rows))

    def drop(self, name: str, number: int) -> None:
        """A row less; the incomes of a person who left go with them."""
        rows = self.lists.get(name, [])
        if not 0 <= number < len(rows):
            return
        del rows[number]
        if name == "osoba":
            kept = [row for row in self.lists.get("dochod", []) if _owner(row) != number]
            for row in kept:
                row["member"] = [f"o{_owner(row) + (_owner(row) < number)}"]
            self.lists["dochod"] = kept


def _owner(row: Row) -> int:
    """The place of the person an income belongs to."""
    text = (row.get("member") or ["o1"])[0][1:]
    return int(text) - 1 if text.isdecimal() else 0


def _new_row(name: str, rows: list[Row]) -> Row:
    """What a new row begins with: the month that counts most often, the person of the last row."""
    if name == "osoba":
        return {"relation": ["child" if rows else "applicant"]}
    if name == "dochod":
        month = clock.this_month() - 1
        member = rows[-1].get("member", ["o1"]) if rows else ["o1"]
        return {"member": member, "when": [f"{month.month:02}.{month.year}"]}
    return {}


def typed_question(raw: Mapping[str, Any], names: Mapping[str, str], benefit: str) -> Typed:
    """A question of the contract as the fields hold it, with names for its ids."""
    places = {row["id"]: f"o{n + 1}" for n, row in enumerate(raw["household"])}
    typed = Typed(ask={"benefit": [benefit], "on": [_day(raw["on"])]})
    typed.lists["osoba"] = [
        {"name": [names.get(row["id"], "")], **_member(row)} for row in raw["household"]
    ]
    typed.lists["dochod"] = [
        {"member": [places[row["member"]]], **_income(row)} for row in raw["incomes"]
    ]
    return typed


def _member(row: Mapping[str, Any]) -> Row:
    said = {
        name: [str(row[name])]
        for name in ("relation", "sex", "disability", "incapacity", "education")
        if row.get(name)
    }
    if row.get("birth_date"):
        said["birth_date"] = [_day(row["birth_date"])]
    return said | ({"institution": ["on"]} if row.get("institution") else {})


def _income(row: Mapping[str, Any]) -> Row:
    when = row.get("year") or _month(row.get("month", ""))
    said = {
        "kind": [row["kind"]],
        "value": [str(row.get("amount") or row.get("hectares")).replace(".", ",")],
        "when": [str(when)],
    }
    for name in ("lost_on", "gained_on"):
        if row.get(name):
            said[name] = [_day(row[name])]
    if row.get("months"):
        said["months"] = [str(row["months"])]
    span = [_month(month) for month in row.get("for_months", ())]
    if span:
        said |= {"first": [span[0]], "last": [span[-1]]}
    return said


def _day(text: str) -> str:
    """'2026-11-05' as people write it."""
    year, month, day = text.split("-")
    return f"{day}.{month}.{year}"


def _month(text: str) -> str:
    year, _, month = text.partition("-")
    return f"{month}.{year}" if month else ""
