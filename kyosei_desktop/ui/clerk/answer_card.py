"""One field of the form: its name, what is asked, the four choices, the text, and what is pointed out about it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import BlankReason, Value
from kyosei_desktop.domain.rules.findings import Finding, Level
from kyosei_desktop.ui import icons
from kyosei_desktop.ui.clerk.answer_editor import AnswerEditor, FieldDocument
from kyosei_desktop.ui.clerk.answers import CHOICE_TEXTS, Answer, AnswerState, ValueChoice, choice_of
from kyosei_desktop.ui.clerk.cell_preview import CellPreview
from kyosei_desktop.ui.clerk.copied_strip import CopiedStrip
from kyosei_desktop.ui.clerk.field_checks import Pointed
from kyosei_desktop.ui.clerk.findings_list import FindingsList
from kyosei_desktop.ui.clerk.paste_panel import PastePanel
from kyosei_desktop.ui.clerk.recovery_card import RecoveryCard
from kyosei_desktop.ui.clerk.underlines import Underline
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.widgets import button, label, set_property


class AnswerCard(QFrame):
    """Reports gestures; what they mean is the presenter's business.

    Its parts with signals of their own are `editor`, `findings`, `recovery` and `copied`.

    Signals:
        typed: the text has changed by the user's hand.
        picture_wanted: and that is drawn on the screen now, so that there is time for a picture of the printed cell.
        chosen: one of the four choices (a `ValueChoice`).
    """

    typed = Signal()
    picture_wanted = Signal()
    chosen = Signal(object)

    def __init__(self, answer: Answer, document: FieldDocument, *, is_read_only: bool) -> None:
        """A field with its value in it."""
        super().__init__()
        self.setProperty("role", "card")
        self.setAccessibleName(answer.label)
        self.field = answer.id
        self.choices: dict[ValueChoice, QPushButton] = {}
        self.paste: PastePanel | None = None
        self._name = answer.label
        self._blank: BlankReason | None = None
        self._pointed: Sequence[Pointed] = ()
        self._length_characters = 0
        self.editor = AnswerEditor(answer.label, document=document)
        self.editor.setReadOnly(is_read_only)
        self.editor.setProperty("invalid", "false")
        self.editor.edited.connect(self._on_edited)
        self._drawn = QTimer(self)
        self._drawn.setSingleShot(True)
        self._drawn.setInterval(0)
        self._drawn.timeout.connect(self.picture_wanted)
        self.state, self._shape = label(), label()
        self._shape.setAccessibleName(_("状態"))
        self.note = label("", wraps=True)
        self.note.setProperty("tone", "warning")
        self.recovery = RecoveryCard(answer.label)
        self.copied = CopiedStrip(answer.label)
        self.findings = FindingsList(answer.label, is_read_only=is_read_only)
        self.length = label("", "small")
        self.preview = CellPreview(answer.label)
        self._lay_out(answer, is_read_only=is_read_only)
        self.editor.show_text(answer.value.text)
        self._show_blank(answer.value)
        self.show_answer(answer)

    def _lay_out(self, answer: Answer, *, is_read_only: bool) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 16, 16, 8)
        self._column.setSpacing(8)
        self._column.addLayout(self._head(answer))
        self._column.addWidget(self.note)
        self._column.addWidget(self.recovery)
        self._column.addWidget(self.copied)
        if answer.has_choices:
            self._column.addLayout(self._choice_row(is_read_only=is_read_only))
        self._column.addWidget(self.editor)
        self._column.addWidget(self.length, 0, Qt.AlignmentFlag.AlignRight)
        self._column.addWidget(self.preview)  # above what may push it out of sight
        self._column.addWidget(self.findings)

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

    def show_value(self, value: Value) -> None:
        """Put another value in, in a way that can be undone. The keyboard stays in the field that has it."""
        if value.text != self.editor.text():
            self.editor.replace_all(value.text)
        had_focus = self.editor.hasFocus() or any(one.hasFocus() for one in self.choices.values())
        self._show_blank(value)
        self._show_length(value.text)
        if had_focus:  # an editor that is disabled would give it to the next field
            self.take_focus()

    def take_focus(self) -> None:
        """Take the keyboard: where one writes, or else where one key makes another choice."""
        target = self.editor if self.editor.isEnabled() else self.choices[choice_of(self.value())]
        target.setFocus()

    def show_answer(self, answer: Answer) -> None:
        """Say where the field stands, without touching its text."""
        state = answer.state
        self.state.setText(_(state.value))
        self.state.setAccessibleName(f"{self._name} {_(state.value)}")
        set_property(self.state, "tone", state.tone)
        icons.put(self._shape, state.icon, state.tone)
        self.note.setText(_("差戻し：{note}").format(note=answer.note) if answer.note else "")
        self.note.setVisible(bool(answer.note))
        self.copied.show_copied(is_copied=state is AnswerState.COPIED)
        self._check_choice(answer.value)
        self._show_length(self.editor.text())

    def show_findings(self, found: Sequence[Pointed]) -> None:
        """Say what is pointed out, and underline it in the text."""
        if not found and not self._pointed:
            return
        self._pointed = found
        self.findings.show_findings(found)
        set_property(self.editor, "invalid", "true" if any(one.is_wrong for one in found) else "false")
        self.editor.setAccessibleDescription("\n".join(f"{_(one.look.word)}：{one.finding.sentence}" for one in found))
        self.editor.underline(
            Underline(
                span.start,
                span.end,
                one.look.tone,
                is_dashed=one.finding.level is Level.HINT,
            )
            for one in found
            if one.tick is None
            for span in one.finding.spans
        )

    def nearest_fix(self) -> Finding | None:
        """The finding with a fix whose place in the text is nearest to the cursor; None where none has one."""
        place = self.editor.place

        def distance(finding: Finding) -> float:
            gaps = (max(span.start - place, place - span.end, 0) for span in finding.spans)
            return min(gaps, default=float("inf"))

        fixable = [one.finding for one in self._pointed if one.finding.fix is not None]
        return min(fixable, key=distance, default=None)

    def show_paste(self, panel: PastePanel | None) -> None:
        """Offer above the text what to do with a pasted table; None takes the offer away."""
        if self.paste is not None:
            had_focus = self.paste.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
            self._column.removeWidget(self.paste)
            self.paste.hide()
            self.paste.deleteLater()
            if had_focus:
                self.editor.setFocus()
        self.paste = panel
        if panel is not None:
            self._column.insertWidget(self._column.indexOf(self.editor), panel)
            panel.fill_button.setFocus()

    def _on_edited(self) -> None:
        text = self.editor.text()
        if text:
            self._blank = None
        self.copied.show_copied(is_copied=False)
        self._check_choice(Value(text, self._blank))
        self._show_length(text)
        self.typed.emit()
        self._drawn.start()

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
        if chosen is not None and not chosen.isChecked():
            chosen.setChecked(True)

    def _show_length(self, text: str) -> None:
        words = _("{count}字").format(count=f"{len(text):,}")
        self.length.setText(words)
        # Of a fixed size, or else each key would make the whole form lay itself out anew.
        if len(words) > self._length_characters:
            self._length_characters = len(words)
            self.length.setFixedSize(self.length.sizeHint())
