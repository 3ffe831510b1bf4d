"""The configuration panel saves by acts, and is no back door."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from opsapp.kernel import clock, jobs
from opsapp.kernel.audit import acting
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.models import Job, NumberSeries
from opsapp.office.admin.work import span_said
from opsapp.office.models import (
    ApiToken,
    Authorisation,
    JrwaClass,
    Role,
    RoleAssignment,
    User,
    Wording,
)
from opsapp.office.services import dictionaries, tokens
from tests.people import PASSWORD, role_of, with_caps

pytestmark = pytest.mark.django_db

NO_ROWS = {
    "role_assignments-TOTAL_FORMS": "0",
    "role_assignments-INITIAL_FORMS": "0",
    "posts-TOTAL_FORMS": "0",
    "posts-INITIAL_FORMS": "0",
}


@pytest.fixture
def manager(administrator: User) -> User:
    """An administrator who may enter the panel."""
    dictionaries.lay(actor=User.objects.get(is_system=True))
    return administrator


@pytest.fixture
def panel(manager: User) -> Client:
    """The panel, entered."""
    client = Client()
    client.force_login(manager)
    return client


def address(model: str, action: str, *args: Any) -> str:
    return reverse(f"admin:office_{model}_{action}", args=args)


def last_event(model: str) -> Any:
    return apps.get_model("office", f"{model}Event")._default_manager.order_by("pgh_id").last()


def pages() -> list[str]:
    return [
        f"admin:{model._meta.app_label}_{model._meta.model_name}"
        for model in admin.site._registry
        if model._meta.app_label in {"office", "kernel"}
    ]


def test_every_list_and_form_opens(panel: Client) -> None:
    assert len(pages()) == 15
    for page in pages():
        assert panel.get(reverse(f"{page}_changelist")).status_code == 200, page
    for model in (
        "user",
        "role",
        "authorisation",
        "unit",
        "jrwaclass",
        "benefit",
        "reason",
        "wording",
    ):
        assert panel.get(address(model, "add")).status_code == 200, model
    for model in ("role", "jrwaclass", "benefit", "reason", "classification"):
        first = apps.get_model("office", model)._default_manager.first()
        assert first is not None
        assert panel.get(address(model, "change", first.pk)).status_code == 200, model


def test_who_configures_but_does_not_manage_users_sees_no_users(manager: User) -> None:
    client, user = Client(), with_caps("ustawia", Cap.CONFIGURE)
    client.force_login(user)
    assert client.get(address("jrwaclass", "changelist")).status_code == 200
    assert client.get(address("user", "changelist")).status_code == 403
    assert client.get(address("role", "changelist")).status_code == 403


def test_without_access_to_the_panel_nobody_enters(clerk: User) -> None:
    client = Client()
    client.force_login(clerk)
    assert client.get(address("jrwaclass", "changelist")).status_code == 403


def test_the_panel_has_no_sign_in_of_its_own(clerk: User) -> None:
    client = Client()
    sent = {"username": clerk.username, "password": PASSWORD}
    answer = client.post("/ustawienia/panel/login/", sent)
    assert answer.headers["Location"].startswith("/konto/login/?next=")
    assert "_auth_user_id" not in client.session


def test_a_save_is_an_act_of_the_person_who_saves(panel: Client, manager: User) -> None:
    row = JrwaClass.objects.get(symbol="5121")
    sent = {
        "symbol": "5121",
        "name": "Zasiłki okresowe",
        "category": "B10",
        "forms_case": "on",
        "period_0": "2026-01-01",
        "period_1": "2026-12-31",
    }
    assert panel.post(address("jrwaclass", "change", row.pk), sent).status_code == 302
    row.refresh_from_db()
    assert (row.category, row.placeholder) == ("B10", False)
    assert str(row.period) == "[2026-01-01, 2027-01-01)"
    event = last_event("JrwaClass")
    assert event.pgh_context["actor"] == manager.pk
    assert event.pgh_context["act"].startswith("panel /")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"category": "Z5"}, "Kategoria archiwalna to A, B lub BE"),
        ({"symbol": "51A"}, "samych cyfr"),
        ({"period_1": "2025-01-01"}, "nie może być wcześniejszy"),
        ({"period_0": "wczoraj"}, "Wpisz dzień, np. 22.11.2026."),
        ({"symbol": "5120"}, "obowiązuje już inny taki zapis"),
    ],
)
def test_wrong_input_is_answered_in_the_form(
    wrong: dict[str, str], words: str, panel: Client
) -> None:
    sent = {
        "symbol": "9999",
        "name": "Inne",
        "category": "B5",
        "period_0": "2026-01-01",
        "period_1": "",
    }
    answer = panel.post(address("jrwaclass", "add"), {**sent, **wrong})
    assert answer.status_code == 200
    assert words in answer.content.decode()


def test_nothing_can_be_deleted(panel: Client) -> None:
    row = JrwaClass.objects.get(symbol="5121")
    assert panel.post(address("jrwaclass", "delete", row.pk), {"post": "yes"}).status_code == 403


def test_a_user_is_taken_on_with_a_role(panel: Client) -> None:
    sent = {
        "username": "j.nowak",
        "first_name": "Jan",
        "last_name": "Nowak",
        "email": "",
        "usable_password": "true",
        "password1": PASSWORD,
        "password2": PASSWORD,
        **NO_ROWS,
    }
    assert panel.post(address("user", "add"), sent).status_code == 302
    user = User.objects.get(username="j.nowak")
    assert user.check_password(PASSWORD)
    change = {
        "username": "j.nowak",
        "first_name": "Jan",
        "last_name": "Nowak-Lis",
        "is_active": "on",
        **NO_ROWS,
        "role_assignments-TOTAL_FORMS": "1",
        "role_assignments-0-user": str(user.pk),
        "role_assignments-0-role": str(Role.objects.get(code="reception").pk),
        "role_assignments-0-period_0": "2026-01-01",
        "role_assignments-0-period_1": "",
    }
    assert panel.post(address("user", "change", user.pk), change).status_code == 302
    user.refresh_from_db()
    assert user.last_name == "Nowak-Lis"
    assert user.can(Cap.REGISTER_APPLICATIONS)
    assert RoleAssignment.objects.get(user=user).unit is None


def test_ones_own_account_cannot_be_switched_off_and_the_form_says_so(
    panel: Client, manager: User
) -> None:
    sent = {
        "username": manager.username,
        "first_name": "Anna",
        "last_name": "Inna",
    }
    answer = panel.post(address("user", "change", manager.pk), {**sent, **NO_ROWS})
    assert answer.status_code == 200
    assert "Nie możesz wyłączyć własnego konta" in answer.content.decode()
    manager.refresh_from_db()
    assert (manager.is_active, manager.last_name) == (True, "Żak")


def test_a_password_is_set_by_an_act(panel: Client, clerk: User) -> None:
    sent = {
        "usable_password": "true",
        "password1": "Inne-Haslo-2026",
        "password2": "Inne-Haslo-2026",
    }
    page = reverse("admin:auth_user_password_change", args=[clerk.pk])
    assert panel.post(page, sent).status_code == 302
    clerk.refresh_from_db()
    assert clerk.check_password("Inne-Haslo-2026")


def test_system_users_are_not_shown(panel: Client, installation: User) -> None:
    assert panel.get(address("user", "change", installation.pk)).status_code == 302
    assert "instalacja" not in panel.get(address("user", "changelist")).content.decode()


def test_the_last_right_to_manage_users_cannot_be_unticked(panel: Client, manager: User) -> None:
    own = role_of(manager)
    answer = panel.post(
        address("role", "change", own.pk), {"name": own.name, "capabilities": ["audit"]}
    )
    assert "stracisz prawo" in answer.content.decode()
    own.refresh_from_db()
    assert Cap.MANAGE_USERS in own.capabilities


def test_an_authorisation_is_entered_and_only_its_end_may_change(
    panel: Client, manager: User, clerk: User
) -> None:
    sent = {
        "number": "7/2026",
        "user": str(clerk.pk),
        "scope": ["periodic_allowance"],
        "issued_on": "2026-01-15",
        "issued_by": "Burmistrz",
        "period_0": "2026-02-01",
        "period_1": "",
    }
    own = panel.post(address("authorisation", "add"), {**sent, "user": str(manager.pk)})
    assert "Własnego upoważnienia" in own.content.decode()
    assert panel.post(address("authorisation", "add"), sent).status_code == 302
    paper = Authorisation.objects.get()
    end = {"period_0": "2026-02-01", "period_1": "2026-06-30", "number": "8/2026"}
    assert panel.post(address("authorisation", "change", paper.pk), end).status_code == 302
    paper.refresh_from_db()
    assert paper.number == "7/2026"
    assert str(paper.period) == "[2026-02-01, 2026-07-01)"


def test_wording_and_number_series_are_only_shown(panel: Client, manager: User) -> None:
    with acting(manager):
        wording = Wording.objects.create(
            kind="decision", code="x", version=1, text="Treść.", valid_from="2026-01-01"
        )
        series = NumberSeries.objects.create(kind="case", year=2026)
    assert panel.post(address("wording", "change", wording.pk), {"text": "Inna"}).status_code == 403
    page = reverse("admin:kernel_numberseries_change", args=[series.pk])
    assert panel.get(page).status_code == 200
    assert panel.post(page, {"last": "7"}).status_code == 403


def test_a_role_is_defined_with_its_capabilities(panel: Client) -> None:
    sent = {"name": "Stażysta", "code": "intern", "capabilities": ["see_law", "use_calculator"]}
    assert panel.post(address("role", "add"), sent).status_code == 302
    assert Role.objects.get(code="intern").capabilities == ["see_law", "use_calculator"]


# --- frozen things are frozen here too ---------------------------------------------------------


def test_a_wording_is_never_changed_and_its_next_version_numbers_itself(panel: Client) -> None:
    sent = {"kind": "decision", "code": "stopka", "text": "Pierwsza", "valid_from": "2026-01-01"}
    assert panel.post(address("wording", "add"), sent).status_code == 302
    first = Wording.objects.get(code="stopka")
    change = address("wording", "change", first.pk)
    assert panel.post(change, sent | {"text": "Podmieniona"}).status_code == 403
    form = panel.get(f"{address('wording', 'add')}?z={first.pk}").context["adminform"].form
    assert form.initial["text"] == "Pierwsza"
    panel.post(address("wording", "add"), sent | {"text": "Druga"})
    texts = Wording.objects.filter(code="stopka").values_list("version", "text")
    assert sorted(texts) == [(1, "Pierwsza"), (2, "Druga")]


def test_a_series_goes_on_from_paper_once_and_then_runs_alone(panel: Client) -> None:
    sent = {"kind": "case", "cell": "XX", "jrwa": "5120", "year": "2026", "starts_after": "41"}
    add = reverse("admin:kernel_numberseries_add")
    assert panel.post(add, sent).status_code == 302
    series = NumberSeries.objects.get(cell="XX")
    assert (series.starts_after, series.last) == (41, 41)
    again = panel.post(add, sent | {"starts_after": "7"})
    assert again.status_code == 200
    series.refresh_from_db()
    assert series.last == 41
    change = reverse("admin:kernel_numberseries_change", args=[series.pk])
    assert panel.post(change, sent | {"last": "99"}).status_code == 403


def test_what_a_paper_says_stays_and_only_its_end_may_change(panel: Client, manager: User) -> None:
    person = with_caps("kierownik")
    sent = {
        "number": "7/2026", "user": str(person.pk), "issued_on": "2026-01-02",
        "issued_by": "Burmistrz", "period_0": "2026-01-02", "period_1": "",
    }  # fmt: skip
    assert panel.post(address("authorisation", "add"), sent).status_code == 302
    made = Authorisation.objects.get(number="7/2026")
    changed = {"number": "8/2026", "period_0": "2026-01-02", "period_1": "2026-06-30"}
    panel.post(address("authorisation", "change", made.pk), changed)
    made.refresh_from_db()
    assert made.number == "7/2026"
    assert str(made.period) == "[2026-01-02, 2026-07-01)"


def test_history_names_who_changed_what(panel: Client, manager: User) -> None:
    row = JrwaClass.objects.get(symbol="5121")
    sent = {
        "symbol": "5121", "name": "Zasiłki okresowe", "category": "B10", "forms_case": "on",
        "period_0": "2026-01-01", "period_1": "",
    }  # fmt: skip
    panel.post(address("jrwaclass", "change", row.pk), sent)
    (change, *_) = panel.get(address("jrwaclass", "history", row.pk)).context["changes"]
    assert change.who == str(manager)
    assert ("Kategoria archiwalna", "B10") in [(part.label, part.after) for part in change.fields]


def test_a_failed_job_is_ordered_again_and_a_done_one_is_not(
    panel: Client, manager: User, installation: User
) -> None:
    failed = jobs.enqueue("seal_looks", key="noc-1", actor=installation)
    Job.objects.filter(pk=failed.pk).update(
        status="failed", error="ValueError: x", finished_at=failed.recorded_at
    )
    again = reverse("admin:kernel_job_retry", args=[failed.pk])
    assert panel.get(again).status_code == 405
    panel.post(again)
    failed.refresh_from_db()
    assert (failed.status, failed.ordered_by) == ("queued", manager)
    said = panel.post(again, follow=True)
    assert "nie trzeba ponawiać" in said.content.decode()


def test_nothing_of_a_password_s_hash_is_shown(panel: Client, clerk: User) -> None:
    text = panel.get(address("user", "change", clerk.pk)).content.decode()
    assert "Nadaj nowe hasło" in text
    assert "md5" not in text


def test_a_bank_profile_with_a_wrong_account_is_refused_beside_the_field(panel: Client) -> None:
    sent = {
        "name": "Bank", "account": "12 3456", "payer_lines": "OPS", "encoding": "cp1250",
        "max_records": "5000", "reference_length": "32", "extension": "pli", "is_active": "on",
    }  # fmt: skip
    answer = panel.post(reverse("admin:benefits_bankprofile_add"), sent)
    assert "account" in answer.context["adminform"].form.errors
    right = sent | {"account": "PL61 1090 1014 0000 0712 1981 2874"}
    assert panel.post(reverse("admin:benefits_bankprofile_add"), right).status_code == 302


def new_key(panel: Client, manager: User, **changed: Any) -> Any:
    data = {
        "name": "raporty", "user": manager.pk, "capabilities": [Cap.SEE_CASES],
        "expires_on": clock.today() + timedelta(days=30),
    } | changed  # fmt: skip
    return panel.post(address("apitoken", "add"), data)


def test_a_key_is_shown_once_and_then_opens(panel: Client, manager: User) -> None:
    answer = new_key(panel, manager)
    shown = re.search(r"ops_[\w-]{43}", answer.content.decode())
    token = ApiToken.objects.get()
    assert shown is not None
    assert token.digest == tokens.digest_of(shown[0])
    assert token.capabilities == [Cap.SEE_CASES, Cap.USE_API]
    assert "no-store" in answer["Cache-Control"]
    for page in (address("apitoken", "change", token.pk), address("apitoken", "changelist")):
        assert shown[0] not in panel.get(page).content.decode()


def test_a_key_ordered_twice_is_one(panel: Client, manager: User) -> None:
    new_key(panel, manager)
    assert "ma już klucz „raporty”" in new_key(panel, manager).content.decode()
    assert ApiToken.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"capabilities": []}, "Wskaż, do czego klucz ma służyć"),
        ({"expires_on": "2020-01-01"}, "najwyżej rok, licząc od dziś"),
        ({"capabilities": ["wszystko"]}, "wszystko"),
        ({"name": ""}, "wymagane"),
    ],
)
def test_a_wrong_key_is_not_issued(
    panel: Client, manager: User, changed: dict[str, Any], why: str
) -> None:
    assert why in new_key(panel, manager, **changed).content.decode()
    assert not ApiToken.objects.exists()


def test_a_key_is_revoked_on_its_page(panel: Client, manager: User) -> None:
    new_key(panel, manager)
    token = ApiToken.objects.get()
    revoke = address("apitoken", "revoke", token.pk)
    assert panel.get(revoke).status_code == 405
    assert revoke in panel.get(address("apitoken", "change", token.pk)).content.decode()
    panel.post(revoke)
    token.refresh_from_db()
    assert token.revoked_on == clock.today()
    assert "już cofnięty" in panel.post(revoke, follow=True).content.decode()


def test_who_may_not_manage_users_revokes_no_key(panel: Client, manager: User) -> None:
    new_key(panel, manager)
    other = Client()
    other.force_login(with_caps("konfiguruje", Cap.CONFIGURE))
    assert other.post(address("apitoken", "revoke", ApiToken.objects.get().pk)).status_code == 403


def test_a_key_says_what_its_person_may_not_do_yet(panel: Client, manager: User) -> None:
    assert f"nie ma uprawnień: {Cap.SEE_CASES.label}" in new_key(panel, manager).content.decode()


def test_how_often_is_told_in_polish() -> None:
    assert span_said(timedelta(days=1)) == "co 1\xa0dzień"
    assert span_said(timedelta(hours=6)) == "co 6\xa0godzin"
    assert span_said(timedelta(minutes=30)) == "co 30\xa0minut"


def test_codes_of_documents_and_series_are_told_in_words(panel: Client) -> None:
    series = panel.get(reverse("admin:kernel_numberseries_changelist"), {"co": "decision"})
    assert "listy wypłat" in series.content.decode()
    wordings = panel.get(address("wording", "changelist")).content.decode()
    assert ">decision<" not in wordings


def _paper(user: User) -> dict[str, str]:
    days = {"issued_on": "3.02.2026", "period_0": "04.02.2026", "period_1": "31.12.2026"}
    return {"number": "OR.9.2026", "user": str(user.pk), "issued_by": "Burmistrz", **days}


def test_days_are_typed_and_shown_in_the_polish_order(panel: Client) -> None:
    form = panel.get(address("authorisation", "add")).content.decode()
    assert 'type="date"' not in form
    assert form.count("data-day") == 3
    sent = _paper(with_caps("naczelna"))
    assert panel.post(address("authorisation", "add"), sent).status_code == 302
    made = Authorisation.objects.get()
    assert (made.issued_on, made.period.lower) == (date(2026, 2, 3), date(2026, 2, 4))
    assert made.period.upper == date(2027, 1, 1)
    assert "03.02.2026" in panel.get(address("authorisation", "changelist")).content.decode()
    shown = panel.get(address("authorisation", "change", made.pk)).content.decode()
    assert 'value="31.12.2026"' in shown


@pytest.mark.parametrize("typed", ["31.02.2026", "02/13/2026", "jutro"])
def test_a_day_that_is_none_is_refused(panel: Client, typed: str) -> None:
    sent = _paper(with_caps("naczelna")) | {"issued_on": typed}
    answer = panel.post(address("authorisation", "add"), sent)
    assert (answer.status_code, answer.content.decode().count('class="errorlist"')) == (200, 1)
    assert not Authorisation.objects.exists()
