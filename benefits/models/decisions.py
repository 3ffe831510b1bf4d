"""The decision: one text, one case, one or more items."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Cast, Concat

from benefits.models.decision_guards import decision_guards
from benefits.models.enforcement import AtOnce, RigourGround, at_once_is_whole
from benefits.states import DECISION
from cases.models import Case, Letter, Person
from opsapp.kernel.models import StoredDocument
from opsapp.kernel.states import TransitionRecord
from opsapp.kernel.triggers import audited, frozen_when
from opsapp.office.models import Authorisation

ISSUED = ("issued", "delivered", "final", "quashed")
"""States with a number and a text that stand for ever; a quashed one is no more in force."""
CHANGING = ("change", "revocation", "expiry", "self_correction")
"""Kinds of decisions about an earlier one (art. 106 ust. 5 u.p.s., art. 132, 155, 162 k.p.a.)."""


class Decision(models.Model):
    """An administrative decision (k.p.a. art. 104, 107).

    A draft may change; once submitted only its state moves; once issued its number, day and
    text stand for ever. A change of a decision is a new decision that names the old one.
    `version` grows with every save of the draft: a stale form is refused. `at_once` says why one
    that takes something away is carried out before it is final.
    """

    class Kind(models.TextChoices):
        GRANT = "grant", "przyznająca"
        REFUSAL = "refusal", "odmowna"
        CHANGE = "change", "zmieniająca"
        REVOCATION = "revocation", "uchylająca"
        EXPIRY = "expiry", "stwierdzająca wygaśnięcie"
        CORRECTION = "self_correction", "uwzględniająca odwołanie"
        DISCONTINUANCE = "discontinuance", "umarzająca postępowanie"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField("rodzaj", max_length=16, choices=Kind.choices)
    addressee = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="decisions")
    changes = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="changed_by"
    )
    change_ground = models.CharField("podstawa zmiany", max_length=30, blank=True)
    at_once = models.CharField(
        "działa, zanim jest ostateczna", max_length=8, choices=AtOnce.choices, blank=True,
        default="", db_default="",
    )  # fmt: skip
    rigour_ground = models.CharField(
        "podstawa rygoru", max_length=8, choices=RigourGround.choices, blank=True, default="",
        db_default="",
    )  # fmt: skip
    at_once_reason = models.TextField(
        "dlaczego działa od razu", blank=True, default="", db_default=""
    )
    status = models.CharField(
        "stan", max_length=16, choices=DECISION.choices, default=DECISION.initial
    )
    version = models.PositiveIntegerField(default=0)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="drafted_decisions"
    )
    legal_basis = models.TextField("podstawa prawna", blank=True)
    operative_part = models.TextField("rozstrzygnięcie", blank=True)
    reasons = models.TextField("uzasadnienie", blank=True)
    reasons_skipped = models.BooleanField("odstąpiono od uzasadnienia", default=False)
    instruction = models.TextField("pouczenie", blank=True)
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="approved_decisions",
    )
    authorisation = models.ForeignKey(
        Authorisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_on = models.DateField("podpisano", null=True, blank=True)
    number = models.PositiveIntegerField("numer", null=True, blank=True)
    year = models.PositiveSmallIntegerField("rok", null=True, blank=True)
    series = models.CharField("seria", max_length=12, blank=True)
    sign = models.GeneratedField(
        expression=Concat(
            F("series"),
            Value("/"),
            Cast("number", models.CharField()),
            Value("/"),
            Cast("year", models.CharField()),
        ),
        output_field=models.CharField(max_length=40),
        db_persist=True,
        verbose_name="numer decyzji",
    )
    issued_on = models.DateField("data wydania", null=True, blank=True)
    text = models.JSONField("treść utrwalona", null=True, blank=True)
    text_sha256 = models.CharField("skrót treści", max_length=64, blank=True)
    document = models.OneToOneField(
        StoredDocument, null=True, blank=True, on_delete=models.PROTECT, related_name="decision"
    )
    delivered_on = models.DateField("doręczono", null=True, blank=True)
    delivery_basis = models.CharField(
        "sposób doręczenia", max_length=10, choices=Letter.DeliveryBasis.choices, blank=True
    )
    final_on = models.DateField("ostateczna od", null=True, blank=True)
    recorded_at = models.DateTimeField("założono", auto_now_add=True)

    class Meta:
        verbose_name = "decyzja"
        verbose_name_plural = "decyzje"
        constraints = [
            models.UniqueConstraint(fields=["series", "year", "number"], name="decision_number"),
            models.CheckConstraint(
                condition=Q(approver=None) | ~Q(approver=F("author")),
                name="decision_four_eyes",
                violation_error_message="Decyzję podpisuje inna osoba niż jej autor.",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["approved", *ISSUED],
                    approver__isnull=False,
                    authorisation__isnull=False,
                    approved_on__isnull=False,
                )
                | (
                    ~Q(status__in=["approved", *ISSUED])
                    & Q(approver=None, authorisation=None, approved_on=None)
                ),
                name="decision_approval_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=ISSUED,
                    number__gte=1,
                    year__isnull=False,
                    issued_on__isnull=False,
                    text__isnull=False,
                    text_sha256__regex=r"^[0-9a-f]{64}$",
                )
                & ~Q(series="")
                | (
                    ~Q(status__in=ISSUED)
                    & Q(number=None, year=None, issued_on=None, text=None, text_sha256="")
                ),
                name="decision_issue_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(document=None) | Q(status__in=ISSUED), name="decision_document_issued"
            ),
            models.CheckConstraint(
                condition=Q(delivered_on=None, delivery_basis="")
                | (
                    Q(
                        delivered_on__gte=F("issued_on"),
                        status__in=["delivered", "final", "quashed"],
                    )
                    & ~Q(delivery_basis="")
                ),
                name="decision_delivery_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(changes=None) | ~Q(changes=F("id")), name="decision_changes_another"
            ),
            models.CheckConstraint(
                condition=(Q(kind__in=CHANGING, changes__isnull=False) & ~Q(change_ground=""))
                | (~Q(kind__in=CHANGING) & Q(changes=None, change_ground="")),
                name="decision_change_names_what",
            ),
            *at_once_is_whole(),
        ]
        indexes = [
            models.Index(fields=["status", "id"], name="decision_queue"),
            models.Index(fields=["-issued_on", "-id"], name="decision_issued"),
            models.Index(fields=["addressee", "-issued_on"], name="decision_addressee"),
            models.Index(fields=["author", "status"], name="decision_author"),
        ]
        triggers = [
            *audited(),
            *DECISION.triggers(),
            *decision_guards(),
            *frozen_when(
                Q(old__status__in=("approval_pending",)),
                but=("status", "approver", "authorisation", "approved_on"),
            ),
            *frozen_when(
                Q(old__status="approved"),
                but=(
                    "status",
                    "approver",
                    "authorisation",
                    "approved_on",
                    "number",
                    "year",
                    "series",
                    "issued_on",
                    "text",
                    "text_sha256",
                ),
            ),
            *frozen_when(
                Q(old__status__in=ISSUED),
                but=("status", "document", "delivered_on", "delivery_basis", "final_on"),
            ),
            *frozen_when(Q(old__status="dropped")),
            *frozen_when(
                Q(old__document__isnull=False),
                but=(
                    "status",
                    "delivered_on",
                    "delivery_basis",
                    "final_on",
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.sign if self.number else f"projekt nr {self.pk}"

    @property
    def is_change(self) -> bool:
        """It is about an earlier decision."""
        return self.changes_id is not None

    @property
    def moves_case(self) -> bool:
        """The case goes where it goes. One about an earlier decision leaves it where that one
        brought it; but one that answers an appeal takes the earlier one's place.
        """
        return self.changes_id is None or self.kind == self.Kind.CORRECTION

    @property
    def is_issued(self) -> bool:
        """The decision has its number and cannot change any more."""
        return self.status in ISSUED


class DecisionTransition(TransitionRecord):
    """A move of a decision: signed, returned with a reason code and remark, issued …"""

    record = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="transitions")

    class Meta(TransitionRecord.Meta):
        verbose_name = "zmiana stanu decyzji"
