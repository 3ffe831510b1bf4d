"""Uploaded files: checked by content, kept outside the web root, served only through a door."""

from opsapp.kernel.files.kinds import DOCX, JPEG, ODT, PDF, PNG, TXT, Kind
from opsapp.kernel.files.store import faults_on_disk, open_stored, path_of, serve, store

__all__ = [
    "DOCX",
    "JPEG",
    "ODT",
    "PDF",
    "PNG",
    "TXT",
    "Kind",
    "faults_on_disk",
    "open_stored",
    "path_of",
    "serve",
    "store",
]
