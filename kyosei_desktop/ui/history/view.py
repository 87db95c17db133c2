"""The view 「だれが、いつ、何を変えたか」."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import MeasureNumber
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.history.comparing_page import ComparingPage
from kyosei_desktop.ui.history.presenter import HistoryDetail, HistoryLine, HistoryPresenter
from kyosei_desktop.ui.marked_text import MarkedText
from kyosei_desktop.ui.tables import LinesModel, LinesTable, TableColumn
from kyosei_desktop.ui.view import View
from kyosei_desktop.ui.widgets import Scroller, button, card, label

_DETAIL_WIDTH_PX = 320

COLUMNS: tuple[TableColumn[HistoryLine], ...] = (
    TableColumn(N_("日時"), lambda line: line.when),
    TableColumn(N_("したこと"), lambda line: line.what),
    TableColumn(N_("どこ"), lambda line: line.where, tip=lambda line: line.where, elided_em=20),
    TableColumn(N_("だれ"), lambda line: line.who, tip=lambda line: line.who, stretches=True, elided_em=5),
)


NOTHING_YET = N_(
    "まだ何も変わっていません。照会を始めたり、欄を書き換えたりすると、だれが、いつ、何をしたかがここに残ります。"
)


class HistoryView(View):
    """Changes and acts, newest first, and both texts of the change chosen; or what differs between two moments."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self.presenter = HistoryPresenter(context, self)
        self.model: LinesModel[HistoryLine] = LinesModel(COLUMNS)
        self.table: LinesTable[HistoryLine] = LinesTable(self.model, _("履歴"))
        self.table.selectionModel().currentRowChanged.connect(self._on_choose)
        self.measure = QComboBox()
        self.measure.setAccessibleName(_("施策で絞り込む"))
        self.measure.setMaxVisibleItems(20)
        self.measure.currentIndexChanged.connect(self._on_measure)
        self.count = label(role="muted")
        self.compare_button = button(_("二つの時点を比べる"), "", "git-compare")
        self.compare_button.clicked.connect(self._show_comparing)
        self.comparing = ComparingPage(context, self._show_list)
        head = FlowRow()
        for part in (self.measure, self.count):
            head.addWidget(part)
        head.add_at_right(self.compare_button)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(16)
        split.addWidget(self.table)
        split.addWidget(self._detail_card())
        split.setStretchFactor(0, 1)
        split.setSizes([10_000, _DETAIL_WIDTH_PX])
        self._stack = QStackedWidget()
        self._stack.setAccessibleName(_("履歴"))
        self._stack.addWidget(split)
        self._comparing = Scroller(_("二つの時点の違い"))  # hidden, it would else make the window higher than a screen
        self._comparing.column.addWidget(self.comparing)
        self._stack.addWidget(self._comparing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(head)
        column.addWidget(self._stack, 1)

    def _detail_card(self) -> QWidget:
        frame = card()
        frame.setMinimumWidth(280)
        frame.setAccessibleName(_("変わったところ"))
        self.detail_heading = label(role="strong", wraps=True)
        self.detail_note = label(role="muted", wraps=True)
        self.before, self.after = MarkedText(_("前の文")), MarkedText(_("後の文"))
        self._before_title, self._after_title = label(_("前"), "small"), label(_("後"), "small")
        column = QVBoxLayout(frame)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        for part in (self.detail_heading, self.detail_note, self._before_title):
            column.addWidget(part)
        column.addWidget(self.before, 1)
        column.addWidget(self._after_title)
        column.addWidget(self.after, 1)
        column.addStretch(0)
        return frame

    # What the window calls

    def refresh(self) -> None:
        """Read the history again."""
        self.table.fit()
        self.presenter.load()
        if self._stack.currentWidget() is self._comparing:
            self.comparing.compare()

    def open_at(self, **where: Any) -> None:
        """The list; only the changes of a `measure`, by its number."""
        self._show_list()
        if "measure" in where:
            self.measure.setCurrentIndex(max(0, self.measure.findData(where["measure"])))

    def first_focus(self) -> QWidget | None:
        """The table."""
        return self.table

    # What the presenter calls

    def show_measures(self, measures: Sequence[tuple[MeasureNumber, str]], chosen: MeasureNumber | None) -> None:
        """The measures to filter by."""
        self.measure.blockSignals(True)
        self.measure.clear()
        self.measure.addItem(_("すべての施策とできごと"), None)
        for number, text in measures:
            self.measure.addItem(text, number)
        self.measure.setCurrentIndex(0 if chosen is None else max(0, self.measure.findData(chosen)))
        self.measure.blockSignals(False)

    def show_lines(self, lines: Sequence[HistoryLine]) -> None:
        """The changes and acts."""
        self.model.show_lines(lines)
        self.count.setText(_("{count}件").format(count=len(lines)))
        self.table.choose(0)
        if not lines:
            self.show_detail(None)

    def show_detail(self, detail: HistoryDetail | None) -> None:
        """What the chosen line changed."""
        is_change = detail is not None and bool(
            detail.before or detail.after or detail.before_blank or detail.after_blank
        )
        for part in (self._before_title, self.before, self._after_title, self.after):
            part.setVisible(is_change)
        hint = _("左の一覧から選ぶと、変わったところが出ます。") if self.model.lines else _(NOTHING_YET)
        self.detail_heading.setText(detail.heading if detail else hint)
        self.detail_note.setText(detail.note if detail else "")
        self.detail_note.setVisible(bool(detail and detail.note))
        if detail is not None and is_change:
            self.before.show_pieces(detail.before, blank=detail.before_blank, ground="removed")
            self.after.show_pieces(detail.after, blank=detail.after_blank, ground="added")

    # Gestures

    def _on_choose(self) -> None:
        self.presenter.choose(self.table.chosen)

    def _on_measure(self) -> None:
        self.presenter.filter_by(self.measure.currentData())
        self.comparing.presenter.filter_by(self.measure.currentData())

    def _show_comparing(self) -> None:
        self._turn_to(self._comparing)
        self.comparing.presenter.load()
        self.comparing.since.moment.setFocus()

    def _show_list(self) -> None:
        self._turn_to(self._stack.widget(0))
        self.table.setFocus()

    def _turn_to(self, page: QWidget) -> None:
        self._stack.setCurrentWidget(page)
        for part in (self.count, self.compare_button):
            part.setVisible(page is not self._comparing)
