"""The family environmental interview (art. 107 u.p.s., Dz.U. 2021 poz. 893)."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models import Case, Household, HouseholdSnapshot, IncomeRecord
from opsapp.kernel.audit import tracked
from opsapp.kernel.states import TransitionRecord
from opsapp.kernel.triggers import REFUSED, audited, child_frozen_when, frozen_when
from opsapp.office.models import Unit
from socialwork.states import INTERVIEW

_ONLY_THE_WORKER_SIGNS = f"""
    IF public.ops_actor() IS DISTINCT FROM NEW.worker_id THEN
        RAISE EXCEPTION 'Wywiad podpisuje tylko pracownik, który go prowadzi.' {REFUSED};
    END IF;
    RETURN NEW;
"""


@tracked(inserts=False)
class Interview(models.Model):
    """An interview with a household on a day; it serves any number of cases.

    Signing freezes it with a snapshot of the household; a mistake found later is mended by
    a correcting interview that names this one. While it is open the day may lie ahead: a visit
    that was agreed. `unit` is the section whose social work it is; none means the whole centre.
    """

    class Kind(models.TextChoices):
        BASIC = "basic", "wywiad (część I)"
        UPDATE = "update", "aktualizacja (część IV)"
        OBLIGED_RELATIVE = "obliged_relative", "u osoby zobowiązanej (część II)"
        OTHER_BODY = "other_body", "na prośbę innego organu"

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="interviews")
    kind = models.CharField("rodzaj", max_length=16, choices=Kind.choices, default=Kind.BASIC)
    unit = models.ForeignKey(
        Unit,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="sekcja",
    )
    visited_on = models.DateField("data wizyty")
    visit_hour = models.TimeField("godzina wizyty", null=True, blank=True)
    place = models.CharField("miejsce", max_length=200, blank=True)
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="interviews"
    )
    previous = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="later"
    )
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )
    correction_reason = models.CharField("powód korekty", max_length=300, blank=True)
    status = models.CharField(
        "stan", max_length=10, choices=INTERVIEW.choices, default=INTERVIEW.initial
    )
    snapshot = models.OneToOneField(
        HouseholdSnapshot, null=True, blank=True, on_delete=models.PROTECT, related_name="interview"
    )
    signed_on = models.DateField("podpisano", null=True, blank=True)
    content_sha256 = models.CharField("skrót treści", max_length=64, blank=True)
    recorded_at = models.DateTimeField("założono", auto_now_add=True)

    class Meta:
        verbose_name = "wywiad środowiskowy"
        verbose_name_plural = "wywiady środowiskowe"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    status="signed",
                    snapshot__isnull=False,
                    signed_on__isnull=False,
                    content_sha256__regex=r"^[0-9a-f]{64}$",
                )
                | (~Q(status="signed") & Q(snapshot=None, signed_on=None, content_sha256="")),
                name="interview_signed_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(kind="update") | Q(previous__isnull=False),
                name="interview_update_names_previous",
            ),
            models.CheckConstraint(
                condition=Q(corrects=None, correction_reason="")
                | (Q(corrects__isnull=False) & ~Q(correction_reason="")),
                name="interview_correction_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(signed_on=None) | Q(signed_on__gte=models.F("visited_on")),
                name="interview_signed_after_visit",
            ),
            models.UniqueConstraint(
                fields=["corrects"],
                condition=~Q(status="abandoned"),
                name="interview_one_correction",
                violation_error_message="Ten wywiad ma już korektę.",
            ),
            models.UniqueConstraint(
                fields=["household", "worker"],
                condition=Q(status="draft"),
                name="interview_one_draft_per_worker",
                violation_error_message="Masz już rozpoczęty wywiad z tą rodziną.",
            ),
        ]
        indexes = [
            models.Index(fields=["household", "-visited_on"], name="interview_household"),
            models.Index(
                fields=["worker", "visited_on"],
                name="interview_open",
                condition=Q(status="draft"),
            ),
            models.Index(fields=["-visited_on", "-id"], name="interview_newest"),
        ]
        triggers = [
            *audited(),
            *INTERVIEW.triggers(),
            *frozen_when(~Q(old__status="draft")),
            pgtrigger.Trigger(
                name="only_the_worker_signs",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("status"),  # type: ignore[no-untyped-call]
                condition=pgtrigger.Q(new__status="signed"),
                func=" ".join(_ONLY_THE_WORKER_SIGNS.split()),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} z {self.visited_on:%d.%m.%Y}"


class InterviewTransition(TransitionRecord):
    """A move of an interview."""

    record = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="transitions")

    class Meta(TransitionRecord.Meta):
        verbose_name = "zmiana stanu wywiadu"


@tracked
class InterviewSection(models.Model):
    """The answers of one section of the questionnaire, saved as typed.

    `answers` is a JSON object of question code → answer by the questionnaire of `edition`.
    `version` grows with every save: a stale form is refused.
    """

    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="sections")
    code = models.CharField("część", max_length=20)
    edition = models.CharField("wydanie kwestionariusza", max_length=10)
    answers = models.JSONField("odpowiedzi", default=dict, blank=True)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField("zapisano", auto_now=True)

    class Meta:
        verbose_name = "część wywiadu"
        verbose_name_plural = "części wywiadu"
        constraints = [
            models.UniqueConstraint(fields=["interview", "code"], name="interview_section_once")
        ]
        triggers = [
            *audited(),
            *child_frozen_when("socialwork_interview", "interview_id", "status <> 'draft'"),
        ]

    def __str__(self) -> str:
        return self.code


@tracked(inserts=False)
class InterviewCase(models.Model):
    """The case that an interview serves."""

    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="case_links")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="interview_links")

    class Meta:
        verbose_name = "sprawa wywiadu"
        verbose_name_plural = "sprawy wywiadu"
        constraints = [
            models.UniqueConstraint(fields=["interview", "case"], name="interview_case_once")
        ]
        triggers = [
            *audited(),
            *child_frozen_when("socialwork_interview", "interview_id", "status <> 'draft'"),
        ]

    def __str__(self) -> str:
        return f"{self.interview} – {self.case}"


@tracked(inserts=False)
class InterviewIncome(models.Model):
    """An income on record that was shown, and confirmed, in the interview."""

    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="income_links")
    income = models.ForeignKey(IncomeRecord, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "dochód w wywiadzie"
        verbose_name_plural = "dochody w wywiadzie"
        constraints = [
            models.UniqueConstraint(fields=["interview", "income"], name="interview_income_once")
        ]
        triggers = [
            *audited(),
            *child_frozen_when("socialwork_interview", "interview_id", "status <> 'draft'"),
        ]

    def __str__(self) -> str:
        return str(self.income)
