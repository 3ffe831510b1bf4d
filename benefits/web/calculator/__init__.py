"""Kalkulator uprawnień: any benefit of the engine asked on screen; nothing of it is stored."""
