"""The wizard: how a workbook of another layout is read, what was understood, and the ledger that is made of it."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.exchange.foreign_book import ForeignBook
from kyosei_desktop.exchange.foreign_reading import ForeignPlan
from kyosei_desktop.exchange.foreign_rows import Remark
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.help.keys import help_on_f1
from kyosei_desktop.ui.mapping.lines import (
    REMARK_COLUMNS,
    UNDERSTOOD_COLUMNS,
    UnderstoodLine,
    summary_of,
    understood_lines,
)
from kyosei_desktop.ui.mapping.presenter import MappingPresenter, SheetShown
from kyosei_desktop.ui.mapping.reading_page import ReadingPage
from kyosei_desktop.ui.tables import LinesModel, LinesTable
from kyosei_desktop.ui.widgets import button, label

MAPPING_FILES = N_("対応表 (*.json)")
_WIDTH_PX, _HEIGHT_PX = 1200, 720

AskFiles = Callable[[str, str], list[Path]]
AskSave = Callable[[str, Path, str], Path | None]


class MappingDialog(QDialog):
    """Two pages: how the book is read, and what was understood."""

    def __init__(
        self,
        parent: QWidget,
        book: ForeignBook,
        definitions: Sequence[Definition],
        *,
        ask_files: AskFiles,
        ask_save: AskSave,
    ) -> None:
        """Begins with a guess. Raises NoTableInBook."""
        super().__init__(parent)
        self._ask_files, self._ask_save = ask_files, ask_save
        self.setWindowTitle(_("「{name}」の読み方を決める").format(name=book.name))
        self.presenter = MappingPresenter(book, definitions, self)
        self.reading = ReadingPage(lambda: self.presenter)
        self.heading = label("", "subheading")
        self.message = label("", "strong", wraps=True)
        self.message.setAccessibleName(_("お知らせ"))
        self.title_edit = QLineEdit()
        self.title_edit.setAccessibleName(_("計画の名前"))
        self.summary = label("", wraps=True)
        self.measures_model: LinesModel[UnderstoodLine] = LinesModel(UNDERSTOOD_COLUMNS)
        self.measures = LinesTable(self.measures_model, _("読み取った施策"))
        self.remarks_model: LinesModel[Remark] = LinesModel(REMARK_COLUMNS)
        self.remarks = LinesTable(self.remarks_model, _("取り込まなかったところ、確かめるところ"))
        self.load_button = button(_("対応表を開く…"), "quiet", "folder-open")
        self.save_button = button(_("対応表を保存する…"), "quiet", "save")
        self.back_button = button(_("読み方に戻る"), "", "chevron-left")
        self.next_button = button(_("読み取って確かめる"), "primary")
        self.make_button = button(_("この内容で台帳を作る…"), "primary")
        self.leave_button = button(_("やめる"))
        self._pages = QStackedWidget()
        self._pages.setAccessibleName(_("読み方と内容"))
        self._lay_out()
        self._connect()
        self.resize(_WIDTH_PX, _HEIGHT_PX)
        help_on_f1(self)
        self._show_reading()
        self.presenter.show()

    def _lay_out(self) -> None:
        self._pages.addWidget(self.reading)
        self._pages.addWidget(self._understood_page())
        foot = FlowRow()
        for one in (self.load_button, self.save_button):
            foot.addWidget(one)
        for one in (self.back_button, self.next_button, self.make_button, self.leave_button):
            foot.add_at_right(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(8)
        column.addWidget(self.heading)
        column.addWidget(self.message)
        column.addWidget(self._pages, 1)
        column.addLayout(foot)

    def _understood_page(self) -> QWidget:
        page = QWidget()
        page.setAccessibleName(_("読み取った内容"))
        named = QHBoxLayout()
        named.setSpacing(16)
        named.addWidget(label(_("計画の名前"), "strong"))
        named.addWidget(self.title_edit, 1)
        parts = QSplitter()
        parts.setAccessibleName(_("読み取った内容"))
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.measures)
        parts.addWidget(self.remarks)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(named)
        column.addWidget(self.summary)
        column.addWidget(
            label(_("右の行で Enter を押すか二度クリックすると、そのセルを見られます。"), "muted", wraps=True)
        )
        column.addWidget(parts, 1)
        return page

    def _connect(self) -> None:
        self.next_button.clicked.connect(self._go_on)
        self.back_button.clicked.connect(self._show_reading)
        self.make_button.clicked.connect(self.accept)
        self.leave_button.clicked.connect(self.reject)
        self.load_button.clicked.connect(self._load)
        self.save_button.clicked.connect(self._save)
        self.remarks.activated.connect(lambda _index: self._go_to_cell())
        self.title_edit.editingFinished.connect(self._rename)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return in a table or a field is theirs; it presses no button of the dialog."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
        else:
            super().keyPressEvent(event)

    # What the presenter calls

    def show_sheet(self, shown: SheetShown) -> None:
        """A sheet, and what is made of it."""
        self.reading.show_sheet(shown)
        waiting = self.presenter.open_questions
        text = (
            _("「決めてください」とあるところを決めてください（あと{count}件）。").format(count=len(waiting))
            if waiting
            else ""
        )
        self.say(text)

    def show_plan(self, plan: ForeignPlan) -> None:
        """What was understood."""
        self.title_edit.setText(self.presenter.mapping.title)
        self.summary.setText(summary_of(plan))
        self.measures_model.show_lines(understood_lines(plan))
        self.remarks_model.show_lines(plan.remarks)
        self.measures.choose(0)
        self.remarks.choose(0)

    def say(self, text: str) -> None:
        """A sentence about what cannot be done, or what has been."""
        self.message.setText(text)
        self.message.setVisible(bool(text))

    # Gestures

    def _show_reading(self) -> None:
        self._turn_to(0, _("このブックをどう読むか"))
        self.reading.table.setFocus()

    def _go_on(self) -> None:
        self.presenter.understand()
        if self.presenter.plan is not None:
            self._turn_to(1, _("読み取った内容でよいか"))
            self.remarks.setFocus()

    def _turn_to(self, page: int, heading: str) -> None:
        self._pages.setCurrentIndex(page)
        self.heading.setText(heading)
        self.back_button.setVisible(page == 1)
        self.make_button.setVisible(page == 1)
        self.next_button.setVisible(page == 0)
        self.load_button.setVisible(page == 0)

    def _go_to_cell(self) -> None:
        remark = self.remarks.chosen
        if remark is not None:
            self._show_reading()
            self.presenter.show(remark.sheet)
            if remark.address is not None:
                self.reading.preview.go_to(remark.address)

    def _rename(self) -> None:
        if self.title_edit.text().strip() != self.presenter.mapping.title:
            self.presenter.name_plan(self.title_edit.text())
            self.presenter.understand()

    def _load(self) -> None:
        for path in self._ask_files(_("対応表を開く"), _(MAPPING_FILES))[:1]:
            self.presenter.load(path)

    def _save(self) -> None:
        path = self._ask_save(_("対応表を保存する"), Path(_("対応表.json")), _(MAPPING_FILES))
        if path is not None:
            self.presenter.save(path.with_suffix(".json"))

    @classmethod
    def ask(
        cls,
        parent: QWidget,
        book: ForeignBook,
        definitions: Sequence[Definition],
        *,
        ask_files: AskFiles,
        ask_save: AskSave,
    ) -> ForeignPlan | None:
        """Ask; None where the user leaves. Raises NoTableInBook."""
        dialog = cls(parent, book, definitions, ask_files=ask_files, ask_save=ask_save)
        is_accepted = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        return dialog.presenter.plan if is_accepted else None
