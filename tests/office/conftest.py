"""Fixtures of the tests of the office."""

from tests.people import administrator, clerk, installation

__all__ = ["administrator", "clerk", "installation"]
