"""The questionnaire of the family interview: sections, questions and their kinds of answers."""

from socialwork.questionnaire.edition import EDITION, SECTIONS, section
from socialwork.questionnaire.questions import (
    Question,
    Section,
    clean_answers,
    differences,
    whole,
)

__all__ = [
    "EDITION",
    "SECTIONS",
    "Question",
    "Section",
    "clean_answers",
    "differences",
    "section",
    "whole",
]
