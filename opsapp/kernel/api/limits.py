"""How often one person may ask: counted in the memory of each web process, not in the database."""

from __future__ import annotations

from django.core.cache.backends.locmem import LocMemCache
from rest_framework.throttling import UserRateThrottle


class PerPerson(UserRateThrottle):
    """Six hundred questions a minute of one person, in each web process."""

    rate = "600/min"
    cache = LocMemCache("api-throttle", {})
