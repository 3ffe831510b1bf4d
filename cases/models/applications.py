"""One application, several benefits: one receipt, one number, items of their own."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Cast, Concat

from cases.models.cases import Case
from cases.models.households import Household
from cases.models.people import Person
from opsapp.kernel.audit import tracked
from opsapp.kernel.triggers import audited, frozen_when
from opsapp.office.models import Benefit, Reason


class Application(models.Model):
    """An application received, or a start ex officio (art. 102 u.p.s., art. 61 k.p.a.).

    What was received never changes; only completeness is filled in later.
    """

    class Channel(models.TextChoices):
        PAPER = "paper", "pismo złożone w ośrodku"
        POST = "post", "poczta"
        ORAL = "oral", "ustnie do protokołu"
        E_DELIVERY = "e_delivery", "e-Doręczenia"
        EPUAP = "epuap", "ePUAP"
        EMAIL = "email", "zwykła poczta elektroniczna"
        PORTAL = "portal", "portal Emp@tia"
        OTHER_BODY = "other_body", "przekazane przez inny organ"
        INTERNAL = "internal", "ustalenie własne ośrodka"

    class Initiation(models.TextChoices):
        ON_REQUEST = "on_request", "na wniosek"
        EX_OFFICIO = "ex_officio", "z urzędu"

    class StartMonth(models.TextChoices):
        RECEIVED = "received", "miesiąc złożenia wniosku"
        COMPLETED = "completed", "miesiąc uzupełnienia dokumentów"

    number = models.PositiveIntegerField("numer")
    year = models.PositiveSmallIntegerField("rok")
    reference = models.GeneratedField(
        expression=Concat(
            Value("W/"),
            Cast("number", models.CharField()),
            Value("/"),
            Cast("year", models.CharField()),
        ),
        output_field=models.CharField(max_length=30),
        db_persist=True,
        verbose_name="numer wniosku",
    )
    request_id = models.UUIDField(unique=True, editable=False)
    applicant = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="applications")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="applications")
    channel = models.CharField("sposób złożenia", max_length=12, choices=Channel.choices)
    initiation = models.CharField(
        "wszczęcie", max_length=10, choices=Initiation.choices, default=Initiation.ON_REQUEST
    )
    received_on = models.DateField("data wpływu")
    completed_on = models.DateField("data skompletowania", null=True, blank=True)
    start_month_basis = models.CharField(
        "prawo liczone od", max_length=10, choices=StartMonth.choices, default=StartMonth.RECEIVED
    )
    start_month_reason = models.CharField("powód wyboru", max_length=300, blank=True)
    request = models.TextField("treść żądania", blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField("wpisano", auto_now_add=True)

    class Meta:
        verbose_name = "wniosek"
        verbose_name_plural = "wnioski"
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="application_number"),
            models.CheckConstraint(
                condition=Q(completed_on=None) | Q(completed_on__gte=F("received_on")),
                name="application_completed_after_received",
                violation_error_message="Wniosek nie mógł być kompletny przed wpływem.",
            ),
        ]
        indexes = [models.Index(fields=["-received_on"], name="application_received")]
        triggers = [
            *audited(),
            *frozen_when(
                Q(old__number__gte=1),
                but=("completed_on", "start_month_basis", "start_month_reason"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.reference)


@tracked
class ApplicationItem(models.Model):
    """One benefit asked for in an application, for one person, in one case. `reopens` names the
    item whose ruling was quashed on appeal: what was paid by it counts.
    """

    class Outcome(models.TextChoices):
        OPEN = "open", "w toku"
        GRANTED = "granted", "przyznano"
        REFUSED = "refused", "odmówiono"
        DISCONTINUED = "discontinued", "umorzono"
        LEFT_UNEXAMINED = "left_unexamined", "pozostawiono bez rozpoznania"
        TRANSFERRED = "transferred", "przekazano"

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="items")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="items")
    benefit = models.ForeignKey(Benefit, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="application_items")
    purpose = models.CharField("cel", max_length=200, blank=True)
    requested_from = models.DateField("od miesiąca", null=True, blank=True)
    requested_to = models.DateField("do miesiąca", null=True, blank=True)
    outcome = models.CharField(
        "wynik", max_length=16, choices=Outcome.choices, default=Outcome.OPEN
    )
    reopens = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reopened_by"
    )

    class Meta:
        verbose_name = "pozycja wniosku"
        verbose_name_plural = "pozycje wniosku"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "benefit"],
                condition=Q(outcome="open"),
                name="item_one_open_per_benefit",
                violation_error_message=(
                    "Ta osoba ma już otwarty wniosek o to świadczenie. Prowadź dalej tamtą sprawę."
                ),
            ),
            models.CheckConstraint(
                condition=Q(requested_from=None) | Q(requested_from__day=1),
                name="item_from_first_day",
            ),
            models.CheckConstraint(
                condition=Q(requested_to=None)
                | (Q(requested_to__day=1) & Q(requested_to__gte=F("requested_from"))),
                name="item_to_first_day",
            ),
        ]
        triggers = [*audited(), *frozen_when(~Q(old__outcome="open"))]

    def __str__(self) -> str:
        return f"{self.benefit}: {self.person}"


class ApplicationReason(models.Model):
    """A reason of art. 7 u.p.s. given in the application; one of them is the first."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="reasons")
    reason = models.ForeignKey(Reason, on_delete=models.PROTECT, related_name="+")
    is_first = models.BooleanField("główny powód", default=False)

    class Meta:
        verbose_name = "powód ubiegania się o pomoc"
        verbose_name_plural = "powody ubiegania się o pomoc"
        constraints = [
            models.UniqueConstraint(
                fields=["application", "reason"], name="application_reason_once"
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(is_first=True),
                name="application_one_first_reason",
            ),
        ]
        triggers = [*audited()]

    def __str__(self) -> str:
        return str(self.reason)
