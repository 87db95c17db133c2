"""Opening files in the window: what leads where, and what can be done when a file cannot be opened as it is."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import _
from kyosei_desktop.store.backup import list_backups, restore_backup
from kyosei_desktop.store.engine import LedgerDamaged, NotALedger
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.lock import LedgerInUse
from kyosei_desktop.store.log import refusals_logged
from kyosei_desktop.store.schema import LedgerShapeUnknown
from kyosei_desktop.ui.context import MessageAction
from kyosei_desktop.ui.cures import cure_for
from kyosei_desktop.ui.main_window import opening
from kyosei_desktop.ui.main_window.starter import keep_before_newer_program
from kyosei_desktop.ui.main_window.titles import handed_over_text
from kyosei_desktop.ui.passphrases.unlocking import unlock

if TYPE_CHECKING:
    from kyosei_desktop.ui.main_window.window import MainWindow


class FileOpener:
    """Opens files for one window."""

    def __init__(self, window: "MainWindow", work_folder: Path) -> None:
        """`work_folder` is where work files are kept."""
        self._window, self._work_folder = window, work_folder

    def open_file(self, path: Path, *, read_only: bool = False, take_over: bool = False) -> None:
        """Open a ledger, work file, request or submission; what goes wrong is said in the message bar.

        Of an encrypted file the passphrase is asked for first.
        """
        unlock(
            self._window.context,
            [path],
            partial(self._open_file, path, read_only=read_only, take_over=take_over),
            given_up=self._show_start_if_closed,
        )

    def ask_and_open(self) -> None:
        """Ask which file to open, and open it."""
        for path in self._window.context.dialogs.ask_open_files(_("開く"), _(opening.PATTERNS))[:1]:
            self.open_file(path)

    def open_own_ledger(self) -> None:
        """Open the user's own ledger with the built-in plan; at the first start it is made."""
        window, path = self._window, self._work_folder / _(opening.NEW_LEDGER_NAME)
        if path.exists():
            self.open_file(path)
            return
        window.show_ledger(None)
        window.guard(lambda: window.show_ledger(opening.make_own_ledger(path, author=window.context.author)))

    def take_submissions(self, files: list[Path]) -> None:
        """Answers go to where they are collected or, in a work file, joined; a book of the report to where it is read.

        Raises:
            AnswersNeedALedger
        """
        ledger = self._window.context.ledger
        if ledger is None:
            raise opening.AnswersNeedALedger(name=files[0].name)
        from kyosei_desktop.exchange.workbook_kinds import is_report_book  # loaded only where answers come

        books = [] if ledger.is_work_file else [one for one in files if is_report_book(one)]
        if books and len(books) == len(files):
            self._window.go("workbook_in", file=books[0])
            return
        self._window.go("joining" if ledger.is_work_file else "collect", files=files)

    def open_together(self, files: list[Path]) -> None:
        """Submissions go together to where they are collected, or joined; of anything else the first is opened."""
        submissions = [one for one in files if opening.find_kind(one) == opening.SUBMISSION]
        if submissions:
            self._window.guard(lambda: self.take_submissions(submissions))
        elif files:
            self.open_file(files[0])

    def _open_file(self, path: Path, *, read_only: bool, take_over: bool) -> None:
        try:
            with refusals_logged("open_file"):
                self._open(path, read_only=read_only, take_over=take_over)
        except LedgerInUse as error:
            self._show_start_if_closed()
            self._read_what_is_in_use(path, error)
        except (LedgerDamaged, LedgerShapeUnknown) as error:
            self._show_start_if_closed()
            self._window.messages.error(
                str(error),
                self._restoring(path),
                self._rescuing(path),
            )
        except NotALedger as error:
            self._show_start_if_closed()
            was_one = bool(list_backups(path))  # its beginning may be overwritten
            self._window.messages.error(str(error), self._restoring(path) if was_one else cure_for(error, self._window))
        except KyoseiError as error:
            self._show_start_if_closed()
            again = partial(self.open_file, path, read_only=read_only, take_over=take_over)
            self._window.messages.error(str(error), cure_for(error, self._window, again=again))

    def _read_what_is_in_use(self, path: Path, error: LedgerInUse) -> None:
        """The bar above the view then says who has it, and offers to take over or, later, to write."""
        if opening.kind_of(path) == opening.LEDGER:
            self.open_file(path, read_only=True)
        else:
            self._window.messages.error(str(error))

    def _open(self, path: Path, *, read_only: bool, take_over: bool) -> None:
        known = self._window.context.keyring.known
        kind = opening.kind_of(path, known)
        if kind == opening.SUBMISSION:
            self._window.take_submissions([path])
            return
        if kind == opening.ENCRYPTED_LEDGER:
            self._show_start_if_closed()
            from kyosei_desktop.ui.passphrases.copying import restore_encrypted_copy  # loaded only where there is one

            restore_encrypted_copy(self._window.context, path, self._work_folder)
            return
        self._window.leave_view()
        target = opening.target_of(path, self._work_folder, self._window.recent_files, known)
        ledger = self._window.context.ledger
        if ledger is not None and target.exists() and ledger.path.exists() and target.samefile(ledger.path):
            if kind == opening.LEDGER and not ledger.is_read_only:
                return
            self._window.close_ledger()  # gives its own lock back before it is opened again
        opened = opening.open_path(
            path,
            target,
            author=self._window.context.author,
            read_only=read_only,
            take_over=take_over,
            passphrases=known,
        )
        self._window.messages.clear()
        self._window.show_ledger(opened)
        self._greet(opened)
        keep_before_newer_program(self._window, opened)
        came_back = opening.field_that_came_back(opened) if kind == opening.REQUEST else None
        if came_back is not None:
            self._window.go("form", field=came_back)

    def _greet(self, ledger: Ledger) -> None:
        """Tell whoever goes on with a colleague's work file whose it was, and under which name changes are kept."""
        words = handed_over_text(ledger, self._window.context.author) if ledger.is_work_file else None
        if words is not None:
            self._window.messages.info(words, (_("名前を変える"), self._window.ask_author))

    def _restoring(self, path: Path) -> MessageAction:
        return _("控えから復元"), lambda: self._window.guard(lambda: self._restore(path))

    def _rescuing(self, path: Path) -> MessageAction:
        def run() -> None:
            from kyosei_desktop.ui.keeping.presenter import rescue  # loaded only where something is damaged

            rescue(self._window.context, path)

        return _("読めるものを書き出す…"), run

    def _restore(self, path: Path) -> None:
        from kyosei_desktop.store.damage import newest_good_backup  # loaded only where something is damaged
        from kyosei_desktop.ui.keeping.presenter import what_it_holds

        found = newest_good_backup(path)
        if found is None:
            self._window.messages.error(
                _("この台帳の無事な控えが見つかりません。共有フォルダなどの写しを探してください。"),
                self._rescuing(path),
            )
            return
        made_at = f"{found.backup.made_at:%Y-%m-%d %H:%M}"
        if self._window.messages.ask(
            _("{when}の控えから復元しますか。").format(when=made_at),
            detail=what_it_holds(found),
            yes=_("復元する"),
            no=_("やめる"),
        ):
            restore_backup(found.backup.path, path)
            self.open_file(path)

    def _show_start_if_closed(self) -> None:
        if self._window.current_view is None:
            self._window.show_ledger(None)
