"""Files of a case: kept by their content, named by whoever added them."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile

from cases.models import Application, Attachment, Case, Person
from opsapp.kernel import files
from opsapp.kernel.audit import act
from opsapp.kernel.refusals import Refusal
from opsapp.office.models import User


@act
def attach(
    uploaded: UploadedFile[Any],
    *,
    person: Person,
    case: Case | None = None,
    application: Application | None = None,
    title: str = "",
    actor: User,
) -> Attachment:
    """Keep a file of a person, of a case or with an application; untitled it goes by its name.

    Raises `Refusal` at the field `file` for one that is empty, too large, unknown or disguised.
    """
    try:
        stored = files.store(uploaded, actor=actor)
    except Refusal as refused:
        refused.field = "file"
        raise
    attached: Attachment = Attachment.objects.create(
        person=person,
        case=case,
        application=application,
        file=stored,
        title=(title.strip() or stored.name)[:200],
        added_by=actor,
    )
    return attached
