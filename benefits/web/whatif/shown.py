"""A run as the screens print it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from benefits.models import WhatIf
from benefits.rules import rules_version
from benefits.web.law_shown import in_words
from benefits.whatif import services
from benefits.whatif.checking import Tried
from benefits.whatif.files import Line, lines
from benefits.whatif.selectors import Population, chapter_labels
from opsapp.kernel.models import Job
from opsapp.kernel.money import NBSP, plural
from opsapp.kernel.periods import Period
from opsapp.kernel.web.parts import Counter, Progress, Tone
from opsapp.kernel.web.work import progress_of
from opsapp.office.models import Benefit

LABEL = "Liczenie skutków zmiany"
FAMILIES = ("rodzina", "rodziny", "rodzin")
TONES: dict[str, Tone] = {"gain": "good", "loss": "warn", "cease": "bad", "start": "accent"}
COUNTERS = {
    "gain": "z wyższym świadczeniem",
    "loss": "z niższym świadczeniem",
    "cease": "bez dalszego prawa",
    "start": "z nowym prawem",
}


@dataclass(frozen=True, slots=True)
class Change:
    """A changed number in words."""

    code: str
    label: str
    before: str
    after: str
    act: str
    local: bool


def changes_of(run: WhatIf) -> list[Change]:
    """What was tried: '1 010,00 zł' and '1 100,00 zł'."""
    kept = [Tried.from_json(one) for one in run.changes]
    return [
        Change(one.code, one.label, in_words(one.unit, Decimal(one.before)), _after(one), one.act,
               one.local)
        for one in kept
    ]  # fmt: skip


def _after(one: Tried) -> str:
    """'1 100,00 zł', or that the number ends and what holds in its place."""
    if one.after is not None:
        return in_words(one.unit, Decimal(one.after))
    if not one.local:
        return "przestaje obowiązywać"
    return f"uchwała przestaje obowiązywać (zostaje {in_words(one.unit, Decimal(one.instead))})"


def title_of(run: WhatIf) -> str:
    """'Kryterium dochodowe … 1 100,00 zł' and how many more."""
    first, *more = changes_of(run)
    rest = f" i {len(more)} {plural(len(more), ('inna', 'inne', 'innych'))}" if more else ""
    return f"{first.label}: {first.after}{rest}"


def work_of(run: WhatIf, job: Job | None) -> Progress:
    """How far the counting is, or why it failed."""
    url = reverse("benefits:what_if_run", args=[run.pk])
    if job is None:
        return Progress(LABEL, url, failed="zlecenie przepadło. Policz jeszcze raz.")
    work = progress_of(job, LABEL)
    return Progress(LABEL, url, work.done, work.total, failed=work.failed)


def state_of(run: WhatIf, job: Job | None) -> tuple[str, Tone]:
    """The state of a run as a chip."""
    if run.cancelled_at:
        return "przerwana", "quiet"
    if run.finished_at:
        return "policzona", "good"
    if job is None or work_of(run, job).failed:
        return "nieudana", "bad"
    return "liczy się", "accent"


def lines_of(run: WhatIf) -> list[Line]:
    """The summary of an answered run."""
    assert run.summary is not None
    names = dict(Benefit.objects.values_list("code", "label"))
    return lines(run.summary, chapter_labels(run.valid_from), names)


def counters_of(run: WhatIf, total: Line, cases_url: str) -> list[Counter]:
    """How many families gain, lose, cease and come to be entitled; each opens its cases."""
    found = []
    for kind, label in COUNTERS.items():
        families = total.families(kind)
        said = f"{families} {plural(families, FAMILIES)}".replace(" ", NBSP)
        url = f"{cases_url}?skutek={kind}" if cases_url and total.cases(kind) else ""
        found.append(Counter(label, said, url, TONES[kind] if families else "quiet"))
    return found


def year_of(run: WhatIf) -> Period:
    """The twelve months whose cost is told."""
    return Population(run.valid_from, run.scope).year


def is_stale(run: WhatIf) -> bool:
    """Whether rules or law files changed since the run was answered."""
    return bool(run.rules_version) and run.rules_version != rules_version()


def jobs_of(runs: list[WhatIf]) -> Mapping[str, Job]:
    """The jobs of several runs by their keys; one query."""
    keys = [services.key_of(run) for run in runs]
    return {job.key: job for job in Job.objects.filter(key__in=keys)}


def cost_note(run: WhatIf) -> str:
    """The months whose cost is told."""
    year = year_of(run)
    return f"od {year.start:%d.%m.%Y} do {year.end:%d.%m.%Y}"
