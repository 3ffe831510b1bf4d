"""What the database refuses, said in the clerk's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from opsapp.kernel.refusals import Refusal


@contextmanager
def refusing(refusals: Mapping[str, Refusal]) -> Iterator[None]:
    """Turn a violated constraint, by its name, into a refusal; what is inside is undone.

    Another violation is a bug and is raised as it came.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as clash:
        diagnosis = getattr(clash.__cause__, "diag", None)
        refusal = refusals.get(getattr(diagnosis, "constraint_name", None) or "")
        if refusal is None:
            raise
        raise refusal from clash
