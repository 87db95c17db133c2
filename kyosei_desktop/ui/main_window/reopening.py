"""Opening anew what is open: for writing, after taking over, or after a backup took its place."""

from pathlib import Path
from typing import TYPE_CHECKING

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import _
from kyosei_desktop.store.backup import BackupOfAnotherPlan, confirm_restore, restore_backup
from kyosei_desktop.store.lock import LedgerInUse, LedgerLock
from kyosei_desktop.store.places import LedgerPlace, ServerPlace

if TYPE_CHECKING:
    from kyosei_desktop.ui.main_window.window import MainWindow


class Reopener:
    """Opens anew what one window shows."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window

    def reopen(self) -> None:
        """Open for writing what was open for reading, or what was lost to somebody else."""
        path = self._window.context.open_ledger.path
        self._window.close_ledger()
        self._window.open_file(path)

    def take_over(self) -> None:
        """A lock that came along with a copied file, or stayed behind after a crash elsewhere."""
        path = self._window.context.open_ledger.path
        if self._window.messages.ask(
            _("「{name}」を引き継いで開きますか。").format(name=path.name),
            detail="\n".join(
                [
                    self._who_has_it(path),
                    _(
                        "引き継いでよいのは、写したファイルに鍵が残っていたときか、前のパソコンのプログラムがもう動いていないときだけです。"
                        "動いているプログラムがあると、その人はそれから書き込めなくなります。"
                    ),
                ]
            ),
            yes=_("引き継いで開く"),
            no=_("やめる"),
        ):
            self._window.close_ledger()
            self._window.open_file(path, take_over=True)

    def _who_has_it(self, path: Path) -> str:
        """Who has it now, and whether there are signs of life: what trying to take the lock says."""
        try:
            LedgerLock(path).release()
        except LedgerInUse as error:
            return _("{holder}（{since}）").format(holder=error.holder, since=error.since)
        except KyoseiError as error:
            return str(error)
        return _("いまはだれも書き込みで開いていません。")

    # Backups

    def restore(self, backup: Path, *, is_other_plan_taken: bool = False) -> None:
        """Put a backup in the place of what is open, and open that; what was there is kept as a backup."""
        place = self._window.context.open_ledger.place
        self._window.close_ledger()
        try:
            kept = restore_backup(backup, place, is_other_plan_taken=is_other_plan_taken)
        except BackupOfAnotherPlan as error:
            self._open(place)
            if self._window.messages.ask(
                _("別の計画か、別の作業ファイルの控えです。それでも置き換えますか。"),
                detail=str(error),
                yes=_("置き換える"),
                no=_("やめる"),
            ):
                self.restore(backup, is_other_plan_taken=True)
            return
        except KyoseiError as error:
            self._open(place)
            self._window.messages.error(str(error))
            return
        self._open(place)
        said = _("控え「{name}」に戻しました。それまでの台帳は控え「{kept}」に残しました。")
        self._window.messages.info(said.format(name=backup.name, kept="" if kept is None else kept.name))

    def _open(self, place: LedgerPlace) -> None:
        if isinstance(place, ServerPlace):
            self._window.open_server(place)
        else:
            self._window.open_file(place)

    def confirm_restore(self) -> None:
        """Say that the restored ledger is right."""

        def confirm() -> None:
            confirm_restore(self._window.context.open_ledger.path)
            self._window.refresh_state()

        self._window.guard(confirm)
