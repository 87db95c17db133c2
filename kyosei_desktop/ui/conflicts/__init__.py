"""Settling conflicts: all texts side by side, what differs marked, one key to take one."""
