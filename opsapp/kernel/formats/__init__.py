"""How Django itself writes days, by language: as our own filters do."""
