"""Series of numbers, background work and its schedules."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path

from opsapp.kernel import clock, jobs, numbering
from opsapp.kernel.models import Job, NumberSeries, Schedule
from opsapp.kernel.web.wording import counted
from opsapp.office.admin_base import Configured, Shown, as_button, author

SERIES = {
    "case": "sprawy",
    "application": "wnioski",
    "decision": "decyzje",
    "payment_list": "listy wypłat",
}
"""What is numbered, by the codes of `numbering.take`."""


class OfWhat(admin.SimpleListFilter):
    """Series of one kind, chosen by its words."""

    title = "co jest numerowane"
    parameter_name = "co"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The kinds."""
        return list(SERIES.items())

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Those of the kind chosen."""
        return queryset.filter(kind=self.value()) if self.value() in SERIES else queryset


class SeriesForm(forms.ModelForm[NumberSeries]):
    """A series continued after the last number given on paper."""

    kind = forms.ChoiceField(label="Co jest numerowane", choices=list(SERIES.items()))

    class Meta:
        model = NumberSeries
        fields = ("kind", "cell", "jrwa", "year", "starts_after")


@admin.register(NumberSeries)
class NumberSeriesAdmin(Configured):
    """Series of numbers: opened here only to continue those kept on paper; then they run alone."""

    group = "Ośrodek"
    about = "Do jakiego numeru doszły spisy; kontynuacja numeracji z papieru."
    icon = "list-check"

    form = SeriesForm
    list_display = ("what", "cell", "jrwa", "year", "last", "starts_after")
    list_filter = ("year", OfWhat)

    @admin.display(description="co jest numerowane", ordering="kind")
    def what(self, series: Any) -> str:
        """The kind in words."""
        return str(SERIES.get(series.kind, series.kind))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The year in which the centre begins to work here."""
        return {"year": clock.today().year}

    def has_change_permission(self, request: HttpRequest, obj: NumberSeries | None = None) -> bool:
        """A number once given stays given."""
        return False

    def save_model(self, request: HttpRequest, obj: NumberSeries, form: Any, change: bool) -> None:
        """By the act that opens a series."""
        made = numbering.continue_from_paper(
            obj.kind, cell=obj.cell, jrwa=obj.jrwa, year=obj.year,
            last_on_paper=obj.starts_after, actor=author(request),
        )  # fmt: skip
        obj.pk = made.pk


@admin.register(Job)
class Jobs(Shown):
    """Background work: what was ordered, how it went, and ordering again what failed."""

    about = "Co wykonuje się w tle i co się nie udało."
    icon = "server"
    counted = False

    list_display = ("what", "status", "attempts", "recorded_at", "finished_at", "error")
    list_filter = ("status", "kind")
    search_fields = ("key", "error")
    change_form_template = "admin/job.html"
    fields = (
        "what", "status", "error", "message", "arguments", "result", "key", "ordered_by",
        "attempts", "kills", "progress", "total", "run_after", "recorded_at", "started_at",
        "finished_at",
    )  # fmt: skip

    @admin.display(description="rodzaj", ordering="kind")
    def what(self, job: Any) -> str:
        """The kind in words."""
        return jobs.label_of(job.kind)

    def get_urls(self) -> list[Any]:
        """One more address: ordering again."""
        again = path(
            "<int:pk>/ponow/", self.admin_site.admin_view(self.retry), name="kernel_job_retry"
        )
        return [again, *super().get_urls()]

    def retry(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Order a failed job again, in the name of whoever asks."""
        if not self.has_view_permission(request):
            return HttpResponse(status=403)
        job = get_object_or_404(Job, pk=pk)
        return as_button(
            request, lambda: jobs.retry(job, actor=author(request)),
            done="Zadanie zlecono ponownie.", back=("admin:kernel_job_change", pk),
        )  # fmt: skip


def span_said(every: timedelta) -> str:
    """How often in words, in days where they are whole, else in hours or minutes."""
    minutes = int(every.total_seconds() // 60)
    if minutes and minutes % (24 * 60) == 0:
        return f"co {counted(minutes // (24 * 60), ('dzień', 'dni', 'dni'))}"
    if minutes and minutes % 60 == 0:
        return f"co {counted(minutes // 60, ('godzinę', 'godziny', 'godzin'))}"
    return f"co {counted(minutes, ('minutę', 'minuty', 'minut'))}"


@admin.register(Schedule)
class Schedules(Configured):
    """Work ordered again and again: when, how often, whether at all."""

    about = "Kopie zapasowe, kontrola danych i inne prace cykliczne."
    icon = "calendar-time"

    list_display = ("what", "how_often", "next_run", "is_on", "ordered_by")
    readonly_fields = ("what", "arguments", "ordered_by")
    fields = ("what", "every", "next_run", "is_on", "arguments", "ordered_by")

    @admin.display(description="rodzaj", ordering="kind")
    def what(self, schedule: Any) -> str:
        """The kind in words."""
        return jobs.label_of(schedule.kind)

    @admin.display(description="co ile", ordering="every")
    def how_often(self, schedule: Any) -> str:
        """'co 1 dzień', 'co 6 godzin'."""
        return span_said(schedule.every)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Schedules ship with the programme."""
        return False
