"""Documents: accessible PDF, our own type, nothing fetched, kept byte for byte."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.test import RequestFactory
from pypdf import PdfReader

from opsapp.kernel import audit, documents
from opsapp.kernel.documents import engine
from opsapp.kernel.models import StoredDocument
from opsapp.office.models import User

LETTERS = (
    "Zażółć gęślą jaźń ZAŻÓŁĆ GĘŚLĄ JAŹŃ „cudzysłów” – § 1 ust. 2 ½ 1\u00a0229,00\u00a0zł č ö ß"
)
needs_engine = pytest.mark.skipif(not documents.available(), reason=documents.INSTALL)


def page(body: str, title: str = "Decyzja") -> str:
    head = f'<!doctype html><html lang="pl"><head><title>{title}</title></head>'
    return f"{head}<body>{body}</body></html>"


def read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


@needs_engine
def test_a_document_is_accessible_and_in_polish() -> None:
    pdf = read(documents.render_pdf(page(f"<h1>DECYZJA</h1><p>{LETTERS}</p>")))
    catalog: Any = pdf.trailer["/Root"]
    assert catalog["/Lang"] == "pl"
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert re.search(rb"pdfuaid:part\W+1\W", catalog["/Metadata"].get_data())
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Decyzja"


@needs_engine
def test_every_letter_comes_from_our_embedded_type() -> None:
    pdf = read(
        documents.render_pdf(page(f"<p>{LETTERS}</p><p><b>{LETTERS}</b> <i>{LETTERS}</i></p>"))
    )
    resources: Any = pdf.pages[0]["/Resources"]
    fonts = resources["/Font"].values()
    names = {str(font.get_object()["/BaseFont"]) for font in fonts}
    assert len(names) == 3
    assert all("Pismo" in name for name in names)
    assert "Zażółć gęślą jaźń" in pdf.pages[0].extract_text()


@needs_engine
def test_pages_are_counted_and_numbered() -> None:
    rendered = documents.render(page("<p>wiersz</p>" * 120))
    assert rendered.pages == len(read(rendered.content).pages) > 1
    assert f"strona 2 z {rendered.pages}" in read(rendered.content).pages[1].extract_text()


@needs_engine
@pytest.mark.parametrize(
    "body",
    [
        '<img src="http://127.0.0.1:1/x.png" alt="x">',
        '<img src="file:///etc/passwd" alt="x">',
        '<link rel="stylesheet" href="https://example.org/x.css">',
        '<img src="logo.png" alt="x">',
    ],
)
def test_a_document_fetches_nothing(body: str) -> None:
    with pytest.raises(BaseException, match="must hold all it shows"):
        documents.render_pdf(page(body))


@needs_engine
@pytest.mark.parametrize("html", ["<html lang='pl'><p>x</p>", "<html><title>x</title><p>x</p>"])
def test_a_page_without_language_or_title_is_refused(html: str) -> None:
    with pytest.raises(ValueError, match="title"):
        documents.render(html)


@needs_engine
def test_the_base_template_makes_a_document() -> None:
    html = render_to_string("documents/base.html", {"title": "Wezwanie", "author": "OPS"})
    assert documents.render(html).pages == 1


def test_a_system_without_libraries_gets_the_line_to_install_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(engine, "available", lambda: False)
    with pytest.raises(documents.EngineMissing, match="libpango"):
        documents.render(page("x"))


def test_a_web_process_never_loads_the_engine() -> None:
    script = (
        "import django; django.setup()\n"
        "from opsapp.kernel import documents; documents.available()\n"
        "import opsapp.urls, sys; sys.exit('weasyprint' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=Path(__file__).parents[2], check=False
    )
    assert done.returncode == 0


@pytest.mark.django_db
def test_a_kept_document_is_served_as_it_was_made(clerk: User) -> None:
    stored = documents.keep("decision", b"%PDF-x", actor=clerk, pages=1)
    request = RequestFactory().get("/")
    shown = documents.serve(request, stored, name="decyzja 1/2026.pdf", inline=True)
    assert (shown.content, shown["Content-Type"]) == (b"%PDF-x", "application/pdf")
    assert shown["Content-Disposition"].startswith("inline")
    taken = documents.serve(request, stored, name="decyzja.pdf")
    assert taken["Content-Disposition"].startswith("attachment")


@pytest.mark.django_db
def test_the_database_refuses_a_false_hash_and_any_change(clerk: User) -> None:
    stored = documents.keep("decision", b"%PDF-x", actor=clerk)
    with audit.acting(clerk):
        with pytest.raises(IntegrityError, match="hash_is_true"), transaction.atomic():
            StoredDocument.objects.create(kind="decision", content=b"%PDF-y", sha256="0" * 64)
        with pytest.raises(IntegrityError), transaction.atomic():
            StoredDocument.objects.filter(pk=stored.pk).update(kind="other")
        with pytest.raises(IntegrityError), transaction.atomic():
            stored.delete()
