"""The recovery sheet: the keys on paper, without which no copy can be read."""

from __future__ import annotations

import base64

from django.conf import settings

from opsapp.kernel import clock
from opsapp.kernel.backups import manifest

GROUP = 4
ROW = 4


def recovery_sheet() -> str:
    """The sheet as text for a printer: every key in hexadecimal signs, as the settings read them.

    Hexadecimal, because nobody reads O for 0 or l for 1 in it; beside each key the fingerprint that
    the manifests of copies carry, so that the sheet and a copy can be matched.
    """
    keys = [
        ("OPS_FIELD_KEYS", name, value, manifest.fingerprints()[name])
        for name, value in settings.OPS_FIELD_KEYS.items()
    ]
    keys.append(("OPS_INDEX_KEY", "", settings.OPS_INDEX_KEY, manifest.index_fingerprint()))
    return "\n".join([*_head(), *(line for key in keys for line in _key(*key)), *_foot()])


def _head() -> list[str]:
    return [
        "ARKUSZ ODZYSKIWANIA",
        "",
        f"Wydrukowano {clock.today():%d.%m.%Y}. Bez tych kluczy żadnej kopii nie da się odczytać.",
        "Przechowuj w zamknięciu, poza serwerem. Nie zapisuj w pliku, nie wysyłaj, nie fotografuj.",
        "",
    ]


def _key(variable: str, name: str, value: str, fingerprint: str) -> list[str]:
    signs = base64.b64decode(value).hex()
    groups = [signs[at : at + GROUP] for at in range(0, len(signs), GROUP)]
    rows = [f"    {'  '.join(groups[at : at + ROW])}" for at in range(0, len(groups), ROW)]
    called = f"{variable}, klucz „{name}”" if name else variable
    return [f"{called} (odcisk w kopiach: {fingerprint})", "", *rows, ""]


def _foot() -> list[str]:
    named = ",".join(f"{name}=<64 znaki>" for name in settings.OPS_FIELD_KEYS)
    return [
        "Odtworzenie: wpisz klucze do środowiska, bez odstępów, potem sprawdź kopię:",
        f"    OPS_FIELD_KEYS={named}",
        "    OPS_INDEX_KEY=<64 znaki>",
        "    python3 manage.py restore <folder kopii> --only-check",
        "",
        "Odebrano (data, podpis): ____________________________",
        "",
    ]
