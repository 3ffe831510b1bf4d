"""Documents as rows: written once, never changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from opsapp.kernel.audit import act
from opsapp.kernel.models import StoredDocument

PDF = "application/pdf"


@act
def keep(
    kind: str, content: bytes, *, actor: Any, pages: int | None = None, media_type: str = PDF
) -> StoredDocument:
    """Keep the bytes of a document for ever, with their SHA-256."""
    return StoredDocument.objects.create(
        kind=kind,
        content=content,
        media_type=media_type,
        sha256=hashlib.sha256(content).hexdigest(),
        pages=pages,
    )


def serve(
    request: HttpRequest, stored: StoredDocument, *, name: str, inline: bool = False
) -> HttpResponse:
    """Answer with the document, shown in place or as a download. Doors call this, never urls."""
    content = bytes(stored.content)
    response = HttpResponse(content, content_type=stored.media_type)
    response["Content-Disposition"] = content_disposition_header(not inline, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["X-Frame-Options"] = "SAMEORIGIN" if inline else "DENY"
    return response


def faults_in_store() -> Iterator[str]:
    """One Polish sentence for each kept document whose bytes differ from their hash."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, kind FROM kernel_storeddocument "
            "WHERE encode(sha256(content), 'hex') <> sha256 ORDER BY id"
        )
        for pk, kind in cursor.fetchall():
            yield f"Treść dokumentu {pk} ({kind}) różni się od zapisanego skrótu."
