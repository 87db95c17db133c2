"""What the bars share that say how the open file stands, for as long as it stands so."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy

from kyosei_desktop.domain.language import _
from kyosei_desktop.ui import icons
from kyosei_desktop.ui.widgets import Paragraph


class StandingBar(QFrame):
    """A warning with a picture, words and what can be done; hidden until it is so."""

    def __init__(self, name: str, icon: str, *buttons: QPushButton) -> None:
        """`name` is what a screen reader calls the bar."""
        super().__init__()
        self.setAccessibleName(name)
        self.setProperty("role", "card")
        self.setProperty("tone", "warning")
        picture = QLabel()
        picture.setAccessibleName(_("注意"))
        icons.put(picture, icon, "warning")
        self.words = Paragraph()
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8 if buttons else 16, 8)
        row.setSpacing(16)
        row.addWidget(picture)
        row.addWidget(self.words, 1)
        for one in buttons:
            row.addWidget(one)
        self.hide()
