"""The units a period is counted from: realised payments, each with its family and reasons.

A unit is one settled payment item; a supplement to a month that is counted already adds money, not
a unit. The tables that the measures read are laid for a transaction: `report_unit` (the year so
far and the same months a year before), `report_sum` (by benefit, first reason and person),
`report_family` (each household of this year with its last snapshot) and `report_reason` (household
and reason). A person with several cards counts as one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

LAID = {
    "report_unit": """
        WITH report_paid AS (
            SELECT pi.id AS item, i.entitlement_id AS entitlement, i.month,
                   i.beneficiary_id AS person, i.snapshot_id AS snapshot, pi.amount,
                   LEAST(COALESCE(g.amount, 0), pi.amount) AS granted,
                   p.paid_on, i.kind = 'supplement' AS supplement,
                   p.paid_on >= %(year_from)s AS this_year,
                   p.paid_on >= %(period_from)s AS in_period
            FROM benefits_payment p
            JOIN benefits_paymentitem pi ON pi.payment_id = p.id AND pi.live
            JOIN benefits_instalment i ON i.id = pi.instalment_id
            LEFT JOIN benefits_instalmentfunding g ON g.instalment_id = i.id AND g.source = 'grant'
            WHERE p.status = 'settled'
              AND (p.paid_on BETWEEN %(year_from)s AND %(period_to)s
                   OR p.paid_on BETWEEN %(last_from)s AND %(last_to)s)
        ), supplemented AS (
          SELECT min(item) AS item FROM report_paid
          WHERE (entitlement, month) IN (
            SELECT entitlement, month FROM report_paid WHERE supplement
          )
          GROUP BY entitlement, month, this_year HAVING bool_and(supplement)
        )
        SELECT p.*, NOT p.supplement OR p.item IN (SELECT item FROM supplemented) AS counts
        FROM report_paid p
    """,
    "report_entitlement": """
        SELECT e.id AS entitlement, e.decision_item_id AS decision_item, b.code AS benefit, b.task,
               b.cash, COALESCE(r.code, 'other') AS reason
        FROM (SELECT DISTINCT entitlement FROM report_unit) u
        JOIN benefits_entitlement e ON e.id = u.entitlement
        JOIN office_benefit b ON b.id = e.benefit_id
        LEFT JOIN benefits_decisionitemreason l
          ON l.decision_item_id = e.decision_item_id AND l.is_first
        LEFT JOIN office_reason r ON r.id = l.reason_id
    """,
    "report_sum": """
        SELECT t.benefit, t.task, t.reason, COALESCE(c.merged_into_id, c.id) AS person,
               sum(s.units) AS units, sum(s.amount) AS amount, sum(s.granted) AS granted,
               sum(s.amount_quarter) AS amount_quarter, sum(s.granted_quarter) AS granted_quarter,
               sum(s.amount_last_year) AS amount_last_year,
               sum(s.granted_last_year) AS granted_last_year,
               bool_or(s.this_year) AS this_year
        FROM (
          SELECT entitlement, person, bool_or(this_year) AS this_year,
                 count(*) FILTER (WHERE this_year AND counts) AS units,
                 COALESCE(sum(amount) FILTER (WHERE this_year), 0) AS amount,
                 COALESCE(sum(granted) FILTER (WHERE this_year), 0) AS granted,
                 COALESCE(sum(amount) FILTER (WHERE in_period), 0) AS amount_quarter,
                 COALESCE(sum(granted) FILTER (WHERE in_period), 0) AS granted_quarter,
                 COALESCE(sum(amount) FILTER (WHERE NOT this_year), 0) AS amount_last_year,
                 COALESCE(sum(granted) FILTER (WHERE NOT this_year), 0) AS granted_last_year
          FROM report_unit GROUP BY entitlement, person
        ) s
        JOIN report_entitlement t USING (entitlement)
        JOIN cases_person c ON c.id = s.person
        GROUP BY 1, 2, 3, 4
    """,
    "report_family": """
        WITH pictures AS (
          SELECT u.snapshot, max(u.paid_on) AS paid_on, max(u.item) AS item,
                 bool_or(t.cash) AS cash, bool_or(NOT t.cash) AS in_kind
          FROM report_unit u JOIN report_entitlement t USING (entitlement)
          WHERE u.this_year GROUP BY u.snapshot
        ), last AS (
          SELECT DISTINCT ON (s.household_id) s.household_id AS household, s.id AS snapshot,
                 s.size, s.children
          FROM pictures p JOIN cases_householdsnapshot s ON s.id = p.snapshot
          ORDER BY s.household_id, p.paid_on DESC, p.item DESC
        ), kinds AS (
          SELECT s.household_id AS household, bool_or(p.cash) AS cash, bool_or(p.in_kind) AS in_kind
          FROM pictures p JOIN cases_householdsnapshot s ON s.id = p.snapshot GROUP BY 1
        )
        SELECT last.*, kinds.cash, kinds.in_kind, last.children > 0 AND NOT EXISTS (
            SELECT 1 FROM cases_snapshotmember m
            WHERE m.snapshot_id = last.snapshot AND m.counted AND m.role IN ('spouse', 'partner')
          ) AS single_parent
        FROM last JOIN kinds USING (household)
    """,
    "report_reason": """
        SELECT DISTINCT s.household_id AS household, u.this_year, r.code AS reason
        FROM (SELECT DISTINCT entitlement, snapshot, this_year FROM report_unit) u
        JOIN report_entitlement t USING (entitlement)
        JOIN cases_householdsnapshot s ON s.id = u.snapshot
        JOIN benefits_decisionitemreason l ON l.decision_item_id = t.decision_item
        JOIN office_reason r ON r.id = l.reason_id
    """,
}
"""What the measures read, each from the ones before it."""


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


def gather(span: Span) -> None:
    """Lay the temporary tables of a span; the transaction's own earlier ones are replaced."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {', '.join(LAID)}")
        cursor.execute("SET LOCAL work_mem = '128MB'")
        for name, statement in LAID.items():
            cursor.execute(
                f"CREATE TEMP TABLE {name} ON COMMIT DROP AS {statement}", span.parameters()
            )
            cursor.execute(f"ANALYZE {name}")


def ids_read_only(span: Span, sql: str, parameters: dict[str, Any]) -> list[int]:
    """The ids that a statement over the tables of a span finds, without laying them: for readers
    who may write nothing, not even temporary tables.
    """
    tables = ", ".join(f"{name} AS ({statement})" for name, statement in LAID.items())
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '128MB'")
        cursor.execute(
            f"WITH {tables} SELECT id FROM ({sql}) found ORDER BY id",
            {**span.parameters(), **parameters},
        )
        return [row[0] for row in cursor.fetchall()]
