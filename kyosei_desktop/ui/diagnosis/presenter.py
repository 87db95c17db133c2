"""Running the diagnosis, and giving it and the log away. No Qt here."""

from pathlib import Path
from typing import Protocol

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.report.diagnosis import Diagnosis, Surroundings, diagnose
from kyosei_desktop.store.files import write_file
from kyosei_desktop.store.log import LOG_NAME, whole_log
from kyosei_desktop.store.user_folders import log_folder
from kyosei_desktop.ui.attempt import attempt
from kyosei_desktop.ui.context import AppContext

_TEXT, _LOG = N_("テキスト (*.txt)"), N_("記録 (*.log *.txt)")


class DiagnosisScreen(Protocol):
    """What the presenter asks of the window."""

    def show_working(self) -> None:
        """Say that it is being looked at."""

    def show_diagnosis(self, text: str, summary: str, *, is_good: bool) -> None:
        """Show what was found."""

    def say(self, text: str) -> None:
        """Say that something was done."""


class DiagnosisPresenter:
    """One diagnosis at a time, of the program and the ledger that is open."""

    def __init__(self, context: AppContext, screen: DiagnosisScreen, surroundings: Surroundings) -> None:
        """Nothing is looked at before `look`."""
        self._context, self._screen, self._surroundings = context, screen, surroundings
        self._found: Diagnosis | None = None
        self._is_left = False

    @property
    def text(self) -> str:
        """The whole as a text; empty before it is done."""
        return "" if self._found is None else self._found.text

    def look(self) -> None:
        """Look at everything, off the window's thread."""
        self._screen.show_working()
        place = None if self._context.ledger is None else self._context.ledger.place
        work = diagnose(place, self._surroundings)
        self._context.jobs.start(_("動作を診断しています"), work, done=self._looked, key="diagnosis")

    def leave(self) -> None:
        """The window has been closed: what is still found interests nobody."""
        self._is_left = True

    def save(self, folder: Path) -> None:
        """Ask where the text goes, and write it."""
        suggested = folder / _("動作の診断.txt")
        file = self._context.dialogs.ask_save_file(_("動作の診断を保存"), suggested, _(_TEXT))
        if file is not None and attempt(self._context, lambda: write_file(file, self.text.encode("utf-8-sig"))):
            self._screen.say(_("「{name}」に保存しました。").format(name=file.name))

    def _looked(self, found: Diagnosis) -> None:
        if self._is_left:
            return
        self._found = found
        count = len(found.problems)
        summary = _("気になることが{count}件あります（▲）。").format(count=count) if count else _("問題はありません。")
        self._screen.show_diagnosis(found.text, summary, is_good=not count)


def save_log(context: AppContext, folder: Path) -> None:
    """Ask where a copy of the log goes, and write it: all files of it as one."""
    file = context.dialogs.ask_save_file(_("記録を保存"), folder / LOG_NAME, _(_LOG))
    if file is not None and attempt(context, lambda: write_file(file, whole_log(log_folder()))):
        said = _("記録を「{name}」に保存しました。回答の文章や人の名前は入っていません。")
        context.messages.info(said.format(name=file.name))
