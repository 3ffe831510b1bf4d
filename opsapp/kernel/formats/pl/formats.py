"""Days and moments in numbers: '22.11.2026', '22.11.2026, 12:04'."""

from __future__ import annotations

DATE_FORMAT = "d.m.Y"
DATETIME_FORMAT = "d.m.Y, H:i"
