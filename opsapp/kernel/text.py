"""Polish text: a key for sorting and a folded form for finding, equal in Python and in PostgreSQL.

The SQL functions `fold(text)` and `pl_key(text)` come with the first migration of the kernel;
SQL_FOLD and SQL_PL_KEY define them. A change there needs a new migration and a rebuild of the
indexes that use them.
"""

from __future__ import annotations

from django.db.models import Func, TextField

_LETTERS = {
    "a": "ąáàâäãåāăǎæ", "c": "ćçčĉċ", "d": "ďđð", "e": "ęéèêëēĕėě", "g": "ğĝġģ", "h": "ĥħ",
    "i": "íìîïĩīĭįıǐ", "j": "ĵ", "k": "ķ", "l": "łĺļľŀ", "n": "ńñņňŋ", "o": "óòôöõøōŏőœǒ",
    "r": "ŕřŗ", "s": "śşšŝșß", "t": "ťţțŧþ", "u": "úùûüũūŭůűųǔ", "w": "ŵ", "y": "ýÿŷ", "z": "źżž",
}  # fmt: skip
_MARKS = "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030b\u030c\u0327\u0328"
"""Accents that stand as characters of their own, as some systems paste them: dropped."""
_SPACES = "\t\n\r\u00a0\u2007\u2009\u202f"

FOLD_FROM = "".join(_LETTERS.values()) + _SPACES
FOLD_TO = "".join(plain * len(marked) for plain, marked in _LETTERS.items()) + " " * len(_SPACES)
_FOLD = str.maketrans(FOLD_FROM, FOLD_TO, _MARKS)
_FROM_LITERAL = (
    "E'"
    + "".join(sign if sign.isalpha() else f"\\u{ord(sign):04X}" for sign in FOLD_FROM + _MARKS)
    + "'"
)
_PL_KEY = str.maketrans(
    {
        "ą": "a{",
        "ć": "c{",
        "ę": "e{",
        "ł": "l{",
        "ń": "n{",
        "ó": "o{",
        "ś": "s{",
        "ź": "z{",
        "ż": "z|",
    }
)

SQL_FOLD = f"""
CREATE OR REPLACE FUNCTION fold(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT btrim(regexp_replace(
        translate(lower(value), {_FROM_LITERAL}, '{FOLD_TO}'), ' +', ' ', 'g'), ' ')
$$
"""
SQL_PL_KEY = """
CREATE OR REPLACE FUNCTION pl_key(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT replace(replace(replace(replace(replace(replace(replace(replace(replace(lower(value),
        'ą', 'a{'), 'ć', 'c{'), 'ę', 'e{'), 'ł', 'l{'), 'ń', 'n{'), 'ó', 'o{'), 'ś', 's{'),
        'ź', 'z{'), 'ż', 'z|')
$$
"""


def fold(text: str) -> str:
    """For finding: lower case, no diacritics, single spaces ('Łódź  Żabia' is 'lodz zabia')."""
    return " ".join(part for part in _lower(text).translate(_FOLD).split(" ") if part)


def pl_key(text: str) -> str:
    """For sorting by code point in Polish order: ą follows a, ł follows l, ż follows ź."""
    return _lower(text).translate(_PL_KEY)


class Fold(Func):
    """`fold(text)` in a query or an index."""

    function = "fold"
    arity = 1
    output_field = TextField()


class PlKey(Func):
    """`pl_key(text)` in a query or an index: `order_by(PlKey("last_name"))`."""

    function = "pl_key"
    arity = 1
    output_field = TextField()


def _lower(text: str) -> str:
    """Letter by letter, as PostgreSQL does it: no final sigma, no dotted I of two characters."""
    return "".join(sign.lower() if sign != "İ" else "i" for sign in text)


def upper_first(text: str) -> str:
    """The first letter large, the others as they are (unlike `str.capitalize`)."""
    return text[:1].upper() + text[1:]
