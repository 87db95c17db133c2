"""The card with the clerk's papers: what is sealed in the house before the answers are handed in."""

from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.report.papers import A4
from kyosei_desktop.report.slip import Words
from kyosei_desktop.ui.clerk.papers_presenter import Drawn, PaperKind, PapersPresenter
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.dialogs import documents_folder
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.folders import show_folder
from kyosei_desktop.ui.printing import ask_printer, paint_pages
from kyosei_desktop.ui.widgets import button, label

_ROWS = (
    (
        PaperKind.APPROVAL,
        N_("この課の施策を、回答した欄に印を付けて、決裁欄のあるA4の紙にまとめます。"),
        N_("決裁用の印刷…"),
        N_("決裁用のPDF…"),
    ),
    (
        PaperKind.SLIP,
        N_("回答した欄の一覧と照合語を、決裁欄のあるA4の紙にまとめます。"),
        N_("提出票の印刷…"),
        N_("提出票のPDF…"),
    ),
)


class PapersCard(QFrame):
    """Offers the papers, each printed or as PDF.

    Attributes:
        ask_printer: asks for a printer; a test puts another one in its place.
        print_buttons, save_buttons: by the kind of paper.
    """

    def __init__(self, context: AppContext, words: Callable[[], Words]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setAccessibleName(_("決裁と提出票"))
        self.ask_printer = ask_printer
        self.presenter = PapersPresenter(context, self, documents_folder(), words)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(8)
        column.addWidget(label(_("決裁と提出票"), "subheading", wraps=True))
        self.print_buttons: dict[PaperKind, QPushButton] = {}
        self.save_buttons: dict[PaperKind, QPushButton] = {}
        for kind, hint, print_text, save_text in _ROWS:
            column.addWidget(label(_(hint), "small", wraps=True))
            to_print, to_save = button(_(print_text), icon="printer"), button(_(save_text), icon="file-down")
            to_print.clicked.connect(partial(self._print, kind))
            to_save.clicked.connect(partial(self._save, kind))
            self.print_buttons[kind], self.save_buttons[kind] = to_print, to_save
            row = FlowRow(spacing_px=8)
            row.addWidget(to_print)
            row.addWidget(to_save)
            column.addLayout(row)

    def ask_and_paint(self, drawn: Drawn) -> Generator[Step, None, int] | None:
        """Ask for a printer above the window."""
        title = _("{paper}を印刷する").format(paper=_(drawn.kind.value))
        printer = self.ask_printer(self, A4, len(drawn.pages), title=title)
        return None if printer is None else paint_pages(printer, drawn.pages)

    def show_folder(self, folder: Path) -> None:
        """Open a folder in the system's file manager."""
        show_folder(folder)

    def _print(self, kind: PaperKind, *_checked: bool) -> None:
        self.presenter.print(kind)

    def _save(self, kind: PaperKind, *_checked: bool) -> None:
        self.presenter.save(kind)
