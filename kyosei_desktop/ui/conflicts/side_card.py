"""One text that may be taken, with who wrote it and when."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from kyosei_desktop.domain.language import _
from kyosei_desktop.ui.conflicts.presenter import SidePanel
from kyosei_desktop.ui.marked_text import MarkedText
from kyosei_desktop.ui.widgets import ElidedLabel, button, label, set_property

_MINIMUM_WIDTH_PX = 240
ROOT_KEY = "0"


class SideCard(QFrame):
    """Shows a side; `taken` carries its key."""

    taken = Signal(str)

    def __init__(self, panel: SidePanel) -> None:
        super().__init__()
        self.panel = panel
        self.setProperty("role", "card")
        self.setAccessibleName(panel.who)
        self.setMinimumWidth(_MINIMUM_WIDTH_PX)
        who = ElidedLabel(panel.who)
        who.setProperty("role", "strong")
        self.text = MarkedText(_("{who}の文").format(who=panel.who))
        self.text.show_pieces(panel.pieces, blank=panel.label)
        what = _("元の文を採る") if panel.key == ROOT_KEY else _("この文を採る")
        self.take_button = button(f"{what}（{panel.key}）", "choice")
        self.take_button.setCheckable(True)
        self.take_button.setAccessibleName(_("{who}の文を採る").format(who=panel.who))
        self.take_button.clicked.connect(self._on_take)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(who, 1)
        head.addWidget(label(panel.when, "small"))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.text, 1)
        column.addWidget(self.take_button)

    def mark_taken(self, is_taken: bool) -> None:
        """Say whether the text chosen is this one."""
        self.take_button.setChecked(is_taken)
        set_property(self, "tone", "info" if is_taken else "")

    def _on_take(self) -> None:
        self.taken.emit(self.panel.key)
