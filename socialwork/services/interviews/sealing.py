"""What a signature covers, and the nightly proof that it still says the same."""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter
from typing import Any

from django.db import connection

from cases.models import HouseholdSnapshot
from opsapp.kernel.cores import spread
from opsapp.kernel.integrity import passing
from socialwork.models import Interview, PlanItem
from socialwork.signed import digest, digesting
from socialwork.states import SIGNED

_SIGNED = """
    SELECT i.id, i.visited_on, i.content_sha256, json_build_object(
        'kind', i.kind, 'visited_on', i.visited_on::text, 'place', i.place,
        'household', i.household_id, 'worker', i.worker_id, 'corrects', i.corrects_id,
        'family', ARRAY(
          SELECT json_build_array(m.person_id, m.role, COALESCE(m.birth_date::text, 'None'),
                                  m.counted, m.why_not)
          FROM cases_snapshotmember m WHERE m.snapshot_id = i.snapshot_id),
        'sections', COALESCE((
          SELECT json_object_agg(s.code, json_build_array(s.edition, s.answers))
          FROM socialwork_interviewsection s WHERE s.interview_id = i.id), '{}'),
        'cases', ARRAY(
          SELECT c.case_id FROM socialwork_interviewcase c WHERE c.interview_id = i.id),
        'incomes', ARRAY(
          SELECT n.income_id FROM socialwork_interviewincome n WHERE n.interview_id = i.id),
        'plan', ARRAY(
          SELECT json_build_array(p.person_id, p.benefit_id, p.form, p.description,
                                  COALESCE(p.amount::text, 'None'),
                                  COALESCE(p.from_month::text, 'None'),
                                  COALESCE(p.to_month::text, 'None'), p.justification)
          FROM socialwork_planitem p WHERE p.interview_id = i.id ORDER BY p.id)
      )::text
    FROM socialwork_interview i WHERE i.status = %s ORDER BY i.id
"""
"""The same as `content_digest` reads, of every signed interview: a city has a quarter of a million
of them with seven sections each.
"""


def content_digest(interview: Interview, snapshot: HouseholdSnapshot | None = None) -> str:
    """SHA-256 of everything a signature covers: visit, family, answers, incomes, plan of help.

    `snapshot` is the family that is being signed; a signed interview has its own.
    """
    family = snapshot or interview.snapshot
    return digest(
        {
            "kind": interview.kind,
            "visited_on": interview.visited_on.isoformat(),
            "place": interview.place,
            "household": interview.household_id,
            "worker": interview.worker_id,
            "corrects": interview.corrects_id,
            "family": [_member(row) for row in family.members.all()] if family else [],
            "sections": {row.code: [row.edition, row.answers] for row in interview.sections.all()},
            "cases": [link.case_id for link in interview.case_links.all()],
            "incomes": [link.income_id for link in interview.income_links.all()],
            "plan": [_proposal(item) for item in sorted(interview.plan_items.all(), key=_key)],
        }
    )


def _key(item: PlanItem) -> int:
    return int(item.pk)


def _member(row: Any) -> list[Any]:
    return [row.person_id, row.role, str(row.birth_date), row.counted, row.why_not]


def _proposal(item: PlanItem) -> list[Any]:
    return [
        item.person_id,
        item.benefit_id,
        item.form,
        item.description,
        str(item.amount),
        str(item.from_month),
        str(item.to_month),
        item.justification,
    ]


def broken_signatures() -> Iterator[str]:
    """For check_integrity: a sentence for every signed interview that no longer says what its
    signature covers.
    """
    count = Interview.objects.filter(status=SIGNED).count()
    with connection.chunked_cursor() as cursor:
        cursor.execute(_SIGNED, [SIGNED])
        for chunk in spread(passing(cursor, count), digesting, None, sent=itemgetter(3)):
            for (pk, visited_on, kept, _), found in chunk:
                if found != kept:
                    yield (
                        f"Treść wywiadu nr {pk} z {visited_on:%d.%m.%Y} nie zgadza się z jego "
                        "podpisem."
                    )
