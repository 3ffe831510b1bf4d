"""Lay the rows that ship: those that are missing, and never over what the centre has changed."""

from __future__ import annotations

from opsapp.kernel import registry
from opsapp.kernel.audit import act
from opsapp.office.jobs import lay_schedules
from opsapp.office.models import Benefit, Classification, JrwaClass, Reason, Role, User
from opsapp.office.shipped.benefits import BENEFITS
from opsapp.office.shipped.classification import CLASSIFICATION
from opsapp.office.shipped.jrwa import JRWA
from opsapp.office.shipped.reasons import NOT_ENOUGH_FOR_CASH_ALONE, REASONS
from opsapp.office.shipped.roles import ROLES


@act
def lay(*, actor: User) -> dict[str, int]:
    """Lay the office's dictionaries, then what higher apps registered to be laid; the number of
    rows added to each. A second run adds none.
    """
    added = {
        "JRWA": _lay_jrwa(),
        "klasyfikacja budżetowa": _lay_classification(),
        "powody pomocy": _lay_reasons(),
        "świadczenia": _lay_benefits(),
        "role": _lay_roles(),
        "harmonogramy": lay_schedules(actor=actor),
    }
    return added | {name: lay_more(actor=actor) for name, lay_more in registry.laid.items()}


def _lay_jrwa() -> int:
    """Nothing is added once the centre has any class of its own: its list replaces the
    placeholders.
    """
    if JrwaClass.objects.filter(placeholder=False).exists():
        return 0
    known = set(JrwaClass.objects.values_list("symbol", flat=True))
    rows = [
        JrwaClass(symbol=symbol, name=name, category=category, placeholder=True)
        for symbol, name, category in JRWA
        if symbol not in known
    ]
    return len(JrwaClass.objects.bulk_create(rows))


def _lay_classification() -> int:
    known = set(Classification.objects.values_list("division", "chapter", "paragraph"))
    rows = [
        Classification(division=division, chapter=chapter, paragraph=paragraph, label=label)
        for division, chapter, paragraph, label in CLASSIFICATION
        if (division, chapter, paragraph) not in known
    ]
    return len(Classification.objects.bulk_create(rows))


def _lay_reasons() -> int:
    by_code = {reason.code: reason for reason in Reason.objects.all()}
    before = len(by_code)
    for order, row in enumerate(REASONS, start=1):
        if row.code not in by_code:
            by_code[row.code] = Reason.objects.create(
                code=row.code,
                parent=by_code.get(row.parent),
                label=row.label,
                article=row.article,
                order=order * 10,
                cash_alone_insufficient=row.code in NOT_ENOUGH_FOR_CASH_ALONE,
            )
    return len(by_code) - before


def _lay_benefits() -> int:
    known = set(Benefit.objects.values_list("code", flat=True))
    rows = [
        Benefit(
            code=row.code,
            label=row.label,
            act=row.act,
            jrwa_symbol=row.jrwa_symbol,
            chapter=row.chapter,
            paragraph=row.paragraph,
            task=Benefit.Task.COMMISSIONED if row.commissioned else Benefit.Task.OWN,
            exclusive=row.exclusive,
            cash=row.cash,
        )
        for row in BENEFITS
        if row.code not in known
    ]
    return len(Benefit.objects.bulk_create(rows))


def _lay_roles() -> int:
    known = set(Role.objects.values_list("code", flat=True))
    rows = [
        Role(
            code=row.code,
            name=row.name,
            capabilities=sorted(cap.value for cap in row.capabilities),
            second_factor_required=row.second_factor_required,
        )
        for row in ROLES
        if row.code not in known
    ]
    return len(Role.objects.bulk_create(rows))
