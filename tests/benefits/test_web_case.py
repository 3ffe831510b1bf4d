"""From the page of a case to its calculation and its draft."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from benefits.models import Calculation, Decision
from benefits.services import calculations, decisions
from cases.models import ApplicationItem, Case
from cases.selectors.timeline import stream
from cases.services import incomes
from opsapp.kernel.capabilities import Cap
from opsapp.office.models import Unit, User
from opsapp.office.services import units
from tests.benefits import road
from tests.benefits.road import Office
from tests.cases.conftest import browser
from tests.cases.test_day import assert_few
from tests.people import LONG_AGO, holds_in, with_caps

pytestmark = pytest.mark.django_db


def page(user: User, case: Case) -> str:
    return browser(user).get(reverse("cases:case", args=[case.pk])).content.decode()


def of(name: str, pk: int) -> str:
    return reverse(f"benefits:{name}", args=[pk])


@pytest.fixture
def item(office: Office) -> ApplicationItem:
    """Asked for, interviewed, not calculated yet."""
    return road.ready_item(office, children=("Jan",))


def test_the_case_offers_the_calculation_and_then_the_decision(
    office: Office, item: ApplicationItem
) -> None:
    text = page(office.worker, item.case)
    assert "Jeszcze nie policzono." in text
    assert of("calculate", item.pk) in text
    road.calculate(item, office=office)
    text = page(office.worker, item.case)
    assert "Kryterium dochodowe rodziny" in text
    assert of("decision_new", Calculation.objects.get().pk) in text.split("<main")[1]


def test_what_the_application_says_is_filled_in_and_the_answer_is_kept(
    office: Office, item: ApplicationItem
) -> None:
    client = browser(office.worker)
    form = client.get(of("calculate", item.pk)).content.decode()
    assert '<option value="unemployment" selected>' in form
    answer = client.post(of("calculate", item.pk), {"c-reason": "illness"})
    assert answer["Location"].endswith("#wyliczenie")
    assert Calculation.objects.get().facts["circumstances"]["reason"] == "illness"


def test_a_question_left_open_is_shown_with_what_was_typed(office: Office) -> None:
    household = road.live_together(office)
    asked = road.apply_for(household, office=office, benefit="targeted_allowance", purpose="opał")
    road.visit(asked, office=office)
    client = browser(office.worker)
    sent = {"c-purpose": "opał na zimę", "c-requested": "sto"}
    answer = client.post(of("calculate", asked.pk), sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "„sto” nie jest liczbą" in text
    assert "opał na zimę" in text
    assert not Calculation.objects.exists()
    client.post(of("calculate", asked.pk), sent | {"c-requested": "300"})
    assert Calculation.objects.get().amount_max == Decimal("300.00")


def test_changed_facts_make_the_calculation_old_until_it_is_made_again(
    office: Office, item: ApplicationItem
) -> None:
    road.calculate(item, office=office)
    road.earn(road.head_of(item.application.household), "700.00", office=office)
    assert "Wyliczenie nieaktualne" in page(office.worker, item.case)
    browser(office.worker).post(of("calculate_again", item.pk))
    assert Calculation.objects.count() == 2
    assert "Wyliczenie nieaktualne" not in page(office.worker, item.case)


def test_a_draft_is_made_with_another_amount_and_its_reason(
    office: Office, item: ApplicationItem
) -> None:
    made = road.calculate(item, office=office)
    client = browser(office.worker)
    sent = {"kind": "grant", "amount": "900,00", "first": "11.2026", "last": "12.2026"}
    wrong = client.post(of("decision_new", made.pk), sent | {"amount_reason": ""})
    assert wrong.status_code == 422
    assert "wymaga uzasadnienia" in wrong.content.decode()
    client.post(of("decision_new", made.pk), sent | {"amount_reason": "Choroba dziecka."})
    row = Decision.objects.get().items.get()
    assert (row.amount, row.amount_reason) == (Decimal("900.00"), "Choroba dziecka.")
    assert f"{row.period.upper:%d.%m.%Y}" == "01.01.2027"


@pytest.mark.parametrize("name", ["calculate", "calculate_again", "decision_new"])
def test_a_stranger_neither_calculates_nor_drafts(
    office: Office, item: ApplicationItem, clerk: User, name: str
) -> None:
    made = road.calculate(item, office=office)
    pk = made.pk if name == "decision_new" else item.pk
    assert browser(clerk).post(of(name, pk)).status_code == 403
    assert browser(office.director).post(of(name, pk)).status_code == 403
    assert (Calculation.objects.count(), Decision.objects.count()) == (1, 0)


def test_making_it_again_answers_no_get(office: Office, item: ApplicationItem) -> None:
    assert browser(office.worker).get(of("calculate_again", item.pk)).status_code == 405


def test_the_difference_from_the_last_decision_is_shown(
    office: Office, item: ApplicationItem
) -> None:
    decision = decisions.draft(road.calculate(item, office=office), actor=office.worker)
    decisions.submit(decision, actor=office.worker)
    decisions.sign_and_issue(Decision.objects.get(), on=road.TODAY, actor=office.director)
    anna = road.head_of(item.application.household)
    row = incomes.record(
        anna, kind="salary_net", amount=Decimal("646.00"), month=road.OCTOBER, actor=office.worker
    )
    asked = road.apply_for(item.application.household, office=office)
    road.visit(asked, office=office)
    made = calculations.run(asked, actor=office.worker)
    text = browser(office.worker).get(of("decision_new", made.pk)).content.decode()
    assert row.amount is not None
    assert "−323,00\u00a0zł" in text
    assert "nowy dochód: wynagrodzenie za pracę netto" in text


SEES_ALL = (*road.WORKER, *road.HEAD, Cap.SEE_SOCIAL_WORK, Cap.SEE_PAYMENTS, Cap.EXPORT)


def test_a_case_page_takes_36_queries_at_most(office: Office, item: ApplicationItem) -> None:
    road.earn(item.person, "300.00", office=office)
    made = road.calculate(item, office=office)
    viewer = browser(with_caps("wszystko", *SEES_ALL))
    url = reverse("cases:case", args=[item.case_id])
    viewer.get(url)
    assert_few(viewer, url, 36)
    decision = decisions.submit(decisions.draft(made, actor=office.worker), actor=office.worker)
    assert_few(viewer, url, 36)
    decisions.sign_and_issue(decision, on=road.TODAY, actor=office.director)
    assert_few(viewer, url, 36)


def test_what_happened_comes_after_the_page(office: Office, item: ApplicationItem) -> None:
    road.calculate(item, office=office)
    client, url = browser(office.worker), reverse("cases:case", args=[item.case_id])
    assert "Wyliczono" not in client.get(url).content.decode()
    told = client.get(f"{url}?os-czasu=1", headers={"HX-Request": "true"}).content.decode()
    assert "Wyliczono zasiłek okresowy" in told
    assert "<h1" not in told
    whole = client.get(f"{url}?calosc=1").content.decode()
    assert "Wyliczono zasiłek okresowy" in whole
    assert "<h1" in whole


def test_the_calculation_is_shown_and_told_only_where_decisions_may_be_seen(
    office: Office, item: ApplicationItem
) -> None:
    road.calculate(item, office=office)
    centre = office.unit.parent
    assert centre is not None
    elsewhere = units.open_unit(
        name="Inna", cell="SR", kind=Unit.Kind.SECTION, parent=centre, since=LONG_AGO,
        actor=office.installation,
    )  # fmt: skip
    viewer = holds_in(with_caps("obcy", Cap.SEE_CASES), elsewhere, Cap.SEE_DECISIONS, Cap.CALCULATE)
    shown = browser(viewer).get(reverse("cases:case", args=[item.case_id]) + "?calosc=1")
    text = shown.content.decode()
    assert "Wpłynął wniosek" in text
    assert "Wyliczono" not in text
    assert "Kryterium dochodowe rodziny" not in text
    assert of("calculate_again", item.pk) not in text


def test_the_issue_and_the_delivery_are_told_once(office: Office) -> None:
    decision = road.issued(office)
    texts = [event.text for event in stream(office.director, [decision.case_id])]
    assert [text for text in texts if "ydano decyzję" in text] == [f"Wydano decyzję {decision}"]
    blind = with_caps("bez-decyzji", Cap.SEE_CASES)
    texts = [event.text for event in stream(blind, [decision.case_id])]
    assert [text for text in texts if "ydano decyzję" in text] == ["Wydano decyzję"]
