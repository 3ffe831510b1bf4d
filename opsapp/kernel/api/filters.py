"""Conditions of lists as the API takes them: dates in ISO form, keys as whole numbers."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

LARGEST_KEY = 10**18


class Conditions(filters.FilterSet):  # type: ignore[misc]
    """Conditions of one list."""


class ISODate(filters.DateFilter):  # type: ignore[misc]
    """A date as 2026-11-22 and in no other form."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, input_formats=["%Y-%m-%d"], **options)


class WholeNumber(filters.NumberFilter):  # type: ignore[misc]
    """The key of a record."""

    field_class = forms.IntegerField

    def get_max_validator(self) -> MaxValueValidator:
        """Larger ones are no keys."""
        return MaxValueValidator(LARGEST_KEY)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, validators=[MinValueValidator(1)], **options)
