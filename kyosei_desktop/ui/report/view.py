"""The view 「このまま印刷してよいか」."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from kyosei_desktop.domain.definition import Fonts
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import MeasureNumber
from kyosei_desktop.report.export import MissingGlyph
from kyosei_desktop.report.places import CellPlace
from kyosei_desktop.store.internal_contents import InternalContent
from kyosei_desktop.ui import folders
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.printing import ask_printer, paint_pages
from kyosei_desktop.ui.report.browser import PageBrowser
from kyosei_desktop.ui.report.export_choice import OPEN_DATA, ExportOptions, Remembered
from kyosei_desktop.ui.report.export_panel import ExportPanel
from kyosei_desktop.ui.report.export_presenter import ExportPresenter
from kyosei_desktop.ui.report.finding import FoundCell
from kyosei_desktop.ui.report.fonts_panel import FontsPanel
from kyosei_desktop.ui.report.head_row import HeadRow
from kyosei_desktop.ui.report.layout_presenter import LayoutPresenter
from kyosei_desktop.ui.report.notes import Note
from kyosei_desktop.ui.report.panel import Panel
from kyosei_desktop.ui.report.presenter import MeasurePlace, ReportPresenter
from kyosei_desktop.ui.report.preview import Preview
from kyosei_desktop.ui.report.print_panel import PrintPanel
from kyosei_desktop.ui.view import View
from kyosei_desktop.ui.widgets import button, clear_layout, label
from kyosei_desktop.ui.wording import measure_label

_ZOOM_KEYS = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Minus: -1, Qt.Key.Key_Semicolon: 1}


class ReportView(View):
    """The pages, their figures, and the ways out; panels for these take the place of the pages.

    Attributes:
        ask_printer: asks for a printer; a test puts another one in its place.
    """

    depends_on_look = False  # paper is the same in the dark

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self.presenter = ReportPresenter(context, self)
        self.exports = ExportPresenter(context, self)
        self.layouts = LayoutPresenter(context, self)
        self.ask_printer = ask_printer
        self._is_finding = False
        self.browser = PageBrowser(context.messages)
        self.head = HeadRow(self.browser.zoom)
        self.print_panel, self.export_panel, self.fonts_panel = PrintPanel(), ExportPanel(), FontsPanel()
        self._notes = FlowRow()
        self._stack = QStackedWidget()
        self._pages = self._page_of_pages()
        for page in (self._pages, self.print_panel, self.export_panel, self.fonts_panel):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._connect()

    def _page_of_pages(self) -> QWidget:
        page = QWidget()
        page.setAccessibleName(_("報告書"))
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(self.head)
        column.addLayout(self._notes)
        column.addWidget(self.browser, 1)
        return page

    def _connect(self) -> None:
        head, browser = self.head, self.browser
        head.measure.jumped.connect(browser.go_to_page)
        head.measure.typed.connect(self._jump)
        head.search.returnPressed.connect(lambda: self.presenter.find(head.search.text()))
        head.layout_menu.aboutToShow.connect(lambda: self._fill_menu(head.layout_menu, self.measure_in_hand))
        head.pdf_button.clicked.connect(self.exports.export_pdf)
        head.workbook_button.clicked.connect(self.exports.export_workbook)
        head.export_button.clicked.connect(self.exports.begin)
        head.print_button.clicked.connect(self.begin_print)
        browser.page_shown.connect(head.measure.show_page)
        browser.opened.connect(self.presenter.open_cell)
        browser.named.connect(lambda cell: browser.say_cell(self.presenter.label_of(cell.field)))
        browser.menu_wanted.connect(self._show_menu)
        for panel in (self.print_panel, self.export_panel, self.fonts_panel):
            panel.left.connect(self.show_report)
        self.print_panel.chosen.connect(self._print)
        self.export_panel.changed.connect(lambda: self.exports.name_files(self.export_panel.choice))
        self.export_panel.folder_wanted.connect(lambda: self.exports.choose_folder(self.export_panel.choice.folder))
        self.export_panel.confirmed.connect(lambda: self.exports.export(self.export_panel.choice))
        self.fonts_panel.applied.connect(self.layouts.set_fonts)

    # What the window calls

    def refresh(self) -> None:
        """Make the pages anew."""
        self.presenter.load()

    def open_at(self, **where: Any) -> None:
        """Go to a `page`; `show`: missing (characters); `do`: one of what the menu has."""
        deeds: dict[str, Callable[[], None]] = {
            "pdf": self.exports.export_pdf,
            "workbook": self.exports.export_workbook,
            "export": self.exports.begin,
            "data": self._begin_data,
            "print": self.begin_print,
            "fonts": self.layouts.begin_fonts,
            "page_break": self._toggle_break,
            "automatic_breaks": self.layouts.clear_breaks,
            "find": self.show_report,
        }
        if "page" in where:
            self.show_report()
            self.browser.go_to_page(where["page"])
        if where.get("show") == "missing":
            self.presenter.list_missing()
        self._is_finding = where.get("do") == "find"
        if where.get("do") in deeds:
            deeds[where["do"]]()

    def first_focus(self) -> QWidget | None:
        """The list of pages or of cells, or what a panel asks first."""
        panel = self._stack.currentWidget()
        if isinstance(panel, Panel):
            return panel.first_focus()
        return self.head.search if self._is_finding else self.browser.list_shown

    def leave(self) -> None:
        """Pages that nobody looks at need not be drawn."""
        self.browser.stop_drawing()

    # What the presenters call

    def show_waiting(self) -> None:
        """The pages are being made; those of before stay in sight meanwhile."""
        self.browser.show_waiting()

    def show_pages(self, preview: Preview, measures: Sequence[MeasurePlace]) -> None:
        """The pages, and where the measures are; where the user was, there the user stays."""
        self.head.measure.show_measures(measures)
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

    def show_report(self) -> None:
        """The pages again, in the place of a panel."""
        if self._stack.currentWidget() is not self._pages:
            self._stack.setCurrentWidget(self._pages)
            self.browser.list_shown.setFocus()

    def show_cells(self, title: str, cells: Sequence[FoundCell]) -> None:
        """A list of cells to go to."""
        self.show_report()
        self.browser.show_cell_list(title, cells)

    def show_missing_glyphs(self, glyphs: Sequence[MissingGlyph]) -> None:
        """The list of cells in which characters are printed as 〓."""
        self.presenter.list_glyphs(glyphs)

    def show_export(self, options: ExportOptions, remembered: Remembered, folder: Path) -> None:
        """The panel that asks what to export."""
        self.export_panel.ask(options, remembered, folder)
        self._show_panel(self.export_panel)

    def show_export_files(self, files: Sequence[Path]) -> None:
        """The files that the choice amounts to."""
        self.export_panel.show_files(files)

    def show_internal(self, contents: Sequence[InternalContent]) -> None:
        """What stays inside, or leaves in an internal export."""
        self.export_panel.show_internal(contents)

    def show_export_folder(self, folder: Path) -> None:
        """The folder chosen."""
        self.export_panel.show_folder(folder)

    def show_fonts(self, fonts: Fonts, families: Sequence[str]) -> None:
        """The panel for the typeface."""
        preview = self.presenter.preview
        self.fonts_panel.ask(fonts, families, None if preview is None else preview.layout.size_pt)
        self._show_panel(self.fonts_panel)

    def show_folder(self, folder: Path) -> None:
        """Open a folder in the system's file manager."""
        folders.show_folder(folder)

    def _show_panel(self, panel: Panel) -> None:
        self._stack.setCurrentWidget(panel)
        panel.first_focus().setFocus()

    # Printing, page breaks

    def begin_print(self) -> None:
        """Ask which pages are to be printed."""
        preview = self.presenter.preview
        if preview is None:
            self.context.messages.warn(_("ページを作っています。出来上がってから印刷してください。"))
            return
        self.context.messages.clear()  # of having been asked too early
        self.print_panel.ask(preview, self.browser.page)
        self._show_panel(self.print_panel)

    def _print(self, numbers: Sequence[int]) -> None:
        """Ask for a printer and print."""
        preview = self.presenter.preview
        if preview is None or max(numbers) > len(preview.pages):  # the report has changed meanwhile
            self.begin_print()
            return
        paper = self.context.open_ledger.definition.page
        title = _("報告書を印刷する")
        printer = self.ask_printer(self, paper, len(numbers), title=title, offers_pages=False)
        if printer is not None:
            self.show_report()
            self.presenter.print_pages(paint_pages(printer, preview.pages.chosen(numbers)))

    @property
    def measure_in_hand(self) -> MeasureNumber | None:
        """The measure of the cell in the frame, or else the one shown above the pages."""
        cell = self.browser.cell
        return self.head.measure.number if cell is None else self.presenter.number_of(cell.field)

    def _toggle_break(self) -> None:
        measure = self.measure_in_hand
        if measure is None:
            self.context.messages.warn(_("ページを作っています。出来上がってから改ページを決めてください。"))
        else:
            self.layouts.toggle_break(measure)

    def _begin_data(self) -> None:
        self.exports.begin()
        self.export_panel.choose_kinds(OPEN_DATA)

    def _jump(self, words: str) -> None:
        page = self.presenter.page_of(words)
        if page is None:
            self.context.messages.info(_("「{words}」という施策はありません。").format(words=words))
        else:
            self.browser.go_to_page(page)

    # Menus

    def _show_menu(self, cell: CellPlace | None, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAccessibleName(_("ページ"))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        measure = self.measure_in_hand if cell is None else self.presenter.number_of(cell.field)
        self._fill_menu(menu, measure)
        if cell is not None:
            name = self.presenter.label_of(cell.field)
            opening = menu.actions()[0]
            edit = menu.addAction(_("{field}を計画で開く").format(field=name))
            edit.triggered.connect(lambda: self.presenter.open_cell(cell.field))
            menu.insertAction(opening, edit)
        menu.popup(at)

    def _fill_menu(self, menu: QMenu, measure: MeasureNumber | None) -> None:
        menu.clear()
        is_writable = not self.context.open_ledger.is_read_only
        if measure is not None:
            name = measure_label(self.context.open_ledger.definition, measure)
            toggle = menu.addAction(_("{measure}の前で改ページする").format(measure=name))
            toggle.setCheckable(True)
            toggle.setChecked(self.layouts.has_break_before(measure))
            toggle.setEnabled(is_writable)
            toggle.triggered.connect(lambda: self.layouts.toggle_break(measure))
        automatic = menu.addAction(_("改ページをすべて自動にする"))
        automatic.setEnabled(is_writable and self.layouts.has_breaks)
        automatic.triggered.connect(self.layouts.clear_breaks)
        menu.addSeparator()
        fonts = menu.addAction(_("書体…"))
        fonts.setEnabled(is_writable)
        fonts.triggered.connect(self.layouts.begin_fonts)

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
            self.head.search.setFocus()
            self.head.search.selectAll()
        elif key in _ZOOM_KEYS and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.browser.change_zoom(_ZOOM_KEYS[key])
        else:
            super().keyPressEvent(event)


def _is_find(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Find)
