"""Starting without a file: the three ways, the one remembered; a newer program, and a ledger's first time with it."""

from pathlib import Path
from typing import TYPE_CHECKING

from kyosei_desktop import __version__
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.store.backup import back_up_ledger
from kyosei_desktop.store.backup_names import BackupReason
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.ui.folders import show_folder
from kyosei_desktop.ui.server.opener import ServerOpener
from kyosei_desktop.ui.starts import Start, file_to_start_with

if TYPE_CHECKING:
    from kyosei_desktop.exchange.rehearsal import Rehearsal
    from kyosei_desktop.store.newer_programs import NewerProgram
    from kyosei_desktop.ui.main_window.window import MainWindow

_REQUESTS = N_("照会ファイル・作業ファイル (*.kyoq *.kyosei *.age);;すべてのファイル (*)")


class Starter:
    """Starts one window."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window

    def at_start(self) -> None:
        """What was open last or, where nobody has said yet what they are here for, the choice of that."""
        start, server = self._window.settings.start, self._window.settings.last_server
        if start is not None and server is not None:
            ServerOpener(self._window).open_address(server)
            return
        file = file_to_start_with(start, self._window.recent_files)
        if file is not None:
            self._window.open_file(file)
        elif start is Start.COORDINATE:
            self._window.open_own_ledger()
        else:
            self._window.show_ledger(None)

    def start_as(self, start: Start) -> None:
        """Start in one of the three ways. A rehearsal is not remembered as the way to start."""
        if start is Start.REHEARSE:
            self._rehearse()
            return
        self._window.settings.start = start
        if start is Start.COORDINATE:
            self._window.open_own_ledger()
            return
        for path in self._window.context.dialogs.ask_open_files(_("照会ファイルを開く"), _(_REQUESTS))[:1]:
            self._window.open_file(path)

    def look_for_newer_program(self, program: Path) -> None:
        """Say that a newer program lies beside this one, unless something more urgent is being said.

        Args:
            program: the folder of the program that runs.
        """
        from kyosei_desktop.store.newer_programs import look_for_newer_program  # the packed program only looks

        title = _("新しい版を探しています")
        self._window.jobs.start(title, look_for_newer_program(program), done=self._newer_found, is_quiet=True)

    def _newer_found(self, newer: "NewerProgram | None") -> None:
        if newer is None or self._window.messages.text:
            return
        said = _("新しい版（{version}）が「{folder}」にあります。この版を閉じて、新しい版を始めてください。")
        self._window.messages.info(
            said.format(version=newer.version, folder=newer.folder),
            (_("フォルダを開く"), lambda: show_folder(newer.folder)),
        )

    def _rehearse(self) -> None:
        from kyosei_desktop.exchange.sample_rehearsal import make_sample_rehearsal  # brings typst along

        work = make_sample_rehearsal(self._window.work_folder, author=self._window.context.author)
        self._window.jobs.start(_("予行演習を作っています"), work, done=self._rehearsal_made)

    def _rehearsal_made(self, made: "Rehearsal") -> None:
        self._window.open_file(made.ledger)
        said = _("予行演習を「{folder}」に作りました。回答{count}個が、その中の「回答」で取り込みを待っています。")
        self._window.messages.info(said.format(folder=made.ledger.parent.name, count=len(made.submissions)))


def keep_before_newer_program(window: "MainWindow", ledger: Ledger) -> None:
    """Back a ledger up that was opened with another version of the program last, and say so.

    Raises:
        As `back_up_ledger`.
    """
    if ledger.is_read_only:
        return
    key = f"opened_with/{ledger.head.work_file or ledger.head.plan}"
    before = window.remembered(key)
    if before and before != __version__:
        back_up_ledger(ledger, reason=BackupReason.UPDATE)
        said = _("プログラムが新しい版（{version}）になって初めて開いたので、先に控えを作りました。")
        window.messages.info(said.format(version=__version__))
    if before != __version__:
        window.remember(key, __version__)
