"""Small labels that stand beside the first line of a paragraph."""

from PySide6.QtWidgets import QLabel

from kyosei_desktop.ui import icons
from kyosei_desktop.ui.widgets import label


def shape_beside(icon: str, tone: str, name: str) -> QLabel:
    """A shape beside a `Paragraph`; align it to the top. `name` is what a screen reader calls it."""
    made = label()
    made.setAccessibleName(name)
    icons.put(made, icon, tone)
    return lower(made)


def word_beside(text: str, role: str, tone: str = "") -> QLabel:
    """A word beside a `Paragraph`; align it to the top."""
    made = label(text, role)
    made.setProperty("tone", tone)
    return lower(made)


def lower(made: QLabel) -> QLabel:
    """Bring a label down to the first line of a `Paragraph`, which has half a line of air above it."""
    made.setContentsMargins(0, made.fontMetrics().height() // 2, 0, 0)
    return made
