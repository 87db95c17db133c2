"""Makes backups by the clock while something is open for writing."""

from collections.abc import Callable, Generator
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.store.backup import copy_backups
from kyosei_desktop.store.working_backups import WorkingBackups
from kyosei_desktop.ui.context import AppContext

LOOK_MS = 60_000
"""How often it is looked whether a backup is due."""


class BackupTimer(QObject):
    """Lives as long as a ledger or work file is open for writing."""

    def __init__(self, context: AppContext, parent: QObject) -> None:
        """The first look comes after a minute: who only looks something up makes no backup."""
        super().__init__(parent)
        self._context = context
        self._backups = WorkingBackups(context.open_ledger)
        self._has_failed = False
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Make a backup if one is due."""
        self._context.jobs.start(
            _("作業中の控えを作っています"),
            _make(self._backups, self._copy),
            done=self._on_done,
            failed=self._on_failed,
            is_quiet=True,
            key="working backup",
        )

    def stop(self) -> None:
        """Make no more."""
        self._timer.stop()

    def _copy(self) -> Generator[Step, None, int]:
        from kyosei_desktop.ui.backups.presenter import second_folder  # loaded with the first backup

        second = second_folder(self._context)
        return (yield from copy_backups(self._context.open_ledger, second)) if second is not None else 0

    def _on_done(self, made: Path | None) -> None:
        if made is not None:
            self._has_failed = False

    def _on_failed(self, error: KyoseiError) -> None:
        """Said once, not every minute; the work itself goes on."""
        if not self._has_failed:
            self._has_failed = True
            words = _("作業中の控えを作れませんでした。台帳への保存は続いています。{error}").format(error=error)
            self._context.messages.warn(words, (_("控えを見る"), lambda: self._context.go("backups")))


def _make(
    backups: WorkingBackups, copy: Callable[[], Generator[Step, None, int]]
) -> Generator[Step, None, Path | None]:
    yield Step(0, 2, _("作業中の控え"))
    made = backups.make_if_due()
    if made is not None:
        yield from copy()
    return made
