"""The panel beside the plan's table: one cell's text, ready to be edited, and its history."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import BlankReason, FieldKind
from kyosei_desktop.ui.blank_choice import BlankChoice
from kyosei_desktop.ui.clerk.answer_editor import AnswerEditor
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.history.timeline import TimelineItem
from kyosei_desktop.ui.history.timeline_card import TimelineCard
from kyosei_desktop.ui.measures.lines import MeasureCell
from kyosei_desktop.ui.widgets import Scroller, button, clear_layout, label, line


class CellPanel(QFrame):
    """Shows a cell; `saved` carries text, reason for a blank and reason; `settling` asks for the conflict's view."""

    saved = Signal(str, object, str)
    settling = Signal()

    def __init__(self, *, is_writable: bool) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setAccessibleName(_("選んだ欄"))
        self._is_writable = is_writable
        self.heading = label(role="strong", wraps=True)
        self.hint = label(role="muted", wraps=True)
        self.editor = AnswerEditor(_("欄の文"))
        self.editor.edited.connect(self._on_edit)
        self.blank = BlankChoice()
        self.blank.currentIndexChanged.connect(self._on_edit)
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("理由（任意）"))
        self.reason.setPlaceholderText(_("理由（任意）：履歴に残ります"))
        self.save_button = button(_("保存する"), "primary", "save")
        self.save_button.setToolTip("Ctrl+Enter")
        self.save_button.clicked.connect(self._save)
        self.discard_button = button(_("元に戻す"))
        self.discard_button.clicked.connect(self._discard)
        self.settle_button = button(_("競合を決める"), "primary", "git-compare")
        self.settle_button.clicked.connect(self.settling)
        self.history = QVBoxLayout()
        self.history.setSpacing(8)
        self._cell: MeasureCell | None = None
        self.is_dirty = False
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._save)
        self._lay_out()

    def _lay_out(self) -> None:
        foot = FlowRow()
        foot.addWidget(self.save_button)
        foot.addWidget(self.discard_button)
        foot.addWidget(self.settle_button)
        self._history_title = label(_("この欄の履歴"), "strong")
        page = Scroller(_("選んだ欄"))
        page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(16, 16, 8, 16)
        outside.addWidget(page)
        column = page.column
        column.setSpacing(8)
        for part in (self.heading, self.hint, self.editor, self.blank, self.reason):
            column.addWidget(part)
        column.addLayout(foot)
        column.addSpacing(8)
        column.addWidget(self._history_title)
        column.addLayout(self.history)
        column.addStretch(1)

    def show_cell(self, heading: str, cell: MeasureCell, history: Sequence[TimelineItem]) -> None:
        """Show a cell; the text may be edited unless it is in conflict."""
        self._cell = cell
        self.heading.setText(heading)
        self._load(cell)
        self._say_hint(cell)
        self._show_parts(has_cell=True)
        clear_layout(self.history)
        for one in history:
            self._add_history(one)
        if not history:
            self.history.addWidget(label(_("まだ変わっていません。"), "muted"))

    def show_no_cell(self) -> None:
        """No cell is chosen."""
        self._cell = None
        self.is_dirty = False
        self.heading.setText(_("欄を選ぶと、全文と履歴がここに出ます。"))
        self.hint.hide()
        clear_layout(self.history)
        self._show_parts(has_cell=False)

    def begin_edit(self) -> None:
        """Put the keyboard into the text."""
        if self.edit_focus is not None:
            self.edit_focus.setFocus()

    @property
    def edit_focus(self) -> QWidget | None:
        """What has the keyboard while the cell is edited; None while it cannot be."""
        if self.editor.isVisible() and not self.editor.isReadOnly():
            return self.editor
        return self.settle_button if self.settle_button.isVisible() else None

    @property
    def edited(self) -> tuple[str, BlankReason | None, str]:
        """What stands there: text, reason for a blank, reason."""
        return self.editor.text(), self.blank.reason, self.reason.text()

    def _load(self, cell: MeasureCell) -> None:
        self.editor.load(cell.value.text)
        self.editor.setReadOnly(not self._is_writable)
        self.blank.show_reason(cell.value.blank)
        self.reason.clear()
        self._set_dirty(False)

    def _show_parts(self, *, has_cell: bool) -> None:
        is_conflict = self._cell is not None and self._cell.is_conflict
        is_text = has_cell and not is_conflict
        self.editor.setVisible(is_text)
        for part in (self.reason, self.save_button, self.discard_button):
            part.setVisible(is_text and self._is_writable)
        self.settle_button.setVisible(is_conflict)
        self._history_title.setVisible(has_cell)
        self._show_blank()

    def _say_hint(self, cell: MeasureCell) -> None:
        hint = ""
        if cell.is_conflict:
            hint = _("この欄には違う回答が届いています。どれを採るかを決めてください。")
        elif cell.address.field is FieldKind.DEPARTMENTS:
            hint = _("担当課の名前を一行に一つずつ書いてください。")
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))

    def _show_blank(self) -> None:
        cell = self._cell
        is_entry = cell is not None and cell.address.field is FieldKind.ENTRY
        is_blank = is_entry and not self.editor.text() and not (cell is not None and cell.is_conflict)
        self.blank.setVisible(is_blank)
        self.blank.setEnabled(self._is_writable)

    def _add_history(self, one: TimelineItem) -> None:
        if self.history.count():
            self.history.addWidget(line())
        self.history.addWidget(TimelineCard(one))

    def _set_dirty(self, is_dirty: bool) -> None:
        self.is_dirty = is_dirty
        self.save_button.setEnabled(is_dirty)
        self.discard_button.setEnabled(is_dirty)

    def _on_edit(self) -> None:
        if self._cell is not None:
            value = self._cell.value
            text = self.editor.text()
            self._set_dirty(text != value.text or (not text and self.blank.reason != value.blank))
            self._show_blank()

    def _save(self) -> None:
        if self.is_dirty:
            self.saved.emit(*self.edited)

    def _discard(self) -> None:
        if self._cell is not None:
            self._load(self._cell)
            self._show_blank()
