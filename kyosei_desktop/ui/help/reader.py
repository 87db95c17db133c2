"""Shows one page of the manual: Qt reads the Markdown, this gives it the program's look."""

from collections.abc import Iterator
from urllib.parse import unquote

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser

from kyosei_desktop.domain.language import _
from kyosei_desktop.ui import theme
from kyosei_desktop.ui.help.pages import Page

_HEADING_SIZES = {1: "heading", 2: "large"}
_SPACE_ABOVE_PX = {1: 0, 2: 24, 3: 16}
_SPACE_BELOW_PX = 8
_LINE_PERCENT = 155
_CELL_PADDING_PX = 6


class HelpReader(QTextBrowser):
    """A page; `led_to` carries the link that the reader follows, as it stands in the Markdown."""

    led_to = Signal(str)

    def __init__(self) -> None:
        """Empty until `show_page`."""
        super().__init__()
        self.setAccessibleName(_("手引の本文"))
        self.setOpenLinks(False)
        self.anchorClicked.connect(lambda url: self.led_to.emit(unquote(url.toString())))
        self.document().setDocumentMargin(16)

    def show_page(self, page: Page, heading: str = "") -> None:
        """Show a page from its top, or from one of its headings."""
        document = self.document()
        document.setMarkdown(page.text_without_pictures, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
        document.setDefaultFont(self._font("base"))
        for block in _blocks(document):
            self._dress(block)
        for table in _tables(document):
            _dress_table(table)
        self._go_to(heading)

    def loadResource(self, _kind: int, _name: QUrl | str) -> None:
        """Nothing is loaded from anywhere: a page is its text."""

    def _font(self, size: str) -> QFont:
        font = QFont(theme.FONT_FAMILY)
        font.setPointSizeF(theme.size_pt(size))
        return font

    def _dress(self, block: QTextBlock) -> None:
        level = block.blockFormat().headingLevel()
        cursor = QTextCursor(block)
        shape = QTextBlockFormat()
        shape.setLineHeight(_LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        shape.setTopMargin(_SPACE_ABOVE_PX.get(level, 0))
        shape.setBottomMargin(0 if cursor.currentTable() else _SPACE_BELOW_PX)
        cursor.mergeBlockFormat(shape)
        if level:
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            words = QTextCharFormat()
            words.setFontPointSize(theme.size_pt(_HEADING_SIZES.get(level, "base")))
            words.setFontWeight(QFont.Weight.Bold)
            words.clearProperty(QTextCharFormat.Property.FontSizeAdjustment)
            cursor.mergeCharFormat(words)

    def _go_to(self, heading: str) -> None:
        self.moveCursor(QTextCursor.MoveOperation.Start)
        for block in _blocks(self.document()):
            if heading and block.blockFormat().headingLevel() and block.text() == heading:
                self.setTextCursor(QTextCursor(block))
                top = self.document().documentLayout().blockBoundingRect(block).top()
                self.verticalScrollBar().setValue(int(top))


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _tables(document: QTextDocument) -> list[QTextTable]:
    return [one for one in document.rootFrame().childFrames() if isinstance(one, QTextTable)]


def _dress_table(table: QTextTable) -> None:
    shape = table.format()
    shape.setBorder(1)
    shape.setBorderCollapse(True)
    shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    shape.setBorderBrush(QColor(theme.colour("line")))
    shape.setCellPadding(_CELL_PADDING_PX)
    shape.setTopMargin(_SPACE_BELOW_PX)
    shape.setBottomMargin(2 * _SPACE_BELOW_PX)
    shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    table.setFormat(shape)
    for column in range(table.columns()):
        head = table.cellAt(0, column)
        look = head.format()
        look.setBackground(QColor(theme.colour("raised")))
        head.setFormat(look)
