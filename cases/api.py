"""Persons and cases for other programs: read only."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import Prefetch, QuerySet
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from cases import access
from cases.models import (
    Address,
    Case,
    CaseAssignment,
    CaseParty,
    CaseTransition,
    Person,
    PersonIdentifier,
    PersonName,
    in_force,
)
from opsapp.kernel import looked
from opsapp.kernel.api.doors import Door, Listing, reading_door
from opsapp.kernel.api.filters import Conditions, ISODate, WholeNumber
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.templatetags.ops import pesel_masked
from opsapp.kernel.text import PlKey, pl_key
from opsapp.kernel.web import Request


class AddressFields(serializers.ModelSerializer[Address]):
    """An address in force."""

    class Meta:
        model = Address
        fields = (
            "kind", "terc", "locality", "street", "building", "flat", "postal_code", "post_town",
        )  # fmt: skip


class PersonFields(serializers.ModelSerializer[Person]):
    """A card: what stands on it now. The PESEL is whole only for whoever may take data out."""

    first_name = serializers.CharField(source="current_name.first_name", default=None)
    second_name = serializers.CharField(source="current_name.second_name", default=None)
    last_name = serializers.CharField(source="current_name.last_name", default=None)
    birth_name = serializers.CharField(source="current_name.birth_name", default=None)
    pesel = serializers.SerializerMethodField()
    addresses = AddressFields(many=True)

    class Meta:
        model = Person
        fields = (
            "id", "first_name", "second_name", "last_name", "birth_name", "sex", "birth_date",
            "birth_date_estimated", "died_on", "pesel", "addresses",
        )  # fmt: skip

    def get_pesel(self, person: Person) -> str | None:
        """The number, masked unless the person who asks may export; null when there is none."""
        for number in person.identifiers.all():
            whole = self.context["request"].user.can(Cap.EXPORT)
            return str(number.value) if whole else pesel_masked(number.value)
        return None


def people() -> QuerySet[Person]:
    """Live cards with what the API shows of them."""
    names = PersonName.objects.filter(in_force())
    homes = Address.objects.filter(in_force()).order_by("kind")
    pesel = PersonIdentifier.objects.filter(kind="pesel", is_live=True)
    return Person.objects.live().prefetch_related(
        Prefetch("names", names), Prefetch("addresses", homes), Prefetch("identifiers", pesel)
    )


class PersonFilter(Conditions):
    """Conditions of the list of persons. Numbers of persons never travel in an address."""

    last_name = filters.CharFilter(method="by_last_name", label="Początek nazwiska", max_length=60)
    birth_date = ISODate(field_name="birth_date", label="Data urodzenia")

    class Meta:
        model = Person
        fields: tuple[str, ...] = ()

    def by_last_name(self, rows: QuerySet[Person], name: str, value: str) -> QuerySet[Person]:
        """Names in force that begin so, by the Polish alphabet."""
        key = pl_key(value)
        named = PersonName.objects.filter(in_force()).annotate(key=PlKey("last_name"))
        return rows.filter(pk__in=named.filter(key__startswith=key).values("person"))


class People(Listing):
    """Persons."""

    needs = (Cap.SEE_PERSONS,)
    kind = "cases.person"
    serializer_class = PersonFields
    filterset_class = PersonFilter

    def rows(self, request: Request) -> QuerySet[Person]:
        """All live cards: a card belongs to the whole centre."""
        return people()

    def trace(self, request: Request, ids: list[int]) -> None:
        """Whole numbers were taken out; masked ones were looked at."""
        note = looked.exported if request.user.can(Cap.EXPORT) else looked.listed
        note(request.user, self.kind, request.get_full_path(), ids)


class OnePerson(Door):
    """One person."""

    needs = (Cap.SEE_PERSONS,)

    @extend_schema(responses=PersonFields)
    @reading_door
    def get(self, request: Request, pk: int) -> Response:
        """The card, or the one it was merged into."""
        person = access.get_person(request, pk)
        shown = PersonFields(people().get(pk=person.pk), context={"request": request})
        return Response(shown.data)


class PartyFields(serializers.ModelSerializer[CaseParty]):
    """Who takes part in a case now."""

    class Meta:
        model = CaseParty
        fields = ("person", "role")


class MoveFields(serializers.ModelSerializer[CaseTransition]):
    """A move of a case."""

    class Meta:
        model = CaseTransition
        fields = ("move", "from_state", "to_state", "recorded_at")


class CaseFields(serializers.ModelSerializer[Case]):
    """A case with its unit and parties."""

    benefit = serializers.CharField(source="benefit.code", default=None, allow_null=True)
    unit = serializers.SerializerMethodField()
    parties = PartyFields(many=True)

    class Meta:
        model = Case
        fields: tuple[str, ...] = (
            "id", "sign", "benefit", "client", "subject", "status", "opened_on", "closed_on",
            "unit", "parties",
        )  # fmt: skip

    def get_unit(self, case: Case) -> str | None:
        """The symbol of the cell in charge now."""
        for assignment in case.assignments.all():
            return assignment.unit.cell
        return None


class WholeCaseFields(CaseFields):
    """A case with its history."""

    transitions = MoveFields(many=True)

    class Meta(CaseFields.Meta):
        fields = (*CaseFields.Meta.fields, "transitions")


def with_particulars(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with what the API shows of them."""
    now = CaseAssignment.objects.filter(period__upper_inf=True).select_related("unit")
    parties = CaseParty.objects.filter(period__upper_inf=True).order_by("pk")
    return rows.select_related("benefit").prefetch_related(
        Prefetch("assignments", now), Prefetch("parties", parties)
    )


class CaseFilter(Conditions):
    """Conditions of the list of cases."""

    sign = filters.CharFilter(label="Znak sprawy", max_length=60)
    status = filters.ChoiceFilter(choices=Case._meta.get_field("status").choices, label="Stan")
    benefit = filters.CharFilter(field_name="benefit__code", label="Świadczenie", max_length=60)
    client = WholeNumber(field_name="client_id", label="Klient")
    opened_from = ISODate(field_name="opened_on", lookup_expr="gte", label="Wszczęto od")
    opened_to = ISODate(field_name="opened_on", lookup_expr="lte", label="Wszczęto do")

    class Meta:
        model = Case
        fields: tuple[str, ...] = ()


class Cases(Listing):
    """Cases."""

    needs = (Cap.SEE_CASES,)
    kind = "cases.case"
    serializer_class = CaseFields
    filterset_class = CaseFilter

    def rows(self, request: Request) -> QuerySet[Case]:
        """Those of units where the person may look."""
        return with_particulars(access.cases_of(request.user))


class OneCase(Door):
    """One case."""

    needs = (Cap.SEE_CASES,)

    @extend_schema(responses=WholeCaseFields)
    @reading_door
    def get(self, request: Request, pk: int) -> Response:
        """The case with its history."""
        case = access.get_case(request, pk)
        rows: Any = with_particulars(Case.objects.filter(pk=case.pk))
        return Response(WholeCaseFields(rows.prefetch_related("transitions").get()).data)


urlpatterns = [
    path("persons/", People.as_view(), name="persons"),
    path("persons/<int:pk>/", OnePerson.as_view(), name="person"),
    path("cases/", Cases.as_view(), name="cases"),
    path("cases/<int:pk>/", OneCase.as_view(), name="case"),
]
