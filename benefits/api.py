"""Decisions and payments for other programs, read only; and the question of the assessment."""

from __future__ import annotations

import django_filters as filters
from django.db.models import QuerySet
from django.urls import path
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request as Sent
from rest_framework.response import Response

from benefits import access, access_payments
from benefits.api_description import ANSWER, INPUT, UNANSWERED, reference
from benefits.models import Decision, DecisionItem, Payment, PaymentItem, PaymentList
from benefits.rules import assess
from benefits.selectors_law import law_in_force
from benefits.selectors_scope import payments_of
from opsapp.kernel.api.doors import Door, Listing, reading_door
from opsapp.kernel.api.filters import Conditions, ISODate, WholeNumber
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.periods import Period
from opsapp.kernel.templatetags.ops import nrb_masked
from opsapp.kernel.web import Request


class DecisionItemFields(serializers.ModelSerializer[DecisionItem]):
    """What is granted or refused, to whom, złoty a month, both days of the period."""

    benefit = serializers.CharField(source="benefit.code")
    person = serializers.IntegerField(source="item.person_id")
    first_day = serializers.SerializerMethodField()
    last_day = serializers.SerializerMethodField()

    class Meta:
        model = DecisionItem
        fields = (
            "benefit", "person", "kind", "amount", "first_day", "last_day", "refusal_code",
            "calculation",
        )  # fmt: skip

    def get_first_day(self, item: DecisionItem) -> str | None:
        """The first day of the period."""
        return Period.from_range(item.period).start.isoformat() if item.period else None

    def get_last_day(self, item: DecisionItem) -> str | None:
        """The last day of the period; null when it has no end."""
        end = Period.from_range(item.period).end if item.period else None
        return end.isoformat() if end else None


class DecisionFields(serializers.ModelSerializer[Decision]):
    """A decision with its items."""

    sign = serializers.CharField(allow_null=True)
    items = DecisionItemFields(many=True)

    class Meta:
        model = Decision
        fields: tuple[str, ...] = (
            "id", "sign", "case", "kind", "status", "addressee", "changes", "approved_on",
            "issued_on", "delivered_on", "final_on", "text_sha256", "items",
        )  # fmt: skip


class WholeDecisionFields(DecisionFields):
    """A decision with its words."""

    class Meta(DecisionFields.Meta):
        fields = (
            *DecisionFields.Meta.fields, "legal_basis", "operative_part", "reasons", "instruction",
        )  # fmt: skip


def with_items(rows: QuerySet[Decision]) -> QuerySet[Decision]:
    """Decisions with what the API shows of them, the frozen text apart."""
    return rows.defer("text").prefetch_related("items__benefit", "items__item")


class DecisionFilter(Conditions):
    """Conditions of the list of decisions."""

    status = filters.ChoiceFilter(choices=Decision._meta.get_field("status").choices, label="Stan")
    kind = filters.ChoiceFilter(choices=Decision.Kind.choices, label="Rodzaj")
    case = WholeNumber(field_name="case_id", label="Sprawa")
    addressee = WholeNumber(field_name="addressee_id", label="Adresat")
    issued_from = ISODate(field_name="issued_on", lookup_expr="gte", label="Wydano od")
    issued_to = ISODate(field_name="issued_on", lookup_expr="lte", label="Wydano do")

    class Meta:
        model = Decision
        fields: tuple[str, ...] = ()


class Decisions(Listing):
    """Decisions."""

    needs = (Cap.SEE_DECISIONS,)
    kind = "benefits.decision"
    serializer_class = DecisionFields
    filterset_class = DecisionFilter

    def rows(self, request: Request) -> QuerySet[Decision]:
        """Those of units where the person may look."""
        return with_items(access.decisions_of(request.user))


class OneDecision(Door):
    """One decision."""

    needs = (Cap.SEE_DECISIONS,)

    @extend_schema(responses=WholeDecisionFields)
    @reading_door
    def get(self, request: Request, pk: int) -> Response:
        """The decision with its words."""
        decision = access.get_decision(request, pk)
        shown = with_items(Decision.objects.filter(pk=decision.pk)).get()
        return Response(WholeDecisionFields(shown).data)


class PaymentListFields(serializers.ModelSerializer[PaymentList]):
    """The list that a payment stands on."""

    class Meta:
        model = PaymentList
        fields = ("id", "reference", "status", "pay_on")


class PaymentItemFields(serializers.ModelSerializer[PaymentItem]):
    """The part that pays one instalment."""

    class Meta:
        model = PaymentItem
        fields = ("instalment", "amount", "live")


class PaymentFields(serializers.ModelSerializer[Payment]):
    """A payment; of its account the last four digits."""

    payment_list = PaymentListFields()
    account = serializers.SerializerMethodField()
    items = PaymentItemFields(many=True)

    class Meta:
        model = Payment
        fields = (
            "id", "reference", "payment_list", "payee_person", "payee_institution", "payee_name",
            "channel", "account", "title", "amount", "status", "paid_on", "items",
        )  # fmt: skip

    def get_account(self, payment: Payment) -> str | None:
        """Masked; null when it is not a transfer."""
        return nrb_masked(payment.account) if payment.account else None


def with_list(rows: QuerySet[Payment]) -> QuerySet[Payment]:
    """Payments with what the API shows of them."""
    return rows.select_related("payment_list").prefetch_related("items")


class PaymentFilter(Conditions):
    """Conditions of the list of payments."""

    status = filters.ChoiceFilter(choices=Payment._meta.get_field("status").choices, label="Stan")
    payment_list = WholeNumber(field_name="payment_list_id", label="Lista")
    payee = WholeNumber(field_name="payee_person_id", label="Odbiorca")
    paid_from = ISODate(field_name="paid_on", lookup_expr="gte", label="Zrealizowano od")
    paid_to = ISODate(field_name="paid_on", lookup_expr="lte", label="Zrealizowano do")

    class Meta:
        model = Payment
        fields: tuple[str, ...] = ()


class Payments(Listing):
    """Payments."""

    needs = (Cap.SEE_PAYMENTS,)
    kind = "benefits.payment"
    serializer_class = PaymentFields
    filterset_class = PaymentFilter

    def rows(self, request: Request) -> QuerySet[Payment]:
        """Those in cases of units where the person may see payments."""
        return with_list(payments_of(request.user))


class OnePayment(Door):
    """One payment."""

    needs = (Cap.SEE_PAYMENTS,)

    @extend_schema(responses=PaymentFields)
    @reading_door
    def get(self, request: Request, pk: int) -> Response:
        """The payment with what it pays."""
        payment = access_payments.get_payment(request, pk)
        shown = with_list(Payment.objects.filter(pk=payment.pk)).get()
        return Response(PaymentFields(shown).data)


class Assessments(Door):
    """Whether a benefit is due and how much; nothing is stored."""

    needs = (Cap.USE_CALCULATOR,)
    for_staff = True

    @extend_schema(
        operation_id="assessments_create",
        request={"application/json": reference(INPUT)},
        responses={
            (200, "application/json"): OpenApiResponse(reference(ANSWER)),
            (422, "application/json"): OpenApiResponse(reference(UNANSWERED)),
        },
    )
    @reading_door
    def post(self, request: Sent) -> Response:
        """The answer in the shape of the question: 400 for wrong input, 422 for one case that the
        law of its day cannot answer.
        """
        answered = assess(request.data, law=law_in_force())
        return Response(answered, status=_status(answered))


def _status(answered: object) -> int:
    if not isinstance(answered, dict):
        return 200
    return 400 if "errors" in answered else 422 if "unanswered" in answered else 200


urlpatterns = [
    path("decisions/", Decisions.as_view(), name="decisions"),
    path("decisions/<int:pk>/", OneDecision.as_view(), name="decision"),
    path("payments/", Payments.as_view(), name="payments"),
    path("payments/<int:pk>/", OnePayment.as_view(), name="payment"),
    path("assessments/", Assessments.as_view(), name="assessments"),
]
