"""Fixtures of the tests that bypass Python."""

from tests.people import administrator, clerk, installation

__all__ = ["administrator", "clerk", "installation"]
