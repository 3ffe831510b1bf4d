"""Fixtures of the tests of the web floor."""

from tests.people import administrator, clerk, installation

__all__ = ["administrator", "clerk", "installation"]
