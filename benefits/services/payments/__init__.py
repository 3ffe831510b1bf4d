"""Acts on payment lists and payments."""

from benefits.services.payments.building import build, drop
from benefits.services.payments.running import close, reissue, return_, send, settle
from benefits.services.payments.signing import approve, cancel, check, head, prepare, reopen
from benefits.services.payments.striking import strike

__all__ = [
    "approve",
    "build",
    "cancel",
    "check",
    "close",
    "drop",
    "head",
    "prepare",
    "reissue",
    "reopen",
    "return_",
    "send",
    "settle",
    "strike",
]
