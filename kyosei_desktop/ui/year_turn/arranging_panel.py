"""The panel that arranges measures: what is to happen, the fields that it needs, and what it would change."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import MeasureNumber
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.widgets import Scroller, button, clear_layout, label
from kyosei_desktop.ui.year_turn.arranging import Arrangement, ArrangingKind, ArrangingOptions
from kyosei_desktop.ui.year_turn.lines import PreviewLine
from kyosei_desktop.ui.year_turn.numbers_table import NumbersTable
from kyosei_desktop.ui.year_turn.preview_table import PreviewTable

_TABLE_LINES, _TEXT_LINES = 6, 3
_NUMBER_EM, _NAME_EM, _CHOICE_EM = 6, 16, 14
_ALL_ROOM = 100
_SHORT = 24
"""How many characters of an initiative's text are enough to know it by."""


class _Part(QWidget):
    """A field under its name."""

    def __init__(self, name: str, field: QWidget) -> None:
        super().__init__()
        self.setAccessibleName(name)
        field.setAccessibleName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label(name, "strong"))
        column.addWidget(field)


class ArrangingPanel(QWidget):
    """Asks.

    Signals:
        changed: the `Arrangement` as it is now.
        done: do it.
        left: leave everything as it is.
    """

    changed = Signal(object)
    done = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("施策の整理"))
        self._options = ArrangingOptions((), (), ())
        self._is_filling = True
        self._make_fields()
        self.preview = PreviewTable(_("施策の整理で変わるところ"))
        self.why_not = label(role="strong", wraps=True)
        self.arrange_button = button(_("施策を整理する"), "primary", "check")
        self.arrange_button.clicked.connect(self.done)
        self.leave_button = button(_("やめる"))
        self.leave_button.clicked.connect(self.left)
        self._lay_out()

    def _make_fields(self) -> None:
        self.kind, self.measure, self.year, self.after = QComboBox(), QComboBox(), QComboBox(), QComboBox()
        for kind in ArrangingKind:
            self.kind.addItem(_(kind.value), kind)
        for choice in (self.measure, self.after):
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.setMinimumContentsLength(_CHOICE_EM)
        self.number, self.name = QLineEdit(), QLineEdit()
        self.content = QPlainTextEdit()
        self.content.setTabChangesFocus(True)
        self.departments, self.initiatives = QWidget(), QWidget()
        self.department_boxes: list[QCheckBox] = []
        self.initiative_boxes: list[QCheckBox] = []
        for box_row in (self.departments, self.initiatives):
            box_row.setLayout(FlowRow())
        self.new_departments = QLineEdit()
        self.numbers = NumbersTable()
        self.kind.currentIndexChanged.connect(self._show_parts)
        self.measure.currentIndexChanged.connect(self._offer_initiatives)
        for changed in (
            self.kind.currentIndexChanged,
            self.measure.currentIndexChanged,
            self.year.currentIndexChanged,
            self.after.currentIndexChanged,
            self.number.textChanged,
            self.name.textChanged,
            self.content.textChanged,
            self.new_departments.textChanged,
            self.numbers.changed,
        ):
            changed.connect(self._say)
        kinds = ArrangingKind
        makes, splits = (kinds.ADD, kinds.SPLIT_INITIATIVE), (kinds.SPLIT, kinds.SPLIT_INITIATIVE)
        self._parts: Mapping[_Part, Sequence[ArrangingKind]] = {
            _Part(_("施策"), self.measure): (kinds.END, *splits),
            _Part(_("新しい施策の番号"), self.number): (kinds.ADD, kinds.SPLIT),
            _Part(_("新しい施策の名前"), self.name): (kinds.ADD, kinds.SPLIT),
            _Part(_("どの年度から"), self.year): (kinds.END, *makes),
            _Part(_("どの施策の次に置くか"), self.after): (kinds.ADD,),
        }
        self._wide_parts: Mapping[_Part, Sequence[ArrangingKind]] = {
            _Part(_("分ける取組"), self.initiatives): splits,
            _Part(_("新しい取組の内容"), self.content): makes,
            _Part(_("新しい取組の担当課"), self.departments): makes,
            _Part(_("まだない課の名前（「、」で区切ります）"), self.new_departments): makes,
            _Part(_("新しい番号"), self.numbers): (kinds.RENUMBER,),
        }

    def _lay_out(self) -> None:
        kinds = FlowRow()
        kinds.addWidget(label(_("何をするか"), "strong"))
        self.kind.setAccessibleName(_("何をするか"))
        kinds.addWidget(self.kind)
        parts = FlowRow()
        for part in self._parts:
            parts.addWidget(part)
        foot = FlowRow()
        foot.addWidget(self.arrange_button)
        foot.addWidget(self.leave_button)
        page = Scroller(_("施策の整理"))
        page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        words = _(
            "施策の番号が変わっても、履歴と出してある照会ファイルはそのまま使えます。"
            "先に控えを作り、その後に何もしていなければ、まとめて元に戻せます。"
        )
        page.column.addWidget(label(words, "muted", wraps=True))
        page.column.addLayout(kinds)
        page.column.addLayout(parts)
        for part in self._wide_parts:
            page.column.addWidget(part)
        page.column.addWidget(self.why_not)
        page.column.addWidget(self.preview, _ALL_ROOM)
        page.column.addLayout(foot)
        page.column.addStretch(1)  # takes the room while there is nothing to look at
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(page)

    def ask(self, options: ArrangingOptions) -> None:
        """Begin anew."""
        self._is_filling = True
        self._options = options
        self.kind.setCurrentIndex(0)
        for field in (self.number, self.name, self.content, self.new_departments):
            field.clear()
        self.measure.clear()
        self.after.clear()
        self.after.addItem(_("番号の順の所、なければ最後"), None)
        for one in options.measures:
            self.measure.addItem(one.label, one.no)
            self.after.addItem(one.label, one.no)
        self.year.clear()
        for year, name in options.years:
            self.year.addItem(name, year)
        self.year.setCurrentIndex(len(options.years) - 1)
        self.department_boxes = self._make_boxes(self.departments, options.departments)
        self._offer_initiatives()
        self.numbers.offer(options.measures)
        em_px = self.fontMetrics().horizontalAdvance("国")
        self.number.setMinimumWidth(em_px * _NUMBER_EM)
        self.name.setMinimumWidth(em_px * _NAME_EM)
        self.content.setFixedHeight(self.fontMetrics().lineSpacing() * (_TEXT_LINES + 1))
        self.preview.table.setMinimumHeight(self.fontMetrics().lineSpacing() * _TABLE_LINES)
        self._show_parts()
        self._is_filling = False
        self._say()
        self.kind.setFocus()

    def show_preview(self, lines: Sequence[PreviewLine], why_not: str) -> None:
        """What would change, or why it cannot be done yet."""
        self.why_not.setText(why_not)
        self.why_not.setVisible(bool(why_not))
        self.preview.setVisible(not why_not)
        self.preview.show_lines(lines)
        self.arrange_button.setEnabled(not why_not)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the panel."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    @property
    def arrangement(self) -> Arrangement:
        """What stands in the form."""
        others = [one.strip() for one in self.new_departments.text().replace("、", ",").split(",")]
        return Arrangement(
            kind=ArrangingKind(self.kind.currentData()),
            measure=self.measure.currentData(),
            initiatives=[row for row, box in enumerate(self.initiative_boxes, start=1) if box.isChecked()],
            number=self.number.text(),
            name=self.name.text(),
            content=self.content.toPlainText(),
            departments=[*_ticked(self.department_boxes), *filter(None, others)],
            year=self.year.currentData(),
            after=self.after.currentData(),
            numbers=self.numbers.model.numbers,
        )

    def _show_parts(self) -> None:
        kind = self.kind.currentData()
        for part, kinds in (*self._parts.items(), *self._wide_parts.items()):
            part.setVisible(kind in kinds)
        self.name.setPlaceholderText(_("空なら元の施策と同じ") if kind is ArrangingKind.SPLIT else "")

    def _offer_initiatives(self) -> None:
        chosen: MeasureNumber | None = self.measure.currentData()
        texts = next((one.initiatives for one in self._options.measures if one.no == chosen), ())
        names = [_("（{initiative}）").format(initiative=row) + _short(one) for row, one in enumerate(texts, start=1)]
        self.initiative_boxes = self._make_boxes(self.initiatives, names)

    def _make_boxes(self, holder: QWidget, names: Sequence[str]) -> list[QCheckBox]:
        layout = holder.layout()
        assert layout is not None, "made with one"
        clear_layout(layout)
        boxes = [QCheckBox(one) for one in names]
        for box in boxes:
            box.setAccessibleName(box.text())
            box.toggled.connect(self._say)
            layout.addWidget(box)
        return boxes

    def _say(self) -> None:
        if self._is_filling:  # filling in is not choosing
            return
        self.arrange_button.setEnabled(False)  # until what stands there now has been looked at
        self.changed.emit(self.arrangement)


def _ticked(boxes: Sequence[QCheckBox]) -> list[str]:
    return [one.text() for one in boxes if one.isChecked()]


def _short(text: str) -> str:
    line = text.replace("\n", " ")
    return line if len(line) <= _SHORT else line[:_SHORT] + "…"
