"""Looking through the pages: the list of pages or of cells at the left, the page chosen beside it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from kyosei_desktop.domain.definition import Page
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import Field
from kyosei_desktop.report.columns import POINTS_PER_MM
from kyosei_desktop.report.places import CellPlace
from kyosei_desktop.ui.context import Messages
from kyosei_desktop.ui.report.cell_list import CellList
from kyosei_desktop.ui.report.cells import PageCells
from kyosei_desktop.ui.report.drawing import PageDrawer
from kyosei_desktop.ui.report.finding import FoundCell
from kyosei_desktop.ui.report.page_picture import PagePicture
from kyosei_desktop.ui.report.thumbnails import Thumbnails
from kyosei_desktop.ui.widgets import ElidedLabel, label

_FIT_WIDTH = 0
_ZOOMS = (_FIT_WIDTH, 50, 75, 100, 150, 200, 300)
_AROUND_CELL_PX = 40


class PageBrowser(QWidget):
    """Shows one page at a time, and in it the cell under pointer and keyboard.

    Signals:
        page_shown: its number, from 1.
        opened: the `Field` of a cell to be edited.
        menu_wanted: the `CellPlace` of which the page's menu is to speak, or None, and where on the screen.
        named: a `CellPlace` whose name is wanted; answer by `say_cell`.
    """

    page_shown = Signal(int)
    opened = Signal(object)
    menu_wanted = Signal(object, object)
    named = Signal(object)

    def __init__(self, messages: Messages) -> None:
        """No pages until `show_pages`."""
        super().__init__()
        self.setAccessibleName(_("報告書のページ"))
        self._drawer = PageDrawer(messages, self)
        self._cells = PageCells(())
        self.thumbnails = Thumbnails(self._drawer)
        self.thumbnails.currentRowChanged.connect(self._on_row)
        self.cell_list = CellList()
        self.cell_list.gone_to.connect(lambda found: self.go_to_field(found.field))
        self.cell_list.chosen.connect(lambda found: self.opened.emit(found.field))
        self.cell_list.left.connect(self.show_page_list)
        self.picture = PagePicture(self._drawer)
        self.picture.entered.connect(self.go_to_cell)
        self.picture.chosen.connect(lambda cell: self.opened.emit(cell.field))
        self.picture.pointed.connect(self._on_point)
        self.picture.menu_wanted.connect(self.menu_wanted)
        self.page_area = QScrollArea()
        self.page_area.setAccessibleName(_("ページ"))
        self.page_area.setFrameShape(QFrame.Shape.NoFrame)
        self.page_area.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.page_area.setWidget(self.picture)
        self.page_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the page within it has the keyboard
        self.page_area.installEventFilter(self)
        self.page_area.viewport().installEventFilter(self)
        self.picture.installEventFilter(self)
        self.zoom = QComboBox()
        self.zoom.setAccessibleName(_("拡大"))
        for percent in _ZOOMS:
            self.zoom.addItem(_("幅に合わせる") if percent == _FIT_WIDTH else f"{percent}%", percent)
        self.zoom.currentIndexChanged.connect(self._apply_zoom)
        self.caption = ElidedLabel()
        self.caption.setProperty("role", "muted")
        self.waiting = label(_("ページを作っています…"), "muted")
        self._lay_out()

    def _lay_out(self) -> None:
        self._lists = QStackedWidget()
        self._lists.setAccessibleName(_("ページ一覧"))
        self._lists.addWidget(self.thumbnails)
        self._lists.addWidget(self.cell_list)
        page = QVBoxLayout()
        page.setSpacing(8)
        page.addWidget(self.waiting)
        page.addWidget(self.caption)
        page.addWidget(self.page_area, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self._lists)
        row.addLayout(page, 1)

    # What is shown

    @property
    def page(self) -> int:
        """The page shown, from 1; 0 while there is none."""
        return self.thumbnails.currentRow() + 1

    @property
    def cell(self) -> CellPlace | None:
        """The cell in the frame, if it is on the page shown."""
        cell = self.picture.cell
        return cell if cell is not None and cell.page == self.page else None

    @property
    def list_shown(self) -> QWidget:
        """The list of pages, or of cells."""
        return self.thumbnails if self._lists.currentWidget() is self.thumbnails else self.cell_list.list

    def show_waiting(self) -> None:
        """The pages are being made; those of before stay in sight meanwhile."""
        self.waiting.show()

    def show_pages(self, pages: Sequence[bytes], cells: PageCells, paper: Page) -> None:
        """Show these pages; the cell in the frame stays in it, or else the page shown stays shown."""
        field = None if self.cell is None else self.cell.field
        size_pt = (paper.width_mm * POINTS_PER_MM, paper.height_mm * POINTS_PER_MM)
        self.waiting.hide()
        self._cells = cells
        self._drawer.show_pages(pages)
        self.picture.show_pages(cells, size_pt)
        self.thumbnails.show_pages(len(pages), size_pt[1] / size_pt[0])
        self._fit_lists()
        self._on_row(self.thumbnails.currentRow())
        if field is not None:
            self.go_to_field(field)

    def show_cell_list(self, title: str, cells: Sequence[FoundCell]) -> None:
        """Show a list of cells in the place of the list of pages."""
        self.cell_list.show_cells(title, cells)
        self._lists.setCurrentWidget(self.cell_list)
        self._fit_lists()
        self.cell_list.list.setFocus()
        if cells:
            self.cell_list.list.setCurrentRow(0)

    def show_page_list(self) -> None:
        """Show the list of pages again."""
        had_keyboard = self.cell_list.isAncestorOf(self.window().focusWidget() or self.window())
        self._lists.setCurrentWidget(self.thumbnails)
        self._fit_lists()
        if had_keyboard:
            self.thumbnails.setFocus()

    def say_cell(self, name: str) -> None:
        """Tell the name of the cell that `named` asked about."""
        self.picture.setToolTip(name if self.picture.is_pointed_at else "")
        self._say(name)

    def stop_drawing(self) -> None:
        """Nobody looks at the pages any more."""
        self._drawer.stop()
        for part in (self.picture, self.thumbnails.viewport()):
            part.update()  # should they be in sight after all, they ask again

    # Moving

    def go_to_page(self, page: int) -> None:
        """Show a page, from 1."""
        self.thumbnails.setCurrentRow(page - 1)

    def go_to_field(self, field: Field) -> None:
        """Put the frame around a field's cell, if the pages show it."""
        cell = self._cells.of(field)
        if cell is not None:
            self.go_to_cell(cell)

    def go_to_cell(self, cell: CellPlace) -> None:
        """Put the frame around a cell, and bring it into sight."""
        self.picture.show_cell(cell)
        if cell.page != self.page:
            self.go_to_page(cell.page)
        rect = self.picture.rect_of(cell).toRect()
        bottom = QPoint(min(rect.right(), rect.left() + self.page_area.viewport().width()), rect.bottom())
        for corner in (bottom, rect.topLeft()):  # the beginning last, for it counts where not all has room
            self.page_area.ensureVisible(corner.x(), corner.y(), _AROUND_CELL_PX, _AROUND_CELL_PX)
        self.named.emit(cell)

    def _on_row(self, row: int) -> None:
        if row < 0:
            return
        self.picture.show_page(row + 1)
        if self.cell is None:
            self.picture.show_cell(None)
            self._say("")
        self._apply_zoom()
        self.page_shown.emit(row + 1)

    def _on_point(self, cell: CellPlace | None) -> None:
        if cell is not None:
            self.named.emit(cell)
        elif self.cell is not None:
            self.named.emit(self.cell)
        else:
            self.say_cell("")

    def _say(self, name: str) -> None:
        page = _("{page}／{pages}ページ").format(page=self.page, pages=self.thumbnails.count())
        self.caption.setText(f"{page}　{name}" if name else page)
        self.picture.say(f"{page} {name}" if name else page)

    # Gestures

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the page to the width when that changes; Ctrl with the wheel zooms; PageDown at the end turns over."""
        if watched is self.picture and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_PageDown:
                return self._scroll_or_turn(1)
            if event.key() == Qt.Key.Key_PageUp:
                return self._scroll_or_turn(-1)
        if watched is not self.picture and event.type() is QEvent.Type.Resize:
            self._fit_width()
        if isinstance(event, QWheelEvent) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.change_zoom(1 if event.angleDelta().y() > 0 else -1)
            return True
        return super().eventFilter(watched, event)

    def _scroll_or_turn(self, by: int) -> bool:
        bar = self.page_area.verticalScrollBar()
        is_at_edge = bar.value() == (bar.maximum() if by > 0 else bar.minimum())
        if not is_at_edge:
            bar.setValue(bar.value() + by * bar.pageStep())
        elif 1 <= self.page + by <= self.thumbnails.count():
            self.go_to_page(self.page + by)
            bar.setValue(bar.minimum() if by > 0 else bar.maximum())
        return True

    def change_zoom(self, by: int) -> None:
        """One step larger or smaller."""
        index = self.zoom.currentIndex()
        if index == 0:  # from the fitted width to the nearest step
            larger = [n for n, percent in enumerate(_ZOOMS) if percent > self.picture.zoom * 100]
            index = (larger[0] if larger else len(_ZOOMS) - 1) - (1 if by > 0 else 0)
        self.zoom.setCurrentIndex(min(max(1, index + by), len(_ZOOMS) - 1))

    def _apply_zoom(self) -> None:
        percent = self.zoom.currentData()
        if percent == _FIT_WIDTH:
            self._fit_width()
        else:
            self.picture.zoom = percent / 100

    def _fit_lists(self) -> None:
        self._lists.setFixedWidth(self._lists.currentWidget().sizeHint().width())

    def changeEvent(self, event: QEvent) -> None:
        """Fit to another size of text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit_lists()

    def _fit_width(self) -> None:
        if self.zoom.currentData() == _FIT_WIDTH and self.picture.page_width_px:
            self.picture.zoom = max(0.1, self.page_area.viewport().width() / self.picture.page_width_px)
