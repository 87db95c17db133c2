"""Opening anew what is open: for writing, after taking over, or after a backup took its place."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import _
from kyosei_desktop.store.backup import BackupOfAnotherPlan, confirm_restore, restore_backup
from kyosei_desktop.store.lock import LedgerInUse, LedgerLock
from kyosei_desktop.store.places import LedgerPlace, ServerPlace
from kyosei_desktop.ui.server.opener import ServerOpener

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
            detail = str(error)
            self._open(place, then=lambda: self._ask_and_restore_other(backup, detail))
            return
        except KyoseiError as error:
            refused = str(error)
            self._open(place, then=lambda: self._window.messages.error(refused))
            return
        said = _("控え「{name}」に戻しました。それまでの台帳は控え「{kept}」に残しました。")
        told = said.format(name=backup.name, kept="" if kept is None else kept.name)
        self._open(place, then=lambda: self._window.messages.info(told))

    def _ask_and_restore_other(self, backup: Path, detail: str) -> None:
        if self._window.messages.ask(
            _("別の計画か、別の作業ファイルの控えです。それでも置き換えますか。"),
            detail=detail,
            yes=_("置き換える"),
            no=_("やめる"),
        ):
            self.restore(backup, is_other_plan_taken=True)

    def _open(self, place: LedgerPlace, *, then: Callable[[], None] = lambda: None) -> None:
        """Open it, and do something when it is shown."""
        if isinstance(place, ServerPlace):
            ServerOpener(self._window).open(place, then=then)
        else:
            self._window.open_file(place)
            then()

    def confirm_restore(self) -> None:
        """Say that the restored ledger is right."""

        def confirm() -> None:
            confirm_restore(self._window.context.open_ledger.path)
            self._window.refresh_state()

        self._window.guard(confirm)
