"""The touched cases with their people as a file."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from django.db.models import QuerySet
from django.http.response import HttpResponseBase

from benefits.models import WhatIf, WhatIfCase
from opsapp.kernel import looked
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.web import Request
from opsapp.kernel.web.export import Column, as_csv, as_xlsx

KINDS = {str(code): str(label) for code, label in WhatIfCase.Kind.choices}
READ = (
    "last_name", "first_name", "calculation__item__case__sign", "benefit__label", "kind", "before",
    "after", "months", "yearly", "why", "calculation__item__case_id",
)  # fmt: skip


class Line(NamedTuple):
    """A case as it stands in the file; as narrow as it can be, for a city has many."""

    last_name: str | None
    first_name: str | None
    sign: str
    benefit: str
    kind: str
    before: Decimal | None
    after: Decimal | None
    months: int
    yearly: Decimal
    why: str
    case: int

    @property
    def name(self) -> str:
        """The beneficiary, last name first."""
        return f"{self.last_name or ''} {self.first_name or ''}".strip()


COLUMNS: list[Column[Line]] = [
    Column("Osoba", lambda row: row.name),
    Column("Znak sprawy", lambda row: row.sign),
    Column("Świadczenie", lambda row: row.benefit),
    Column("Skutek", lambda row: KINDS[row.kind]),
    Column("Przed", lambda row: row.before, "money"),
    Column("Po", lambda row: row.after, "money"),
    Column("Miesięcy w roku", lambda row: row.months, "number"),
    Column("Różnica w roku", lambda row: row.yearly, "money"),
    Column("Uwaga", lambda row: row.why),
]


def case_file(
    request: Request, run: WhatIf, rows: QuerySet[WhatIfCase]
) -> HttpResponseBase:  # fmt: skip
    """The rows as CSV or XLSX, with the trace of taking them out. Needs the right to export."""
    request.user.require(Cap.EXPORT)
    lines = [Line(*values) for values in rows.order_by("yearly", "pk").values_list(*READ)]
    asked = f"co jeśli {run.pk}: {request.GET.urlencode()}"
    looked.exported(request.user, "cases.case", asked, [line.case for line in lines])
    as_file = as_csv if request.GET["format"] == "csv" else as_xlsx
    return as_file(f"co-jesli-{run.pk}-sprawy", COLUMNS, lines)
