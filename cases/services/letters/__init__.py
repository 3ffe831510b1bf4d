"""Letters of a case: written, put right, sent under a head that stays, delivered or come back."""

from cases.services.letters.sending import come_back, deliver, send, want_document
from cases.services.letters.writing import SENT, addressee_of, receive, revise, version_of, write

__all__ = [
    "SENT",
    "addressee_of",
    "come_back",
    "deliver",
    "receive",
    "revise",
    "send",
    "version_of",
    "want_document",
    "write",
]
