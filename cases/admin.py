"""What cases add to the configuration panel."""

from __future__ import annotations

from django.contrib import admin

from cases.models import Institution
from opsapp.office.admin_base import Configured


@admin.register(Institution)
class Institutions(Configured):
    """Bodies outside the centre; one no longer used is switched off."""

    group = "Słowniki"
    about = "Sądy, urzędy, szkoły, wynajmujący i inni, do których piszemy i płacimy."
    icon = "building"
    list_display = ("name", "kind", "town", "is_active")
    list_filter = ("is_active", "kind")
    search_fields = ("name", "town")
