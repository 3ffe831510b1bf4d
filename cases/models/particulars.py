"""Dated particulars of a person: each change is a further row, the old one keeps its period."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q

from cases.models.people import Person
from opsapp.kernel import clock
from opsapp.kernel.audit import tracked
from opsapp.kernel.text import Fold, PlKey
from opsapp.kernel.triggers import audited

CURRENT = Q(period__upper_inf=True)
"""Rows without an end: those that rights and duties of workers follow at once."""


def in_force(on: date | None = None) -> Q:
    """Rows whose period holds a day, today unless another is given: what begins later counts from
    its day.
    """
    return Q(period__contains=on or clock.today())


def one_at_a_time(name: str, *keys: str) -> ExclusionConstraint:
    """No two rows of the same keys may share a day."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            *((key, RangeOperators.EQUAL) for key in keys),
            ("period", RangeOperators.OVERLAPS),
        ],
        violation_error_message="W tym okresie obowiązuje już inny wpis.",
    )


def _folded(name: str) -> models.GeneratedField:
    return models.GeneratedField(
        expression=Fold(name), output_field=models.TextField(), db_persist=True
    )


@tracked(exclude=["folded_last", "folded_first"])
class PersonName(models.Model):
    """Names in force in a period; the open one is shown, all of them are searched, by the form
    that the database folds and keeps.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="names")
    first_name = models.CharField("imię", max_length=60)
    second_name = models.CharField("drugie imię", max_length=60, blank=True)
    last_name = models.CharField("nazwisko", max_length=120)
    birth_name = models.CharField("nazwisko rodowe", max_length=120, blank=True)
    period = DateRangeField("okres")
    folded_last = _folded("last_name")
    folded_first = _folded("first_name")

    class Meta:
        verbose_name = "imię i nazwisko"
        verbose_name_plural = "imiona i nazwiska"
        constraints = [
            one_at_a_time("person_name_one_at_a_time", "person"),
            models.CheckConstraint(
                condition=~Q(first_name="") & ~Q(last_name=""), name="person_name_complete"
            ),
            models.CheckConstraint(condition=Q(period__isempty=False), name="person_name_period"),
        ]
        indexes = [
            models.Index(
                PlKey("last_name"),
                PlKey("first_name"),
                "person",
                name="person_name_order",
            ),
            GinIndex(
                fields=["folded_last", "folded_first"],
                opclasses=["gin_trgm_ops", "gin_trgm_ops"],
                name="person_name_search",
            ),
        ]
        triggers = [*audited()]

    def __str__(self) -> str:
        return f"{self.last_name} {self.first_name}"


@tracked
class Citizenship(models.Model):
    """Citizenship or the status of a foreigner (art. 5 u.p.s.) in a period."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="citizenships")
    country = models.CharField("kraj", max_length=2, default="PL")
    stay_title = models.CharField("tytuł pobytu cudzoziemca", max_length=120, blank=True)
    period = DateRangeField("okres")

    class Meta:
        verbose_name = "obywatelstwo"
        verbose_name_plural = "obywatelstwa"
        constraints = [one_at_a_time("citizenship_one_at_a_time", "person", "country")]
        triggers = [*audited()]

    def __str__(self) -> str:
        return self.country


@tracked
class MaritalStatus(models.Model):
    """Marital status in a period."""

    class Kind(models.TextChoices):
        SINGLE = "single", "panna / kawaler"
        MARRIED = "married", "zamężna / żonaty"
        SEPARATED = "separated", "w separacji"
        DIVORCED = "divorced", "rozwiedziona / rozwiedziony"
        WIDOWED = "widowed", "wdowa / wdowiec"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="marital_statuses")
    kind = models.CharField("stan cywilny", max_length=10, choices=Kind.choices)
    period = DateRangeField("okres")

    class Meta:
        verbose_name = "stan cywilny"
        verbose_name_plural = "stany cywilne"
        constraints = [one_at_a_time("marital_status_one_at_a_time", "person")]
        triggers = [*audited()]

    def __str__(self) -> str:
        return self.get_kind_display()


@tracked
class Contact(models.Model):
    """A way to reach the person: phone, e-mail or the e-delivery address."""

    class Kind(models.TextChoices):
        PHONE = "phone", "telefon"
        EMAIL = "email", "e-mail"
        E_DELIVERY = "e_delivery", "adres do doręczeń elektronicznych"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contacts")
    kind = models.CharField("rodzaj", max_length=10, choices=Kind.choices)
    value = models.CharField("wartość", max_length=120)
    search_key = models.CharField(max_length=120, editable=False)
    note = models.CharField("uwagi", max_length=120, blank=True)
    period = DateRangeField("okres")

    class Meta:
        verbose_name = "kontakt"
        verbose_name_plural = "kontakty"
        constraints = [one_at_a_time("contact_one_at_a_time", "person", "kind", "search_key")]
        indexes = [models.Index(fields=["search_key"], name="contact_search")]
        triggers = [*audited()]

    def __str__(self) -> str:
        return self.value


@tracked
class Address(models.Model):
    """An address of one kind in a period; a homeless person has the last registered one."""

    class Kind(models.TextChoices):
        RESIDENCE = "residence", "zamieszkania"
        REGISTERED = "registered", "zameldowania"
        CORRESPONDENCE = "correspondence", "do korespondencji"
        LAST_REGISTERED = "last_registered", "ostatniego zameldowania na pobyt stały"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="addresses")
    kind = models.CharField("rodzaj adresu", max_length=16, choices=Kind.choices)
    terc = models.CharField("gmina (TERC)", max_length=7, blank=True)
    locality = models.CharField("miejscowość", max_length=80)
    street = models.CharField("ulica", max_length=100, blank=True)
    building = models.CharField("numer domu", max_length=12, blank=True)
    flat = models.CharField("numer lokalu", max_length=12, blank=True)
    postal_code = models.CharField("kod pocztowy", max_length=6, blank=True)
    post_town = models.CharField("poczta", max_length=80, blank=True)
    period = DateRangeField("okres")

    class Meta:
        verbose_name = "adres"
        verbose_name_plural = "adresy"
        constraints = [
            one_at_a_time("address_one_at_a_time", "person", "kind"),
            models.CheckConstraint(
                condition=Q(terc="") | Q(terc__regex=r"^\d{7}$"), name="address_terc_shape"
            ),
            models.CheckConstraint(
                condition=Q(postal_code="") | Q(postal_code__regex=r"^\d{2}-\d{3}$"),
                name="address_postal_code_shape",
            ),
        ]
        indexes = [
            GinIndex(
                OpClass(Fold("street"), name="gin_trgm_ops"),
                name="address_street_search",
                condition=Q(kind="residence"),
            ),
            models.Index(fields=["person", "kind"], name="address_current"),
        ]
        triggers = [*audited()]

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.first_line, self.second_line]))

    @property
    def first_line(self) -> str:
        """Street with numbers, or the place with the house number where there are no streets;
        nothing when the second line says the same.
        """
        number = "/".join(filter(None, [self.building, self.flat]))
        if not (self.street or number) and self.post_town in ("", self.locality):
            return ""
        return f"{self.street or self.locality} {number}".strip()

    @property
    def second_line(self) -> str:
        """Postal code and town."""
        town = self.post_town or (self.locality if self.street else "")
        return f"{self.postal_code} {town or self.locality}".strip()


@tracked
class Alert(models.Model):
    """A warning for everyone who opens the card."""

    class Kind(models.TextChoices):
        DANGER = "danger", "zagrożenie dla pracownika"
        GUARDIANSHIP = "guardianship", "opieka lub kuratela"
        DOCUMENT = "document", "nieaktualny dokument"
        DISEASE = "disease", "choroba zakaźna"
        OTHER = "other", "inne"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="alerts")
    kind = models.CharField("rodzaj", max_length=12, choices=Kind.choices)
    text = models.CharField("treść", max_length=300)
    period = DateRangeField("okres")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "ostrzeżenie"
        verbose_name_plural = "ostrzeżenia"
        ordering = [F("id").desc()]
        triggers = [*audited()]

    def __str__(self) -> str:
        return self.text
