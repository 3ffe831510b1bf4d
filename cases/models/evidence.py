"""Facts and what proves them. A fact is never edited: a further row supersedes it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.dictionaries import CIRCUMSTANCES
from cases.models.institutions import Institution
from cases.models.people import Person
from opsapp.kernel.audit import tracked
from opsapp.kernel.models import StoredFile
from opsapp.kernel.triggers import audited, frozen, frozen_when


@tracked
class Evidence(models.Model):
    """A paper, a typed answer or a statement: asked for, received, valid until.

    Its scan is never replaced; once there is one, what the paper is stays too.
    """

    class Kind(models.TextChoices):
        CERTIFICATE = "certificate", "zaświadczenie"
        STATEMENT = "statement", "oświadczenie"
        DECISION = "decision", "decyzja innego organu"
        JUDGMENT = "judgment", "wyrok lub postanowienie sądu"
        MEDICAL = "medical", "orzeczenie lub zaświadczenie lekarskie"
        BANK = "bank", "dowód wpłaty lub wyciąg"
        REGISTER = "register", "odpowiedź rejestru"
        OTHER = "other", "inny dokument"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField("rodzaj", max_length=12, choices=Kind.choices)
    title = models.CharField("czego dotyczy", max_length=200)
    issuer = models.ForeignKey(
        Institution,
        verbose_name="wystawca",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    asked_on = models.DateField("wezwano", null=True, blank=True)
    received_on = models.DateField("wpłynęło", null=True, blank=True)
    valid_until = models.DateField("ważne do", null=True, blank=True)
    answer = models.TextField("treść odpowiedzi", blank=True)
    file = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField("wpisano", auto_now_add=True)

    class Meta:
        verbose_name = "dowód"
        verbose_name_plural = "dowody"
        constraints = [
            models.CheckConstraint(
                condition=Q(asked_on=None)
                | Q(received_on=None)
                | Q(received_on__gte=F("asked_on")),
                name="evidence_received_after_asked",
            )
        ]
        triggers = [
            *audited(),
            *frozen_when(
                Q(old__file__isnull=False),
                but=("issuer", "asked_on", "received_on", "valid_until", "answer"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.title}"


class IncomeRecord(models.Model):
    """One receipt of one person: what, how much, for which month or year, and its proof.

    A correction is a further row that supersedes this one; a withdrawal is a superseding row
    marked `withdrawn`. `kind` is a code of the income dictionary of the rules.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="incomes")
    kind = models.CharField("rodzaj dochodu", max_length=40)
    amount = models.DecimalField("kwota", max_digits=12, decimal_places=2, null=True, blank=True)
    hectares = models.DecimalField(
        "hektary przeliczeniowe", max_digits=9, decimal_places=4, null=True, blank=True
    )
    month = models.DateField("miesiąc otrzymania", null=True, blank=True)
    year = models.PositiveSmallIntegerField("rok", null=True, blank=True)
    months = models.PositiveSmallIntegerField("liczba miesięcy w roku", null=True, blank=True)
    lost_on = models.DateField("utrata źródła", null=True, blank=True)
    gained_on = models.DateField("uzyskanie źródła", null=True, blank=True)
    for_months = ArrayField(
        models.DateField(), verbose_name="za miesiące", default=list, blank=True
    )
    source = models.CharField("płatnik", max_length=120, blank=True)
    evidence = models.ForeignKey(
        Evidence, null=True, blank=True, on_delete=models.PROTECT, related_name="incomes"
    )
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    withdrawn = models.BooleanField("wycofano", default=False)
    reason = models.CharField("powód zmiany", max_length=200, blank=True)
    request_id = models.UUIDField(unique=True, null=True, editable=False)
    recorded_at = models.DateTimeField("wpisano", auto_now_add=True)

    class Meta:
        verbose_name = "dochód"
        verbose_name_plural = "dochody"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="farm", hectares__gt=0, amount=None)
                | (~Q(kind="farm") & Q(amount__gte=0, hectares=None)),
                name="income_amount_or_hectares",
            ),
            models.CheckConstraint(
                condition=Q(month__isnull=False, year=None) | Q(month=None, year__isnull=False),
                name="income_month_or_year",
            ),
            models.CheckConstraint(
                condition=Q(month=None) | Q(month__day=1), name="income_month_first_day"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn=False) | Q(supersedes__isnull=False),
                name="income_withdrawal_names_row",
            ),
            models.CheckConstraint(
                condition=Q(supersedes=None) | ~Q(reason=""), name="income_change_has_reason"
            ),
        ]
        indexes = [models.Index(fields=["person", "month"], name="income_person_month")]
        triggers = [*audited(), *frozen()]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount or self.hectares}"

    @property
    def is_replaced(self) -> bool:
        """Whether a further row took its place."""
        return hasattr(self, "superseded_by")


class Circumstance(models.Model):
    """A dated fact of a person that the acts ask for: disability, incapacity, education …"""

    class Kind(models.TextChoices):
        DISABILITY = "disability", "niepełnosprawność"
        INCAPACITY = "incapacity", "niezdolność do pracy"
        EDUCATION = "education", "nauka"
        INSTITUTION = "institution", "pobyt w instytucji"
        EMPLOYMENT = "employment", "sytuacja zawodowa"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="circumstances")
    kind = models.CharField("rodzaj", max_length=12, choices=Kind.choices)
    value = models.CharField("wartość", max_length=40)
    valid_from = models.DateField("od")
    valid_to = models.DateField("do", null=True, blank=True)
    evidence = models.ForeignKey(
        Evidence, null=True, blank=True, on_delete=models.PROTECT, related_name="circumstances"
    )
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    withdrawn = models.BooleanField("wycofano", default=False)
    recorded_at = models.DateTimeField("wpisano", auto_now_add=True)

    class Meta:
        verbose_name = "okoliczność"
        verbose_name_plural = "okoliczności"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="circumstance_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn=False) | Q(supersedes__isnull=False),
                name="circumstance_withdrawal_names_row",
            ),
        ]
        indexes = [models.Index(fields=["person", "kind"], name="circumstance_person_kind")]
        triggers = [*audited(), *frozen()]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.words}"

    @property
    def words(self) -> str:
        """The value in the clerk's words."""
        return CIRCUMSTANCES.get(self.kind, {}).get(self.value, self.value)
