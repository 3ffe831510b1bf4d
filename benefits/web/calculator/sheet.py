"""The sheet of the calculator: people, incomes, circumstances, as a question of the contract."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from django.http import QueryDict

from benefits.rules.facts import RELATIONS
from benefits.rules.incomes import BY_HECTARES
from benefits.rules.registry import BENEFITS
from benefits.rules.schema import Keys
from benefits.web.calculator.fields import Choices, form_of, raw_of, rows_of
from benefits.web.calculator.forms import AskForm, IncomeForm, MemberForm
from benefits.web.calculator.typed import Row, Typed
from benefits.web.calculator.words import field_words
from opsapp.kernel import clock
from opsapp.kernel.periods import Month
from opsapp.kernel.web.forms import Form


class Sheet:
    """Everything that was typed, as forms and as a question."""

    def __init__(self, typed: Typed) -> None:
        self.typed = typed
        if not typed.lists.get("osoba"):
            typed.add("osoba")
        typed.ask.setdefault("on", [f"{clock.today():%d.%m.%Y}"])

    @cached_property
    def ask(self) -> AskForm:
        """Benefit and day."""
        return AskForm(_data(self.typed.ask))

    @property
    def benefit(self) -> str:
        """The code of the chosen benefit; empty for all of them."""
        code = (self.typed.ask.get("benefit") or [""])[0]
        return code if code in BENEFITS else ""

    @cached_property
    def members(self) -> list[MemberForm]:
        """The people."""
        return [
            MemberForm(_data({**_defaults(), **row}, f"osoba-{n}"), prefix=f"osoba-{n}")
            for n, row in enumerate(self.typed.lists["osoba"])
        ]

    @cached_property
    def member_choices(self) -> Choices:
        """Ids of members with their names."""
        return [(f"o{n + 1}", name) for n, name in enumerate(self.names.values())]

    @cached_property
    def names(self) -> dict[str, str]:
        """'Anna', or 'dziecko (2)' for whoever was not named."""
        rows = self.typed.lists["osoba"]
        return {f"o{n + 1}": _named(row, n) for n, row in enumerate(rows)}

    @cached_property
    def incomes(self) -> list[IncomeForm]:
        """The incomes."""
        return [
            IncomeForm(_data(row, f"dochod-{n}"), prefix=f"dochod-{n}", members=self.member_choices)
            for n, row in enumerate(self.typed.lists.get("dochod", []))
        ]

    @cached_property
    def own(self) -> Form | None:
        """The circumstances that only this benefit asks for."""
        if not self.benefit:
            return None
        keys = BENEFITS[self.benefit].circumstances
        made = form_of(keys, self.benefit, self.member_choices)
        return made(_data(self.typed.own, "c"), prefix="c")

    @cached_property
    def own_rows(self) -> list[tuple[str, str, list[Form]]]:
        """Lists inside the circumstances: name of the list, its label, its rows."""
        if not self.benefit:
            return []
        found = []
        for name, key in BENEFITS[self.benefit].circumstances.keys.items():
            keys = rows_of(key)
            if keys is None:
                continue
            made = form_of(keys, self.benefit, self.member_choices)
            rows = self.typed.lists.get(f"w_{name}", [])
            shown = [
                made(_data(row, f"w_{name}-{n}"), prefix=f"w_{name}-{n}")
                for n, row in enumerate(rows)
            ]
            found.append((f"w_{name}", field_words(self.benefit, name), shown))
        return found

    @property
    def forms(self) -> list[Form]:
        """Every form of the sheet."""
        own = [self.own] if self.own is not None else []
        rows = [row for _, _, rows in self.own_rows for row in rows]
        return [self.ask, *self.members, *self.incomes, *own, *rows]

    @property
    def is_valid(self) -> bool:
        """Whether every field could be read."""
        wrong = [form for form in self.forms if not form.is_valid()]
        return not wrong

    def question(self, benefit: str) -> dict[str, Any]:
        """The sheet as a question of the contract about a benefit."""
        return {
            "benefit": benefit,
            "on": self.ask.cleaned_data["on"].isoformat(),
            "household": [_member(n, form) for n, form in enumerate(self.members)],
            "incomes": [_income(form) for form in self.incomes],
            "circumstances": self.circumstances() if benefit == self.benefit else {},
        }

    def circumstances(self) -> dict[str, Any]:
        """What only the chosen benefit asks, as the contract writes it."""
        keys = BENEFITS[self.benefit].circumstances.keys
        said: dict[str, Any] = {}
        if self.own is not None:
            for name, value in self.own.cleaned_data.items():
                said[name] = raw_of(keys[name].shape, value)
        for place, _, rows in self.own_rows:
            key = keys[place[2:]]
            inner = rows_of(key)
            assert inner is not None
            shapes = {name: one.shape for name, one in inner.keys.items()}
            made = [_own_row(n, row, shapes) for n, row in enumerate(rows)]
            single = isinstance(key.shape, Keys)
            said[place[2:]] = next(iter(made), None) if single else made
        return {name: value for name, value in said.items() if value is not None}

    @property
    def all_names(self) -> dict[str, str]:
        """Names for every id of the question: members, and those named in rows of their own."""
        named = dict(self.names)
        for _, _, rows in self.own_rows:
            for n, row in enumerate(rows):
                if row.is_valid() and row.cleaned_data.get("id"):
                    named[f"z{n + 1}"] = row.cleaned_data["id"]
        return named


def _defaults() -> Row:
    return {"disability": ["none"], "incapacity": ["none"], "education": ["none"]}


def _data(row: Mapping[str, Iterable[str]], prefix: str = "") -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in row.items():
        data.setlist(f"{prefix}-{name}" if prefix else name, list(values))
    return data


def _named(row: Row, number: int) -> str:
    name = (row.get("name") or [""])[0].strip()[:40]
    relation = (row.get("relation") or ["other"])[0]
    return name or f"{RELATIONS.get(relation, relation)} ({number + 1})"


def _member(number: int, form: MemberForm) -> dict[str, Any]:
    data = form.cleaned_data
    said = {
        "id": f"o{number + 1}",
        "birth_date": data["birth_date"].isoformat() if data["birth_date"] else None,
        **{name: data[name] or None for name in (
            "relation", "sex", "disability", "incapacity", "education", "indications",
            "institution", "separate_room",
        )},
    }  # fmt: skip
    return {name: value for name, value in said.items() if value is not None}


def _income(form: IncomeForm) -> dict[str, Any]:
    data = form.cleaned_data
    land, when = data["kind"] in BY_HECTARES, data["when"]
    said: dict[str, Any] = {
        "member": data["member"],
        "kind": data["kind"],
        "hectares" if land else "amount": f"{data['value']:f}",
        "month": str(when) if isinstance(when, Month) else None,
        "year": when if isinstance(when, int) else None,
        "lost_on": data["lost_on"].isoformat() if data["lost_on"] else None,
        "gained_on": data["gained_on"].isoformat() if data["gained_on"] else None,
        "months": data["months"],
        "source": re.sub(r"[^\w.:-]+", "-", data["source"]).strip("-") or None,
    }
    arrears = [str(month) for month in (data["first"], data["last"]) if month]
    said["for_months"] = arrears or None
    return {name: value for name, value in said.items() if value is not None}


def _own_row(number: int, form: Form, shapes: Mapping[str, Any]) -> dict[str, Any]:
    said = {name: raw_of(shapes[name], value) for name, value in form.cleaned_data.items()}
    if "id" in said:
        said["id"] = f"z{number + 1}"
    return {name: value for name, value in said.items() if value is not None}
