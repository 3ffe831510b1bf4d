"""What the mechanisms hang in the frame: the day, the settings, work that failed in the
background.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse

from opsapp.kernel import registry
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.jobs import label_of
from opsapp.kernel.models import Job
from opsapp.kernel.registry import WORK_LIMIT, Entry, SettingsEntry, WorkItem
from opsapp.kernel.web import day, frame


def register() -> None:
    """Put everything on its shelf."""
    registry.navigation.register(Entry("Mój dzień", "web:home", "calendar-check", None, 10))
    registry.navigation.register(Entry("Ustawienia", "web:settings", "settings", None, 100))
    frame.counters["web:home"] = day.urgent
    registry.work.register(failed_jobs, order=5)
    registry.settings.register(own_settings, order=10)


def failed_jobs(user: Any, today: date) -> Iterator[WorkItem]:
    """Background work that gave up: the administrator mends the cause and orders it again."""
    if not user.can(Cap.CONFIGURE):
        return
    broken = Job.objects.filter(status__in=[Job.Status.FAILED, Job.Status.STOPPED])
    for job in broken.order_by("-finished_at")[: WORK_LIMIT + 1]:
        yield WorkItem(
            group="Zadania w tle",
            label=f"Nie udało się: {label_of(job.kind)}",
            url=reverse("admin:kernel_job_change", args=[job.pk]),
            due=today,
            detail=job.error[:120],
            action="Sprawdź",
        )


def own_settings(user: Any) -> Iterator[SettingsEntry]:
    """What everybody sets for oneself."""
    yield SettingsEntry(
        "Moje konto", "Hasło", reverse("account_change_password"), "Zmiana własnego hasła.", "key"
    )
    yield SettingsEntry(
        "Moje konto", "Sesje", reverse("office:sessions"),
        "Gdzie jesteś zalogowany; wylogowanie pozostałych.", "device-desktop",
    )  # fmt: skip
    yield SettingsEntry(
        "Moje konto", "Moje uprawnienia", reverse("office:user_rights", args=[user.pk]),
        "Co Ci wolno i na podstawie jakich ról.", "user-check",
    )  # fmt: skip
    yield SettingsEntry(
        "Moje konto", "Drugi składnik logowania", reverse("mfa_index"),
        "Kod z aplikacji w telefonie i kody zapasowe.", "shield-lock",
    )  # fmt: skip
