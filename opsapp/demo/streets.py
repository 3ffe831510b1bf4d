"""Streets of Sandomierz, and villages of the neighbouring gminas where some clients lived."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from opsapp.demo.chance import Chance

TERC, TOWN, POSTAL_CODE = "2609011", "Sandomierz", "27-600"

_FLATS = """
Adama Mickiewicza|Juliusza Słowackiego|Armii Krajowej|Krzysztofa Kamila Baczyńskiego|11 Listopada
Jana Kilińskiego|Stefana Okrzei|Feliksa Schinzla|Koseły|Maciejowskiego|Portowa
""".replace("\n", "|")
_HOUSES = """
Opatowska|Zamkowa|Mariacka|Jana Długosza|Żydowska|Rynek|Podwale|Staromiejska|Zawichojska|Krakowska
Lwowska|Lubelska|Ożarowska|Trześniowska|Ostrówek|Zarzekowice|Przemysłowa|Retmańska|Flisaków
Holownicza|Wielowiejska|Browarna|Polna|Ogrodowa|Parkowa|Nadbrzeżna|Koćmierzów|Powiśle|Rybitwy
Kwiatkowskiego|Żeromskiego|Mokoszyńska|Chwałki|Salve Regina|Zaleśna|Wiejska|Cieśli|Bosmańska
""".replace("\n", "|")


def _named(text: str) -> list[str]:
    return [name for name in text.split("|") if name]


WITHOUT_PREFIX = {"Rynek"}
FLAT_STREETS, HOUSE_STREETS = _named(_FLATS), _named(_HOUSES)
VILLAGES = (
    ("2609022", "Dwikozy", "27-620"),
    ("2609062", "Obrazów", "27-641"),
    ("2609072", "Samborzec", "27-650"),
    ("2609043", "Koprzywnica", "27-660"),
)


@dataclass(frozen=True)
class Home:
    """An address."""

    street: str
    building: str
    flat: str
    terc: str = TERC
    locality: str = TOWN
    postal_code: str = POSTAL_CODE

    @property
    def lines(self) -> list[str]:
        """The two lines of an envelope."""
        number = "/".join(filter(None, [self.building, self.flat]))
        return [f"{self.street or self.locality} {number}", f"{self.postal_code} {self.locality}"]

    @cached_property
    def line(self) -> str:
        """As lists show it."""
        return ", ".join(self.lines)


def home(chance: Chance) -> Home:
    """A flat in a block of flats or a house, in the town."""
    if chance.happens(0.6):
        street = chance.choice(FLAT_STREETS)
        return Home(_prefixed(street), str(chance.randint(1, 48)), str(chance.randint(1, 60)))
    number = f"{chance.randint(1, 120)}{chance.choice(('', '', '', 'a', 'b'))}"
    flat = str(chance.randint(1, 8)) if chance.happens(0.3) else ""
    return Home(_prefixed(chance.choice(HOUSE_STREETS)), number, flat)


def elsewhere(chance: Chance) -> Home:
    """A house in a village nearby, where a client lived before."""
    terc, village, code = chance.choice(VILLAGES)
    return Home("", str(chance.randint(1, 180)), "", terc, village, code)


def _prefixed(street: str) -> str:
    return street if street in WITHOUT_PREFIX else f"ul. {street}"
