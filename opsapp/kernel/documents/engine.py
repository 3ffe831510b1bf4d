"""HTML to PDF/UA-1 with WeasyPrint, imported when the first document is rendered."""

from __future__ import annotations

import atexit
import ctypes
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from opsapp.kernel.refusals import Refusal

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

INSTALL = (
    "apt-get install -y --no-install-recommends "
    "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
)
NOTICE = (
    "Na tym komputerze brakuje bibliotek do tworzenia plików PDF, dlatego widzisz podgląd "
    f"do druku. Administrator zainstaluje je poleceniem: {INSTALL}"
)

_HERE = Path(__file__).resolve().parent
_LIBRARIES = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
    "libharfbuzz.so.0",
)
_LANGUAGE = re.compile(r"<html[^>]*\slang=[\"']pl[\"']", re.I)
_TITLE = re.compile(r"<title>\s*[^<\s][^<]*</title>", re.I)


class EngineMissing(Refusal):
    """The system lacks the libraries of the PDF engine."""

    def __init__(self) -> None:
        super().__init__(NOTICE, code="pdf_engine_missing")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A PDF with the number of its pages."""

    content: bytes
    pages: int


@lru_cache(maxsize=1)
def available() -> bool:
    """Whether the system has the engine's libraries; asks the loader, not the engine."""
    try:
        for name in _LIBRARIES:
            ctypes.CDLL(name)
    except OSError:
        return False
    return True


def render(html: str) -> Rendered:
    """Lay out a whole HTML page as PDF/UA-1 in our type, with nothing fetched from anywhere.

    Raises EngineMissing without the libraries, ValueError for a page without `lang="pl"` or a title
    (PDF/UA asks for both), ResourceRefused for an address of anything but an inline picture.
    """
    if not available():
        raise EngineMissing
    if not _LANGUAGE.search(html) or not _TITLE.search(html):
        raise ValueError('A document needs <html lang="pl"> and a <title>.')
    from weasyprint import HTML

    style, fonts = _style()
    page = HTML(string=html, url_fetcher=_fetcher(), base_url="document:")
    options: dict[str, Any] = {"pdf_variant": "pdf/ua-1", "pdf_tags": True}
    laid = page.render(stylesheets=[style], font_config=fonts, **options)
    return Rendered(laid.write_pdf(**options), len(laid.pages))


def render_pdf(html: str) -> bytes:
    """The bytes of `render`."""
    return render(html).content


@lru_cache(maxsize=1)
def _style() -> tuple[CSS, FontConfiguration]:
    """Parsed once: style and fonts are a tenth of the time of a document."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    atexit.register(_style.cache_clear)  # it cannot clean up once the interpreter has gone
    return CSS(_HERE / "document.css", font_config=fonts, url_fetcher=_fetcher()), fonts


@lru_cache(maxsize=1)
def _fetcher() -> Any:
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    class Offline(URLFetcher):  # type: ignore[misc]
        """Gives our own fonts and inline pictures, and stops at anything else."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            ours = (_HERE / "fonts").as_uri() + "/"
            if url.startswith("data:") or (url.startswith(ours) and ".." not in url):
                return super().fetch(url, headers)
            if url == (_HERE / "document.css").as_uri():
                return super().fetch(url, headers)
            raise FatalURLFetchingError(f"A document must hold all it shows, not {url[:200]}")

    return Offline()
