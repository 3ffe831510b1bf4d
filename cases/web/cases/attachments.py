"""The only door to the bytes of an attachment."""

from __future__ import annotations

from django.http.response import HttpResponseBase

from cases import access
from opsapp.kernel import files
from opsapp.kernel.web import Request, reads


@reads
def attachment(request: Request, pk: int) -> HttpResponseBase:
    """The file as a download that no browser runs; for whoever may open what it belongs to."""
    return files.serve(request, access.get_attachment(request, pk).file)
