"""What a signature covers, and the nightly proof that it still says the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from cases.models import HouseholdSnapshot
from opsapp.kernel.integrity import passing
from socialwork.models import Interview, PlanItem
from socialwork.states import SIGNED


def content_digest(interview: Interview, snapshot: HouseholdSnapshot | None = None) -> str:
    """SHA-256 of everything a signature covers: visit, family, answers, incomes, plan of help.

    `snapshot` is the family that is being signed; a signed interview has its own.
    """
    family = snapshot or interview.snapshot
    content = {
        "kind": interview.kind,
        "visited_on": interview.visited_on.isoformat(),
        "place": interview.place,
        "household": interview.household_id,
        "worker": interview.worker_id,
        "corrects": interview.corrects_id,
        "family": sorted(_member(row) for row in family.members.all()) if family else [],
        "sections": {row.code: [row.edition, row.answers] for row in interview.sections.all()},
        "cases": sorted(link.case_id for link in interview.case_links.all()),
        "incomes": sorted(link.income_id for link in interview.income_links.all()),
        "plan": [_proposal(item) for item in sorted(interview.plan_items.all(), key=_key)],
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


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
    rows = Interview.objects.filter(status=SIGNED).select_related("snapshot")
    whole = rows.prefetch_related(
        "snapshot__members", "sections", "case_links", "income_links", "plan_items"
    )
    for interview in passing(whole.order_by("pk").iterator(chunk_size=500), rows.count()):
        if content_digest(interview) != interview.content_sha256:
            yield (
                f"Treść wywiadu nr {interview.pk} z {interview.visited_on:%d.%m.%Y} nie zgadza "
                "się z jego podpisem."
            )
