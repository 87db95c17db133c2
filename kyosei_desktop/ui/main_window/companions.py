"""What goes along with an open ledger: backups, texts kept aside, the watched folder, and what other desks change."""

from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.store.places import ServerPlace
from kyosei_desktop.ui.backups.timer import BackupTimer
from kyosei_desktop.ui.collect.folder_watch import FolderWatch
from kyosei_desktop.ui.context import AppContext

if TYPE_CHECKING:
    from kyosei_desktop.ui.server.following import Following


class Companions:
    """None until `begin`, and none after `stop`."""

    def __init__(self, parent: QObject) -> None:
        """`parent` owns them."""
        self._parent = parent
        self._running: list[FolderWatch | BackupTimer | Following] = []

    def begin(self, context: AppContext) -> None:
        """Begin with what is open now, before its first view reads it; where it is only read, nothing that writes."""
        ledger = context.ledger
        if ledger is not None and isinstance(ledger.place, ServerPlace):
            from kyosei_desktop.ui.server.following import Following  # loaded only where a server's ledger is open

            self._running.append(Following(context, self._parent))
        if ledger is None or ledger.is_read_only:
            return
        self._running.append(BackupTimer(context, self._parent))
        if ledger.is_work_file:
            from kyosei_desktop.ui.clerk.unsaved import save_unsaved_as_drafts  # loaded only where somebody fills in

            with suppress(KyoseiError):  # it cannot be written again already: what was kept stays kept
                save_unsaved_as_drafts(context)
        else:
            self._running.append(FolderWatch(context, self._parent))

    def stop(self) -> None:
        """End them all."""
        for one in self._running:
            one.stop()
            one.deleteLater()
        self._running.clear()
