"""What the nightly check asks of decisions and of what they grant."""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter

from django.db import connection
from django.db.models import TextField
from django.db.models.functions import Cast

from benefits import replay
from benefits.frozen import digesting
from benefits.models import Decision
from benefits.models.enforcement import ACTS_AT_ONCE, STAYED
from opsapp.kernel import registry
from opsapp.kernel.cores import spread
from opsapp.kernel.integrity import passing

BATCH = 500
_GAPS = """
    SELECT s.cell, s.year, s.last - s.starts_after, count(d.id)
    FROM kernel_numberseries s
    LEFT JOIN benefits_decision d ON d.series = s.cell AND d.year = s.year
    WHERE s.kind = 'decision'
    GROUP BY s.id HAVING s.last - s.starts_after <> count(d.id)
    ORDER BY s.cell, s.year
"""
_NOT_BEGUN = f"""
    SELECT d.sign FROM benefits_decision d
    JOIN benefits_decisionitem i ON i.decision_id = d.id AND i.kind = 'grant'
    LEFT JOIN benefits_entitlement e ON e.decision_item_id = i.id
    LEFT JOIN benefits_entitlement c ON c.decision_item_id = i.changed_item_id
    WHERE d.status IN ('issued', 'delivered', 'final') AND e.id IS NULL
      AND (i.changed_item_id IS NULL OR c.cut_by_id = d.id OR {ACTS_AT_ONCE})
    ORDER BY d.id
"""
_MONTHS = """
    SELECT e.id, d.sign FROM benefits_entitlement e
    JOIN benefits_decisionitem i ON i.id = e.decision_item_id
    JOIN benefits_decision d ON d.id = i.decision_id
    JOIN cases_applicationitem a ON a.id = i.item_id
    CROSS JOIN LATERAL generate_series(
        lower(e.period), upper(e.period) - 1, interval '1 month') AS m(first)
    LEFT JOIN benefits_instalment r ON r.entitlement_id = e.id AND r.kind = 'ordinary'
         AND r.month = date_trunc('month', m.first)::date
    WHERE NOT isempty(e.period) AND NOT upper_inf(e.period)
      AND (i.changed_item_id IS NULL AND a.reopens_id IS NULL OR r.id IS NOT NULL OR NOT EXISTS (
        SELECT 1 FROM benefits_decisionitem o
        JOIN benefits_entitlement oe ON oe.decision_item_id = o.id AND oe.id <> e.id
        JOIN benefits_instalment oi ON oi.entitlement_id = oe.id
             AND oi.month = date_trunc('month', m.first)::date
        JOIN benefits_paymentitem p ON p.instalment_id = oi.id
        WHERE o.item_id IN (
          WITH RECURSIVE before AS (
            SELECT a.id, a.reopens_id
            UNION ALL SELECT b.id, b.reopens_id FROM before
            JOIN cases_applicationitem b ON b.id = before.reopens_id
          ) SELECT id FROM before)
      ))
    GROUP BY e.id, d.sign
    HAVING count(*) <> count(r.id) OR bool_or(
        r.amount <> e.amount
        AND r.days >= extract(day FROM m.first + interval '1 month' - interval '1 day'))
    ORDER BY e.id
"""
_CUT = f"""
    SELECT e.id, d.sign FROM benefits_decisionitem i
    JOIN benefits_decision d ON d.id = i.decision_id
      AND d.status IN ('issued', 'delivered', 'final')
    JOIN benefits_entitlement e ON e.decision_item_id = i.changed_item_id
    WHERE (d.status = 'final' OR {ACTS_AT_ONCE} AND NOT {STAYED}) AND NOT EXISTS (
        SELECT 1 FROM benefits_decision o
        WHERE o.id = e.cut_by_id AND o.id <> d.id AND o.change_ground = 'death'
      ) AND (e.cut_by_id IS DISTINCT FROM d.id OR e.status IN ('active', 'withheld', 'completed')
       OR e.period && i.period
       OR EXISTS (
         SELECT 1 FROM benefits_entitlementperson p
         WHERE p.entitlement_id = e.id AND NOT p.period <@ e.period))
       OR e.cut_by_id = d.id AND d.status <> 'final' AND NOT {ACTS_AT_ONCE}
    ORDER BY e.id
"""
_TWICE = """
    SELECT DISTINCT LEAST(d.sign, e.sign), GREATEST(d.sign, e.sign)
    FROM cases_person w
    JOIN cases_person g ON g.id = w.merged_into_id OR g.merged_into_id = w.merged_into_id
    JOIN benefits_entitlementperson a ON a.person_id = w.id AND a.exclusive AND NOT a.alternating
    JOIN benefits_entitlementperson b ON b.person_id = g.id AND b.benefit_id = a.benefit_id
      AND b.exclusive AND NOT b.alternating AND b.period && a.period AND b.id <> a.id
    JOIN benefits_entitlement ea ON ea.id = a.entitlement_id
    JOIN benefits_decisionitem ia ON ia.id = ea.decision_item_id
    JOIN benefits_decision d ON d.id = ia.decision_id
    JOIN benefits_entitlement eb ON eb.id = b.entitlement_id
    JOIN benefits_decisionitem ib ON ib.id = eb.decision_item_id
    JOIN benefits_decision e ON e.id = ib.decision_id
    WHERE w.merged_into_id IS NOT NULL ORDER BY 1, 2
"""
_FUNDING = """
    SELECT r.id, r.amount FROM benefits_instalment r
    LEFT JOIN benefits_instalmentfunding f ON f.instalment_id = r.id
    GROUP BY r.id HAVING r.amount <> COALESCE(sum(f.amount), 0) ORDER BY r.id
"""


def register() -> None:
    """Add the checks to check_integrity."""
    registry.checks.register("decision_texts", texts)
    registry.checks.register("decision_numbers", numbers)
    registry.checks.register("granted_entitlements", grants)
    registry.checks.register("changed_entitlements", cuts)
    registry.checks.register("instalments", instalments)
    registry.checks.register("instalment_funding", funding)
    registry.checks.register("covered_twice", twice)
    registry.checks.register("replayed_calculations", replay.faults)


def texts() -> Iterator[str]:
    """The frozen text of every issued decision is the one its hash was taken of."""
    issued = Decision.objects.exclude(text=None).order_by("pk")
    rows = issued.values_list("sign", "text_sha256", Cast("text", TextField())).iterator(BATCH)
    for chunk in spread(passing(rows, issued.count()), digesting, None, sent=itemgetter(2)):
        for (sign, kept, _), found in chunk:
            if found != kept:
                yield f"Treść decyzji {sign} różni się od zapisanego skrótu."


def numbers() -> Iterator[str]:
    """Every number that a series gave stands on a decision."""
    for cell, year, given, found in _rows(_GAPS):
        yield f"Seria decyzji {cell}/{year} nadała {given} numerów, a decyzji jest {found}."


def grants() -> Iterator[str]:
    """Every issued grant has its entitlement."""
    for (sign,) in _rows(_NOT_BEGUN):
        yield f"Decyzja {sign} przyznaje świadczenie, a nie ma uprawnienia."


def cuts() -> Iterator[str]:
    """Every right that an issued decision changes, revokes or ends stops where that one begins,
    once it acts and not before (k.p.a. art. 130). What a death ended has ended.
    """
    for pk, sign in _rows(_CUT):
        yield f"Uprawnienie nr {pk} nie kończy się tam, gdzie zmienia je decyzja {sign}."


def instalments() -> Iterator[str]:
    """Every month of an entitlement has its instalment, of the amount granted; a month that the
    decision before had put on a list may have none.
    """
    for pk, sign in _rows(_MONTHS):
        yield f"Raty uprawnienia nr {pk} (decyzja {sign}) nie zgadzają się z jego miesiącami."


def funding() -> Iterator[str]:
    """Sources of every instalment sum up to it."""
    for pk, amount in _rows(_FUNDING):
        yield f"Źródła finansowania raty nr {pk} nie sumują się do {amount} zł."


def twice() -> Iterator[str]:
    """Nobody found to be one person on two cards has the same exclusive benefit twice on a day."""
    for one, other in _rows(_TWICE):
        yield (
            f"Decyzje {one} i {other} przyznają to samo świadczenie tej samej osobie (karty "
            "połączono później) na te same dni. Zmień jedną z nich."
        )


def _rows(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())
