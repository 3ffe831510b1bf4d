"""What no SQL may do to a payment list, its signatures and its files, compiled into PostgreSQL."""

from __future__ import annotations

import pgtrigger

from opsapp.kernel.triggers import Triggers

_REFUSED = "USING ERRCODE = 'check_violation'"
_CONTENT_STANDS = f"""
    IF OLD.status <> 'draft' AND NEW.status <> 'draft' AND (
        NEW.content_sha256, NEW.payment_count, NEW.total
    ) IS DISTINCT FROM (OLD.content_sha256, OLD.payment_count, OLD.total) THEN
        RAISE EXCEPTION 'Treść podpisanej listy nie może się zmienić.' {_REFUSED};
    END IF;
    RETURN NEW;
"""
_CONTENT_IS_TRUE = f"""
    IF NEW.status = 'prepared' AND OLD.status = 'draft' THEN
        SELECT count(*), COALESCE(sum(amount), 0) INTO _count, _total FROM benefits_payment
            WHERE payment_list_id = NEW.id AND status <> 'cancelled';
        IF _count <> NEW.payment_count OR _total <> NEW.total OR EXISTS (
            SELECT 1 FROM benefits_payment p
            LEFT JOIN benefits_paymentitem i ON i.payment_id = p.id AND i.live
            WHERE p.payment_list_id = NEW.id AND p.status <> 'cancelled'
            GROUP BY p.id, p.amount HAVING COALESCE(sum(i.amount), 0) <> p.amount
        ) THEN
            RAISE EXCEPTION 'Liczba albo suma listy nie zgadza się z jej wypłatami i ratami.'
                {_REFUSED};
        END IF;
    END IF;
    RETURN NEW;
"""
_SIGNED_BY_ENOUGH = f"""
    IF NEW.status <> OLD.status AND NEW.status IN ('prepared', 'checked', 'to_head', 'approved')
    AND (
        SELECT count(DISTINCT user_id) FROM benefits_paymentlistsignature s
        WHERE s.payment_list_id = NEW.id AND s.content_sha256 = NEW.content_sha256
          AND s.round = NEW.round
    ) < (CASE NEW.status WHEN 'prepared' THEN 1 WHEN 'checked' THEN 2 WHEN 'to_head' THEN 3
         ELSE 3 + NEW.head_signs::int END) THEN
        RAISE EXCEPTION 'Lista nie ma podpisów tylu osób pod obecną treścią.' {_REFUSED};
    END IF;
    RETURN NEW;
"""
_ROUND_COUNTS = f"""
    IF NEW.status = 'draft' AND OLD.status <> 'draft' THEN
        NEW.round := OLD.round + 1;
    ELSIF NEW.round <> OLD.round THEN
        RAISE EXCEPTION 'Kolejność podpisów listy liczy baza.' {_REFUSED};
    END IF;
    RETURN NEW;
"""
_STILL_PAYABLE = f"""
    IF NEW.status = 'sent' AND OLD.status <> 'sent' THEN
        SELECT string_agg(y.reference, ', ' ORDER BY y.ordinal) INTO _bad
        FROM benefits_payment y
        LEFT JOIN cases_person p ON p.id = y.payee_person_id
        LEFT JOIN cases_person card ON card.id = COALESCE(p.merged_into_id, p.id)
        LEFT JOIN benefits_payoutway w ON w.id = y.payout_way_id
        LEFT JOIN cases_person r ON r.id = w.receiver_id
        LEFT JOIN cases_person receiver ON receiver.id = COALESCE(r.merged_into_id, r.id)
        WHERE y.payment_list_id = NEW.id AND y.status = 'listed' AND NOT EXISTS (
            SELECT 1 FROM benefits_paymentevent v
            WHERE v.payment_id = y.id AND v.kind = 'to_recover'
        ) AND (
            card.died_on IS NOT NULL OR receiver.died_on IS NOT NULL
            OR NOT w.period @> NEW.pay_on OR EXISTS (
                SELECT 1 FROM benefits_paymentitem t
                JOIN benefits_instalment i ON i.id = t.instalment_id
                JOIN benefits_entitlement e ON e.id = i.entitlement_id
                WHERE t.payment_id = y.id AND t.live AND (
                    e.status = 'withheld'
                    OR e.status = 'revoked' AND e.cut_by_id IS NULL AND e.quashed_by_id IS NULL
                    OR NOT daterange(i.month, (i.month + interval '1 month')::date) && e.period
                    OR EXISTS (
                        SELECT 1 FROM benefits_decisionitem s
                        JOIN benefits_appeal a ON a.decision_id = s.decision_id
                        WHERE s.id = e.decision_item_id AND a.outcome = ''
                          AND a.stayed_on IS NOT NULL AND a.stay_ended_on IS NULL
                    ))
            )
        );
        IF _bad IS NOT NULL THEN
            RAISE EXCEPTION 'Tych wypłat nie wolno już wysłać: %.', _bad {_REFUSED};
        END IF;
    END IF;
    RETURN NEW;
"""
_ROLE_FOLLOWS_STATE = f"""
    SELECT status, round INTO _status, _round
        FROM benefits_paymentlist WHERE id = NEW.payment_list_id FOR SHARE;
    IF NEW.round <> _round OR NOT COALESCE(concat(_status, ':', NEW.role) = ANY(
        '{{draft:prepared,prepared:checked,checked:approved,to_head:head}}'::text[]), false) THEN
        RAISE EXCEPTION 'Tego podpisu nie składa się pod listą w stanie „%”.', _status {_REFUSED};
    END IF;
    RETURN NEW;
"""
_OF_THIS_ROUND = f"""
    IF NEW.round <> (SELECT round FROM benefits_paymentlist WHERE id = NEW.payment_list_id) THEN
        RAISE EXCEPTION 'Plik należy do innej treści listy niż obecna.' {_REFUSED};
    END IF;
    RETURN NEW;
"""


def _on_update(name: str, func: str, *fields: str, **declared: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf(*fields),  # type: ignore[no-untyped-call]
        declare=list(declared.items()),
        func=func,
    )


def _on_insert(name: str, func: str, **declared: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=list(declared.items()),
        func=func,
    )


def list_guards() -> Triggers:
    """Signed content stands and is true, states have their signatures of this round, nothing is
    sent to the dead, without an entitlement in force or by a way that ended, but what a file that
    was taken out had carried to the bank and is to be recovered.
    """
    return [
        _on_update("content_stands", _CONTENT_STANDS, "content_sha256", "payment_count", "total"),
        _on_update(
            "content_is_true", _CONTENT_IS_TRUE, "status", _count="bigint", _total="numeric"
        ),
        _on_update("signed_by_enough", _SIGNED_BY_ENOUGH, "status"),
        _on_update("round_counts", _ROUND_COUNTS, "status", "round"),
        _on_update("still_payable", _STILL_PAYABLE, "status", _bad="text"),
    ]


def signature_guards() -> Triggers:
    """A signature is of this round and of the role that the state waits for."""
    return [
        _on_insert("role_follows_state", _ROLE_FOLLOWS_STATE, _status="text", _round="smallint")
    ]


def file_guards() -> Triggers:
    """A file is made of the content that was signed last."""
    return [_on_insert("of_this_round", _OF_THIS_ROUND)]
