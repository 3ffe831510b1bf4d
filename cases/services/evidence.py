"""Proofs on record: what was shown, with the scan of it when there is one."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile

from cases.models import Evidence, Person
from opsapp.kernel import clock, files, states
from opsapp.kernel.audit import act
from opsapp.kernel.models import StoredFile
from opsapp.kernel.refusals import Conflict, Refusal
from opsapp.office.models import User


@act
def record(
    person: Person,
    *,
    kind: str,
    title: str,
    uploaded: UploadedFile[Any] | None = None,
    actor: User,
) -> Evidence:
    """Put a proof on record, received today, with its scan if one was given.

    Raises `Refusal` for an unknown kind, an empty title, and at the field `file` for a file that is
    empty, too large, unknown or disguised.
    """
    if kind not in Evidence.Kind.values:
        raise Refusal("Wybierz rodzaj dowodu z listy.", "unknown_kind", "evidence_kind")
    if not title.strip():
        raise Refusal("Napisz, czego dotyczy dowód.", "no_title", "evidence_title")
    stored = _stored(uploaded, actor) if uploaded is not None else None
    proof: Evidence = Evidence.objects.create(
        person=person, kind=kind, title=title.strip(), received_on=clock.today(), file=stored
    )
    return proof


@act
def attach_file(proof: Evidence, *, uploaded: UploadedFile[Any], actor: User) -> Evidence:
    """Keep the scan of a proof that has none yet.

    Raises `Conflict` when it has one: a scan is never replaced, another paper is another proof.
    """
    proof = states.lock(proof)
    if proof.file_id is not None:
        raise Conflict(
            "Ten dowód ma już plik, pliku się nie podmienia. Inny dokument dodaj jako nowy dowód.",
            "has_file",
        )
    proof.file = _stored(uploaded, actor)
    proof.save(update_fields=["file"])
    return proof


def _stored(uploaded: UploadedFile[Any], actor: User) -> StoredFile:
    try:
        return files.store(uploaded, actor=actor)
    except Refusal as refused:
        refused.field = "file"
        raise
