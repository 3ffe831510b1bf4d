"""Jobs within one process: what is ordered, how it ends, what is written down."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from opsapp.kernel import clock, jobs, worker
from opsapp.kernel.models import Effect, Job, Schedule
from opsapp.kernel.refusals import Conflict
from opsapp.office.models import User
from tests.kernel import errands

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=clock.WARSAW)


@pytest.fixture(autouse=True)
def handlers() -> None:
    errands.register()


def drained(job: Job) -> Job:
    worker.Worker().drain()
    return Job.objects.get(pk=job.pk)


def test_a_job_runs_in_the_name_of_the_person_who_ordered_it(clerk: User) -> None:
    done = drained(jobs.enqueue("errand.who", key="who", actor=clerk))
    assert (done.status, done.result, done.attempts) == ("done", "urzednik", 1)
    assert done.finished_at is not None


def test_what_a_reader_misses_is_ordered_once_the_reading_ended_well(clerk: User) -> None:
    with jobs.collecting(clerk):
        jobs.want("errand.who", key="who")
        jobs.want("errand.who", key="who")
        assert not Job.objects.exists()
    assert Job.objects.get().ordered_by == clerk
    with jobs.collecting(clerk):
        jobs.want("errand.who", key="who")
    assert Job.objects.count() == 1


def test_nothing_is_ordered_when_the_reading_failed_or_nobody_reads(clerk: User) -> None:
    with pytest.raises(LookupError), jobs.collecting(clerk):
        jobs.want("errand.who", key="who")
        raise LookupError
    jobs.want("errand.who", key="who")
    assert not Job.objects.exists()


def test_the_same_key_orders_one_job(clerk: User) -> None:
    first = jobs.enqueue("errand.who", key="who", actor=clerk)
    assert jobs.enqueue("errand.who", key="who", actor=clerk) == first
    assert Job.objects.count() == 1


def test_a_kind_that_nobody_does_cannot_be_ordered(clerk: User) -> None:
    with pytest.raises(LookupError, match="unheard"):
        jobs.enqueue("unheard", key="x", actor=clerk)


def test_a_kind_has_one_handler() -> None:
    with pytest.raises(ValueError, match=r"errand\.who"):
        jobs.handler("errand.who")(lambda task: None)


def test_a_postponed_job_waits(clerk: User) -> None:
    with clock.frozen(NOON):
        later = NOON + timedelta(hours=1)
        job = jobs.enqueue("errand.who", key="who", actor=clerk, run_after=later)
        assert drained(job).status == "queued"
    with clock.frozen(later):
        assert drained(job).status == "done"


def test_a_refusal_ends_the_job_at_once_with_its_sentence(clerk: User) -> None:
    failed = drained(jobs.enqueue("errand.refuse", key="r", actor=clerk))
    assert (failed.status, failed.error) == ("failed", "Brak wzoru dokumentu.")


def test_a_bug_puts_the_job_off_longer_each_time_and_at_last_fails_it(clerk: User) -> None:
    waits, moment = [], NOON
    with clock.frozen(NOON):
        job = jobs.enqueue("errand.fail", key="f", actor=clerk)
    for _ in range(worker.MAX_ATTEMPTS):
        with clock.frozen(moment):
            job = drained(job)
        waits.append((job.run_after - moment).total_seconds())
        moment = job.run_after
    assert waits[:-1] == [10, 20, 40, 80]
    assert (job.status, job.attempts, job.error) == ("failed", 5, "ZeroDivisionError: tak bywa")


def test_a_failed_job_can_be_ordered_anew_by_somebody_else(
    clerk: User, administrator: User
) -> None:
    failed = drained(jobs.enqueue("errand.refuse", key="r", actor=clerk))
    again = jobs.retry(failed, actor=administrator)
    assert (again.status, again.error, again.ordered_by) == ("queued", "", administrator)


def test_a_done_job_cannot_be_ordered_anew(clerk: User) -> None:
    done = drained(jobs.enqueue("errand.who", key="who", actor=clerk))
    with pytest.raises(Conflict, match="nie trzeba ponawiać"):
        jobs.retry(done, actor=clerk)


def test_a_job_whose_worker_died_three_times_is_stopped_and_says_so(clerk: User) -> None:
    job = jobs.enqueue("errand.who", key="who", actor=clerk)
    Job.objects.update(status="running", kills=worker.MAX_KILLS - 1)
    stopped = drained(job)
    assert (stopped.status, stopped.kills, stopped.result) == ("stopped", 3, None)
    assert "3 razy przerwało" in stopped.error


def test_a_worker_told_to_stop_gives_the_job_back_uncounted(clerk: User) -> None:
    job = jobs.enqueue("errand.items", key="i", actor=clerk, count=3)
    ending = worker.Worker()
    ending.stopping = True
    ending.run_one()
    job.refresh_from_db()
    assert (job.status, job.attempts) == ("queued", 0)


def test_an_effect_happens_once() -> None:
    assert jobs.once("a")
    assert not jobs.once("a")
    assert jobs.once("b")


def test_an_effect_that_was_rolled_back_may_happen_again() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert jobs.once("a")
        raise ZeroDivisionError
    assert jobs.once("a")
    assert Effect.objects.count() == 1


def test_a_schedule_orders_its_job_and_moves_on(installation: User) -> None:
    with clock.frozen(NOON):
        jobs.schedule("errand.who", every=timedelta(days=1), first_run=NOON, actor=installation)
        assert (jobs.enqueue_due(), jobs.enqueue_due()) == (1, 0)
    assert Schedule.objects.get().next_run == NOON + timedelta(days=1)
    assert Job.objects.get().ordered_by == installation


def test_runs_missed_while_nobody_worked_are_made_up_for_by_one(installation: User) -> None:
    jobs.schedule("errand.who", every=timedelta(hours=1), first_run=NOON, actor=installation)
    with clock.frozen(NOON + timedelta(hours=5, minutes=30)):
        assert jobs.enqueue_due() == 1
    assert Schedule.objects.get().next_run == NOON + timedelta(hours=6)


def test_a_nightly_schedule_keeps_its_hour_when_summer_time_begins(installation: User) -> None:
    night = datetime(2026, 3, 28, 4, tzinfo=clock.WARSAW)
    jobs.schedule("errand.who", every=timedelta(days=1), first_run=night, actor=installation)
    with clock.frozen(night):
        jobs.enqueue_due()
    assert Schedule.objects.get().next_run == datetime(2026, 3, 29, 2, tzinfo=UTC)


def test_what_the_administrator_changed_in_a_schedule_stays(installation: User) -> None:
    with clock.frozen(date(2026, 11, 22)):
        jobs.schedule("errand.who", every=timedelta(days=1), first_run=NOON, actor=installation)
        Schedule.objects.update(is_on=False)
        jobs.schedule("errand.who", every=timedelta(days=2), first_run=NOON, actor=installation)
        assert jobs.enqueue_due() == 0
    assert Schedule.objects.get().every == timedelta(days=1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "done"},
        {"status": "failed", "finished_at": NOON},
        {"progress": 3, "total": 2},
        {"finished_at": NOON},
    ],
)
def test_the_database_refuses_a_job_that_contradicts_itself(
    clerk: User, wrong: dict[str, object]
) -> None:
    job = jobs.enqueue("errand.who", key="who", actor=clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**wrong)
