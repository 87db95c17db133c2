"""The view 「回答はどう集まったか」."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QSplitter, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.rounds import RoundId
from kyosei_desktop.report.charts import CHART_TITLES, ChartKind
from kyosei_desktop.ui.charts.picture import ChartPicture
from kyosei_desktop.ui.charts.presenter import ChartLine, ChartsPresenter
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.tables import LinesModel, LinesTable, TableColumn
from kyosei_desktop.ui.view import View
from kyosei_desktop.ui.widgets import button, label

COLUMNS: tuple[TableColumn[ChartLine], ...] = (
    TableColumn(N_("項目"), lambda line: line.what),
    TableColumn(N_("数"), lambda line: line.count, is_number=True),
    TableColumn(N_("内訳"), lambda line: line.note, tip=lambda line: line.note, stretches=True, elided_em=6),
)
_TABLE_WIDTH_PX = 420


class ChartsView(View):
    """One chart of a round, and its figures in a table beside it."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self.presenter = ChartsPresenter(context, self)
        self.round = QComboBox()
        self.round.setAccessibleName(_("照会"))
        self.round.currentIndexChanged.connect(self._on_round)
        self.kind = QComboBox()
        self.kind.setAccessibleName(_("グラフの種類"))
        for kind, text in CHART_TITLES.items():
            self.kind.addItem(_(text), kind.value)
        self.kind.currentIndexChanged.connect(self._on_kind)
        self.png_button = button(_("PNGで保存…"), "", "file-down")
        self.png_button.clicked.connect(lambda: self.presenter.export(".png"))
        self.svg_button = button(_("SVGで保存…"), "", "file-down")
        self.svg_button.clicked.connect(lambda: self.presenter.export(".svg"))
        self.summary = label(role="strong", wraps=True)
        self.picture = ChartPicture()
        self.model: LinesModel[ChartLine] = LinesModel(COLUMNS)
        self.table: LinesTable[ChartLine] = LinesTable(self.model, _("グラフの数字"))
        head = FlowRow()
        head.addWidget(self.round)
        head.addWidget(self.kind)
        head.add_at_right(self.png_button)
        head.add_at_right(self.svg_button)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(16)
        split.addWidget(self.picture)
        split.addWidget(self.table)
        split.setStretchFactor(0, 1)
        split.setSizes([10_000, _TABLE_WIDTH_PX])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(head)
        column.addWidget(self.summary)
        column.addWidget(split, 1)

    # What the window calls

    def refresh(self) -> None:
        """Read the figures again."""
        self.table.fit()
        self.presenter.load()

    def first_focus(self) -> QWidget | None:
        """The choice of charts."""
        return self.kind

    # What the presenter calls

    def show_rounds(self, rounds: Sequence[tuple[RoundId, str]], chosen: RoundId | None) -> None:
        """The rounds to choose from."""
        self.round.blockSignals(True)
        self.round.clear()
        for one, text in rounds:
            self.round.addItem(text, one)
        self.round.setCurrentIndex(max(0, self.round.findData(chosen)) if rounds else -1)
        self.round.blockSignals(False)
        for part in (self.round, self.png_button, self.svg_button):
            part.setEnabled(bool(rounds))
        if not rounds:
            self.show_figures((), _("照会を始めると、回答の集まり具合がここに出ます。"))
            self.picture.show_svg(b"")

    def show_figures(self, lines: Sequence[ChartLine], summary: str) -> None:
        """The figures of the chart."""
        self.model.show_lines(lines)
        self.summary.setText(summary)
        self.picture.setAccessibleDescription(summary)

    def show_picture(self, svg: bytes) -> None:
        """The chart itself."""
        self.picture.show_svg(svg)

    # Gestures

    def _on_round(self) -> None:
        if self.round.currentData() is not None:
            self.presenter.choose_round(RoundId(self.round.currentData()))

    def _on_kind(self) -> None:
        self.presenter.choose_kind(ChartKind(self.kind.currentData()))
