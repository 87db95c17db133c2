"""Backups while a ledger is worked on, by the clock and only when something has changed."""

import time
from collections.abc import Callable
from pathlib import Path

from kyosei_desktop.store.backup import back_up_ledger, content_mark, list_backups, pending_restore
from kyosei_desktop.store.backup_names import BackupReason
from kyosei_desktop.store.ledger import Ledger

INTERVAL_MINUTES = 20


class WorkingBackups:
    """Knows, for one open ledger, when the next backup is due. No time of day decides: a clock may be set back."""

    def __init__(self, ledger: Ledger, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        """`monotonic` tells seconds that only grow."""
        self._ledger, self._monotonic = ledger, monotonic
        self._last: tuple[float, object] | None = None

    def make_if_due(self) -> Path | None:
        """Make a backup if the interval is over and something has changed; None where none was made.

        None is made while a restore waits for the word that it was right.

        Raises:
            As `back_up_ledger`.
        """
        ledger, now = self._ledger, self._monotonic()
        if ledger.is_read_only or not isinstance(ledger.place, Path) or pending_restore(ledger.path) is not None:
            return None
        if self._last is not None and now - self._last[0] < INTERVAL_MINUTES * 60:
            return None
        present = content_mark(ledger.path)
        if present == (self._newest_mark() if self._last is None else self._last[1]):
            return None
        made = back_up_ledger(ledger, reason=BackupReason.WORKING)
        self._last = (now, present)
        return made

    def _newest_mark(self) -> object:
        newest = next(iter(list_backups(self._ledger.path)), None)
        return None if newest is None else content_mark(newest.path)
