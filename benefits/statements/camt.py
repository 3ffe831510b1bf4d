"""camt.053 (ISO 20022), of any version: read by local names, since versions differ in their
namespace alone where it matters here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation

from lxml import etree

from benefits.statements.entries import (
    Entry,
    Statement,
    account_of,
    broken,
    counterparty,
    in_pln,
    not_a_statement,
    wrong,
)
from benefits.statements.reasons import reason_of

_SPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001."
_NONE = ("", "NOTPROVIDED", "NONREF")


def read(content: bytes) -> list[Statement]:
    """The statements of a camt.053 file. Raises `Refusal`, also for XML that would read files, ask
    the network or grow beyond measure.
    """
    root = _parsed(content)
    if not isinstance(root.tag, str) or not etree.QName(root).namespace:
        raise not_a_statement()
    if not str(etree.QName(root).namespace).startswith(_SPACE):
        raise not_a_statement()
    return [_statement(node) for node in _all(root, "BkToCstmrStmt/Stmt")]


def _parsed(content: bytes) -> etree._Element:
    """The document without entities, network and declarations of its own."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise not_a_statement() from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise wrong(
            "Ten plik XML zawiera własne definicje (DOCTYPE), których wyciąg z banku nie ma. "
            "Pobierz wyciąg jeszcze raz prosto z bankowości elektronicznej.",
            "doctype",
        )
    return root


def _statement(node: etree._Element) -> Statement:
    opening, closing = _balance(node, "OPBD", "PRCD"), _balance(node, "CLBD")
    entries = tuple(_entries(node))
    days = [entry.booked_on for entry in entries]
    ends = _day(_one(closing, "Dt"))
    since = _text(node, "FrToDt/FrDtTm") or _text(node, "FrToDt/FrDt")
    number = _text(node, "LglSeqNb") or _text(node, "ElctrncSeqNb") or _text(node, "Id")
    return Statement(
        account=account_of(_text(node, "Acct/Id/IBAN") or _text(node, "Acct/Id/Othr/Id")),
        number=number[:20] or "bez numeru",
        since=_iso(since) if since else min(days, default=ends),
        until=max([ends, *days]),
        opening=_signed(opening),
        closing=_signed(closing),
        entries=entries,
    )


def _balance(node: etree._Element, *codes: str) -> etree._Element:
    for code in codes:
        for found in _all(node, "Bal"):
            if _text(found, "Tp/CdOrPrtry/Cd") == code:
                return found
    raise broken(f"brak salda {'początkowego' if codes[0] == 'OPBD' else 'końcowego'}")


def _entries(node: etree._Element) -> Iterator[Entry]:
    """Booked entries; one that holds several transactions, each with its amount, is as many."""
    ordinal = 0
    for entry in _all(node, "Ntry"):
        if (_text(entry, "Sts/Cd") or _text(entry, "Sts") or "BOOK") != "BOOK":
            continue
        parts = list(_all(entry, "NtryDtls/TxDtls"))
        for part, amount in _shares(entry, parts):
            ordinal += 1
            yield _entry(ordinal, entry, part, amount)


def _shares(
    entry: etree._Element, parts: list[etree._Element]
) -> list[tuple[etree._Element, Decimal]]:
    whole = _signed(entry)
    if len(parts) > 1 and all(_amount_of(part) is not None for part in parts):
        shares = [(part, _amount(_amount_of(part)).copy_sign(whole)) for part in parts]
        if sum(share for _, share in shares) == whole:
            return shares
    return [(parts[0] if len(parts) == 1 else entry, whole)]


def _amount_of(part: etree._Element) -> etree._Element | None:
    return _one(part, "Amt") if _one(part, "Amt") is not None else _one(part, "AmtDtls/TxAmt/Amt")


def _entry(ordinal: int, entry: etree._Element, part: etree._Element, amount: Decimal) -> Entry:
    side = "Dbtr" if amount > 0 else "Cdtr"
    booked, valued = _one(entry, "BookgDt"), _one(entry, "ValDt")
    said = [" ".join(_texts(part, "RmtInf/Ustrd")), *_texts(part, "RtrInf/AddtlInf")]
    said += [*_texts(part, "AddtlTxInf"), *_texts(entry, "AddtlNtryInf")]
    account = f"RltdPties/{side}Acct/Id"
    return Entry(
        ordinal=ordinal,
        booked_on=_day(booked),
        value_on=_day(booked if valued is None else valued),
        amount=amount,
        text=" · ".join(dict.fromkeys(filter(None, said))),
        name=_text(part, f"RltdPties/{side}/Nm") or _text(part, f"RltdPties/{side}/Pty/Nm"),
        account=counterparty(_text(part, f"{account}/IBAN") or _text(part, f"{account}/Othr/Id")),
        reference=_reference(part),
        bank_reference=_text(part, "Refs/AcctSvcrRef") or _text(entry, "AcctSvcrRef"),
        reason=_reason(entry, part, said) if amount > 0 else "",
    )


def _reference(part: etree._Element) -> str:
    """A return names the original order beside its own."""
    names = ("RtrInf/OrgnlEndToEndId", "Refs/EndToEndId", "Refs/InstrId", "Refs/PmtInfId")
    return next((said for name in names if (said := _text(part, name)) not in _NONE), "")


def _reason(entry: etree._Element, part: etree._Element, said: list[str]) -> str:
    code = _text(part, "RtrInf/Rsn/Cd") or _text(part, "RtrInf/Rsn/Prtry")
    family = "BkTxCd/Domn/Fmly/SubFmlyCd"
    returned = _one(part, "RtrInf") is not None or "RRTN" in (
        _text(entry, family),
        _text(part, family),
    )
    return reason_of(code, *said, returned=returned)


def _signed(node: etree._Element) -> Decimal:
    amount = _amount(_one(node, "Amt"))
    sign = _text(node, "CdtDbtInd")
    if sign not in ("CRDT", "DBIT"):
        raise broken("pozycja bez strony Wn/Ma")
    return amount if sign == "CRDT" else -amount


def _amount(node: etree._Element | None) -> Decimal:
    if node is None:
        raise broken("pozycja bez kwoty")
    in_pln(node.get("Ccy"))
    try:
        amount = Decimal(node.text or "")
    except InvalidOperation as error:
        raise broken("kwota, której nie da się odczytać") from error
    if not amount.is_finite() or amount < 0 or amount != round(amount, 2):
        raise broken("kwota, której nie da się odczytać")
    return amount


def _day(node: etree._Element | None) -> date:
    if node is None:
        raise broken("pozycja bez daty")
    return _iso(_text(node, "Dt") or _text(node, "DtTm") or (node.text or ""))


def _iso(text: str) -> date:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError as error:
        raise broken("data, której nie da się odczytać") from error


def _all(node: etree._Element, path: str) -> Iterator[etree._Element]:
    steps = "/".join(f"{{*}}{name}" for name in path.split("/"))
    found: Iterator[etree._Element] = node.iterfind(steps)
    return found


def _one(node: etree._Element, path: str) -> etree._Element | None:
    return next(_all(node, path), None)


def _texts(node: etree._Element, path: str) -> list[str]:
    return [" ".join((found.text or "").split()) for found in _all(node, path)]


def _text(node: etree._Element, path: str) -> str:
    return next(iter(_texts(node, path)), "")
