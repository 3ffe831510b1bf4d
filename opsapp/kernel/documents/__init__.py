"""Our documents: HTML made into PDF/UA bytes, kept with their hash, served by doors.

Importing this package does not import the PDF engine: it stays out of web processes. Rendering is a
job; where the system lacks the engine's libraries, screens show the print view and `NOTICE`.
"""

from opsapp.kernel.documents.engine import (
    INSTALL,
    NOTICE,
    EngineMissing,
    Rendered,
    available,
    render,
    render_pdf,
)
from opsapp.kernel.documents.keeping import faults_in_store, keep, serve
from opsapp.kernel.documents.once import Rendering

__all__ = [
    "INSTALL",
    "NOTICE",
    "EngineMissing",
    "Rendered",
    "Rendering",
    "available",
    "faults_in_store",
    "keep",
    "render",
    "render_pdf",
    "serve",
]
