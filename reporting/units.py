"""The units a period is counted from: realised payments, each with its family and reasons.

A unit is one settled payment item. Three temporary tables live until the transaction ends:
`report_unit` (units of the year so far and of the same months a year before), `report_family`
(each household of this year with its last snapshot) and `report_reason` (household and reason).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

_UNITS = """
    CREATE TEMP TABLE report_unit ON COMMIT DROP AS
    SELECT pi.id AS item, i.beneficiary_id AS person, s.household_id AS household,
           s.id AS snapshot, s.size, s.children, di.id AS decision_item,
           pi.amount, COALESCE(g.amount, 0) AS granted, pi.amount - COALESCE(g.amount, 0) AS own,
           b.code AS benefit, b.task, b.cash, p.paid_on,
           p.paid_on >= %(year_from)s AS this_year,
           p.paid_on >= %(period_from)s AS in_period
    FROM benefits_payment p
    JOIN benefits_paymentitem pi ON pi.payment_id = p.id AND pi.live
    JOIN benefits_instalment i ON i.id = pi.instalment_id
    JOIN benefits_entitlement e ON e.id = i.entitlement_id
    JOIN benefits_decisionitem di ON di.id = e.decision_item_id
    JOIN office_benefit b ON b.id = e.benefit_id
    JOIN cases_householdsnapshot s ON s.id = i.snapshot_id
    LEFT JOIN benefits_instalmentfunding g ON g.instalment_id = i.id AND g.source = 'grant'
    WHERE p.status = 'settled'
      AND (p.paid_on BETWEEN %(year_from)s AND %(period_to)s
           OR p.paid_on BETWEEN %(last_from)s AND %(last_to)s)
"""
_FAMILIES = """
    CREATE TEMP TABLE report_family ON COMMIT DROP AS
    WITH last AS (
      SELECT DISTINCT ON (household) household, snapshot, size, children
      FROM report_unit WHERE this_year ORDER BY household, paid_on DESC, item DESC
    ), kinds AS (
      SELECT household, bool_or(cash) AS cash, bool_or(NOT cash) AS in_kind
      FROM report_unit WHERE this_year GROUP BY household
    )
    SELECT last.*, kinds.cash, kinds.in_kind, last.children > 0 AND NOT EXISTS (
        SELECT 1 FROM cases_snapshotmember m
        WHERE m.snapshot_id = last.snapshot AND m.counted AND m.role IN ('spouse', 'partner')
      ) AS single_parent
    FROM last JOIN kinds USING (household)
"""
_REASONS = """
    CREATE TEMP TABLE report_reason ON COMMIT DROP AS
    SELECT DISTINCT u.household, u.this_year, r.code AS reason
    FROM (SELECT DISTINCT household, this_year, decision_item FROM report_unit) u
    JOIN benefits_decisionitemreason l ON l.decision_item_id = u.decision_item
    JOIN office_reason r ON r.id = l.reason_id
"""
_FIRST = """
    CREATE TEMP TABLE report_first ON COMMIT DROP AS
    SELECT l.decision_item_id AS decision_item, r.code AS reason
    FROM benefits_decisionitemreason l JOIN office_reason r ON r.id = l.reason_id
    WHERE l.is_first AND l.decision_item_id IN (SELECT decision_item FROM report_unit)
"""
_TABLES = ("report_unit", "report_family", "report_reason", "report_first")


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
        cursor.execute(f"DROP TABLE IF EXISTS {', '.join(_TABLES)}")
        cursor.execute("SET LOCAL work_mem = '128MB'")
        cursor.execute(_UNITS, span.parameters())
        cursor.execute("ANALYZE report_unit")
        for statement in (_FIRST, _FAMILIES, _REASONS):
            cursor.execute(statement)
