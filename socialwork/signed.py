"""The hash that a signature of an interview stands under. Pure: it runs in processes that know no
database (`opsapp.kernel.cores`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

UNORDERED = ("family", "cases", "incomes")
"""Parts whose order says nothing."""


def digest(content: Mapping[str, Any]) -> str:
    """SHA-256 of all that a signature covers."""
    sorted_parts = {part: sorted(content[part]) for part in UNORDERED}
    text = json.dumps({**content, **sorted_parts}, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def digesting(_: None) -> Callable[[list[str]], list[str]]:
    """What answers contents, as JSON, with their hashes."""
    return lambda contents: [digest(json.loads(content)) for content in contents]
