"""Calls a look into the watched folder: when the system tells of a change, and by the clock for network drives."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer

from kyosei_desktop.domain.language import _
from kyosei_desktop.ui.collect.watching import FolderLook, watched_folder
from kyosei_desktop.ui.context import AppContext

POLL_MS = 20_000
"""Network drives tell of no changes."""
_SETTLE_MS = 500
"""A mail program writes an attachment in several strokes."""
_NAMED = 3


class FolderWatch(QObject):
    """Lives as long as a coordinator's ledger is open for writing."""

    def __init__(self, context: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._look = FolderLook(context, self._offer)
        self._watcher = QFileSystemWatcher(self)
        self._timer, self._settle = QTimer(self), QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self.look)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self.look)
        self._watcher.directoryChanged.connect(lambda _folder: self._settle.start())
        self._leave = context.changes.subscribe(lambda _by: self.look())
        self.look()

    def look(self) -> None:
        """Look into the folder now, and watch what is to be watched."""
        folder = watched_folder(self._context)
        wanted = [] if folder is None or not folder.is_dir() else [str(folder)]
        if self._watcher.directories() != wanted:
            if self._watcher.directories():
                self._watcher.removePaths(self._watcher.directories())
            if wanted:
                self._watcher.addPaths(wanted)
        if folder is None:
            self._timer.stop()
            return
        self._timer.start()
        self._look.look()

    def stop(self) -> None:
        """Watch no more."""
        self._leave()
        self._timer.stop()
        self._settle.stop()
        if self._watcher.directories():
            self._watcher.removePaths(self._watcher.directories())

    def _offer(self, files: Sequence[Path]) -> None:
        names = "、".join(file.name for file in files[:_NAMED])
        said = _("見張っているフォルダに新しい回答が{count}件あります：{names}。取り込みは確かめてから行います。")
        self._context.messages.warn(
            said.format(count=len(files), names=names),
            (_("確かめる"), lambda: self._context.go("collect", files=tuple(files))),
        )
