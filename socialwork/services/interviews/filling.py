"""What is typed into an open interview."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cases.models import IncomeRecord
from opsapp.kernel.audit import act
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User
from socialwork import selectors
from socialwork.models import Interview, InterviewIncome, InterviewSection
from socialwork.questionnaire import clean_answers, section
from socialwork.services.interviews.guards import StaleSection, WrongAnswers, own_draft


@act
def save_section(
    interview: Interview, code: str, *, answers: Mapping[str, Any], version: int, actor: User
) -> InterviewSection:
    """Save what was typed in a section; questions not named keep their answers.

    What stands already is not written again, whatever the version. Raises `StaleSection` when the
    database holds another version with other answers, `WrongAnswers` with a sentence for each
    answer that cannot be read.
    """
    interview = own_draft(interview, actor)
    cleaned, errors = clean_answers(section(code), answers)
    if errors:
        raise WrongAnswers(errors)
    row = InterviewSection.objects.get(interview=interview, code=code)
    if _stands(row, cleaned):
        return row
    if row.version != version:
        raise StaleSection(row)
    row.answers = {**row.answers, **cleaned}
    row.version += 1
    row.save(update_fields=["answers", "version", "saved_at"])
    return row


def _stands(row: InterviewSection, cleaned: Mapping[str, Any]) -> bool:
    return row.version > 0 and all(row.answers.get(code) == new for code, new in cleaned.items())


@act
def confirm_incomes(interview: Interview, *, incomes: Iterable[IncomeRecord], actor: User) -> None:
    """Note which incomes on record were shown in the interview; the earlier choice is replaced.

    Raises `Refusal` for an income of a stranger or one that is no longer on record.
    """
    interview = own_draft(interview, actor)
    chosen = {income.pk for income in incomes}
    if chosen - {income.pk for income in selectors.known_incomes(interview)}:
        raise Refusal(
            "Wybrany dochód nie należy do tej rodziny albo został poprawiony. Odśwież stronę "
            "i zaznacz dochody jeszcze raz.",
            "strange_income",
        )
    kept = set(interview.income_links.values_list("income_id", flat=True))
    interview.income_links.exclude(income_id__in=chosen).delete()
    InterviewIncome.objects.bulk_create(
        InterviewIncome(interview=interview, income_id=key) for key in sorted(chosen - kept)
    )
