"""Two cards of one person are read as one: every table that names a person says how."""

from __future__ import annotations

import pytest
from django.apps import apps

from cases.models import Person

BY_GROUP = "rows of all cards of the person are read together (`group_of`, `cards_of`)"
OF_RECORD = "read through its case, application or snapshot, which stays as it is"
IN_SQL = "joined by the better card in SQL"
HOW = {
    "cases.person.merged_into": "the pointer itself; a group is one step deep by a trigger",
    "cases.personname.person": "the better card's name stands in letters; all are searched",
    "cases.citizenship.person": "of the better card alone; shown where it was typed",
    "cases.maritalstatus.person": "of the better card alone; shown where it was typed",
    "cases.contact.person": BY_GROUP,
    "cases.address.person": BY_GROUP,
    "cases.alert.person": BY_GROUP,
    "cases.personidentifier.person": BY_GROUP,
    "cases.case.client": BY_GROUP,
    "cases.caseparty.person": OF_RECORD,
    "cases.membership.person": BY_GROUP,
    "cases.snapshotmember.person": OF_RECORD,
    "cases.application.applicant": OF_RECORD,
    "cases.applicationitem.person": BY_GROUP,
    "cases.evidence.person": BY_GROUP,
    "cases.incomerecord.person": BY_GROUP,
    "cases.circumstance.person": BY_GROUP,
    "cases.letter.correspondent": OF_RECORD,
    "cases.attachment.person": BY_GROUP,
    "cases.relation.person": BY_GROUP,
    "cases.relation.other": BY_GROUP,
    "cases.exclusion.person": IN_SQL,
    "socialwork.planitem.person": OF_RECORD,
    "benefits.decision.addressee": BY_GROUP,
    "benefits.decisionitem.payee_person": OF_RECORD,
    "benefits.entitlement.beneficiary": BY_GROUP,
    "benefits.entitlementperson.person": BY_GROUP,
    "benefits.instalment.beneficiary": IN_SQL,
    "benefits.instalment.payee_person": IN_SQL,
    "benefits.payoutway.person": BY_GROUP,
    "benefits.payoutway.receiver": IN_SQL,
    "benefits.payment.payee_person": IN_SQL,
    "benefits.settleditem.beneficiary": IN_SQL,
}


def named_in() -> set[str]:
    """Every foreign key to a person, but those of history."""
    return {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        if not hasattr(model, "pgh_tracked_model")
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is Person
    }


def test_every_table_that_names_a_person_says_how_merged_cards_are_read() -> None:
    missing, gone = named_in() - HOW.keys(), HOW.keys() - named_in()
    assert not missing, f"say how cards joined mid-case are read: {sorted(missing)}"
    assert not gone, f"these name no person any more: {sorted(gone)}"


@pytest.mark.parametrize("name", sorted(HOW))
def test_no_table_rewrites_whose_row_it_is(name: str) -> None:
    """A merge changes no row, so that it can be undone: the key to the card is never a cascade."""
    label, _, field = name.rpartition(".")
    rule = apps.get_model(label)._meta.get_field(field).remote_field
    assert rule is not None and rule.on_delete.__name__ == "PROTECT"  # type: ignore[attr-defined]
