"""The configuration panel: users, roles, units, dictionaries, settings, wordings, numbers, work."""

from opsapp.office.admin import dictionaries, keys, people, settings, work

__all__ = ["dictionaries", "keys", "people", "settings", "work"]
