"""What is pointed out about a text: each with its kind in a word and a shape, a fix by one key, a box to tick."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.ui.clerk.field_checks import Pointed
from kyosei_desktop.ui.clerk.first_line import shape_beside, word_beside
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.widgets import Paragraph, button, clear_layout

_LONGEST_REASON = 200
_REASON_EM = 12


class FindingsList(QWidget):
    """Shows findings below a field; hidden where there are none.

    Signals:
        fix_wanted: the `Finding` whose fix is to be applied.
        ticked: the `Finding`, whether it is ticked, and the reason given.
    """

    fix_wanted = Signal(object)
    ticked = Signal(object, bool, str)

    def __init__(self, name: str, *, is_read_only: bool = False, has_fixes: bool = True) -> None:
        """`name` is the field's; without `has_fixes` nothing is mended from here."""
        super().__init__()
        self.setAccessibleName(_("{field} の確認").format(field=name))
        self._name, self._is_read_only, self._has_fixes = name, is_read_only, has_fixes
        self._shown: tuple[Pointed, ...] = ()
        self.rows: list[FindingRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.hide()

    @property
    def words(self) -> str:
        """All sentences, one a line."""
        return "\n".join(row.pointed.finding.sentence for row in self.rows)

    def show_findings(self, found: Sequence[Pointed]) -> None:
        """Show what was found; rows that are there already stay, with the keyboard in them."""
        if _looks(found) == _looks(self._shown):
            for row, pointed in zip(self.rows, found, strict=True):
                row.pointed = pointed
            self._shown = tuple(found)
            return
        had_focus = self.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        focused = next((row.pointed.finding.rule for row in self.rows if row.box.hasFocus()), None)
        clear_layout(self._column)
        self._shown, self.rows = tuple(found), []
        for pointed in found:
            row = FindingRow(self._name, pointed, is_read_only=self._is_read_only, has_fix=self._has_fixes)
            row.fix_wanted.connect(lambda row=row: self.fix_wanted.emit(row.pointed.finding))
            row.ticked.connect(
                lambda is_ticked, reason, row=row: self.ticked.emit(row.pointed.finding, is_ticked, reason)
            )
            self._column.addWidget(row)
            self.rows.append(row)
        self.setVisible(bool(found))
        if had_focus and focused is not None:
            self._focus_again(focused)

    def _focus_again(self, rule: str) -> None:
        for row in self.rows:
            if row.pointed.finding.rule == rule and row.pointed.can_be_ticked:
                (row.reason if row.pointed.tick is not None else row.box).setFocus()
                return


class FindingRow(QWidget):
    """One finding.

    Signals:
        fix_wanted: apply the fix.
        ticked: whether it is ticked, and the reason given.
    """

    fix_wanted = Signal()
    ticked = Signal(bool, str)

    def __init__(self, name: str, pointed: Pointed, *, is_read_only: bool, has_fix: bool) -> None:
        """`name` is the field's."""
        super().__init__()
        self.pointed = pointed
        look = pointed.look
        word = _("確認済み") if pointed.tick is not None else _(look.word)
        tone = "ok" if pointed.tick is not None else look.tone
        self.setAccessibleName(f"{word}：{pointed.finding.sentence}")
        self.sentence = Paragraph(pointed.finding.sentence)
        controls = FlowRow(spacing_px=8)
        if has_fix:
            self._add_fix(controls, name, is_read_only=is_read_only)
        self._add_tick(controls, name, is_read_only=is_read_only)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(self.sentence)
        if controls.count():
            column.addLayout(controls)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        shape = shape_beside("check" if pointed.tick is not None else look.icon, tone, _("種類"))
        row.addWidget(shape, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(word_beside(word, "kind", tone), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)

    def _add_fix(self, controls: FlowRow, name: str, *, is_read_only: bool) -> None:
        fix = self.pointed.finding.fix
        if fix is None:
            return
        self.fix_button = button(fix.label, "fix", "square-pen")
        self.fix_button.setAccessibleName(f"{name} {fix.label}")
        self.fix_button.setToolTip(_("いちばん近い指摘は Alt+Enter で直せます。"))
        self.fix_button.setEnabled(not is_read_only)
        self.fix_button.clicked.connect(lambda *_checked: self.fix_wanted.emit())
        controls.addWidget(self.fix_button)

    def _add_tick(self, controls: FlowRow, name: str, *, is_read_only: bool) -> None:
        tick = self.pointed.tick
        # Children of the row even where they are not shown: without a parent they would outlive it, and hold it.
        self.box = QCheckBox(_("このままでよい"), self)
        self.box.setVisible(self.pointed.can_be_ticked)
        self.box.setAccessibleName(_("{field} このままでよい").format(field=name))
        self.box.setChecked(tick is not None)
        self.box.setEnabled(not is_read_only)
        self.reason = QLineEdit(tick.reason or "" if tick is not None else "", self)
        self.reason.setVisible(self.pointed.can_be_ticked and tick is not None)
        self.reason.setAccessibleName(_("{field} そのままでよい理由").format(field=name))
        self.reason.setPlaceholderText(_("理由（任意）"))
        self.reason.setToolTip(_("書いた理由は、提出ファイルに添えます。"))
        self.reason.setMaxLength(_LONGEST_REASON)
        self.reason.setReadOnly(is_read_only)
        self.reason.setMinimumWidth(self.reason.fontMetrics().horizontalAdvance("国" * _REASON_EM))
        self.box.clicked.connect(lambda is_ticked: self.ticked.emit(is_ticked, self.reason.text()))
        self.reason.editingFinished.connect(self._give_reason)
        if self.pointed.can_be_ticked:
            controls.addWidget(self.box)
            if tick is not None:
                controls.addWidget(self.reason)

    def _give_reason(self) -> None:
        tick = self.pointed.tick
        if tick is not None and self.reason.text().strip() != (tick.reason or ""):
            self.ticked.emit(True, self.reason.text())


def _looks(found: Sequence[Pointed]) -> list[tuple[object, ...]]:
    """What a row shows of each finding; where its places in the text move, the row stays."""
    return [
        (
            one.finding.rule,
            one.finding.level,
            one.finding.sentence,
            one.finding.fix.label if one.finding.fix is not None else None,
            one.tick,
        )
        for one in found
    ]
