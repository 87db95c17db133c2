"""What is pasted, as plain text: Excel's cells, Word's paragraphs, a browser's page. No Qt here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

Table = Sequence[Sequence[str]]
"""Rows of cells."""

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_SPREADSHEET = re.compile(r"urn:schemas-microsoft-com:office:excel|Excel\.Sheet|LibreOffice|OpenOffice", re.IGNORECASE)
_HTML_SPACE = re.compile("[ \t\r\n\f]+")
_WIDE = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
# A line end in a page's source stands for no space between characters that are as wide as high (CSS Text 3, 4.1.3).
_BROKEN_JAPANESE = re.compile(rf"(?<={_WIDE})\s*\n\s*(?={_WIDE})")
_BLOCKS = frozenset(
    [
        *("address", "article", "blockquote", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("li", "ol", "p", "pre", "section", "table", "tr", "ul"),
    ]
)
_UNSEEN = frozenset(("head", "script", "style", "title"))


@dataclass(frozen=True, slots=True)
class Clip:
    """What a paste brings: its text, and the cells where it is a part of a table with more than one of them."""

    text: str
    table: Table | None = None


def clip_of(text: str, html: str) -> Clip:
    """Read the clipboard: its plain text where it has one, else the text of its HTML.

    Excel and its like put cells apart by tabs and line ends, and put quotes around a cell that has a tab, a line end
    or a quote in it. A single cell is a text without those quotes; several are a table as well.
    """
    plain = _LINE_ENDS.sub("\n", text) if text else text_of_html(html)
    is_sheet = "<table" in html.lower() and bool(_SPREADSHEET.search(html))
    if not is_sheet and "\t" not in plain and not _is_quoted_cell(plain):
        return Clip(plain)
    rows = cells_of(plain)
    if rows is None:
        return Clip(plain)
    if sum(len(row) for row in rows) == 1:
        return Clip(rows[0][0])
    is_table = is_sheet or (len({len(row) for row in rows}) == 1 and len(rows[0]) > 1)
    return Clip("\n".join("\t".join(row) for row in rows), rows) if is_table else Clip(plain)


def cells_of(text: str) -> list[list[str]] | None:
    """A table's rows, as spreadsheets copy them; None where the quotes do not match."""
    rows: list[list[str]] = [[]]
    position, end = 0, len(text.removesuffix("\n"))
    while position <= end:
        if text.startswith('"', position):
            closing = _closing_quote(text, position, end)
            if closing is None:
                return None
            cell, position = text[position + 1 : closing].replace('""', '"'), closing + 1
        else:
            stops = [found for found in (text.find("\t", position, end), text.find("\n", position, end)) if found >= 0]
            stop = min(stops, default=end)
            cell, position = text[position:stop], stop
        rows[-1].append(cell)
        if position < end and text[position] == "\n":
            rows.append([])
        elif position < end and text[position] != "\t":
            return None
        position += 1
    return rows


def _closing_quote(text: str, opening: int, end: int) -> int | None:
    position = opening + 1
    while (position := text.find('"', position, end)) >= 0:
        if not text.startswith('""', position):
            return position
        position += 2
    return None


def _is_quoted_cell(text: str) -> bool:
    """Whether a text is one cell in quotes that it got for a line end in it; a quotation of one line is none."""
    words = text.removesuffix("\n")
    return "\n" in words and words.startswith('"') and _closing_quote(words, 0, len(words)) == len(words) - 1


def text_of_html(html: str) -> str:
    """The text of a page or a part of one: blocks and `<br>` end lines, items get a bullet, cells stand apart."""
    reader = _TextReader()
    reader.feed(html)
    reader.close()
    lines = [line.strip(" ") for line in "".join(reader.parts).replace("\u00a0", " ").split("\n")]
    return "\n".join(lines).strip("\n")


class _TextReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0
        self._kept_spaces = 0

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "br":
            self.parts.append("\n")
        elif tag in ("td", "th") and self.parts and not self.parts[-1].endswith("\n"):
            self.parts.append("\t")
        elif tag in _BLOCKS:
            self._end_line()
            self._kept_spaces += tag == "pre"
            if tag == "li":
                self.parts.append("・")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in _BLOCKS:
            self._end_line()
            self._kept_spaces -= tag == "pre" and self._kept_spaces > 0

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        text = data if self._kept_spaces else _HTML_SPACE.sub(" ", _BROKEN_JAPANESE.sub("", data))
        if text == " " and (not self.parts or self.parts[-1].endswith(("\n", "\t", " "))):
            return
        self.parts.append(text)

    def _end_line(self) -> None:
        if self.parts and not self.parts[-1].endswith("\n"):
            self.parts.append("\n")
