"""A family and its interview where commits are real: for races, crashes and the browser.

Run as a script it signs an interview in a process of its own: `world.py DATABASE INTERVIEW`.
"""

from __future__ import annotations

import sys
import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cases.models import Case, Household, Person
    from opsapp.office.models import User
    from socialwork.models import Interview

LONG_AGO = date(2024, 3, 1)


@dataclass(frozen=True)
class World:
    """Who is there."""

    worker: User
    anna: Person
    family: Household
    case: Case
    interview: Interview


def settle() -> World:
    """Anna with her daughter, her application, and an interview that only wants signing."""
    from cases.services import applications, households, people
    from opsapp.kernel import clock
    from opsapp.kernel.capabilities import Cap
    from opsapp.office.models import Benefit, Unit
    from opsapp.office.services import dictionaries, units
    from socialwork.services import interviews
    from tests.people import with_caps
    from tests.socialwork.conftest import SOCIAL, fill, order

    head = with_caps("zarzadca", Cap.CONFIGURE)
    worker = with_caps("kowalska", *SOCIAL, Cap.SEE_DECISIONS)
    dictionaries.lay(actor=head)
    unit = units.open_unit(
        name="Ośrodek Pomocy Społecznej", cell="PS", kind=Unit.Kind.CENTRE,
        since=LONG_AGO, actor=head,
    )  # fmt: skip
    anna = people.register(
        first_name="Anna", last_name="Nowak", sex="female", birth_date=date(1985, 3, 14),
        on=LONG_AGO, actor=worker,
    )  # fmt: skip
    zofia = people.register(
        first_name="Zofia", last_name="Nowak", birth_date=date(2015, 6, 1), on=LONG_AGO,
        actor=worker,
    )  # fmt: skip
    family = households.found(applicant=anna, on=LONG_AGO, actor=worker)
    households.join(family, person=zofia, role="child", on=LONG_AGO, actor=worker)
    asked = applications.Asked(Benefit.objects.get(code="periodic_allowance"), anna)
    application = applications.register(
        request_id=uuid.uuid4(), applicant=anna, household=family, channel="paper",
        received_on=clock.today() - timedelta(days=10), items=[asked], unit=unit, worker=worker,
        actor=worker,
    )  # fmt: skip
    case = application.items.get().case
    order(case, worker, on=application.received_on)
    interview = interviews.start(
        family, kind="basic", visited_on=clock.today(), cases=[case], actor=worker
    )
    return World(worker, anna, family, case, fill(interview))


def main(database: str, interview: str) -> None:
    """Sign it, and die on the way where OPS_CRASH_AT says."""
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    from socialwork.models import Interview
    from socialwork.services import interviews

    found = Interview.objects.get(pk=interview)
    interviews.sign(found, actor=found.worker)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    main(sys.argv[1], sys.argv[2])
