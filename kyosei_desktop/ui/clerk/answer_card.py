"""One field of the form: its name, what is asked, the four choices, the text, and what is wrong with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import BlankReason, Value
from kyosei_desktop.ui import icons
from kyosei_desktop.ui.clerk.answer_editor import AnswerEditor
from kyosei_desktop.ui.clerk.answers import CHOICE_TEXTS, Answer, ValueChoice, choice_of
from kyosei_desktop.ui.clerk.cell_preview import CellPreview
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.widgets import button, label, set_property


class AnswerCard(QFrame):
    """Reports gestures; what they mean is the presenter's business.

    Signals:
        typed: the text has changed by the user's hand.
        paused: time to keep a draft.
        left: the field is left.
        chosen: one of the four choices (a `ValueChoice`).
    """

    typed = Signal()
    paused = Signal()
    left = Signal()
    chosen = Signal(object)

    def __init__(self, answer: Answer, *, is_read_only: bool) -> None:
        """A field with its value in it."""
        super().__init__()
        self.setProperty("role", "card")
        self.setAccessibleName(answer.label)
        self.field = answer.id
        self._name = answer.label
        self._blank: BlankReason | None = None
        self.editor = AnswerEditor(answer.label)
        self.editor.setReadOnly(is_read_only)
        self.editor.edited.connect(self._on_edited)
        self.editor.paused.connect(self.paused)
        self.editor.left.connect(self.left)
        self.choices: dict[ValueChoice, QPushButton] = {}
        self.state, self._shape = label(), label()
        self._shape.setAccessibleName(_("状態"))
        self.note = label("", wraps=True)
        self.note.setProperty("tone", "warning")
        self.recovered = label("", "small", wraps=True)
        self.problem = label("", "small", wraps=True)
        self._warning = label()
        self._warning.setAccessibleName(_("注意"))
        icons.put(self._warning, "triangle-alert", "error")
        self.length = label("", "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 8)
        column.setSpacing(8)
        column.addLayout(self._head(answer))
        column.addWidget(self.note)
        if answer.has_choices:
            column.addLayout(self._choice_row(is_read_only=is_read_only))
        column.addWidget(self.editor)
        column.addWidget(self.recovered)
        self.preview = CellPreview(answer.label)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._warning, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self.problem, 1)
        foot.addWidget(self.length, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(foot)
        column.addWidget(self.preview)
        self.load(answer)

    def _head(self, answer: Answer) -> FlowRow:
        row = FlowRow()
        row.addWidget(label(answer.label, "subheading"))
        must = label(_("必須") if answer.is_required else _("任意"), "small")
        if answer.is_required:
            must.setProperty("tone", "error")
        row.addWidget(must)
        standing = QWidget()
        standing.setAccessibleName(_("状態"))
        pair = QHBoxLayout(standing)
        pair.setContentsMargins(0, 0, 0, 0)
        pair.setSpacing(8)
        pair.addWidget(self._shape)
        pair.addWidget(self.state)
        row.add_at_right(standing)
        return row

    def _choice_row(self, *, is_read_only: bool) -> FlowRow:
        row = FlowRow(spacing_px=8)
        group = QButtonGroup(self)
        for number, choice in enumerate(ValueChoice, start=1):
            made = button(_(CHOICE_TEXTS[choice]), "state")
            made.setCheckable(True)
            made.setEnabled(not is_read_only)
            made.setAccessibleName(f"{self._name} {made.text()}")
            made.setToolTip(f"Alt+{number}")
            made.clicked.connect(lambda *_checked, value=choice: self.chosen.emit(value))
            group.addButton(made)
            row.addWidget(made)
            self.choices[choice] = made
        return row

    def value(self) -> Value:
        """What the field says now."""
        text = self.editor.text()
        return Value(text, None if text else self._blank)

    def load(self, answer: Answer) -> None:
        """Show the field's value; that is not typing."""
        self.editor.load(answer.value.text)
        self._show_blank(answer.value)
        self.show_answer(answer)

    def show_value(self, value: Value) -> None:
        """Put another value in, in a way that can be undone."""
        if value.text != self.editor.text():
            self.editor.replace_all(value.text)
        had_focus = self.editor.hasFocus()
        self._show_blank(value)
        if value.blank is None:
            self.editor.setFocus()
        elif had_focus:  # not on to the next field: from here one key makes another choice
            self.choices[choice_of(value)].setFocus()

    def show_answer(self, answer: Answer) -> None:
        """Say where the field stands, without touching its text."""
        state = answer.state
        self.state.setText(_(state.value))
        self.state.setAccessibleName(f"{self._name} {_(state.value)}")
        set_property(self.state, "tone", state.tone)
        icons.put(self._shape, state.icon, state.tone)
        self.note.setText(_("差戻し：{note}").format(note=answer.note) if answer.note else "")
        self.note.setVisible(bool(answer.note))
        self._check_choice(answer.value)
        self._show_length()

    def show_recovered(self, text: str) -> None:
        """Say that the text comes from a draft of an earlier time; empty for not."""
        self.recovered.setText(text)
        self.recovered.setVisible(bool(text))

    def show_problem(self, problem: str | None) -> None:
        """Say what is wrong with the field."""
        self._warning.setVisible(problem is not None)
        self.problem.setText(problem or "")
        set_property(self.problem, "tone", "" if problem is None else "error")
        set_property(self.editor, "invalid", "false" if problem is None else "true")
        self.editor.setAccessibleDescription(problem or "")

    def keep_waiting_text(self) -> bool:
        """Whether something typed has not been kept yet; it counts as kept from now on."""
        is_waiting = self.editor.is_waiting_to_pause
        self.editor.stop_waiting()
        return is_waiting

    def _on_edited(self) -> None:
        if self.editor.text():
            self._blank = None
        self.show_recovered("")
        self._check_choice(self.value())
        self._show_length()
        self.typed.emit()

    def _show_blank(self, value: Value) -> None:
        self._blank = value.blank
        is_blank = value.blank is not None
        self.editor.setEnabled(not is_blank)
        self.editor.setPlaceholderText(
            _("空白のままにします（{reason}）。文章を書くときは「記入」を選んでください。").format(
                reason=_(CHOICE_TEXTS[choice_of(value)])
            )
            if is_blank
            else _("ここに記入します。保存の操作は要りません。")
        )
        self._check_choice(value)

    def _check_choice(self, value: Value) -> None:
        chosen = self.choices.get(choice_of(value))
        if chosen is not None:
            chosen.setChecked(True)

    def _show_length(self) -> None:
        self.length.setText(_("{count}字").format(count=f"{len(self.editor.text()):,}"))
