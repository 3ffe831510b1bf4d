"""The frame, the style page, the pages of the account, the choices of look."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from pytest_django.fixtures import Settings

from opsapp.kernel.web.frame import letters
from opsapp.office.models import User

pytestmark = pytest.mark.django_db
TEMPLATES = Path(settings.BASE_DIR) / "templates"
SPRITE = (Path(settings.BASE_DIR) / "static/app/icons.svg").read_text()


@pytest.fixture
def visitor(client: Client, clerk: User) -> Client:
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_style_page_shows_every_part(visitor: Client, settings: Settings) -> None:
    settings.DEBUG = True
    text = visitor.get("/ustawienia/wzornik/").content.decode()
    assert text.count("<h1>") == 1
    assert "style=" not in text
    assert "Nie ma takiego dnia: 31.02.2026." in text


def test_the_style_page_is_not_for_production(visitor: Client) -> None:
    assert visitor.get("/ustawienia/wzornik/").status_code == 404


def test_ids_on_a_page_are_unique(visitor: Client, settings: Settings) -> None:
    settings.DEBUG = True
    text = visitor.get("/konto/password/change/").content.decode()
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("address", ["/konto/password/change/", "/konto/2fa/", "/szukaj/?q=nowak"])
def test_pages_of_the_account_open(visitor: Client, address: str) -> None:
    assert visitor.get(address).status_code == 200


def test_signing_in_may_stand_in_our_own_frame_only(client: Client) -> None:
    answer = client.get("/konto/login/")
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]


def test_who_is_signed_in(client: Client, visitor: Client, clerk: User) -> None:
    assert visitor.get("/konto/sesja/").json()["user"] == clerk.pk
    assert Client().get("/konto/sesja/").json() == {"user": None}


def test_a_chosen_theme_is_kept_and_the_way_back_is_ours(visitor: Client) -> None:
    answer = visitor.post("/ustawienia/wyglad/", {"theme": "dark", "next": "https://zly.example/"})
    assert answer["Location"] == "/"
    assert 'data-bs-theme="dark"' in visitor.get("/konto/2fa/").content.decode()


def test_an_unknown_theme_is_not_kept(visitor: Client) -> None:
    visitor.post("/ustawienia/wyglad/", {"theme": '"><script>'})
    assert "ops_theme" not in visitor.cookies


def test_every_entry_has_its_own_letter() -> None:
    assert letters(["Mój dzień", "Osoby", "Wywiady", "Wypłaty"]) == ["m", "o", "w", "y"]


def test_every_icon_named_in_a_template_is_in_the_sprite() -> None:
    named = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r'(?:{% icon |sign=)"([a-z0-9-]+)"', path.read_text())
    }
    assert {name for name in named if f'id="{name}"' not in SPRITE} == set()


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_templates_are_short_and_carry_no_inline_code(path: Path) -> None:
    text = path.read_text()
    assert text.count("\n") <= 80
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|hx-on", text)
