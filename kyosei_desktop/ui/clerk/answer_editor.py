"""The text field of an answer: plain text with air between its lines, and safe under an input method (IME).

Measured facts that it minds: `textChanged` fires during a composition without the composed text; setting text kills a
composition; and composing over a selection deletes it, which cancelling the composition does not bring back.
"""

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QSizePolicy, QTextEdit, QWidget

_LINE_HEIGHT_PERCENT = 160
_LEAST_LINES, _MOST_LINES = 4, 14
_PARAGRAPH_SEPARATOR = "\u2029"  # how QTextDocument's raw text writes the end of a paragraph


class AnswerEditor(QTextEdit):
    """A field for one answer's text.

    Signals:
        edited: the user has changed the text; never during a composition, never while loading.
        paused: no change for a moment, hence time to keep a draft.
        left: the keyboard has gone to another field.
    """

    edited = Signal()
    paused = Signal()
    left = Signal()

    PAUSE_MS = 700
    """Less than the second within which typing must be kept."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """`name` is what a screen reader calls it."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._loaded = ""
        self._is_loading = False
        self._is_composing = False
        self._replaced: str | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(self.PAUSE_MS)
        self._pause.timeout.connect(self.paused)
        self.textChanged.connect(self._on_text_changed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit_height)

    @property
    def is_composing(self) -> bool:
        """Whether the input method has text that is not committed yet."""
        return self._is_composing

    @property
    def is_waiting_to_pause(self) -> bool:
        """Whether there are changes that no draft has."""
        return self._pause.isActive()

    def text(self) -> str:
        """What stands there, to the character; what was loaded, as long as nobody has changed it."""
        if not self.document().isModified():
            return self._loaded
        # toPlainText() would turn no-break spaces into common ones
        return self.document().toRawText().replace(_PARAGRAPH_SEPARATOR, "\n")

    def load(self, text: str) -> None:
        """Show a text; that is not typing, and cannot be undone. Not during a composition."""
        if self._is_composing:
            return
        self._pause.stop()
        self._is_loading = True
        self._loaded = text
        document = self.document()
        document.setUndoRedoEnabled(False)
        self.setPlainText(text)
        spaced = QTextBlockFormat()
        spaced.setLineHeight(_LINE_HEIGHT_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        whole = QTextCursor(document)
        whole.select(QTextCursor.SelectionType.Document)
        whole.mergeBlockFormat(spaced)
        document.setUndoRedoEnabled(True)
        document.setModified(False)
        self.moveCursor(QTextCursor.MoveOperation.End)
        self._is_loading = False
        self._fit_height()

    def replace_all(self, text: str) -> None:
        """Put another text in the place of the whole, as one step that can be undone."""
        if self._is_composing:
            return
        self._is_loading = True
        whole = self.textCursor()
        whole.select(QTextCursor.SelectionType.Document)
        whole.insertText(text)
        self._is_loading = False

    def stop_waiting(self) -> None:
        """What stands there has been kept."""
        self._pause.stop()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Know when a composition begins and ends; bring back what a cancelled one has deleted."""
        if not self._is_composing and event.preeditString() and self.textCursor().hasSelection():
            self._replaced = self.textCursor().selection().toRawText().replace(_PARAGRAPH_SEPARATOR, "\n")
        was_composing, self._is_composing = self._is_composing, bool(event.preeditString())
        super().inputMethodEvent(event)
        if self._is_composing or not (was_composing or event.commitString()):
            return
        if self._replaced is not None and not event.commitString():
            self._bring_back(self._replaced)
        self._replaced = None
        self._on_text_changed()

    def _bring_back(self, text: str) -> None:
        cursor = self.textCursor()
        start = cursor.position()
        cursor.insertText(text)
        cursor.setPosition(start)
        cursor.setPosition(start + len(text.encode("utf-16-le")) // 2, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Text only: files dropped here go to the window."""
        return source.hasText() and not source.hasUrls()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste the text without its looks; CR LF becomes LF."""
        self.textCursor().insertText(source.text().replace("\r\n", "\n").replace("\r", "\n"))
        self.ensureCursorVisible()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Ctrl+Return to the window's command; a line end within a paragraph is not known here."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                event.ignore()
                return
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.textCursor().insertBlock()
                return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The field is left, unless only a menu opens or another program comes to the front."""
        super().focusOutEvent(event)
        reason = Qt.FocusReason
        if event.reason() in (reason.PopupFocusReason, reason.ActiveWindowFocusReason, reason.MenuBarFocusReason):
            if self._pause.isActive():
                self._pause.stop()
                self.paused.emit()
        else:
            self.left.emit()

    def _on_text_changed(self) -> None:
        if self._is_loading or self._is_composing:
            return
        self._pause.start()
        self.edited.emit()

    def _fit_height(self) -> None:
        line = self.fontMetrics().lineSpacing() * _LINE_HEIGHT_PERCENT / 100
        around = self.height() - self.viewport().height() + 2 * self.document().documentMargin()
        lines_px = min(max(self.document().size().height(), _LEAST_LINES * line), _MOST_LINES * line)
        wanted = round(lines_px + around)
        if wanted != self.height():
            self.setFixedHeight(wanted)
