"""Runs of 'what if' do not stay for ever: the centre's days, the night, the database's guard."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from benefits import centre, schedules
from benefits.models import WhatIf, WhatIfCase
from benefits.whatif import retention
from opsapp.kernel import clock, jobs, worker
from opsapp.kernel.audit import acting
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.models import Job, Schedule
from opsapp.office.models import User
from opsapp.office.services import settings
from tests.benefits import road
from tests.benefits.conftest import browser
from tests.benefits.road import Office
from tests.database.sql import refused
from tests.database.sql import run as run_sql
from tests.people import with_caps

pytestmark = pytest.mark.django_db

CHANGES = [{
    "code": "social_assistance.criterion_single", "label": "Kryterium", "unit": "PLN/month",
    "local": False, "before": "1010.00", "after": "1100.00", "act": "Dz.U.",
}]  # fmt: skip


@pytest.fixture
def author(installation: User) -> User:
    return with_caps("glowny-ksiegowy", Cap.TRY_LAW, Cap.SEE_LAW)


def kept(author: User, office: Office | None = None, *, days: int) -> WhatIf:
    """An answered run that was asked for so many days ago, with a case when there is an office."""
    item = road.issued(office).items.get() if office is not None else None
    with acting(author):
        run = WhatIf.objects.create(
            author=author, changes=CHANGES, valid_from=date(2026, 12, 1),
            asked_at=clock.now() - timedelta(days=days),
        )  # fmt: skip
        if item is not None:
            WhatIfCase.objects.create(
                run=run, calculation=item.calculation, benefit=item.benefit, kind="gain",
                before=1, after=2,
            )  # fmt: skip
        run.finished_at, run.rules_version, run.summary = clock.now(), "x" * 64, {}
        run.save()
    return run


def tonight(actor: User) -> dict[str, int]:
    job = jobs.enqueue(retention.JOB, key="noc", actor=actor)
    worker.Worker().drain()
    done = Job.objects.get(pk=job.pk)
    assert done.status == "done", done.error
    return dict(done.result or {})


def test_a_run_older_than_the_centre_keeps_it_is_deleted_with_its_cases(
    author: User, office: Office
) -> None:
    old, young = kept(author, office, days=365), kept(author, days=364)
    tonight(author)
    assert list(WhatIf.objects.all()) == [young]
    assert not WhatIfCase.objects.exists()
    assert old.pk != young.pk


def test_the_centre_says_for_how_many_days(author: User) -> None:
    kept(author, days=45)
    tonight(author)
    assert WhatIf.objects.count() == 1
    admin = with_caps("administrator", Cap.CONFIGURE)
    settings.answer("what_if.days", value=45, valid_from=clock.today(), actor=admin)
    assert retention.days() == 45
    assert retention.forget(WhatIf.objects.get(), actor=author)
    assert not WhatIf.objects.exists()


@pytest.mark.parametrize(("said", "days"), [
    (1, 30), (30, 30), (31, 31), ("dużo", 365), (True, 365), (1.5, 365), (-5, 30),
])  # fmt: skip
def test_nonsense_in_the_setting_deletes_nothing_too_early(
    author: User, said: object, days: int
) -> None:
    admin = with_caps("administrator", Cap.CONFIGURE)
    settings.answer("what_if.days", value=said, valid_from=clock.today(), actor=admin)
    assert retention.days() == days


def test_a_run_that_never_ended_goes_too(author: User) -> None:
    with acting(author):
        WhatIf.objects.create(
            author=author, changes=CHANGES, valid_from=date(2026, 12, 1),
            asked_at=clock.now() - timedelta(days=400),
        )  # fmt: skip
    tonight(author)
    assert not WhatIf.objects.exists()


def test_forgetting_twice_or_too_early_does_nothing(author: User) -> None:
    old, young = kept(author, days=400), kept(author, days=29)
    assert retention.forget(old, actor=author)
    assert not retention.forget(old, actor=author)
    assert not retention.forget(young, actor=author)
    assert WhatIf.objects.get() == young


def test_the_database_lets_nobody_delete_a_young_run(author: User, office: Office) -> None:
    kept(author, office, days=29)
    for sql in ("DELETE FROM benefits_whatifcase", "DELETE FROM benefits_whatif"):
        with acting(author), refused("nie wolno"):
            run_sql(sql)


def test_an_old_run_may_be_deleted_and_never_changed(author: User, office: Office) -> None:
    kept(author, office, days=31)
    for sql in (
        "UPDATE benefits_whatif SET summary = '[]'", "UPDATE benefits_whatifcase SET after = 9",
    ):  # fmt: skip
        with acting(author), refused("nie wolno"):
            run_sql(sql)
    with acting(author):
        run_sql("DELETE FROM benefits_whatifcase")
        run_sql("DELETE FROM benefits_whatif")


def test_the_night_is_laid_once(installation: User) -> None:
    Schedule.objects.filter(kind__in=schedules.NIGHTLY).delete()
    assert schedules.lay(actor=installation) == 2
    assert schedules.lay(actor=installation) == 0
    assert centre.DEFAULTS["what_if.days"][0] == 365


def test_the_screen_says_how_long_a_run_stays(author: User) -> None:
    run = kept(author, days=5)
    page = browser(author).get(reverse("benefits:what_if")).content.decode()
    assert "Symulację usuwa się w nocy po 365" in page
    assert retention.gone_on(run) == clock.today() + timedelta(days=360)
