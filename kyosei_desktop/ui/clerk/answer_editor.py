"""The text field of an answer: plain text with air between its lines, and safe under an input method (IME).

Measured facts that it minds: `textChanged` fires during a composition without the composed text; setting text kills a
composition; and composing over a selection deletes it, which cancelling the composition does not bring back.
"""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QPaintEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QSizePolicy, QTextEdit, QWidget

from kyosei_desktop.ui.clerk.underlines import Underline, Underlines, utf16_length

_LINE_HEIGHT_PERCENT = 160
_LEAST_LINES, _MOST_LINES = 4, 14
_PARAGRAPH_SEPARATOR = "\u2029"  # how QTextDocument's raw text writes the end of a paragraph


class FieldDocument(QTextDocument):
    """A field's text with all its steps back, which outlives the editor that shows it.

    Attributes:
        loaded: what was loaded, to the character; a document itself knows one kind of line end only.
        is_new: whether nothing has been loaded yet.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.loaded = ""
        self.is_new = True


class AnswerEditor(QTextEdit):
    """A field for one answer's text.

    Signals:
        edited: the user has changed the text; never during a composition, never while loading.
        paused: no change for a moment, hence time to keep a draft.
        left: the keyboard has gone to another field.
        table_pasted: several cells of a table were pasted (a `Clip`); nothing has been put in yet.
    """

    table_pasted = Signal(object)
    edited = Signal()
    paused = Signal()
    left = Signal()

    PAUSE_MS = 700
    """Less than the second within which typing must be kept."""

    def __init__(self, name: str, parent: QWidget | None = None, document: FieldDocument | None = None) -> None:
        """`name` is what a screen reader calls it; without a document it has one of its own."""
        super().__init__(parent)
        self._document = FieldDocument(self) if document is None else document
        self._is_loading = True
        self.setDocument(self._document)
        self.setAccessibleName(name)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._is_loading = False
        self._preedit = ""
        self._underlines = Underlines(self)
        self._replaced: str | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(self.PAUSE_MS)
        self._pause.timeout.connect(self.paused)
        self.textChanged.connect(self._on_text_changed)
        self._document.setDefaultFont(self.font())
        self._document.documentLayout().documentSizeChanged.connect(self._fit_height)

    @property
    def is_composing(self) -> bool:
        """Whether the input method has text that is not committed yet."""
        return bool(self._preedit)

    def finish_composing(self) -> None:
        """Take what is being composed as it stands, for a command wants the whole text."""
        if self.is_composing:
            QGuiApplication.inputMethod().commit()
        if self.is_composing:  # not every input method obeys
            done = QInputMethodEvent()
            done.setCommitString(self._preedit)
            self.inputMethodEvent(done)

    def text(self) -> str:
        """What stands there, to the character; what was loaded, as long as nobody has changed it."""
        if not self.document().isModified():
            return self._document.loaded
        # toPlainText() would turn no-break spaces into common ones
        return self.document().toRawText().replace(_PARAGRAPH_SEPARATOR, "\n")

    def show_text(self, text: str) -> None:
        """Show what the field says: with its steps back where its document knows it, else loaded anew."""
        if self._document.is_new:
            self.load(text)
            return
        if self.text() != text:
            self.replace_all(text)
        if self.text() != text:  # there are texts that a document cannot hold
            self.load(text)
        self._document.loaded = text
        self._document.setModified(False)  # else Qt joins what is typed next to the last step
        self.moveCursor(QTextCursor.MoveOperation.End)

    def load(self, text: str) -> None:
        """Show a text; that is not typing, and cannot be undone. Not during a composition."""
        if self.is_composing:
            return
        self._pause.stop()
        self._is_loading = True
        self._document.loaded, self._document.is_new = text, False
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
        """Put another text in the place of the whole, as one step that can be undone; that is not typing."""
        if self.is_composing:
            return
        self._is_loading = True
        self._change_to(text)
        self._is_loading = False

    def change_to(self, text: str) -> None:
        """Change the text as if its author had typed the difference, as one step that can be undone."""
        if not self.is_composing:
            self._change_to(text)

    def _change_to(self, text: str) -> None:
        """Touches no more than differs, so that the cursor stays where it was."""
        old = self.text()
        start, same_end = _same_ends(old, text)
        cursor = QTextCursor(self.document())
        cursor.setPosition(utf16_length(old[:start]))
        cursor.setPosition(utf16_length(old[: len(old) - same_end]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text[start : len(text) - same_end])

    def let_go(self) -> None:
        """Leave the document to the next editor of the field, before this one goes."""
        self._pause.stop()
        self.blockSignals(True)
        self._document.documentLayout().documentSizeChanged.disconnect(self._fit_height)
        self._is_loading = True
        self.setDocument(QTextDocument(self))

    def underline(self, parts: Iterable[Underline]) -> None:
        """Underline parts of the text without touching it. Not during a composition, which moves all places."""
        if self.is_composing:
            return
        self._underlines.show(self.text(), parts)

    @property
    def underlined(self) -> list[str]:
        """The underlined parts of the text."""
        return self._underlines.texts

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the underlines over the text."""
        super().paintEvent(event)
        if not self.is_composing:
            self._underlines.paint()

    @property
    def place(self) -> int:
        """Where the cursor stands, in characters."""
        before = QTextCursor(self.document())
        before.setPosition(self.textCursor().position(), QTextCursor.MoveMode.KeepAnchor)
        return len(before.selection().toRawText())

    def stop_waiting(self) -> None:
        """What stands there has been kept."""
        self._pause.stop()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Know when a composition begins and ends; bring back what a cancelled one has deleted."""
        if not self.is_composing and event.preeditString() and self.textCursor().hasSelection():
            self._replaced = self.textCursor().selection().toRawText().replace(_PARAGRAPH_SEPARATOR, "\n")
        if not self._preedit and event.preeditString():
            self._pause_now()  # what was typed before must not wait for the end of a long composition
        was_composing, self._preedit = bool(self._preedit), event.preeditString()
        super().inputMethodEvent(event)
        if self._preedit or not (was_composing or event.commitString()):
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
        cursor.setPosition(start + utf16_length(text), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Text only: files dropped here go to the window."""
        return (source.hasText() or source.hasHtml()) and not source.hasUrls()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste the text without its looks; what is part of a table may be meant for several fields."""
        from kyosei_desktop.ui.clerk.pasting import clip_of  # brings an HTML parser along

        # Qt makes a text of its own out of HTML that comes without one
        text = source.text() if "text/plain" in source.formats() else ""
        clip = clip_of(text, source.html())
        if clip.table is None:
            self.insert(clip.text)
        else:
            self.table_pasted.emit(clip)

    def insert(self, text: str) -> None:
        """Put a text in at the cursor, as one step that can be undone."""
        self.textCursor().insertText(text)
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
            self._pause_now()
        else:
            self.left.emit()

    def _pause_now(self) -> None:
        if self._pause.isActive():
            self._pause.stop()
            self.paused.emit()

    def _on_text_changed(self) -> None:
        if self._is_loading or self.is_composing:
            return
        self._pause.start()
        self.edited.emit()

    def changeEvent(self, event: QEvent) -> None:
        """The document does not hear of another size of text by itself."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.document().setDefaultFont(self.font())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again where the lines may have changed."""
        super().resizeEvent(event)
        self._fit_height()

    def _fit_height(self) -> None:
        frame_px = self.height() - self.viewport().height()
        if frame_px < 0:
            return  # not laid out yet
        line = self.fontMetrics().lineSpacing() * _LINE_HEIGHT_PERCENT / 100
        around = frame_px + 2 * self.document().documentMargin()
        lines_px = min(max(self.document().size().height(), _LEAST_LINES * line), _MOST_LINES * line)
        wanted = round(lines_px + around)
        if wanted != self.height():
            self.setFixedHeight(wanted)


def _same_ends(one: str, other: str) -> tuple[int, int]:
    """How many characters two texts have in common at the beginning, and how many of the rest at the end."""
    shorter = min(len(one), len(other))
    start = next((n for n in range(shorter) if one[n] != other[n]), shorter)
    end = next((n for n in range(shorter - start) if one[-1 - n] != other[-1 - n]), shorter - start)
    return start, end
