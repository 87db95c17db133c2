"""What leads on: the page of a view that has nothing to show yet, and the look of the button to press next."""

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kyosei_desktop.ui import icons
from kyosei_desktop.ui.widgets import card, label, set_property


class NothingYet(QWidget):
    """Says what will be here and how to begin."""

    def __init__(self, name: str, heading: str, words: str, *buttons: QPushButton) -> None:
        """`name` is what a screen reader calls the page; `buttons` stand below the words."""
        super().__init__()
        self.setAccessibleName(name)
        frame = card()
        column = QVBoxLayout(frame)
        column.setContentsMargins(32, 32, 32, 32)
        column.setSpacing(16)
        column.addWidget(label(heading, "subheading", wraps=True))
        column.addWidget(label(words, "muted", wraps=True))
        if buttons:
            row = QHBoxLayout()
            row.setSpacing(16)
            for one in buttons:
                row.addWidget(one)
            row.addStretch(1)
            column.addLayout(row)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(frame)
        outside.addStretch(1)


def mark_next_step(button: QPushButton, icon: str, *, is_next: bool) -> None:
    """Make a button the one that stands out in its view, or one among the others."""
    set_property(button, "role", "primary" if is_next else "")
    icons.put(button, icon, "on_accent" if is_next else "text")
