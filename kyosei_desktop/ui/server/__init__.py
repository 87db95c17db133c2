"""Ledgers on a server in the window: opening one, and hearing of what others change in it."""
