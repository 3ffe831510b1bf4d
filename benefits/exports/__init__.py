"""Files that leave the centre."""
