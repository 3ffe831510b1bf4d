"""Doors to bank statements: open to whoever settles payments of the whole centre."""

from __future__ import annotations

from benefits.models import BankStatement, PaymentList, StatementEntry
from benefits.selectors_statements import statements
from benefits.services.statements.importing import may
from opsapp.kernel import looked
from opsapp.kernel.access import found
from opsapp.kernel.web import Request


def get_statement(request: Request, pk: int) -> BankStatement:
    """A statement; opening it leaves a trace."""
    may(request.user)
    statement = found(statements(), pk=pk)
    looked.opened(request.user, statement, request)
    return statement


def get_entry(request: Request, pk: int) -> StatementEntry:
    """An entry with its statement; opening it leaves a trace of the statement."""
    may(request.user)
    entry = found(StatementEntry.objects.select_related("statement__bank_profile"), pk=pk)
    looked.opened(request.user, entry.statement, request)
    return entry


def get_list_of(statement: BankStatement, pk: str) -> PaymentList:
    """A list that went from the statement's account."""
    rows = PaymentList.objects.filter(bank_profile=statement.bank_profile_id)
    return found(rows, pk=int(pk) if pk.isdecimal() and len(pk) < 18 else 0)
