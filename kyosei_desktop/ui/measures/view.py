"""The view 「計画の全体」."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import Address, BlankReason
from kyosei_desktop.store.whole import CellState
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.history.timeline import TimelineItem
from kyosei_desktop.ui.measures.cell_panel import CellPanel
from kyosei_desktop.ui.measures.filter_bar import FilterBar
from kyosei_desktop.ui.measures.filtering import PlanFilter
from kyosei_desktop.ui.measures.lines import MeasureCell, MeasureLines
from kyosei_desktop.ui.measures.model import MeasuresModel
from kyosei_desktop.ui.measures.presenter import FilterOptions, MeasuresPresenter
from kyosei_desktop.ui.measures.text_delegate import TextDelegate, row_height_px
from kyosei_desktop.ui.view import View

_PANEL_WIDTH_PX = 360
_COLUMN_WIDTH_EM = 13


class MeasuresView(View):
    """All initiatives in a table, with a search; the cell chosen beside it."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self.presenter = MeasuresPresenter(context, self)
        self._is_editing_first = False
        self._wanted: Address | None = None
        """Where to go as soon as a large plan has been read."""
        self.model = MeasuresModel()
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("計画の全体"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.setItemDelegate(TextDelegate(self.table))
        self.table.verticalHeader().setHighlightSections(False)
        self.table.setCornerButtonEnabled(False)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.doubleClicked.connect(self.begin_edit)
        self.table.selectionModel().currentChanged.connect(self._on_cell)
        self.model.modelReset.connect(self._on_reset)
        self.panel = CellPanel(is_writable=not context.open_ledger.is_read_only)
        self.panel.saved.connect(self._save)
        self.panel.settling.connect(self.presenter.settle_conflict)
        self.panel.setMinimumWidth(280)
        self.filter = FilterBar()
        self.filter.changed.connect(self._on_filter)
        self.filter.used.connect(self._on_use)
        self.filter.saving.connect(self.presenter.save_filter)
        self.filter.deleting.connect(self.presenter.delete_filter)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(16)
        split.addWidget(self.table)
        split.addWidget(self.panel)
        split.setStretchFactor(0, 1)
        split.setSizes([10_000, _PANEL_WIDTH_PX])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.filter)
        column.addWidget(split, 1)
        self.panel.show_no_cell()

    # What the window calls

    def refresh(self) -> None:
        """Read the plan again."""
        self.presenter.load()
        self._fit()
        if self.panel.is_dirty:
            return
        self.presenter.choose(self.model.cell(self.table.currentIndex()))

    def open_at(self, **where: Any) -> None:
        """Go to an `address`, to edit it with `do`: edit; or show only what is unwritten (`only_unwritten`)."""
        if "only_unwritten" in where:
            state = CellState.UNWRITTEN if where["only_unwritten"] else None
            self.presenter.filter_by(replace(self.presenter.filter, state=state))
        if "address" in where:
            self._go_to(where["address"])
        self._is_editing_first = where.get("do") == "edit"

    def leave(self) -> None:
        """Ask whether an edit that was not saved should be."""
        self._finish_edit()

    def first_focus(self) -> QWidget | None:
        """The search, or the cell's text where it is to be edited."""
        return (self.panel.edit_focus if self._is_editing_first else None) or self.filter.search

    def _go_to(self, address: Address) -> None:
        """Choose a cell of whatever year; a filter that hides it is taken away."""
        year = self.presenter.filter.year
        if address.year is not None and year is not None and address.year != year:
            self.presenter.filter_by(replace(self.presenter.filter, year=address.year))
        index = self.model.index_of(address)
        if not index.isValid():
            self.presenter.filter_by(PlanFilter(year=self.presenter.filter.year))
            index = self.model.index_of(address)
        self._wanted = None if index.isValid() else address
        self.table.setCurrentIndex(index)

    def begin_edit(self) -> None:
        """Put the keyboard into the text of the chosen cell."""
        self.panel.begin_edit()

    # What the presenter calls

    def show_filter(self, options: FilterOptions, chosen: PlanFilter, saved: str) -> None:
        """The choices and those made."""
        self.filter.show_filter(options, chosen, saved)

    def show_lines(self, titles: Sequence[str], lines: MeasureLines, total: int) -> None:
        """The lines that pass the filter."""
        self.model.show_lines(titles, lines)
        self.filter.say_count(len(lines), total)
        if self._wanted is not None and self.model.index_of(self._wanted).isValid():
            self._go_to(self._wanted)
        if not self.panel.is_dirty:
            self.presenter.choose(self.model.cell(self.table.currentIndex()))

    def show_cell(self, heading: str, cell: MeasureCell, history: Sequence[TimelineItem]) -> None:
        """A cell with its history."""
        self.panel.show_cell(heading, cell, history)

    def show_no_cell(self) -> None:
        """No cell is chosen."""
        self.panel.show_no_cell()

    def save_edit(self) -> None:
        """Save what stands in the panel."""
        if self.panel.is_dirty:
            self._save(*self.panel.edited)

    # Gestures

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return and F2 edit the chosen cell."""
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)
        if event.key() in keys and self.table.hasFocus():
            self.begin_edit()
        else:
            super().keyPressEvent(event)

    def _on_cell(self, index: QModelIndex, before: QModelIndex) -> None:
        if self._finish_edit():
            self.presenter.choose(self.model.cell(index))
            return
        # Refused: back to where the text stands, which would be lost otherwise.
        self.table.selectionModel().blockSignals(True)
        self.table.setCurrentIndex(before)
        self.table.selectionModel().blockSignals(False)
        self.table.viewport().update()
        self.begin_edit()

    def _finish_edit(self) -> bool:
        """Ask about an edit that was not saved; False if it was to be saved and could not."""
        if not self.panel.is_dirty:
            return True
        if self.presenter.ask_to_save():
            return self._save(*self.panel.edited)
        self.panel.is_dirty = False
        return True

    def _save(self, text: str, blank: BlankReason | None, reason: str) -> bool:
        self.panel.is_dirty = False  # so that the cell is shown anew
        self.panel.is_dirty = not self.presenter.save(text, blank, reason)
        return not self.panel.is_dirty

    def _on_reset(self) -> None:
        self._fit()
        if not self.panel.is_dirty:
            self.panel.show_no_cell()

    def _on_filter(self, wanted: PlanFilter) -> None:
        self._finish_edit()
        self.presenter.filter_by(wanted)

    def _on_use(self, name: str) -> None:
        self._finish_edit()
        self.presenter.use_filter(name)

    def _fit(self) -> None:
        metrics = self.fontMetrics()
        self.table.verticalHeader().setDefaultSectionSize(row_height_px(metrics.lineSpacing()))
        em_px = metrics.horizontalAdvance("国")
        for column in range(self.model.columnCount()):
            self.table.setColumnWidth(column, _COLUMN_WIDTH_EM * em_px + 24)
