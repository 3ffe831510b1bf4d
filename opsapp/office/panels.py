"""What the office hangs in the frame: its name, last night's work, and everything to configure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.contrib import admin
from django.core.cache import caches
from django.urls import reverse

from opsapp.kernel import clock, registry
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.models import Job, Schedule
from opsapp.kernel.registry import SettingsEntry, WorkItem
from opsapp.kernel.text import upper_first
from opsapp.kernel.web import frame
from opsapp.office.admin_base import Configured
from opsapp.office.jobs import BACKUP, CHECK_INTEGRITY
from opsapp.office.models import Centre, User

NIGHTLY = {BACKUP: "Kopia zapasowa", CHECK_INTEGRITY: "Nocna kontrola danych"}
AUDITS = "Kontrola"
NAMELESS = ("Ośrodek Pomocy Społecznej", "")
LETTERHEAD = "letterhead"
LATE = timedelta(days=2)


def register() -> None:
    """Put everything on its shelf."""
    registry.work.register(last_night, order=6)
    frame.letterhead.append(letterhead)
    registry.settings.register(panel_tables, order=20)
    registry.settings.register(audits, order=30)


def letterhead() -> tuple[str, str]:
    """The centre's name and address on every page; read anew after a minute.

    Kept by the process: pages that only look cannot write, and the shared cache writes when
    something in it ran out.
    """
    cache = caches["process"]
    kept: tuple[str, str] | None = cache.get(LETTERHEAD)
    if kept is None:
        centre = Centre.objects.on(clock.today()).first()
        kept = (centre.name, _address(centre)) if centre else NAMELESS
        cache.set(LETTERHEAD, kept, 60)
    return kept


def _address(centre: Centre) -> str:
    """The address with its town, which the address itself may already name."""
    if centre.town in centre.address:
        return centre.address
    return f"{centre.address}, {centre.town}"


def last_night(user: User, today: date) -> Iterator[WorkItem]:
    """Faults that the nightly check found, and nightly work that did not happen."""
    if not user.can(Cap.CONFIGURE):
        return
    done = Job.objects.filter(kind__in=NIGHTLY, status=Job.Status.DONE)
    last = {job.kind: job for job in done.order_by("kind", "-finished_at").distinct("kind")}
    next_runs = dict(Schedule.objects.filter(kind__in=NIGHTLY).values_list("kind", "next_run"))
    yield from _faults(last.get(CHECK_INTEGRITY), today)
    for kind, label in NIGHTLY.items():
        ran = last[kind].finished_at if kind in last else None
        next_run = next_runs.get(kind)
        if _late(ran, today) or _late(next_run, today) or next_run is None:
            when = f"ostatnio {ran:%d.%m.%Y}" if ran else "jeszcze ani razu"
            detail = f"{when}; sprawdź, czy działa „worker”"
            yield _nightly(f"{label}: nie wykonano", detail, None, today)


def _late(moment: datetime | None, today: date) -> bool:
    return moment is not None and moment.astimezone(clock.WARSAW).date() < today - LATE


def _faults(checked: Job | None, today: date) -> Iterator[WorkItem]:
    found = checked.result if checked else None
    if checked and found and found["faults"]:
        first = next(iter(found["wrong"].values()))[0]
        label = "Dane nie zgadzają się ze sobą"
        yield _nightly(label, first, checked.pk, today, count=found["faults"])


def _nightly(label: str, detail: str, job: int | None, today: date, *, count: int = 1) -> WorkItem:
    url = reverse("admin:kernel_job_change", args=[job]) if job else ""
    return WorkItem(
        group="Praca nocna",
        label=label,
        url=url or reverse("admin:kernel_schedule_changelist"),
        due=today,
        detail=detail,
        action="Sprawdź",
        count=count,
    )


def audits(user: User) -> Iterator[SettingsEntry]:
    """What those see who answer for rights and for data."""
    if user.can(Cap.MANAGE_USERS) or user.can(Cap.AUDIT):
        yield SettingsEntry(
            AUDITS, "Uprawnienia ról", reverse("office:rights"),
            "Tabela: co wolno której roli; uprawnienia osoby.", "table",
        )  # fmt: skip
        yield SettingsEntry(
            AUDITS, "Logowania", reverse("office:signins"),
            "Udane i nieudane próby; odblokowanie konta.", "lock",
        )  # fmt: skip
    if user.can(Cap.AUDIT):
        yield SettingsEntry(
            AUDITS, "Kto co oglądał", reverse("office:looks"),
            "Wglądy do danych osób i spraw: kto, kiedy, co.", "eye",
        )  # fmt: skip


def panel_tables(user: User) -> Iterator[SettingsEntry]:
    """Every table of the configuration panel that this person may open, under its heading."""
    for group in Configured.GROUPS:
        for model, table in admin.site._registry.items():
            if not isinstance(table, Configured) or table.group != group:
                continue
            name = f"{model._meta.app_label}_{model._meta.model_name}"
            if user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}"):
                yield SettingsEntry(
                    group, upper_first(str(model._meta.verbose_name_plural)),
                    reverse(f"admin:{name}_changelist"), table.about, table.icon,
                    table.size() if table.counted else None,
                )  # fmt: skip
