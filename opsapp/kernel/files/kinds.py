"""What a file is, told by its content and never by its name."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

from opsapp.kernel.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that the centre keeps."""

    label: str
    media_type: str
    suffixes: tuple[str, ...]


PDF = Kind("PDF", "application/pdf", (".pdf",))
PNG = Kind("PNG", "image/png", (".png",))
JPEG = Kind("JPEG", "image/jpeg", (".jpg", ".jpeg", ".jfif"))
DOCX = Kind(
    "DOCX",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    (".docx",),
)
ODT = Kind("ODT", "application/vnd.oasis.opendocument.text", (".odt",))
TXT = Kind("TXT", "text/plain", (".txt", ".csv", ".sta", ".mt940"))
ALL = (PDF, PNG, JPEG, DOCX, ODT, TXT)

_ZIP = b"PK\x03\x04"
_MAX_ZIP_ENTRIES = 10_000
_MACROS = re.compile(
    r"vbaproject|vbadata|activex|oleobject|^basic/|^scripts/|\.(class|jar|exe|js)$", re.I
)
_MARKUP = re.compile(r"<\s*(!doctype|html|head|body|script|svg|iframe|\?xml)", re.I)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TEXT_SAMPLE = 1024 * 1024


def recognise(content: BinaryIO) -> Kind:
    """The kind of the content; raises Refusal for anything else, and for macros and web pages."""
    content.seek(0)
    start = content.read(16)
    if start.startswith(b"%PDF-"):
        return PDF
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if start.startswith(b"\xff\xd8\xff"):
        return JPEG
    if start.startswith(_ZIP):
        return _recognise_zip(content)
    return _recognise_text(content)


def _recognise_zip(content: BinaryIO) -> Kind:
    try:
        with zipfile.ZipFile(content) as archive:
            names = archive.namelist()
            declared = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, ValueError) as error:
        raise Refusal(
            "Plik jest uszkodzony albo zaszyfrowany. Zapisz go jeszcze raz bez hasła, "
            "najlepiej jako PDF.",
            code="broken",
        ) from error
    if len(names) > _MAX_ZIP_ENTRIES:
        raise _unknown()
    if any(_MACROS.search(name) for name in names):
        raise Refusal(
            "Dokument zawiera makra lub osadzone programy, a takich plików nie przyjmujemy. "
            "Zapisz go jako PDF i dodaj ponownie.",
            code="macros",
        )
    if "word/document.xml" in names and "[Content_Types].xml" in names:
        return DOCX
    if declared.strip() == ODT.media_type.encode():
        return ODT
    raise _unknown()


def _recognise_text(content: BinaryIO) -> Kind:
    content.seek(0)
    text = _decoded(content.read(_TEXT_SAMPLE))
    if _MARKUP.search(text):
        raise Refusal(
            "To jest strona internetowa lub rysunek z kodem (HTML, SVG, XML), a takie pliki mogą "
            "zawierać programy. Wydrukuj ją do PDF i dodaj ten PDF.",
            code="markup",
        )
    if not text.strip() or _CONTROL.search(text):
        raise _unknown()
    return TXT


def _decoded(raw: bytes) -> str:
    """Text as UTF-8 or as Polish Windows wrote it; a cut last letter does not matter."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start >= len(raw) - 3 and len(raw) == _TEXT_SAMPLE:
            return raw[: error.start].decode("utf-8-sig")
    try:
        return raw.decode("cp1250")
    except UnicodeDecodeError as error:
        raise _unknown() from error


def _unknown() -> Refusal:
    labels = ", ".join(kind.label for kind in ALL)
    return Refusal(
        f"Nie rozpoznajemy treści tego pliku. Przyjmujemy: {labels}. Zapisz dokument jako PDF "
        "albo zrób jego zdjęcie i dodaj ponownie.",
        code="unknown",
    )
