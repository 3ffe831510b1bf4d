"""Tables of the mechanisms."""

from opsapp.kernel.models.documents import StoredDocument
from opsapp.kernel.models.drafts import Draft
from opsapp.kernel.models.files import StoredFile
from opsapp.kernel.models.jobs import Effect, Job, Schedule
from opsapp.kernel.models.looks import Look, LookSeal
from opsapp.kernel.models.numbering import NumberSeries

__all__ = [
    "Draft",
    "Effect",
    "Job",
    "Look",
    "LookSeal",
    "NumberSeries",
    "Schedule",
    "StoredDocument",
    "StoredFile",
]
