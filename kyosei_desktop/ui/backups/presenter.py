"""The backups of what is open: looking into them, comparing, making one now, restoring one. No Qt here."""

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Protocol

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.store.backup import back_up_ledger, backup_folder, copy_backups
from kyosei_desktop.store.backup_contents import BackupLook, look_into_backups, plan_in_backup
from kyosei_desktop.store.backup_names import BackupReason
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.ui.backups.lines import BackupLine, backup_line
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.differences import DifferenceLine, difference_lines

_PATTERN = N_("台帳の控え (*.kyosei)")


class BackupsScreen(Protocol):
    """What the presenter asks of the view."""

    def show_lines(self, lines: Sequence[BackupLine]) -> None:
        """The backups, newest first."""

    def show_places(self, folder: str, second: str) -> None:
        """Where they lie, and in words where copies of them go."""

    def show_differences(self, line: BackupLine, differences: Sequence[DifferenceLine]) -> None:
        """How a backup differs from the present."""


class BackupsPresenter:
    """The list, and what can be done with it."""

    def __init__(self, context: AppContext, screen: BackupsScreen) -> None:
        """Nothing is read before `load`."""
        self._context, self._screen = context, screen

    def load(self) -> None:
        """Look into the backups as they are now."""
        ledger = self._context.open_ledger
        self._say_places()
        self._context.jobs.start(
            _("控えを調べています"),
            look_into_backups(ledger.path),
            done=self._show,
            is_quiet=True,
            key="backups",
        )

    def back_up_now(self) -> None:
        """Make a backup, and copies where they are wanted."""
        work = _back_up(self._context.open_ledger, second_folder(self._context))
        self._context.jobs.start(_("控えを作っています"), work, done=self._made)

    def compare(self, line: BackupLine) -> None:
        """Show how a backup differs from the present."""

        def show(differences: list[DifferenceLine]) -> None:
            self._screen.show_differences(line, differences)

        work = _compare(self._context.open_ledger, line.look.backup.path)
        self._context.jobs.start(_("控えと比べています"), work, done=show)

    def restore(self, line: BackupLine) -> None:
        """Put a backup in the place of what is open, after asking."""
        self._restore(line.look.backup.path, line.when)

    def restore_other(self) -> None:
        """The same with a file that the user chooses, such as one in a second folder."""
        for path in self._context.dialogs.ask_open_files(_("控えのファイルを選ぶ"), _(_PATTERN))[:1]:
            self._restore(path, path.name)

    def choose_second_folder(self) -> None:
        """Ask where copies of all backups go besides, and copy those that there are."""
        ledger = self._context.open_ledger
        chosen = self._context.dialogs.ask_folder(_("控えの写しも置くフォルダ"), ledger.path.parent)
        if chosen is None:
            return
        self._context.shell.remember(_key(ledger), str(chosen))
        self._say_places()

        def copied(count: int) -> None:
            said = _("控え{count}個を「{folder}」にも置きました。これからの控えもここに写します。")
            self._context.messages.info(said.format(count=count, folder=chosen))

        self._context.jobs.start(_("控えを写しています"), copy_backups(ledger, chosen), done=copied)

    def forget_second_folder(self) -> None:
        """Make no more copies; those that there are stay."""
        self._context.shell.remember(_key(self._context.open_ledger), "")
        self._say_places()

    def _restore(self, path: Path, name: str) -> None:
        if self._context.messages.ask(
            _("{name}の控えに戻しますか。").format(name=name),
            detail=_(
                "いまの台帳は、先に控えとして残します。控えより後の変更は、戻した台帳には含まれません。"
                "戻した後、正しいと確かめるまで、古い控えは消しません。"
            ),
            yes=_("この控えに戻す"),
            no=_("やめる"),
        ):
            self._context.shell.restore_backup(path)

    def _made(self, path: Path) -> None:
        self._context.messages.info(_("控え「{name}」を作り、読み返して確かめました。").format(name=path.name))
        self.load()

    def _show(self, looks: list[BackupLook]) -> None:
        ledger = self._context.open_ledger
        now = ledger.clock()
        self._screen.show_lines([backup_line(one, ledger.definition, now) for one in looks])

    def _say_places(self) -> None:
        second = second_folder(self._context)
        self._screen.show_places(
            str(backup_folder(self._context.open_ledger.path)), "" if second is None else str(second)
        )


def second_folder(context: AppContext) -> Path | None:
    """Where copies of the backups of what is open go besides; None for nowhere."""
    kept = context.shell.remembered(_key(context.open_ledger))
    return Path(kept) if kept else None


def _key(ledger: Ledger) -> str:
    return f"backups.second.{ledger.head.work_file or ledger.head.plan}"


def _back_up(ledger: Ledger, second: Path | None) -> Generator[Step, None, Path]:
    yield Step(0, 2, _("控えを作っています"))
    made = back_up_ledger(ledger, reason=BackupReason.BY_HAND)
    yield Step(1, 2, made.name)
    if second is not None:
        yield from copy_backups(ledger, second)
    return made


def _compare(ledger: Ledger, backup: Path) -> Generator[Step, None, list[DifferenceLine]]:
    yield Step(0, 2, backup.name)
    before = plan_in_backup(backup)
    yield Step(1, 2, ledger.name)
    return difference_lines(ledger.definition, before, ledger.plan())
