"""Small parts that all views are made of, so that they look alike."""

from html import escape

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QLayout, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from kyosei_desktop.ui import icons

_LINE_HEIGHT = "150%"  # the font's own lines touch one another
_NARROWEST_EM = 6


class Paragraph(QLabel):
    """A label of several lines with air between them; its text is plain, whatever it holds."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self._heights: dict[int, int] = {}
        self.words = text
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show a plain text; line ends are kept."""
        self.words = text
        self._draw()
        self.setAccessibleName(text)

    def heightForWidth(self, width: int) -> int:
        """As high as its lines are; layouts ask many times, and each time Qt would shape all letters anew."""
        if width not in self._heights:
            self._heights[width] = super().heightForWidth(width)
        return self._heights[width]

    def changeEvent(self, event: QEvent) -> None:
        """Space the lines anew for another size of text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._draw()

    def _draw(self) -> None:
        self._heights.clear()
        lines = escape(self.words).replace("\n", "<br>")
        # the air between lines comes below each of them: as much above the first keeps the text in the middle
        self.setContentsMargins(0, self.fontMetrics().height() // 2, 0, 0)
        super().setText(f'<p style="line-height:{_LINE_HEIGHT}; white-space:pre-wrap; margin:0">{lines}</p>')


class ColumnText(Paragraph):
    """A paragraph as wide as its column, whatever it says: nothing is laid out only to ask how wide it would be."""

    def sizeHint(self) -> QSize:
        """A few characters of one line; the column gives the width, and `heightForWidth` the height."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance("国" * _NARROWEST_EM), metrics.lineSpacing())

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()


def label(text: str = "", role: str = "", *, wraps: bool = False) -> QLabel:
    """A label; roles: heading, subheading, muted, small, strong. `wraps` makes it a `Paragraph`."""
    if wraps:
        made: QLabel = Paragraph(text)
    else:
        made = QLabel(text)
        made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    return made


def button(text: str, role: str = "", icon: str = "") -> QPushButton:
    """A button; roles: primary (one in a view: the next sensible step), quiet, state."""
    made = QPushButton(text)
    made.setAutoDefault(True)  # Return presses it where it has the keyboard, as the space bar does
    made.setAccessibleName(text.partition("(&")[0])
    if role:
        made.setProperty("role", role)
    if icon:
        icons.put(made, icon, {"primary": "on_accent", "quiet": "accent"}.get(role, "text"))
    return made


def card(tone: str = "") -> QFrame:
    """A surface with a border; tones: warning, info."""
    made = QFrame()
    made.setProperty("role", "card")
    if tone:
        made.setProperty("tone", tone)
    return made


def line() -> QFrame:
    """A thin line between two parts."""
    made = QFrame()
    made.setProperty("role", "line")
    return made


def clear_layout(layout: QLayout) -> None:
    """Take all widgets out of a layout and let them go."""
    while layout.count():
        widget = layout.takeAt(0).widget()
        if widget is not None:
            widget.hide()  # at once: deleting waits for the event loop
            widget.deleteLater()


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet looks at."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class Scroller(QScrollArea):
    """A scroll area that scrolls downwards only; what it shows goes into `column`."""

    accessible_role = QAccessible.Role.Pane

    def __init__(self, name: str) -> None:
        """`name` is what a screen reader calls it."""
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        page = QWidget()
        page.setProperty("role", "page")
        page.setAccessibleName(name)
        self.column = QVBoxLayout(page)
        self.column.setContentsMargins(0, 0, 8, 0)
        self.column.setSpacing(16)
        self.setWidget(page)
        self.viewport().setAutoFillBackground(False)
        page.setAutoFillBackground(False)


class ElidedLabel(QLabel):
    """A label of one line that gives way where there is little room, and tells the whole text as its tip."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """Three characters and an ellipsis."""
        return QSize(self.fontMetrics().horizontalAdvance("あああ…"), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much as fits."""
        painter = QPainter(self)
        inside = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the whole text as a tip when it is cut."""
        super().resizeEvent(event)
        is_cut = self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()
        self.setToolTip(self.text() if is_cut else "")
