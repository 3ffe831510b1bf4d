"""A bank's file becomes statements with entries that wait. Nothing is decided by reading it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

from benefits import statements
from benefits.models import BankProfile, BankStatement, StatementEntry
from benefits.selectors_statements import reaches
from benefits.services.payout import ACCOUNT
from opsapp.kernel import clock, documents, faults, states
from opsapp.kernel.audit import act
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.identifiers import parse_nrb
from opsapp.kernel.refusals import NotAllowed, Refusal
from opsapp.kernel.secrets import blind_index
from opsapp.office.models import User

POINTS = faults.declare("statements.import.kept", "statements.import.written")
KIND = "bank_statement"
FINGERPRINT = "statement_entry"
"""The purpose of the keyed hash by which an entry is known again."""


@act
def import_statement(
    profile: BankProfile, content: bytes, *, name: str, actor: User
) -> list[BankStatement]:
    """Read a file of the bank in: every statement of it, without the entries that are here already
    from a statement that overlaps.

    Raises `Refusal` for what cannot be read, a file that was read in before or brings nothing new,
    another account than the profile's, and days to come.
    """
    may(actor)
    profile = states.lock(profile)
    digest = hashlib.sha256(content).hexdigest()
    _not_read_before(digest)
    found = statements.read(content)
    for one in found:
        _of_this_account(one, profile)
    document = documents.keep(KIND, content, media_type="application/octet-stream", actor=actor)
    faults.point("statements.import.kept")
    made = []
    for part, one in enumerate(found, 1):
        row = BankStatement.objects.create(
            bank_profile=profile, number=_number(one), since=one.since, until=one.until,
            opening=one.opening, closing=one.closing, document=document, sha256=digest, part=part,
            name=_plain(name), imported_by=actor,
        )  # fmt: skip
        _write(row, one)
        made.append(row)
    _something_new(found, made)
    faults.point("statements.import.written")
    return made


def may(actor: User) -> None:
    """Raise `NotAllowed` unless the person settles payments of the whole centre."""
    actor.require(Cap.SEND_PAYMENTS)
    if not reaches(actor):
        raise NotAllowed(
            "Wyciąg obejmuje wypłaty wszystkich komórek, a uprawnienie "
            f"„{Cap.SEND_PAYMENTS.label}” masz tylko w swojej. Zrobi to osoba, która ma je "
            "w całym ośrodku.",
            Cap.SEND_PAYMENTS.value,
        )


def _not_read_before(digest: str) -> None:
    before = BankStatement.objects.filter(sha256=digest).select_related("imported_by").first()
    if before is not None:
        raise Refusal(
            f"Ten wyciąg już wczytano {before.recorded_at:%d.%m.%Y} jako {before} "
            f"({before.imported_by}).",
            "read_before",
            "file",
        )


def _of_this_account(one: statements.Statement, profile: BankProfile) -> None:
    if one.account != parse_nrb(profile.account):
        raise Refusal(
            f"To wyciąg innego rachunku (końcówka {one.account[-4:]}) niż wybrany "
            f"(końcówka {profile.account[-4:]}). Wybierz właściwy rachunek albo inny plik.",
            "other_account",
            "file",
        )
    if max([one.until, *(entry.booked_on for entry in one.entries)]) > clock.today():
        raise Refusal(
            f"Wyciąg jest do {one.until:%d.%m.%Y}, a ten dzień jeszcze nie nadszedł. "
            "Sprawdź, czy to właściwy plik.",
            "to_come",
            "file",
        )


def _number(one: statements.Statement) -> str:
    """Banks begin at 1 each year: a bare number gets its year."""
    number = one.number[:20]
    return f"{number}/{one.until.year}" if number.isdecimal() else number


def _plain(name: str) -> str:
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in last if sign.isprintable())[:100] or "wyciąg"


def _write(row: BankStatement, one: statements.Statement) -> None:
    marks = fingerprints(one)
    known = StatementEntry.objects.filter(fingerprint__in=marks).values_list("fingerprint")
    here = {bytes(mark) for (mark,) in known}
    StatementEntry.objects.bulk_create(
        [
            _row(row, entry, mark)
            for entry, mark in zip(one.entries, marks, strict=True)
            if mark not in here
        ],
        batch_size=1000,
    )


def _row(statement: BankStatement, entry: statements.Entry, mark: bytes) -> StatementEntry:
    return StatementEntry(
        statement=statement,
        ordinal=entry.ordinal,
        booked_on=entry.booked_on,
        value_on=entry.value_on,
        amount=entry.amount,
        text=entry.text[:500],
        name=entry.name[:200],
        account=entry.account,
        account_index=blind_index(entry.account, ACCOUNT) if entry.account else None,
        reference=entry.reference[:100],
        bank_reference=entry.bank_reference[:100],
        reason=entry.reason,
        fingerprint=mark,
    )


def fingerprints(one: statements.Statement) -> list[bytes]:
    """By what an entry is known in another statement of the account. Lines that are alike in
    everything are counted within their day, which a statement holds whole.
    """
    seen: Counter[str] = Counter()
    marks = []
    for entry in one.entries:
        said = "\x1f".join(
            (one.account, f"{entry.booked_on}", f"{entry.value_on}", f"{entry.amount:.2f}",
             entry.text, entry.name, entry.account, entry.reference, entry.bank_reference)
        )  # fmt: skip
        seen[said] += 1
        marks.append(blind_index(f"{said}\x1f{seen[said]}", FINGERPRINT))
    return marks


def _something_new(found: Sequence[statements.Statement], made: Sequence[BankStatement]) -> None:
    if any(one.entries for one in found) and not any(row.entries.exists() for row in made):
        raise Refusal(
            "Wszystkie pozycje tego wyciągu są już wczytane z innych wyciągów.",
            "nothing_new",
            "file",
        )
