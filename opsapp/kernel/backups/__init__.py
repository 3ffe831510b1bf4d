"""Copies of everything and the way back: database, uploaded files, proof that the keys fit.

A folder of copies holds `files/` (every upload ever copied, by its hash, shared by all copies) and
one folder for each copy with `database.dump`, `files.txt` (the hashes it needs) and
`manifest.json`. Keys are never in a copy, only their fingerprints.
"""

from opsapp.kernel.backups.making import drop_old, make
from opsapp.kernel.backups.manifest import BackupError, Manifest, read
from opsapp.kernel.backups.restoring import examine, restore
from opsapp.kernel.backups.sheet import recovery_sheet

__all__ = [
    "BackupError",
    "Manifest",
    "drop_old",
    "examine",
    "make",
    "read",
    "recovery_sheet",
    "restore",
]
