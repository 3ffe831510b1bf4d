"""The disk side of uploads: bytes first, row second, so that a row never names a missing file."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest

from opsapp.kernel import faults
from opsapp.kernel.audit import act
from opsapp.kernel.files.kinds import ALL, Kind, recognise
from opsapp.kernel.models import StoredFile
from opsapp.kernel.refusals import NotFound, Refusal

POINTS = faults.declare("files.on_disk", "files.recorded")

DEFAULT_LIMIT_BYTES = 20 * 1024 * 1024
_BLOCK = 1024 * 1024
_NAME_LENGTH = 255


@act
def store(uploaded: UploadedFile[Any], *, actor: Any, allowed: Sequence[Kind] = ALL) -> StoredFile:
    """Keep an uploaded file; raises Refusal for one that is empty, too large, unknown or disguised.

    The bytes are on disk and synced before the row is written: a crash in between leaves a file
    that no row names, never the other way round.
    """
    name = _plain_name(uploaded.name or "")
    with tempfile.NamedTemporaryFile(dir=_folder("incoming"), delete=False) as incoming:
        try:
            sha256, size = _copy(uploaded, incoming)  # type: ignore[arg-type]
            kind = recognise(incoming)  # type: ignore[arg-type]
            _refuse_disguise(name, kind, allowed)
            _keep(Path(incoming.name), sha256)
        finally:
            Path(incoming.name).unlink(missing_ok=True)
    faults.point("files.on_disk")
    stored = StoredFile.objects.create(
        sha256=sha256, size=size, media_type=kind.media_type, name=name
    )
    faults.point("files.recorded")
    return stored


def serve(request: HttpRequest, stored: StoredFile) -> FileResponse:
    """Answer with the file as a download that no browser will run. Doors call this, never urls."""
    response = FileResponse(
        open_stored(stored),
        as_attachment=True,
        filename=stored.name,
        content_type=stored.media_type,
    )
    response["Content-Length"] = str(stored.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def open_stored(stored: StoredFile) -> BinaryIO:
    """The bytes of a stored file; raises NotFound when the disk lost them."""
    try:
        return path_of(stored.sha256).open("rb")
    except FileNotFoundError as error:
        raise NotFound(
            f"Pliku „{stored.name}” nie ma w magazynie. Zgłoś to administratorowi: trzeba go "
            "odtworzyć z kopii.",
            code="file_lost",
        ) from error


def path_of(sha256: str) -> Path:
    """Where the bytes with this hash lie: two levels of folders, so that none grows large."""
    return Path(settings.OPS_FILES_ROOT) / sha256[:2] / sha256[2:4] / sha256


def faults_on_disk() -> Iterator[str]:
    """One Polish sentence for each stored file that is missing or differs from its hash."""
    known = StoredFile.objects.order_by("sha256").distinct("sha256")
    for sha256, name in known.values_list("sha256", "name").iterator():
        path = path_of(sha256)
        if not path.exists():
            yield f"Brakuje pliku „{name}” ({sha256})."
        elif _hash(path) != sha256:
            yield f"Treść pliku „{name}” zmieniła się ({sha256})."


def _copy(uploaded: UploadedFile[Any], target: BinaryIO) -> tuple[str, int]:
    limit = getattr(settings, "OPS_UPLOAD_LIMIT_BYTES", DEFAULT_LIMIT_BYTES)
    digest, size = hashlib.sha256(), 0
    for chunk in uploaded.chunks():
        size += len(chunk)
        if size > limit:
            raise Refusal(
                f"Plik jest za duży: przyjmujemy do {limit // 1024 // 1024} MB. "
                "Zmniejsz rozdzielczość skanu albo podziel dokument na części.",
                code="too_large",
            )
        digest.update(chunk)
        target.write(chunk)
    if not size:
        raise Refusal(
            "Plik jest pusty. Sprawdź, czy otwiera się na komputerze, i dodaj go ponownie.",
            code="empty",
        )
    target.flush()
    os.fsync(target.fileno())
    return digest.hexdigest(), size


def _refuse_disguise(name: str, kind: Kind, allowed: Sequence[Kind]) -> None:
    if kind not in allowed:
        labels = ", ".join(each.label for each in allowed)
        raise Refusal(
            f"To jest plik {kind.label}, a tutaj przyjmujemy: {labels}.", code="not_allowed"
        )
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in kind.suffixes:
        raise Refusal(
            f"Plik nazywa się „{name}”, a jego treść to {kind.label}. Nazwa może wprowadzić w "
            f"błąd, więc go nie przyjmiemy. Zmień końcówkę na {kind.suffixes[0]} i dodaj ponownie.",
            code="disguised",
        )


def _keep(incoming: Path, sha256: str) -> None:
    """Give the synced file its name; the same bytes under that name may already be there."""
    target = path_of(sha256)
    if not target.exists():
        _folder(sha256[:2], sha256[2:4])
        incoming.chmod(0o600)
        incoming.replace(target)
    for folder in (target.parent, *target.parents[1:3]):
        _sync(folder)


def _folder(*parts: str) -> Path:
    folder = Path(settings.OPS_FILES_ROOT, *parts)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _plain_name(name: str) -> str:
    """The last part of the name, printable and not too long: it is shown, never used as a path."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(sign for sign in last if sign.isprintable()).strip() or "plik"
    path = PurePosixPath(printable)
    return printable if len(printable) <= _NAME_LENGTH else path.stem[:200] + path.suffix[:20]


def _hash(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
