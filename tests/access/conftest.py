"""Fixtures of the tests of who may open what."""

from tests.people import administrator, clerk, installation

__all__ = ["administrator", "clerk", "installation"]
