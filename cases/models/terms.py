"""Terms of the law, computed with Polish days off, shown as work before they are late."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cases.models.cases import Case
from opsapp.kernel.audit import tracked
from opsapp.kernel.triggers import audited


@tracked
class Term(models.Model):
    """A day by which something must happen in a case.

    It ends by being met or cancelled; a new date is a further term that names this one.
    """

    class Kind(models.TextChoices):
        SETTLE = "settle", "załatwienie sprawy"
        INTERVIEW = "interview", "przeprowadzenie wywiadu"
        SUPPLEMENT = "supplement", "uzupełnienie braków"
        SPEAK = "speak", "wypowiedzenie się strony"
        APPEAL = "appeal", "wniesienie odwołania"
        FORWARD_APPEAL = "forward_appeal", "przekazanie odwołania do SKO"
        INTERVIEW_UPDATE = "interview_update", "aktualizacja wywiadu"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="terms")
    kind = models.CharField("termin", max_length=16, choices=Kind.choices)
    basis = models.CharField("podstawa", max_length=80)
    starts_on = models.DateField("bieg od")
    due_on = models.DateField("ostatni dzień")
    met_on = models.DateField("zachowano dnia", null=True, blank=True)
    cancelled_on = models.DateField("odpadł dnia", null=True, blank=True)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    reason = models.CharField("powód nowego terminu", max_length=300, blank=True)

    class Meta:
        verbose_name = "termin"
        verbose_name_plural = "terminy"
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("starts_on")), name="term_due_after_start"
            ),
            models.CheckConstraint(
                condition=Q(met_on=None) | Q(cancelled_on=None), name="term_one_end"
            ),
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(met_on=None, cancelled_on=None),
                name="term_one_open_of_kind",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"], name="term_open", condition=Q(met_on=None, cancelled_on=None)
            )
        ]
        triggers = [*audited()]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} do {self.due_on:%d.%m.%Y}"
