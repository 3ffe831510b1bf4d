"""Dictionaries: rows with a code and a period. Code knows codes, never labels."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from opsapp.kernel.audit import tracked
from opsapp.kernel.triggers import audited
from opsapp.office.models.periods import DatedQuerySet, has_beginning, one_at_a_time, period_field


@tracked
class JrwaClass(models.Model):
    """A class of the office's uniform list of records (JRWA): symbol, name, archive category."""

    symbol = models.CharField("symbol", max_length=10)
    name = models.CharField("hasło klasyfikacyjne", max_length=200)
    category = models.CharField("kategoria archiwalna", max_length=10)
    forms_case = models.BooleanField("tworzy sprawę", default=True)
    placeholder = models.BooleanField(
        "zapis zastępczy",
        default=False,
        help_text="Do zastąpienia wykazem akt ośrodka.",
        editable=False,
    )
    period: Any = period_field()

    objects: Any = DatedQuerySet["JrwaClass"].as_manager()

    class Meta:
        verbose_name = "klasa JRWA"
        verbose_name_plural = "klasy JRWA"
        ordering = ["symbol"]
        constraints = [
            has_beginning("jrwa_has_beginning"),
            one_at_a_time("jrwa_one_class_of_a_symbol", "symbol"),
            models.CheckConstraint(
                condition=Q(symbol__regex=r"^[0-9]+$"),
                name="jrwa_symbol_digits",
                violation_error_message="Symbol klasy składa się z samych cyfr.",
            ),
            models.CheckConstraint(
                condition=Q(category__regex=r"^(A|B[0-9]+|BE[0-9]+|Bc)$"),
                name="jrwa_category",
                violation_error_message="Kategoria archiwalna to A, B lub BE z liczbą lat albo Bc.",
            ),
        ]
        triggers = audited()

    def __str__(self) -> str:
        return f"{self.symbol} {self.name}"


@tracked
class Benefit(models.Model):
    """A form of help: where its cases are filed, what it is paid from, and how the database must
    treat it.

    `exclusive`: a person may have one of it at a time. `cash`: it is paid in money.
    """

    class Task(models.TextChoices):
        OWN = "own", "zadanie własne"
        COMMISSIONED = "commissioned", "zadanie zlecone"

    code = models.SlugField("kod", max_length=60, unique=True)
    label = models.CharField("nazwa", max_length=160)
    act = models.CharField("podstawa prawna", max_length=200)
    jrwa_symbol = models.CharField("symbol JRWA", max_length=10)
    chapter = models.CharField("rozdział", max_length=5, blank=True)
    paragraph = models.CharField("paragraf", max_length=4, blank=True)
    task = models.CharField("rodzaj zadania", max_length=12, choices=Task.choices, default=Task.OWN)
    exclusive = models.BooleanField("jedno naraz", default=False)
    cash = models.BooleanField("pieniężne", default=True)
    period: Any = period_field()

    objects: Any = DatedQuerySet["Benefit"].as_manager()

    class Meta:
        verbose_name = "świadczenie"
        verbose_name_plural = "świadczenia"
        ordering = ["label"]
        constraints = [
            has_beginning("benefit_has_beginning"),
            models.CheckConstraint(
                condition=Q(chapter__regex=r"^([0-9]{5})?$"), name="benefit_chapter"
            ),
            models.CheckConstraint(
                condition=Q(paragraph__regex=r"^([0-9]{4})?$"), name="benefit_paragraph"
            ),
            models.CheckConstraint(
                condition=Q(cash=False) | ~Q(chapter="") & ~Q(paragraph=""),
                name="benefit_cash_has_classification",
                violation_error_message="Świadczenie pieniężne musi mieć rozdział i paragraf.",
            ),
        ]
        triggers = audited()

    def __str__(self) -> str:
        return self.label


@tracked
class Reason(models.Model):
    """A reason for help (art. 7 u.p.s.). `cash_alone_insufficient`: alone it does not entitle to
    cash (art. 8 ust. 1).
    """

    code = models.SlugField("kod", max_length=60, unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, related_name="parts", null=True, blank=True, verbose_name="część"
    )
    label = models.CharField("nazwa", max_length=200)
    article = models.CharField("przepis", max_length=60)
    order = models.PositiveSmallIntegerField("kolejność", default=0)
    cash_alone_insufficient = models.BooleanField(
        "sam nie wystarcza do pomocy pieniężnej", default=False
    )
    period: Any = period_field()

    objects: Any = DatedQuerySet["Reason"].as_manager()

    class Meta:
        verbose_name = "powód pomocy"
        verbose_name_plural = "powody pomocy"
        ordering = ["order", "code"]
        constraints = [has_beginning("reason_has_beginning")]
        triggers = audited()

    def __str__(self) -> str:
        return self.label


@tracked
class Classification(models.Model):
    """A line of the budget classification: division, chapter, paragraph."""

    division = models.CharField("dział", max_length=3)
    chapter = models.CharField("rozdział", max_length=5)
    paragraph = models.CharField("paragraf", max_length=4)
    label = models.CharField("nazwa", max_length=200)
    booking = models.CharField("dekretacja", max_length=120, blank=True)
    period: Any = period_field()

    objects: Any = DatedQuerySet["Classification"].as_manager()

    class Meta:
        verbose_name = "klasyfikacja budżetowa"
        verbose_name_plural = "klasyfikacja budżetowa"
        ordering = ["division", "chapter", "paragraph"]
        constraints = [
            has_beginning("classification_has_beginning"),
            one_at_a_time("classification_once", "division", "chapter", "paragraph"),
            models.CheckConstraint(
                condition=Q(
                    division__regex=r"^[0-9]{3}$",
                    chapter__regex=r"^[0-9]{5}$",
                    paragraph__regex=r"^[0-9]{4}$",
                ),
                name="classification_digits",
                violation_error_message="Dział ma 3 cyfry, rozdział 5, paragraf 4.",
            ),
            models.CheckConstraint(
                condition=Q(chapter__startswith=models.F("division")),
                name="classification_chapter_of_division",
                violation_error_message="Rozdział musi zaczynać się od numeru działu.",
            ),
        ]
        triggers = audited()

    def __str__(self) -> str:
        return f"{self.division} {self.chapter} § {self.paragraph}"
