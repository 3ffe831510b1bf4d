"""Acts on reports."""

from reporting.services.runs import build, check, correct, discard, file, may_file, waive

__all__ = ["build", "check", "correct", "discard", "file", "may_file", "waive"]
