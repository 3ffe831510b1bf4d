"""Reasons for help of art. 7 of the act on social assistance, in its order."""

from typing import NamedTuple


class ShippedReason(NamedTuple):
    """One reason; `parent` is the code of the row it is a part of."""

    code: str
    label: str
    article: str
    parent: str = ""


REASONS: tuple[ShippedReason, ...] = (
    ShippedReason("poverty", "ubóstwo", "art. 7 pkt 1"),
    ShippedReason("orphanhood", "sieroctwo", "art. 7 pkt 2"),
    ShippedReason("homelessness", "bezdomność", "art. 7 pkt 3"),
    ShippedReason("unemployment", "bezrobocie", "art. 7 pkt 4"),
    ShippedReason("disability", "niepełnosprawność", "art. 7 pkt 5"),
    ShippedReason("long_term_or_severe_illness", "długotrwała lub ciężka choroba", "art. 7 pkt 6"),
    ShippedReason("domestic_violence", "przemoc domowa", "art. 7 pkt 7"),
    ShippedReason(
        "human_trafficking_victim", "potrzeba ochrony ofiar handlu ludźmi", "art. 7 pkt 7a"
    ),
    ShippedReason("maternity_protection", "potrzeba ochrony macierzyństwa", "art. 7 pkt 8"),
    ShippedReason("large_family", "wielodzietność", "art. 7 pkt 8", "maternity_protection"),
    ShippedReason(
        "childcare_helplessness",
        "bezradność w sprawach opiekuńczo-wychowawczych i prowadzenia gospodarstwa domowego",
        "art. 7 pkt 9",
    ),
    ShippedReason(
        "childcare_helplessness_single_parent",
        "rodziny niepełne",
        "art. 7 pkt 9",
        "childcare_helplessness",
    ),
    ShippedReason(
        "childcare_helplessness_large_family",
        "rodziny wielodzietne",
        "art. 7 pkt 9",
        "childcare_helplessness",
    ),
    ShippedReason("refugee_integration", "trudności w integracji cudzoziemców", "art. 7 pkt 11"),
    ShippedReason(
        "post_prison_adjustment",
        "trudności w przystosowaniu do życia po zwolnieniu z zakładu karnego",
        "art. 7 pkt 12",
    ),
    ShippedReason("alcoholism", "alkoholizm", "art. 7 pkt 13"),
    ShippedReason("drug_addiction", "narkomania", "art. 7 pkt 13"),
    ShippedReason("random_event", "zdarzenie losowe", "art. 7 pkt 14"),
    ShippedReason("crisis_situation", "sytuacja kryzysowa", "art. 7 pkt 14"),
    ShippedReason("natural_disaster", "klęska żywiołowa lub ekologiczna", "art. 7 pkt 15"),
    ShippedReason("other", "inne okoliczności uzasadniające udzielenie pomocy", "art. 8 ust. 1"),
)

NOT_ENOUGH_FOR_CASH_ALONE = frozenset({"poverty"})
"""Art. 8 ust. 1: cash needs a reason of pkt 2–15 or other circumstances that justify help."""
