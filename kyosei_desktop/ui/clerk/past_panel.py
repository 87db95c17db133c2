"""The years before beside the answer: this year's plan as a check list, then year by year, each part foldable.

What is folded is made when it is unfolded: most of it never is, and all of it would be made anew with each measure.

Ticks are a clerk's private aid while writing. They last as long as the window shows the work file, and are kept
nowhere: what was done is said by the answer, and a tick would outlive the plan that it ticked off.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import Field
from kyosei_desktop.ui.clerk.fold import Fold
from kyosei_desktop.ui.clerk.past import PastPart, PastText, PlanItem
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.widgets import ColumnText, Scroller, button, card, clear_layout, label, set_property

_NARROWEST_PX = 240


class PastPanel(Scroller):
    """Shows what was written before, and reports gestures.

    Signals:
        copy_wanted: a `PastText` whose text is to be copied into its field.
    """

    copy_wanted = Signal(object)

    def __init__(self) -> None:
        """Nothing to show yet."""
        super().__init__(_("これまでの記載"))
        self.setMinimumWidth(_NARROWEST_PX)
        self.column.setSpacing(8)
        self._ticked: set[PlanItem] = set()
        self._folded: dict[str, bool] = {}
        self.sections: dict[str, Section] = {}
        self.ticks: list[CheckLine] = []
        self.texts: dict[Field, ColumnText] = {}

    def show_past(self, items: Sequence[PlanItem], parts: Sequence[PastPart], *, can_copy: bool) -> None:
        """Show another measure, folded as the user left it."""
        clear_layout(self.column)
        self.sections, self.ticks, self.texts = {}, [], {}
        if items:
            self._add_check_list(items)
        for part in parts:
            self._add_part(part, can_copy=can_copy)
        if not parts:
            self.column.addWidget(label(_("これまでの記載はありません。"), "muted", wraps=True))
        self.column.addStretch()
        self.verticalScrollBar().setValue(0)

    def show_text(self, place: Field) -> None:
        """Unfold a text, mark it and bring it into sight."""
        for section in self.sections.values():
            if place in section.places:
                section.unfold()
        for other, text in self.texts.items():
            set_property(text, "found", "true" if other == place else "false")
        if place in self.texts:
            found = self.texts[place]
            # once unfolded parts have their places
            QTimer.singleShot(0, found, lambda: self.ensureWidgetVisible(found, 0, 48))

    def _add_check_list(self, items: Sequence[PlanItem]) -> None:
        made = card("info")
        made.setAccessibleName(_("今年度の予定"))
        column = QVBoxLayout(made)
        column.setContentsMargins(16, 8, 8, 8)
        column.setSpacing(4)
        column.addWidget(label(_("今年度の予定"), "strong"))
        column.addWidget(label(_("書いたものに印を付けられます（印は提出されません）。"), "small", wraps=True))
        for item in items:
            line = CheckLine(item.text, is_ticked=item in self._ticked)
            line.box.toggled.connect(lambda is_ticked, item=item: self._tick(item, is_ticked=is_ticked))
            column.addWidget(line)
            self.ticks.append(line)
        self.column.addWidget(made)

    def _tick(self, item: PlanItem, *, is_ticked: bool) -> None:
        (self._ticked.add if is_ticked else self._ticked.discard)(item)

    def _add_part(self, part: PastPart, *, can_copy: bool) -> None:
        is_folded = self._folded.get(part.title, not part.is_recent)
        section = self.sections[part.title] = Section(part, is_folded=is_folded)
        section.folded.connect(
            lambda is_folded, part=part: self._on_folded(part, is_folded=is_folded, can_copy=can_copy)
        )
        if not is_folded:
            self._fill(section, part, can_copy=can_copy)
        self.column.addWidget(section)

    def _on_folded(self, part: PastPart, *, is_folded: bool, can_copy: bool) -> None:
        self._folded[part.title] = is_folded
        if not is_folded:
            self._fill(self.sections[part.title], part, can_copy=can_copy)

    def _fill(self, section: "Section", part: PastPart, *, can_copy: bool) -> None:
        """Make what is under a title, the first time that it can be seen."""
        for one in part.texts:
            if one.place not in self.texts:
                text = ColumnText(one.text)
                text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                text.setProperty("role", "past")
                section.add(one, text, self._copy_button(one, part) if can_copy and one.copies_to else None)
                self.texts[one.place] = text

    def _copy_button(self, one: PastText, part: PastPart) -> QPushButton:
        made = button(_("下書きに写す"), "quiet", "copy")
        made.setAccessibleName(_("{year} {period} を下書きに写す").format(year=part.title, period=one.label))
        made.setToolTip(_("この文を記入欄に写します。書き直すまで「写したまま」の印が付きます。"))
        made.clicked.connect(lambda: self.copy_wanted.emit(one))
        return made


class Section(Fold):
    """What stands under one title, one cell's text below the other."""

    def __init__(self, part: PastPart, *, is_folded: bool) -> None:
        """Empty until `add`, which waits for the first time that it is unfolded."""
        super().__init__(part.title, is_folded=is_folded)
        self.places = {one.place for one in part.texts}

    def add(self, one: PastText, text: ColumnText, copy: QPushButton | None) -> None:
        """Put one cell's text below those that are there."""
        if one.label or copy is not None:
            row = FlowRow(spacing_px=8)
            row.addWidget(label(one.label, "small"))
            if copy is not None:
                row.add_at_right(copy)
            self.column.addLayout(row)
        self.column.addWidget(text)


class CheckLine(QWidget):
    """A box to tick before a text of several lines, which Qt's own check box cannot wrap."""

    def __init__(self, text: str, *, is_ticked: bool = False) -> None:
        """The text is the box's name."""
        super().__init__()
        self.setAccessibleName(text)
        self.box = QCheckBox()
        self.box.setAccessibleName(text)
        self.box.setChecked(is_ticked)
        words = ColumnText(text)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the text ticks, too."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.box.click()
