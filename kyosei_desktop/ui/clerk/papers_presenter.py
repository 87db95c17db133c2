"""The clerk's papers: pages for internal approval and the hand-in slip, as PDF or printed. No Qt here."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Protocol

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.exchange.file_names import approval_name, slip_name
from kyosei_desktop.report.export import ExportResult
from kyosei_desktop.report.ledger_papers import approval_of, slip_of
from kyosei_desktop.report.papers import Paper, draw_paper, export_paper
from kyosei_desktop.report.slip import Words
from kyosei_desktop.store.work_files import read_work
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.exported import say_exported, say_printed


class PaperKind(StrEnum):
    """What a clerk prints."""

    APPROVAL = N_("決裁用の紙面")
    SLIP = N_("提出票")


@dataclass(frozen=True, slots=True)
class Drawn:
    """Pages ready for the printer, each an SVG document."""

    kind: PaperKind
    pages: Sequence[bytes]


class PapersScreen(Protocol):
    """What the presenter asks of the view."""

    def ask_and_paint(self, drawn: Drawn) -> Generator[Step, None, int] | None:
        """Ask for a printer; the painting of the pages, which returns how many, or None when the user cancels."""

    def show_folder(self, folder: Path) -> None:
        """Open a folder in the system's file manager."""


class PapersPresenter:
    """Makes the papers of the work file as it is now; a draft is in neither."""

    def __init__(self, context: AppContext, screen: PapersScreen, folder: Path, words: Callable[[], Words]) -> None:
        """`folder` is where files are offered to go; `words` are what the clerk wants to say with the answers."""
        self._context, self._screen, self._folder, self._words = context, screen, folder, words

    def save(self, kind: PaperKind) -> None:
        """Ask where the PDF goes, and write it."""
        suggested = self._folder / self._name(kind)
        title = _("{paper}の保存先").format(paper=_(kind.value))
        file = self._context.dialogs.ask_save_file(title, suggested, _("PDF (*.pdf)"))
        if file is None:
            return
        self._folder = file.parent
        file = file if file.suffix == suggested.suffix else file.with_name(file.name + suggested.suffix)
        self._context.jobs.start(_("書き出しています"), export_paper(self._maker(kind), file), done=self._saved)

    def print(self, kind: PaperKind) -> None:
        """Make the pages, then ask for a printer."""

        def ask(pages: Sequence[bytes]) -> None:
            work = self._screen.ask_and_paint(Drawn(kind, pages))
            if work is not None:
                self._context.jobs.start(_("印刷しています"), work, done=self._printed)

        self._context.jobs.start(_("印刷の用意をしています"), draw_paper(self._maker(kind)), done=ask)

    def _maker(self, kind: PaperKind) -> Callable[[], Paper]:
        ledger = self._context.open_ledger
        if kind is PaperKind.APPROVAL:
            return partial(approval_of, ledger)
        return partial(slip_of, ledger, words=self._words())

    def _name(self, kind: PaperKind) -> str:
        ledger = self._context.open_ledger
        work = read_work(ledger)
        name = approval_name if kind is PaperKind.APPROVAL else slip_name
        return name(ledger.definition, work.year, work.period, work.department.name)

    def _saved(self, result: ExportResult) -> None:
        say_exported(self._context.messages, result, show_folder=self._screen.show_folder)

    def _printed(self, count: int) -> None:
        say_printed(self._context.messages, count)
