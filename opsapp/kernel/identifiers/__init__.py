"""Polish identifiers: read what was typed, answer the bare form.

What is wrong is refused by ValueError with a Polish sentence.
"""

from opsapp.kernel.identifiers.accounts import bank_of, format_nrb, parse_nrb
from opsapp.kernel.identifiers.documents import check_id_card
from opsapp.kernel.identifiers.entities import parse_nip, parse_regon
from opsapp.kernel.identifiers.pesel import Pesel, parse_pesel
from opsapp.kernel.identifiers.places import parse_e_delivery, parse_postal_code, parse_terc

__all__ = [
    "Pesel",
    "bank_of",
    "check_id_card",
    "format_nrb",
    "parse_e_delivery",
    "parse_nip",
    "parse_nrb",
    "parse_pesel",
    "parse_postal_code",
    "parse_regon",
    "parse_terc",
]
