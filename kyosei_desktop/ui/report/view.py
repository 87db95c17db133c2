"""The view 「このまま印刷してよいか」."""

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QIcon, QImage, QKeyEvent, QPixmap, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.ui import folders
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.printing import ask_printer, paint_pages
from kyosei_desktop.ui.report.pictures import THUMBNAIL_WIDTH_PX, PagePicture, draw_thumbnails
from kyosei_desktop.ui.report.presenter import MeasurePlace, Note, ReportPresenter
from kyosei_desktop.ui.view import View
from kyosei_desktop.ui.widgets import button, clear_layout, label

_FIT_WIDTH = 0
_ZOOMS = (_FIT_WIDTH, 50, 75, 100, 150, 200, 300)
_THUMBNAIL_SIZE = QSize(THUMBNAIL_WIDTH_PX, round(THUMBNAIL_WIDTH_PX / 2**0.5))


class ReportView(View):
    """Thumbnails, the page chosen, the figures, and the ways out.

    Attributes:
        ask_printer: asks for a printer; a test puts another one in its place.
    """

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self.presenter = ReportPresenter(context, self)
        self.ask_printer = ask_printer
        self.thumbnails = QListWidget()
        self.thumbnails.setAccessibleName(_("ページ一覧"))
        self.thumbnails.setIconSize(_THUMBNAIL_SIZE)
        self.thumbnails.setFixedWidth(THUMBNAIL_WIDTH_PX + 72)
        self.thumbnails.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.thumbnails.currentRowChanged.connect(self._on_page)
        self.picture = PagePicture()
        self.page_area = QScrollArea()
        self.page_area.setAccessibleName(_("ページ"))
        self.page_area.setFrameShape(QFrame.Shape.NoFrame)
        self.page_area.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.page_area.setWidget(self.picture)
        self.page_area.installEventFilter(self)
        self.page_area.viewport().installEventFilter(self)
        self.waiting = label(_("ページを作っています…"), "muted")
        self._notes = FlowRow()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(self._head_row())
        column.addLayout(self._notes)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(self.thumbnails)
        page = QVBoxLayout()
        page.setSpacing(8)
        page.addWidget(self.waiting)
        page.addWidget(self.page_area, 1)
        body.addLayout(page, 1)
        column.addLayout(body, 1)

    def _head_row(self) -> FlowRow:
        self.measure = QComboBox()
        self.measure.setAccessibleName(_("施策へ移る"))
        self.measure.setMaxVisibleItems(20)
        self.measure.setMinimumContentsLength(16)
        self.measure.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.measure.activated.connect(self._on_measure)
        self.zoom = QComboBox()
        self.zoom.setAccessibleName(_("拡大"))
        for percent in _ZOOMS:
            self.zoom.addItem(_("幅に合わせる") if percent == _FIT_WIDTH else f"{percent}%", percent)
        self.zoom.currentIndexChanged.connect(self._apply_zoom)
        self.pdf_button = button(_("PDF…"), "primary", "file-down")
        self.pdf_button.clicked.connect(self.presenter.export_pdf)
        self.workbook_button = button(_("Excel…"), "", "file-spreadsheet")
        self.workbook_button.clicked.connect(self.presenter.export_workbook)
        self.print_button = button(_("印刷…"), "", "printer")
        self.print_button.clicked.connect(self.print_report)
        self.data_button = button(_("公開用データ"), "", "table-2")
        self.data_button.setMenu(self._data_menu())
        row = FlowRow()
        row.addWidget(self.measure)
        row.addWidget(self.zoom)
        for part in (self.data_button, self.print_button, self.workbook_button, self.pdf_button):
            row.add_at_right(part)
        return row

    def _data_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAccessibleName(_("公開用データ"))
        for text, run in (
            (N_("データのブック（xlsx）…"), self.presenter.export_data_workbook),
            (N_("CSV…"), self.presenter.export_csv),
            (N_("計画データ（JSON）…"), self.presenter.export_plan),
            (N_("三つともフォルダへ…"), self.presenter.export_all_data),
        ):
            menu.addAction(_(text)).triggered.connect(run)
        return menu

    # What the window calls

    def refresh(self) -> None:
        """Make the pages anew."""
        self.presenter.load()

    def open_at(self, **where: Any) -> None:
        """Go to a `page`; `do`: pdf, workbook, data or print."""
        if "page" in where:
            self.thumbnails.setCurrentRow(where["page"] - 1)
        deeds = {
            "pdf": self.presenter.export_pdf,
            "workbook": self.presenter.export_workbook,
            "data": self.presenter.export_all_data,
            "print": self.print_report,
        }
        if where.get("do") in deeds:
            deeds[where["do"]]()

    def first_focus(self) -> QWidget | None:
        """The list of pages."""
        return self.thumbnails

    def print_report(self) -> None:
        """Ask for a printer and print."""
        pages = self.presenter.pages
        if not pages:
            self.context.messages.warn(_("ページを作っています。出来上がってから印刷してください。"))
            return
        self.context.messages.clear()  # of having been asked too early
        printer = self.ask_printer(
            self, self.context.open_ledger.definition.page, len(pages), title=_("報告書を印刷する")
        )
        if printer is not None:
            self.presenter.print_pages(paint_pages(printer, pages))

    # What the presenter calls

    def show_waiting(self) -> None:
        """The pages are being made; those of before stay in sight meanwhile."""
        self.waiting.show()

    def show_pages(self, pages: Sequence[bytes], measures: Sequence[MeasurePlace]) -> None:
        """The pages, and where the measures are; the page shown stays shown."""
        row = max(0, self.thumbnails.currentRow())
        self.waiting.hide()
        self.thumbnails.blockSignals(True)
        self.thumbnails.clear()
        for number in range(1, len(pages) + 1):
            item = QListWidgetItem(str(number))
            item.setSizeHint(_THUMBNAIL_SIZE + QSize(0, 16))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, _("{number}ページ").format(number=number))
            self.thumbnails.addItem(item)
        self.thumbnails.blockSignals(False)
        self.measure.clear()
        for place in measures:
            self.measure.addItem(place.label, place.page)
        self.thumbnails.setCurrentRow(min(row, len(pages) - 1))

    def show_notes(self, notes: Sequence[Note]) -> None:
        """The figures; those that a view deals with are buttons that lead there."""
        clear_layout(self._notes)
        for note in notes:
            made = self._link(note) if note.goes_to else label(note.text)
            made.setProperty("tone", note.tone)
            self._notes.addWidget(made)

    def _link(self, note: Note) -> QWidget:
        made = button(note.text, "quiet")
        made.clicked.connect(lambda: self.context.go(note.goes_to, **note.where))
        return made

    def make_thumbnails(self, pages: Sequence[bytes]) -> Generator[Step, None, list[QImage]]:
        """Draw small pictures of the pages, off the UI thread."""
        return draw_thumbnails(pages)

    def show_thumbnails(self, pictures: Sequence[QImage]) -> None:
        """The small pictures."""
        for row, picture in enumerate(pictures[: self.thumbnails.count()]):
            self.thumbnails.item(row).setIcon(QIcon(QPixmap.fromImage(picture)))

    def show_folder(self, folder: Path) -> None:
        """Open a folder in the system's file manager."""
        folders.show_folder(folder)

    # Gestures

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl with plus and minus zooms."""
        zooms = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Minus: -1, Qt.Key.Key_Semicolon: 1}
        key = Qt.Key(event.key())
        if key in zooms and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._change_zoom(zooms[key])
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the page to the width when that changes; Ctrl with the wheel zooms; PageDown at the end turns over."""
        if watched is self.page_area and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            bar = self.page_area.verticalScrollBar()
            if event.key() == Qt.Key.Key_PageDown and bar.value() == bar.maximum():
                return self._turn(1)
            if event.key() == Qt.Key.Key_PageUp and bar.value() == bar.minimum():
                return self._turn(-1)
        if event.type() is QEvent.Type.Resize and self.zoom.currentData() == _FIT_WIDTH:
            self._apply_zoom()
        if isinstance(event, QWheelEvent) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._change_zoom(1 if event.angleDelta().y() > 0 else -1)
            return True
        return super().eventFilter(watched, event)

    def _turn(self, by: int) -> bool:
        row = self.thumbnails.currentRow() + by
        if not 0 <= row < self.thumbnails.count():
            return False
        self.thumbnails.setCurrentRow(row)
        bar = self.page_area.verticalScrollBar()
        bar.setValue(bar.minimum() if by > 0 else bar.maximum())
        return True

    def _change_zoom(self, by: int) -> None:
        index = self.zoom.currentIndex()
        if index == 0:  # from the fitted width to the nearest step
            larger = [n for n, percent in enumerate(_ZOOMS) if percent > self.picture.zoom * 100]
            index = (larger[0] if larger else len(_ZOOMS) - 1) - (1 if by > 0 else 0)
        self.zoom.setCurrentIndex(min(max(1, index + by), len(_ZOOMS) - 1))

    def _on_page(self, row: int) -> None:
        pages = self.presenter.pages
        if 0 <= row < len(pages):
            self.picture.show_page(pages[row])
            self.picture.setAccessibleName(_("{number}ページ").format(number=row + 1))
            self._apply_zoom()
            first = self.measure.findData(row + 1)
            if first >= 0 and self.measure.currentData() != row + 1:
                self.measure.setCurrentIndex(first)

    def _on_measure(self) -> None:
        self.thumbnails.setCurrentRow(self.measure.currentData() - 1)

    def _apply_zoom(self) -> None:
        percent = self.zoom.currentData()
        if percent != _FIT_WIDTH:
            self.picture.zoom = percent / 100
        elif self.picture.page_width_px:
            self.picture.zoom = max(0.1, self.page_area.viewport().width() / self.picture.page_width_px)
