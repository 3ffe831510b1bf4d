"""What no SQL may do to a decision and to what it grants, compiled into PostgreSQL."""

from __future__ import annotations

from typing import Any

import pgtrigger

from benefits.models.enforcement import ACTS_AT_ONCE, STAYED
from opsapp.kernel.triggers import REFUSED, Triggers

_CONCERNED = """
    SELECT NEW.addressee_id AS person_id
    UNION SELECT a.person_id FROM benefits_decisionitem i
          JOIN cases_applicationitem a ON a.id = i.item_id WHERE i.decision_id = NEW.id
    UNION SELECT m.person_id FROM benefits_decisionitem i
          JOIN benefits_calculation c ON c.id = i.calculation_id
          JOIN cases_snapshotmember m ON m.snapshot_id = c.snapshot_id
          WHERE i.decision_id = NEW.id
"""
_SAME_HUMAN = """
    JOIN cases_person p ON p.id = concerned.person_id
    JOIN cases_person q ON COALESCE(q.merged_into_id, q.id) = COALESCE(p.merged_into_id, p.id)
    JOIN cases_exclusion x ON x.person_id = q.id
"""
_SIGNED_WITH_AUTHORITY = f"""
    IF NOT EXISTS (
        SELECT 1 FROM office_authorisation a
        WHERE a.id = NEW.authorisation_id AND a.user_id = NEW.approver_id
          AND a.period @> NEW.approved_on
          AND (cardinality(a.scope) = 0 OR NOT EXISTS (
              SELECT 1 FROM benefits_decisionitem i JOIN office_benefit b ON b.id = i.benefit_id
              WHERE i.decision_id = NEW.id AND NOT b.code = ANY (a.scope)))
    ) THEN
        RAISE EXCEPTION 'Podpisujący nie ma upoważnienia w dniu %.', NEW.approved_on {REFUSED};
    END IF;
    IF EXISTS (
        SELECT 1 FROM ({_CONCERNED}) concerned {_SAME_HUMAN}
        WHERE x.user_id = NEW.approver_id AND x.period @> NEW.approved_on
    ) THEN
        RAISE EXCEPTION 'Podpisujący jest wyłączony od spraw tej rodziny.' {REFUSED};
    END IF;
    RETURN NEW;
"""
_SIGNATURE_STANDS = f"""
    IF NEW.approver_id IS DISTINCT FROM OLD.approver_id
        OR NEW.authorisation_id IS DISTINCT FROM OLD.authorisation_id
        OR NEW.approved_on IS DISTINCT FROM OLD.approved_on THEN
        RAISE EXCEPTION 'Podpisu decyzji nie wolno zmienić, można go tylko cofnąć.' {REFUSED};
    END IF;
    RETURN NEW;
"""
_AUTHOR_NOT_EXCLUDED = f"""
    IF EXISTS (
        SELECT 1 FROM ({_CONCERNED}) concerned {_SAME_HUMAN}
        WHERE x.user_id = NEW.author_id AND x.period && daterange(
            (SELECT min(c."on") FROM benefits_decisionitem i
             JOIN benefits_calculation c ON c.id = i.calculation_id WHERE i.decision_id = NEW.id),
            NULL)
    ) THEN
        RAISE EXCEPTION 'Autor jest wyłączony od spraw tej rodziny.' {REFUSED};
    END IF;
    RETURN NEW;
"""
_AUTHORITY_AT_ISSUE = f"""
    IF NOT EXISTS (
        SELECT 1 FROM office_authorisation a
        WHERE a.id = NEW.authorisation_id AND a.period @> NEW.issued_on
    ) THEN
        RAISE EXCEPTION 'Upoważnienie podpisującego nie obowiązuje w dniu wydania %.',
            NEW.issued_on {REFUSED};
    END IF;
    RETURN NEW;
"""
_NUMBER_OF_SERIES = f"""
    IF NOT EXISTS (
        SELECT 1 FROM kernel_numberseries s
        WHERE s.kind = 'decision' AND s.cell = NEW.series AND s.year = NEW.year
          AND NEW.number <= s.last
    ) THEN
        RAISE EXCEPTION 'Numeru %/%/% nie nadała seria decyzji.',
            NEW.series, NEW.number, NEW.year {REFUSED};
    END IF;
    RETURN NEW;
"""
_GRANTS_BEGUN = f"""
    IF EXISTS (
        SELECT 1 FROM benefits_decision d
        JOIN benefits_decisionitem i ON i.decision_id = d.id
        LEFT JOIN benefits_entitlement e ON e.decision_item_id = i.id
        WHERE d.id = NEW.id AND i.kind = 'grant' AND e.id IS NULL
          AND (i.changed_item_id IS NULL OR {ACTS_AT_ONCE} OR EXISTS (
            SELECT 1 FROM benefits_entitlement c
            WHERE c.decision_item_id = i.changed_item_id AND c.cut_by_id = d.id))
    ) THEN
        RAISE EXCEPTION 'Wydana decyzja nr % przyznaje, a nie ma uprawnienia.', NEW.id {REFUSED};
    END IF;
    RETURN NULL;
"""
_CHANGE_DONE = f"""
    IF EXISTS (
        SELECT 1 FROM benefits_decision d
        JOIN benefits_decisionitem i ON i.decision_id = d.id
        JOIN benefits_entitlement e ON e.decision_item_id = i.changed_item_id
        WHERE d.id = NEW.id AND d.status <> 'quashed' AND (
            {ACTS_AT_ONCE} AND e.cut_by_id IS DISTINCT FROM d.id
            OR d.status = 'final' AND e.cut_by_id IS NULL AND e.quashed_by_id IS NULL)
    ) THEN
        RAISE EXCEPTION 'Decyzja nr % zmienia uprawnienie, a ono trwa dalej.', NEW.id {REFUSED};
    END IF;
    RETURN NULL;
"""
_QUASHED_BY_APPEAL = f"""
    IF NOT EXISTS (
        SELECT 1 FROM benefits_appeal a
        WHERE a.decision_id = NEW.id AND a.outcome IN ('quashed', 'remanded', 'self_corrected')
    ) THEN
        RAISE EXCEPTION 'Decyzję nr % uchyla tylko rozstrzygnięte odwołanie.', NEW.id {REFUSED};
    END IF;
    RETURN NEW;
"""
_QUASHED_WHOLE = f"""
    IF EXISTS (
        SELECT 1 FROM benefits_entitlement e
        JOIN benefits_decisionitem i ON i.id = e.decision_item_id
        WHERE i.decision_id = NEW.id AND NOT isempty(e.period)
    ) OR EXISTS (SELECT 1 FROM benefits_entitlement e WHERE e.cut_by_id = NEW.id) THEN
        RAISE EXCEPTION 'Decyzja nr % jest uchylona, a jej skutki trwają.', NEW.id {REFUSED};
    END IF;
    RETURN NULL;
"""
_CUT_BY_ITS_CHANGE = f"""
    IF NEW.cut_by_id IS NULL AND OLD.cut_by_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM benefits_decision d WHERE d.id = OLD.cut_by_id
          AND (d.status = 'quashed' OR d.status = 'delivered' AND d.at_once <> '' AND {STAYED})
    ) THEN
        RETURN NEW;
    END IF;
    IF NEW.quashed_by_id IS DISTINCT FROM OLD.quashed_by_id AND NOT EXISTS (
        SELECT 1 FROM benefits_appeal a
        JOIN benefits_decisionitem i ON i.decision_id = a.decision_id
        WHERE a.id = NEW.quashed_by_id AND i.id = NEW.decision_item_id
          AND a.outcome IN ('quashed', 'remanded', 'partly')
    ) THEN
        RAISE EXCEPTION 'Uprawnienie uchyla tylko rozstrzygnięcie odwołania od jego decyzji.'
            {REFUSED};
    END IF;
    IF NEW.cut_by_id IS DISTINCT FROM OLD.cut_by_id AND NOT EXISTS (
        SELECT 1 FROM benefits_decision d
        JOIN benefits_decisionitem i ON i.decision_id = d.id
        WHERE d.id = NEW.cut_by_id AND i.changed_item_id = NEW.decision_item_id
          AND d.status IN ('approved', 'issued', 'delivered', 'final')
    ) THEN
        RAISE EXCEPTION 'Uprawnienie skraca tylko podpisana decyzja, która je zmienia.' {REFUSED};
    END IF;
    IF NEW.cut_by_id IS DISTINCT FROM OLD.cut_by_id AND NOT EXISTS (
        SELECT 1 FROM benefits_decision d
        JOIN benefits_decisionitem i ON i.decision_id = d.id
         AND i.changed_item_id = NEW.decision_item_id
        WHERE d.id = NEW.cut_by_id AND (d.status = 'final' OR {ACTS_AT_ONCE})
    ) THEN
        RAISE EXCEPTION 'Decyzja jeszcze nie działa: nie jest ostateczna (art. 130 k.p.a.).'
            {REFUSED};
    END IF;
    RETURN NEW;
"""
_OF_ITS_CASE = f"""
    PERFORM 1 FROM cases_applicationitem WHERE id = NEW.item_id FOR NO KEY UPDATE;
    IF NOT EXISTS (
        SELECT 1 FROM benefits_decision d
        JOIN cases_applicationitem a ON a.id = NEW.item_id AND a.case_id = d.case_id
         AND a.benefit_id = NEW.benefit_id
        JOIN benefits_calculation c ON c.id = NEW.calculation_id AND c.item_id = a.id
        WHERE d.id = NEW.decision_id
    ) THEN
        RAISE EXCEPTION 'Pozycja decyzji nie zgadza się ze sprawą, wnioskiem lub wyliczeniem.'
            {REFUSED};
    END IF;
    IF NEW.changed_item_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM benefits_decisionitem o
        JOIN benefits_decision d ON d.id = NEW.decision_id AND d.changes_id = o.decision_id
        WHERE o.id = NEW.changed_item_id AND o.item_id = NEW.item_id AND o.kind = 'grant'
    ) THEN
        RAISE EXCEPTION 'Pozycja zmienia inną decyzję niż ta, którą zmienia decyzja.' {REFUSED};
    END IF;
    IF EXISTS (
        SELECT 1 FROM benefits_decisionitem i JOIN benefits_decision d ON d.id = i.decision_id
        WHERE i.item_id = NEW.item_id AND i.id <> NEW.id AND d.id <> NEW.decision_id
          AND d.status IN ('draft', 'approval_pending', 'approved')
    ) THEN
        RAISE EXCEPTION 'Ten wniosek ma już projekt decyzji.' {REFUSED};
    END IF;
    IF EXISTS (
        SELECT 1 FROM benefits_decision d
        JOIN benefits_calculation c ON c.id = NEW.calculation_id
        JOIN cases_snapshotmember concerned ON concerned.snapshot_id = c.snapshot_id
        {_SAME_HUMAN}
        WHERE d.id = NEW.decision_id AND x.user_id = d.author_id
          AND x.period && daterange(c."on", NULL)
    ) THEN
        RAISE EXCEPTION 'Autor jest wyłączony od spraw tej rodziny.' {REFUSED};
    END IF;
    RETURN NEW;
"""
_OF_GRANTING_ITEM = f"""
    IF NOT EXISTS (
        SELECT 1 FROM benefits_decisionitem i JOIN benefits_decision d ON d.id = i.decision_id
        WHERE i.id = NEW.decision_item_id AND i.kind = 'grant' AND i.amount = NEW.amount
          AND i.period = NEW.period AND i.benefit_id = NEW.benefit_id
          AND d.status IN ('approved', 'issued', 'delivered', 'final')
    ) THEN
        RAISE EXCEPTION 'Uprawnienie musi być takie, jak przyznała podpisana decyzja.' {REFUSED};
    END IF;
    RETURN NEW;
"""
_AS_EXCLUSIVE = f"""
    IF NEW.exclusive IS DISTINCT FROM (
        SELECT b.exclusive FROM office_benefit b WHERE b.id = NEW.benefit_id
    ) THEN
        RAISE EXCEPTION 'O tym, czy świadczenie może być tylko jedno, decyduje słownik.' {REFUSED};
    END IF;
    RETURN NEW;
"""
_AS_IN_THE_FAMILY = f"""
    IF NEW.alternating AND NOT EXISTS (
        SELECT 1 FROM benefits_entitlement e
        JOIN cases_snapshotmember m ON m.snapshot_id = e.snapshot_id
        WHERE e.id = NEW.entitlement_id AND m.person_id = NEW.person_id AND m.alternating
          AND e.beneficiary_id <> NEW.person_id
    ) THEN
        RAISE EXCEPTION 'Ta osoba nie jest w tej rodzinie pod opieką naprzemienną.' {REFUSED};
    END IF;
    RETURN NEW;
"""
_FUNDED_IN_FULL = f"""
    IF (SELECT COALESCE(SUM(f.amount), 0) FROM benefits_instalmentfunding f
        WHERE f.instalment_id = NEW.id) <> NEW.amount THEN
        RAISE EXCEPTION 'Źródła finansowania raty nr % nie sumują się do jej kwoty.', NEW.id
            {REFUSED};
    END IF;
    RETURN NULL;
"""
_MONTH_OF_ENTITLEMENT = f"""
    IF NEW.kind = 'ordinary' AND NOT EXISTS (
        SELECT 1 FROM benefits_entitlement e WHERE e.id = NEW.entitlement_id
          AND e.period && daterange(NEW.month, (NEW.month + interval '1 month')::date)
          AND NEW.amount <= e.amount
    ) THEN
        RAISE EXCEPTION 'Rata wykracza poza okres lub kwotę uprawnienia.' {REFUSED};
    END IF;
    RETURN NEW;
"""


_PAID_AS_DECIDED = f"""
    IF NOT EXISTS (
        SELECT 1 FROM benefits_entitlement e
        JOIN benefits_decisionitem i ON i.id = e.decision_item_id
        JOIN benefits_decision d ON d.id = i.decision_id
        WHERE e.id = NEW.entitlement_id
          AND NEW.payee_institution_id IS NOT DISTINCT FROM i.payee_institution_id
          AND NEW.payee_person_id IS NOT DISTINCT FROM (CASE WHEN i.payee_institution_id IS NULL
            THEN COALESCE(i.payee_person_id, d.addressee_id) END)
    ) THEN
        RAISE EXCEPTION 'Rata idzie do kogoś innego, niż orzekła decyzja.' {REFUSED};
    END IF;
    RETURN NEW;
"""


def _guard(name: str, operation: Any, func: str, **more: Any) -> pgtrigger.Trigger:
    options = {"when": pgtrigger.Before} | more
    return pgtrigger.Trigger(name=name, operation=operation, func=" ".join(func.split()), **options)


def decision_guards() -> Triggers:
    """Signature under an authorisation by somebody not excluded, taken back only as a whole, a
    number its series gave, grants begun by the end of the transaction that issues them and earlier
    rights cut by the end of the one by which the decision acts; quashed by an appeal alone, and
    then as a whole.
    """
    signed = pgtrigger.Condition("NEW.approver_id IS NOT NULL AND OLD.approver_id IS NULL")
    kept = pgtrigger.Condition("OLD.status = 'approved' AND NEW.status <> 'draft'")
    numbered = pgtrigger.Condition("NEW.number IS NOT NULL AND OLD.number IS NULL")
    dated = pgtrigger.Condition(
        "NEW.status = 'issued' AND OLD.status = 'approved' AND NEW.issued_on IS NOT NULL"
    )
    acting = pgtrigger.Condition("NEW.status IN ('issued', 'final') AND OLD.status <> NEW.status")
    new_author = pgtrigger.Condition("NEW.author_id <> OLD.author_id")
    quashed = pgtrigger.Condition("NEW.status = 'quashed' AND OLD.status <> 'quashed'")
    return [
        _guard("authority", pgtrigger.Update, _SIGNED_WITH_AUTHORITY, condition=signed),
        _guard("signature_stands", pgtrigger.Update, _SIGNATURE_STANDS, condition=kept),
        _guard("author_free", pgtrigger.Update, _AUTHOR_NOT_EXCLUDED, condition=new_author),
        _guard("authority_at_issue", pgtrigger.Update, _AUTHORITY_AT_ISSUE, condition=dated),
        _guard("number_of_series", pgtrigger.Update, _NUMBER_OF_SERIES, condition=numbered),
        _guard(
            "grants_begun", pgtrigger.Update, _GRANTS_BEGUN, condition=acting,
            when=pgtrigger.After, timing=pgtrigger.Deferred,
        ),
        _guard(
            "change_done", pgtrigger.Update, _CHANGE_DONE, condition=acting,
            when=pgtrigger.After, timing=pgtrigger.Deferred,
        ),
        _guard("quashed_by_appeal", pgtrigger.Update, _QUASHED_BY_APPEAL, condition=quashed),
        _guard(
            "quashed_whole", pgtrigger.Update, _QUASHED_WHOLE, condition=quashed,
            when=pgtrigger.After, timing=pgtrigger.Deferred,
        ),
    ]  # fmt: skip


def item_guards() -> Triggers:
    """An item stands on its case, its application and its calculation, in one draft at a time."""
    return [_guard("of_its_case", pgtrigger.Insert | pgtrigger.Update, _OF_ITS_CASE)]


def entitlement_guards() -> Triggers:
    """An entitlement is what a signed decision grants, and is cut by one that changes it, once that
    one may be carried out, or by the ruling on an appeal; it comes back when the decision that cut
    it was quashed, or its execution stayed.
    """
    return [
        _guard("of_granting_item", pgtrigger.Insert, _OF_GRANTING_ITEM),
        _guard("cut_by_its_change", pgtrigger.Update, _CUT_BY_ITS_CHANGE),
    ]


def covered_guards() -> Triggers:
    """Whether only one may run at a time is the benefit's matter, not the row's; whether a child
    lives in two families, the snapshot's.
    """
    return [
        _guard("as_exclusive", pgtrigger.Insert, _AS_EXCLUSIVE),
        _guard("as_in_the_family", pgtrigger.Insert, _AS_IN_THE_FAMILY),
    ]


def instalment_guards() -> Triggers:
    """An instalment lies in its entitlement, goes to the payee of the decision, and its sources sum
    up to it.
    """
    return [
        _guard("of_entitlement", pgtrigger.Insert, _MONTH_OF_ENTITLEMENT),
        _guard("paid_as_decided", pgtrigger.Insert, _PAID_AS_DECIDED),
        _guard(
            "funded_in_full", pgtrigger.Insert, _FUNDED_IN_FULL, when=pgtrigger.After,
            timing=pgtrigger.Deferred,
        ),
    ]  # fmt: skip
