"""What was frozen, against its hash and against the rules of today. Pure: it runs in processes that
know no database (`opsapp.kernel.cores`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from benefits.rules.engine import assess_facts
from benefits.rules.law import Law, NotAnnounced
from benefits.rules.reading import read_case
from benefits.rules.schema import Errors


def digest(text: Mapping[str, Any]) -> str:
    """SHA-256 of a frozen text; the order of its keys does not matter."""
    plain = json.dumps(text, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def digesting(_: None) -> Callable[[list[str]], list[str]]:
    """What answers frozen texts, as JSON, with their hashes."""
    return lambda texts: [digest(json.loads(text)) for text in texts]


def answering(law: Law) -> Callable[[list[str]], list[str]]:
    """What answers facts, as JSON, with what they give by a law."""
    return lambda facts: [answer(json.loads(one), law) for one in facts]


def answer(facts: Mapping[str, Any], law: Law) -> str:
    """What the facts give by the rules of today and a law, in Polish."""
    read = read_case(facts, "", Errors(), law)
    if read is None:
        return "błąd w faktach"
    try:
        given = assess_facts(read, law).to_json()
    except NotAnnounced as missing:
        return missing.message
    return said(given["amount"], given["amount_max"])


def said(amount: object, most: object) -> str:
    """'1010.00 zł', '20.00–418.00 zł' or 'odmowę'."""
    if amount is None:
        return "odmowę"
    return f"{amount} zł" if most is None else f"{amount}–{most} zł"
