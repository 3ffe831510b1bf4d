"""Who lives and keeps house together (art. 6 pkt 14 u.p.s.), and its frozen pictures."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast

from cases.models.people import Person
from opsapp.kernel.audit import tracked
from opsapp.kernel.triggers import audited, frozen


class HouseholdRole(models.TextChoices):
    """Relation to the head of the household; the codes are those of the assessment contract."""

    APPLICANT = "applicant", "wnioskodawca"
    SPOUSE = "spouse", "małżonek"
    PARTNER = "partner", "partner"
    CHILD = "child", "dziecko"
    STEPCHILD = "stepchild", "pasierb"
    FOSTER_CHILD = "foster_child", "dziecko w pieczy zastępczej"
    PARENT = "parent", "rodzic"
    GRANDPARENT = "grandparent", "dziadek lub babcia"
    GRANDCHILD = "grandchild", "wnuk"
    SIBLING = "sibling", "brat lub siostra"
    OTHER = "other", "inna osoba"


@tracked
class Household(models.Model):
    """A container of dated memberships; nothing legal hangs on it.

    It stays with the remaining adults; who leaves begins a new one.
    """

    opened_on = models.DateField("od")
    closed_on = models.DateField("do", null=True, blank=True)
    note = models.CharField("uwagi", max_length=200, blank=True)

    class Meta:
        verbose_name = "gospodarstwo domowe"
        verbose_name_plural = "gospodarstwa domowe"
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="household_closed_after_opened",
            )
        ]
        triggers = [*audited()]

    def __str__(self) -> str:
        return f"gospodarstwo nr {self.pk}"


@tracked
class Membership(models.Model):
    """A person's stay in a household.

    One at a time for a person; only a child in alternating custody, so marked in both rows,
    may belong to two households at once.
    """

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField("rola w rodzinie", max_length=12, choices=HouseholdRole.choices)
    alternating = models.BooleanField("opieka naprzemienna", default=False)
    period = DateRangeField("okres")

    class Meta:
        verbose_name = "członkostwo w gospodarstwie"
        verbose_name_plural = "członkostwa w gospodarstwach"
        constraints = [
            ExclusionConstraint(
                name="membership_one_household",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(alternating=False),
                violation_error_message=(
                    "Ta osoba należy w tym czasie do innego gospodarstwa. "
                    "Zakończ tam jej pobyt albo zaznacz opiekę naprzemienną w obu."
                ),
            ),
            ExclusionConstraint(
                name="membership_alternating_in_both",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                    (Cast("alternating", models.IntegerField()), RangeOperators.NOT_EQUAL),
                ],
            ),
            ExclusionConstraint(
                name="membership_once_in_household",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("household", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="membership_one_applicant",
                expressions=[
                    ("household", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(role="applicant"),
                violation_error_message="Gospodarstwo ma już osobę składającą wnioski.",
            ),
            models.CheckConstraint(
                condition=Q(alternating=False) | Q(role__in=["child", "stepchild", "foster_child"]),
                name="membership_alternating_child",
                violation_error_message="Opieka naprzemienna dotyczy tylko dziecka.",
            ),
            models.CheckConstraint(condition=Q(period__isempty=False), name="membership_period"),
        ]
        triggers = [*audited()]

    def __str__(self) -> str:
        return f"{self.person} w {self.household}"


class HouseholdSnapshot(models.Model):
    """The household as it was for one act: interview, calculation, instalment. Never changed."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="snapshots")
    on = models.DateField("na dzień")
    terc = models.CharField("gmina (TERC)", max_length=7, blank=True)
    address = models.CharField("adres", max_length=300, blank=True)
    size = models.PositiveSmallIntegerField("liczba osób w rodzinie")
    children = models.PositiveSmallIntegerField("liczba dzieci")
    recorded_at = models.DateTimeField("utrwalono", auto_now_add=True)

    class Meta:
        verbose_name = "skład rodziny na dzień"
        verbose_name_plural = "składy rodzin na dzień"
        constraints = [
            models.CheckConstraint(condition=Q(size__gte=1), name="snapshot_has_members"),
            models.CheckConstraint(condition=Q(children__lte=F("size")), name="snapshot_children"),
        ]
        indexes = [models.Index(fields=["household", "on"], name="snapshot_household")]
        triggers = [*audited(), *frozen()]

    def __str__(self) -> str:
        return f"{self.household} na {self.on:%d.%m.%Y}"


class SnapshotMember(models.Model):
    """One person of a snapshot, counted in the family of the act or not, and why not."""

    snapshot = models.ForeignKey(
        HouseholdSnapshot, on_delete=models.PROTECT, related_name="members"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="snapshot_rows")
    role = models.CharField("rola w rodzinie", max_length=12, choices=HouseholdRole.choices)
    birth_date = models.DateField("data urodzenia", null=True)
    sex = models.CharField("płeć", max_length=7, default="unknown")
    disability = models.CharField("niepełnosprawność", max_length=20, default="none")
    incapacity = models.CharField("niezdolność do pracy", max_length=10, default="none")
    education = models.CharField("nauka", max_length=20, default="none")
    alternating = models.BooleanField("opieka naprzemienna", default=False)
    counted = models.BooleanField("wliczono do rodziny", default=True)
    why_not = models.CharField("dlaczego nie wliczono", max_length=200, blank=True)

    class Meta:
        verbose_name = "osoba w składzie rodziny"
        verbose_name_plural = "osoby w składzie rodziny"
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "person"], name="snapshot_member_once"),
            models.CheckConstraint(
                condition=Q(counted=True, why_not="") | (Q(counted=False) & ~Q(why_not="")),
                name="snapshot_member_why_not",
            ),
        ]
        triggers = [*audited(), *frozen()]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"
