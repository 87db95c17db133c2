"""One field of a sheet: what is asked, what the sheet says so far, and where its answer is typed in."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import Value
from kyosei_desktop.ui.blank_choice import BlankChoice
from kyosei_desktop.ui.clerk.answer_editor import AnswerEditor
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.paper_in.presenter import SheetLine
from kyosei_desktop.ui.widgets import label, set_property


class SheetLineCard(QFrame):
    """Shows a field and takes its answer.

    Signals:
        paused: what was typed or chosen is to be kept.
    """

    paused = Signal()

    def __init__(self, line: SheetLine) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setAccessibleName(line.label)
        self.editor = AnswerEditor(_("{field}の回答").format(field=line.label))
        self.editor.load(line.value.text)
        self.editor.edited.connect(self._show_blank)
        self.blank = BlankChoice()
        self.blank.show_reason(line.value.blank)
        self.editor.paused.connect(self.paused)
        self.editor.left.connect(self.paused)
        self.blank.activated.connect(self.paused)
        head = FlowRow()
        head.addWidget(label(line.label, "strong"))
        if line.is_required:
            head.addWidget(label(_("必須"), "small"))
        head.add_at_right(self.blank)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        column.addLayout(head)
        if line.has_changed:
            changed = label(_("この票を作った後に変わった欄です。"), wraps=True)
            set_property(changed, "tone", "warning")
            column.addWidget(changed)
        if line.begun_at:
            begun = label(_("入力しかけた文です（{moment}）。").format(moment=line.begun_at), wraps=True)
            set_property(begun, "tone", "warning")
            column.addWidget(begun)
        if line.printed:
            column.addWidget(label(_("票にある文：{text}").format(text=line.printed), "muted", wraps=True))
        column.addWidget(self.editor)
        self._show_blank()

    @property
    def value(self) -> Value:
        """What has been typed in."""
        text = self.editor.text()
        return Value(text) if text else Value(blank=self.blank.reason)

    def _show_blank(self) -> None:
        self.blank.setVisible(not self.editor.text())
