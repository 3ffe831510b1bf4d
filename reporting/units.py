"""The units a period is counted from: realised payments, each with its family and reasons.

A unit is one settled payment item, found by its day in the ledger of them; a supplement to a month
that is counted already adds money, not a unit. What the measures read is laid for a transaction in
one pass over the ledger (`report_item`): `report_paid` (by entitlement, picture of the household,
person: the year so far and the same months a year before, with all that the others ask of it),
`report_sum` (by benefit, first reason and person; a person with several cards counts as one),
`report_family` (each household of this year with its last picture), `report_reason` (household and
reason), `report_decision` (decisions of the year), `report_taken` (those on applications, with the
days they took: one that changes another answers none). Single units are laid only for lists behind
numbers (`report_unit`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

ITEMS = """
    SELECT payment_item_id AS item, entitlement_id AS entitlement, snapshot_id AS snapshot,
           beneficiary_id AS card, NOT supplement AS counts, paid_on, amount, granted
    FROM benefits_settleditem
    WHERE paid_on BETWEEN %(last_from)s AND %(period_to)s
      AND (paid_on <= %(last_to)s OR paid_on >= %(year_from)s)
"""
"""What reached people in either year."""


_THIS_YEAR, _IN_PERIOD = "paid_on >= %(year_from)s", "paid_on >= %(period_from)s"


def _money(name: str) -> str:
    """The sums of an amount: this year, in the quarter, a year before."""
    return f"""
        COALESCE(sum({name}) FILTER (WHERE {_THIS_YEAR}), 0) AS {name},
        COALESCE(sum({name}) FILTER (WHERE {_IN_PERIOD}), 0) AS {name}_quarter,
        COALESCE(sum({name}) FILTER (WHERE NOT {_THIS_YEAR}), 0) AS {name}_last_year
    """


_ALONE = """
    SELECT min(pi.id) AS item, i.entitlement_id AS entitlement, i.beneficiary_id AS card,
           min(i.snapshot_id) AS snapshot
    FROM benefits_instalment i
    JOIN benefits_paymentitem pi ON pi.instalment_id = i.id
    JOIN benefits_settleditem p ON p.payment_item_id = pi.id
    WHERE i.kind = 'supplement' AND p.paid_on BETWEEN %(year_from)s AND %(period_to)s
      AND NOT EXISTS (
        SELECT 1 FROM benefits_entitlement e
        JOIN benefits_decisionitem di ON di.id = e.decision_item_id
        JOIN benefits_decisionitem od ON od.item_id = di.item_id
        JOIN benefits_entitlement oe ON oe.decision_item_id = od.id
        JOIN benefits_instalment o ON o.entitlement_id = oe.id
        JOIN benefits_paymentitem oi ON oi.instalment_id = o.id
        JOIN benefits_settleditem op ON op.payment_item_id = oi.id
        WHERE e.id = i.entitlement_id AND o.month = i.month AND o.kind <> 'supplement'
          AND op.paid_on BETWEEN %(year_from)s AND %(period_to)s
      )
    GROUP BY i.entitlement_id, i.beneficiary_id, i.month
"""
"""Supplements paid this year to months that were paid in another one: each month is a unit. The
month may have been paid by the decision that the supplement's one changed.
"""
LAID = {
    "report_paid": f"""
        WITH paid AS (
          SELECT entitlement, snapshot, card,
                 count(*) FILTER (WHERE {_THIS_YEAR} AND counts) AS units,
                 {_money("amount")}, {_money("granted")},
                 bool_or({_THIS_YEAR}) AS this_year, bool_or(NOT {_THIS_YEAR}) AS last_year,
                 max(paid_on) AS paid_on, max(item) AS item
          FROM report_item GROUP BY 1, 2, 3
        )
        SELECT paid.*, COALESCE(c.merged_into_id, c.id) AS person, s.household_id AS household,
               s.size, s.children, e.decision_item_id, b.code AS benefit, b.task,
               b.cash, COALESCE(r.code, 'other') AS reason
        FROM paid
        JOIN cases_person c ON c.id = paid.card
        JOIN cases_householdsnapshot s ON s.id = paid.snapshot
        JOIN benefits_entitlement e ON e.id = paid.entitlement
        JOIN office_benefit b ON b.id = e.benefit_id
        LEFT JOIN benefits_decisionitemreason l
          ON l.decision_item_id = e.decision_item_id AND l.is_first
        LEFT JOIN office_reason r ON r.id = l.reason_id
    """,
    "report_alone": _ALONE,
    "report_sum": """
        SELECT p.benefit, p.task, p.reason, p.person, bool_or(p.this_year) AS this_year,
               sum(p.units) + COALESCE(sum(a.units), 0) AS units,
               sum(p.amount) AS amount, sum(p.amount_quarter) AS amount_quarter,
               sum(p.amount_last_year) AS amount_last_year, sum(p.granted) AS granted,
               sum(p.granted_quarter) AS granted_quarter,
               sum(p.granted_last_year) AS granted_last_year
        FROM report_paid p
        LEFT JOIN (
          SELECT entitlement, snapshot, card, count(*) AS units FROM report_alone GROUP BY 1, 2, 3
        ) a USING (entitlement, snapshot, card)
        GROUP BY 1, 2, 3, 4
    """,
    "report_family": """
        WITH last AS (
          SELECT DISTINCT ON (household) household, snapshot, size, children
          FROM report_paid WHERE this_year ORDER BY household, paid_on DESC, item DESC
        ), kinds AS (
          SELECT household, bool_or(cash) AS cash, bool_or(NOT cash) AS in_kind
          FROM report_paid WHERE this_year GROUP BY household
        )
        SELECT last.*, kinds.cash, kinds.in_kind, last.children > 0 AND NOT EXISTS (
            SELECT 1 FROM cases_snapshotmember m
            WHERE m.snapshot_id = last.snapshot AND m.counted AND m.role IN ('spouse', 'partner')
          ) AS single_parent
        FROM last JOIN kinds USING (household)
    """,
    "report_reason": """
        SELECT p.household, r.code AS reason,
               bool_or(p.this_year) AS this_year, bool_or(p.last_year) AS last_year
        FROM report_paid p
        JOIN benefits_decisionitemreason l USING (decision_item_id)
        JOIN office_reason r ON r.id = l.reason_id
        GROUP BY 1, 2
    """,
    "report_decision": """
        SELECT d.id, d.kind, d.issued_on, d.case_id, d.changes_id FROM benefits_decision d
        WHERE d.number IS NOT NULL AND d.issued_on BETWEEN %(year_from)s AND %(period_to)s
    """,
    "report_taken": """
        SELECT d.id, d.issued_on, d.issued_on - min(a.received_on) AS days,
               bool_and(COALESCE(t.met_on, d.issued_on) <= t.due_on) AS in_term
        FROM report_decision d
        JOIN benefits_decisionitem di ON di.decision_id = d.id
        JOIN cases_applicationitem i ON i.id = di.item_id
        JOIN cases_application a ON a.id = i.application_id
        LEFT JOIN LATERAL (
          SELECT met_on, due_on FROM cases_term
          WHERE case_id = d.case_id AND kind = 'settle' AND starts_on >= a.received_on
          ORDER BY due_on DESC LIMIT 1
        ) t ON true
        WHERE d.changes_id IS NULL
        GROUP BY d.id, d.issued_on
    """,
}
"""What the measures read, each from the ones before it."""
UNITS = f"""
    SELECT u.{_THIS_YEAR} AS this_year, u.{_IN_PERIOD} AS in_period,
           u.counts OR u.item IN (SELECT item FROM report_alone) AS counts,
           s.benefit, s.task, s.reason, array_agg(u.item) AS items
    FROM report_item u
    JOIN (SELECT DISTINCT entitlement, benefit, task, reason FROM report_paid) s USING (entitlement)
    GROUP BY 1, 2, 3, 4, 5, 6
"""
"""Single units, for the lists behind numbers: hundreds of thousands of them in a few hundred rows,
one for all that the lists tell apart.
"""


@dataclass(frozen=True, slots=True)
class Span:
    """A quarter, counted from the first of January too, and the same days a year before."""

    period_from: date
    period_to: date

    @property
    def year_from(self) -> date:
        """The first day of the year."""
        return self.period_from.replace(month=1, day=1)

    @property
    def last_from(self) -> date:
        """The first day of the year before."""
        return self.year_from.replace(year=self.year_from.year - 1)

    @property
    def last_to(self) -> date:
        """The same last day a year before; a quarter never ends on 29 February."""
        return self.period_to.replace(year=self.period_to.year - 1)

    @property
    def number(self) -> int:
        """Which quarter of the year it is, 1 to 4."""
        return (self.period_to.month + 2) // 3

    def parameters(self) -> dict[str, date]:
        """The days as SQL parameters."""
        return {
            "period_from": self.period_from,
            "period_to": self.period_to,
            "year_from": self.year_from,
            "last_from": self.last_from,
            "last_to": self.last_to,
        }


def quarter(year: int, number: int) -> Span:
    """The span of a quarter (1–4). Raises ValueError for another number."""
    if number not in (1, 2, 3, 4):
        raise ValueError("Kwartał ma numer od 1 do 4.")
    ends = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}
    month, day = ends[number]
    return Span(date(year, month - 2, 1), date(year, month, day))


def gather(span: Span, *, units: bool = False) -> None:
    """Lay the temporary tables of a span; the transaction's own earlier ones are replaced."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS report_item, {', '.join(LAID)}, report_unit")
        _prepare(cursor)
        parameters = span.parameters()
        if units:
            _lay(cursor, "report_item", ITEMS, parameters)
        for name, statement in LAID.items():
            _lay(cursor, name, statement if units else _from_records(name), parameters)
        cursor.execute("CREATE INDEX ON report_reason (reason)")
        if units:
            _lay_units(cursor, parameters)


def _from_records(name: str) -> str:
    """Without lists nobody needs single items: they go from the records into their sums."""
    if name != "report_paid":
        return LAID[name]
    return f"WITH report_item AS ({ITEMS}) SELECT * FROM ({LAID[name]}) summed"


def _lay(cursor: Any, name: str, statement: str, parameters: dict[str, Any]) -> None:
    cursor.execute(f"CREATE TEMP TABLE {name} ON COMMIT DROP AS {statement}", parameters)
    cursor.execute(f"ANALYZE {name}")


def _lay_units(cursor: Any, parameters: dict[str, Any]) -> None:
    """Long arrays, not compressed: that would cost ten times what they are read for."""
    cursor.execute(
        f"CREATE TEMP TABLE report_unit ON COMMIT DROP AS {UNITS} WITH NO DATA", parameters
    )
    cursor.execute("ALTER TABLE report_unit ALTER COLUMN items SET STORAGE EXTERNAL")
    cursor.execute(f"INSERT INTO report_unit {UNITS}", parameters)


def ids_read_only(span: Span, sql: str, parameters: dict[str, Any]) -> list[int]:
    """The ids that a statement over the tables of a span finds, without laying them: for readers
    who may write nothing, not even temporary tables.
    """
    laid = {"report_item": ITEMS, **LAID, "report_unit": UNITS}
    tables = ", ".join(f"{name} AS ({statement})" for name, statement in laid.items())
    with connection.cursor() as cursor:
        _prepare(cursor)
        cursor.execute(
            f"WITH {tables} SELECT id FROM ({sql}) found ORDER BY id",
            {**span.parameters(), **parameters},
        )
        return [row[0] for row in cursor.fetchall()]


def _prepare(cursor: Any) -> None:
    """Room for the joins in memory; compiling the statements would cost more than it saves, and so
    would more than a glance at what was laid.
    """
    cursor.execute("SET LOCAL work_mem = '128MB'")
    cursor.execute("SET LOCAL jit = off; SET LOCAL default_statistics_target = 10")
