"""Long work is shown to whoever ordered it, and asked about until it ends."""

from __future__ import annotations

import pytest
from django.test import Client

from opsapp.kernel import clock
from opsapp.kernel.models import Job
from opsapp.office.models import User
from tests.people import with_caps

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(client: Client, clerk: User) -> Client:
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    return client


def order(user: User, **fields: object) -> Job:
    return Job.objects.create(
        kind="sample", key=f"k{Job.objects.count()}", ordered_by=user, **fields
    )


def seen(visitor: Client, job: Job) -> str:
    answer = visitor.get(f"/zadania/{job.pk}/", headers={"HX-Request": "true"})
    return answer.content.decode()


def test_running_work_shows_how_far_it_is_and_asks_again(visitor: Client, clerk: User) -> None:
    text = seen(visitor, order(clerk, status="running", progress=4, total=10, message="Lista"))
    assert "Lista: 4 z 10" in text
    assert 'hx-trigger="every 1s"' in text


def test_finished_work_gives_its_outcome_and_is_asked_no_more(visitor: Client, clerk: User) -> None:
    result = {"url": "/wyplaty/7/", "label": "Otwórz listę", "title": "Lista wypłat"}
    text = seen(visitor, order(clerk, status="done", finished_at=clock.now(), result=result))
    assert 'href="/wyplaty/7/"' in text
    assert "every 1s" not in text


@pytest.mark.parametrize(
    ("error", "said"),
    [("Brakuje numeru rachunku.", "Brakuje numeru"), ("KeyError: 'x'", "błędu systemu")],
)
def test_failed_work_says_why_in_words(visitor: Client, clerk: User, error: str, said: str) -> None:
    job = order(clerk, status="failed", finished_at=clock.now(), error=error)
    assert said in seen(visitor, job)
    assert "KeyError" not in seen(visitor, job)


def test_work_of_others_is_not_shown(visitor: Client, installation: User) -> None:
    job = order(with_caps("inny"))
    assert visitor.get(f"/zadania/{job.pk}/").status_code == 404
