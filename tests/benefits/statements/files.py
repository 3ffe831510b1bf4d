"""Statements written by hand, as banks write them, around the lists of `payables`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tests.benefits.payables import CENTRE_ACCOUNT

OPENING = Decimal("10000.00")
DAY = date(2026, 11, 26)


@dataclass(frozen=True)
class Row:
    """One entry: the amount signed, the title, what our order carried, the other side."""

    amount: str
    title: str = ""
    reference: str = "NONREF"
    name: str = ""
    account: str = ""
    kind: str = ""
    booked: date = DAY


def mt940(
    *rows: Row,
    separator: str = "<",
    account: str = CENTRE_ACCOUNT,
    number: str = "00231",
    currency: str = "PLN",
    closing: str | None = None,
    encoding: str = "cp852",
    opening: Decimal = OPENING,
) -> bytes:
    """An MT940 file of one statement."""
    ends = closing or f"{opening + sum(Decimal(row.amount) for row in rows)}"
    first, last = (rows[0].booked, rows[-1].booked) if rows else (DAY, DAY)
    lines = [
        ":20:MT940",
        f":25:/PL{account}",
        f":28C:{number}",
        f":60F:{_sign(opening)}{first:%y%m%d}{currency}{_plain(opening)}",
        *[line for row in rows for line in _mt_entry(row, separator)],
        f":62F:{_sign(Decimal(ends))}{last:%y%m%d}{currency}{_plain(Decimal(ends))}",
        "-",
    ]
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def _mt_entry(row: Row, separator: str) -> list[str]:
    amount = Decimal(row.amount)
    code = "073" if amount > 0 else "020"
    parts = {"00": row.kind, "20": row.title[:27], "21": row.title[27:], "27": row.name}
    parts["31"] = row.account
    said = "".join(f"{separator}{at}{text}" for at, text in parts.items() if text)
    day = f"{row.booked:%y%m%d%m%d}"
    return [
        f":61:{day}{_sign(amount)}N{_plain(amount)}S{code}{row.reference}",
        f":86:{code}{said}",
    ]


def _sign(amount: Decimal) -> str:
    return "C" if amount >= 0 else "D"


def _plain(amount: Decimal) -> str:
    return f"{abs(amount):.2f}".replace(".", ",")


def camt(
    *rows: Row,
    version: str = "02",
    account: str = CENTRE_ACCOUNT,
    currency: str = "PLN",
    closing: str | None = None,
    extra: str = "",
    head: str = "",
    reasons: Sequence[str] = (),
) -> bytes:
    """A camt.053 file of one statement; `reasons` are codes of RtrInf of its credits in turn."""
    ends = closing or f"{OPENING + sum(Decimal(row.amount) for row in rows)}"
    codes = iter(reasons)
    entries = "".join(_camt_entry(row, currency, codes) for row in rows)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"><BkToCstmrStmt>'
        f"<Stmt><Id>231-2026</Id><ElctrncSeqNb>231</ElctrncSeqNb><Acct><Id><IBAN>PL{account}"
        f"</IBAN></Id></Acct>{_balance('OPBD', str(OPENING), currency)}"
        f"{_balance('CLBD', ends, currency)}{entries}{extra}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def _balance(code: str, amount: str, currency: str) -> str:
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="{currency}">'
        f"{abs(Decimal(amount))}</Amt><CdtDbtInd>{'CRDT' if Decimal(amount) >= 0 else 'DBIT'}"
        f"</CdtDbtInd><Dt><Dt>{DAY}</Dt></Dt></Bal>"
    )


def _camt_entry(row: Row, currency: str, codes: object) -> str:
    amount = Decimal(row.amount)
    code = next(codes, "") if amount > 0 else ""  # type: ignore[call-overload]
    back = f"<RtrInf><Rsn><Cd>{code}</Cd></Rsn></RtrInf>" if code else ""
    side = "Dbtr" if amount > 0 else "Cdtr"
    iban = f"<{side}Acct><Id><IBAN>PL{row.account}</IBAN></Id></{side}Acct>" if row.account else ""
    return (
        f'<Ntry><Amt Ccy="{currency}">{abs(amount)}</Amt>'
        f"<CdtDbtInd>{'CRDT' if amount > 0 else 'DBIT'}</CdtDbtInd><Sts>BOOK</Sts>"
        f"<BookgDt><Dt>{row.booked}</Dt></BookgDt><ValDt><Dt>{row.booked}</Dt></ValDt>"
        f"<NtryDtls><TxDtls><Refs><EndToEndId>{row.reference}</EndToEndId></Refs>"
        f"<RltdPties><{side}><Nm>{row.name}</Nm></{side}>{iban}</RltdPties>"
        f"<RmtInf><Ustrd>{row.title}</Ustrd></RmtInf>{back}</TxDtls></NtryDtls></Ntry>"
    )
