"""A noun with states for tests: tables that no app has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.db.models import Q
from django.test.utils import isolate_apps

from opsapp.kernel.states import Machine, Move, TransitionRecord
from opsapp.kernel.triggers import audited, child_frozen_when, frozen_when
from opsapp.office.models import User
from tests.database.sql import run

LETTER = Machine(
    "letter",
    states={"draft": "projekt", "signed": "podpisane", "sent": "wysłane"},
    initial="draft",
    moves=[
        Move("sign", "draft", "signed", "Podpisz"),
        Move("return_to_author", ["signed"], "draft", "Zwróć do poprawy"),
        Move("send", ("signed",), "sent", "Wyślij"),
    ],
)
Machine.every.remove(LETTER)


@dataclass(frozen=True)
class Nouns:
    """Three tables that live for one test."""

    letter: Any
    transition: Any
    page: Any


def make_nouns() -> Nouns:
    """A letter with states, its transitions and its pages, made in the database as it stands."""
    with isolate_apps("opsapp.kernel") as registry:
        assert registry is not None
        registry.all_models["office"]["user"] = User
        made = _declare()
    with connection.schema_editor() as editor:
        for model in (made.letter, made.transition, made.page):
            editor.create_model(model)
    for model in (made.letter, made.transition, made.page):
        for trigger in model._meta.triggers:
            run(trigger.compile(model).install_sql)
    return made


def _declare() -> Nouns:
    class Letter(models.Model):
        status = models.CharField(max_length=10, choices=LETTER.choices, default=LETTER.initial)
        text = models.CharField(max_length=40, default="")
        posted_on = models.DateField(null=True)

        class Meta:
            app_label = "kernel"
            triggers = [
                *audited(),
                *LETTER.triggers(),
                *frozen_when(Q(old__status="signed"), but=("status", "posted_on")),
                *frozen_when(Q(old__status__in=("sent",))),
            ]

    class LetterTransition(TransitionRecord):
        record = models.ForeignKey(Letter, models.PROTECT, related_name="transitions")

        class Meta(TransitionRecord.Meta):
            app_label = "kernel"

    class Page(models.Model):
        letter = models.ForeignKey(Letter, models.PROTECT)
        text = models.CharField(max_length=40, default="")

        class Meta:
            app_label = "kernel"
            triggers = [
                *audited(),
                *child_frozen_when("kernel_letter", "letter_id", "status <> 'draft'"),
            ]

    return Nouns(Letter, LetterTransition, Page)
