"""The view 「このまま印刷してよいか」."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QComboBox, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.report.places import CellPlace
from kyosei_desktop.ui import folders
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.printing import ask_printer, paint_pages
from kyosei_desktop.ui.report.browser import PageBrowser
from kyosei_desktop.ui.report.export_presenter import ExportPresenter
from kyosei_desktop.ui.report.finding import FoundCell
from kyosei_desktop.ui.report.notes import Note
from kyosei_desktop.ui.report.presenter import MeasurePlace, ReportPresenter
from kyosei_desktop.ui.report.preview import Preview
from kyosei_desktop.ui.view import View
from kyosei_desktop.ui.widgets import button, clear_layout, label

_ZOOM_KEYS = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Minus: -1, Qt.Key.Key_Semicolon: 1}


class ReportView(View):
    """The pages, their figures, and the ways out; panels for these take the place of the pages.

    Attributes:
        ask_printer: asks for a printer; a test puts another one in its place.
    """

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self.presenter = ReportPresenter(context, self)
        self.exports = ExportPresenter(context, self)
        self.ask_printer = ask_printer
        self.browser = PageBrowser(context.messages)
        self.browser.page_shown.connect(self._on_page)
        self.browser.opened.connect(self.presenter.open_cell)
        self.browser.named.connect(self._name_cell)
        self._notes = FlowRow()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._page_of_pages())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def _page_of_pages(self) -> QWidget:
        page = QWidget()
        page.setAccessibleName(_("報告書"))
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(self._head_row())
        column.addLayout(self._notes)
        column.addWidget(self.browser, 1)
        return page

    def _head_row(self) -> FlowRow:
        self.measure = QComboBox()
        self.measure.setAccessibleName(_("施策へ移る"))
        self.measure.setMaxVisibleItems(20)
        self.measure.setMinimumContentsLength(14)
        self.measure.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.measure.activated.connect(self._on_measure)
        self.search = QLineEdit()
        self.search.setAccessibleName(_("報告書の中を探す"))
        self.search.setPlaceholderText(_("報告書の中を探す"))
        self.search.setToolTip("Ctrl+F")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(self.fontMetrics().horizontalAdvance("国") * 14)
        self.search.returnPressed.connect(lambda: self.presenter.find(self.search.text()))
        self.pdf_button = button(_("PDF…"), "primary", "file-down")
        self.pdf_button.clicked.connect(self.exports.export_pdf)
        self.workbook_button = button(_("Excel…"), "", "file-spreadsheet")
        self.workbook_button.clicked.connect(self.exports.export_workbook)
        self.print_button = button(_("印刷…"), "", "printer")
        self.print_button.clicked.connect(self.print_report)
        row = FlowRow()
        for part in (self.measure, self.browser.zoom, self.search):
            row.addWidget(part)
        for one in (self.print_button, self.workbook_button, self.pdf_button):
            row.add_at_right(one)
        return row

    # What the window calls

    def refresh(self) -> None:
        """Make the pages anew."""
        self.presenter.load()

    def open_at(self, **where: Any) -> None:
        """Go to a `page`; `do`: pdf, workbook, print; `show`: missing (characters)."""
        if "page" in where:
            self.browser.go_to_page(where["page"])
        deeds = {
            "pdf": self.exports.export_pdf,
            "workbook": self.exports.export_workbook,
            "print": self.print_report,
        }
        if where.get("do") in deeds:
            deeds[where["do"]]()
        if where.get("show") == "missing":
            self.presenter.list_missing()

    def first_focus(self) -> QWidget | None:
        """The list of pages, or of cells."""
        return self.browser.list_shown

    def leave(self) -> None:
        """Pages that nobody looks at need not be drawn."""
        self.browser.stop_drawing()

    def print_report(self) -> None:
        """Ask for a printer and print."""
        pages = self.presenter.pages
        if not pages:
            self.context.messages.warn(_("ページを作っています。出来上がってから印刷してください。"))
            return
        self.context.messages.clear()  # of having been asked too early
        paper = self.context.open_ledger.definition.page
        printer = self.ask_printer(self, paper, len(pages), title=_("報告書を印刷する"))
        if printer is not None:
            self.presenter.print_pages(paint_pages(printer, pages))

    # What the presenters call

    def show_waiting(self) -> None:
        """The pages are being made; those of before stay in sight meanwhile."""
        self.browser.show_waiting()

    def show_pages(self, preview: Preview, measures: Sequence[MeasurePlace]) -> None:
        """The pages, and where the measures are; where the user was, there the user stays."""
        self.measure.clear()
        for place in measures:
            self.measure.addItem(place.label, place.page)
        self.browser.show_pages(preview.pages, preview.cells, self.context.open_ledger.definition.page)

    def show_notes(self, notes: Sequence[Note]) -> None:
        """The figures; those that something can be done about are buttons that lead there."""
        clear_layout(self._notes)
        for note in notes:
            made = self._link(note) if note.goes_to else label(note.text)
            made.setProperty("tone", note.tone)
            self._notes.addWidget(made)

    def _link(self, note: Note) -> QWidget:
        made = button(note.text, "quiet")
        made.clicked.connect(lambda: self.context.go(note.goes_to, **note.where))
        return made

    def show_cells(self, title: str, cells: Sequence[FoundCell]) -> None:
        """A list of cells to go to."""
        self.browser.show_cell_list(title, cells)

    def show_folder(self, folder: Path) -> None:
        """Open a folder in the system's file manager."""
        folders.show_folder(folder)

    # Gestures

    def event(self, event: QEvent) -> bool:
        """Within the report, Ctrl+F searches the report and not the whole plan."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride and _is_find(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl with plus and minus zooms, Ctrl+F goes to the search."""
        key = Qt.Key(event.key())
        if _is_find(event):
            self.search.setFocus()
            self.search.selectAll()
        elif key in _ZOOM_KEYS and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.browser.change_zoom(_ZOOM_KEYS[key])
        else:
            super().keyPressEvent(event)

    def _name_cell(self, cell: CellPlace) -> None:
        self.browser.say_cell(self.presenter.label_of(cell.field))

    def _on_page(self, page: int) -> None:
        first = self.measure.findData(page)
        if first >= 0 and self.measure.currentData() != page:
            self.measure.setCurrentIndex(first)

    def _on_measure(self) -> None:
        self.browser.go_to_page(self.measure.currentData())


def _is_find(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Find)
