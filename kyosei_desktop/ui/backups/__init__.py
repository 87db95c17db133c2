"""Backups: what each holds, how it differs from the present, and restoring one."""
