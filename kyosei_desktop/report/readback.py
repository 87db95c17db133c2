"""Reading a finished PDF back: is every character of the report on its pages?"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import pypdfium2

from kyosei_desktop.report.actual_text import unread_actual_texts
from kyosei_desktop.report.composition import Composition, ReportCell
from kyosei_desktop.report.print_text import PrintText, is_format, is_variation_selector
from kyosei_desktop.report.reversed_pairs import reversed_pairs

_HYPHENS = str.maketrans({"\ufffe": "-", "\x02": "-"})
"""What PDFium says for a hyphen that ends a line, in case it came from hyphenation; here none does."""


_OPENED = str.maketrans(")]}>」』〉》】〕〗»›≥", "([{<「『〈《【〔〖«‹≤")


class PrintedCell(Protocol):
    """Anything that a paper prints as one text."""

    @property
    def printed(self) -> PrintText:
        """The text as printed."""


Cell = TypeVar("Cell", bound=PrintedCell)


@dataclass(frozen=True, slots=True)
class Readback(Generic[Cell]):
    """How many cells were looked for, and which of them are known to lack a character; `missing` are all of those."""

    cells: int
    lacking: Sequence[Cell]
    missing: str
    pages: int

    @property
    def clipped(self) -> int:
        """How many cells are clipped: never 0 while a character is missing, though the cell may not be known.

        Never more than characters are missing either: where one is, several cells may be suspected.
        """
        return min(max(len(self.lacking), 1), len(self.missing))


def read_pages(pdf: bytes) -> list[str]:
    """The text of each page as far as it lies on the paper, in the order in which it was drawn."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded().translate(_HYPHENS) for page in document]


def visible_characters(text: str) -> str:
    """The text without what leaves no mark on paper; compatibility forms folded, for PDF readers do that too.

    Decomposed, since what stands side by side in the paper may come from two lines or cells. Closing brackets count as
    opening ones, for beside right-to-left letters PDFium takes the one for the other.
    """
    return "".join(one for one in _folded(text) if _is_visible(one))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKD", text).translate(_OPENED)


def _is_visible(character: str) -> bool:
    return not (character.isspace() or is_format(character) or is_variation_selector(character))


def _count_visible(texts: Iterable[str]) -> Counter[str]:
    """How often each visible character stands in texts; each is looked at once, however often it stands there."""
    counted = Counter("".join(map(_folded, texts)))
    return Counter({one: count for one, count in counted.items() if _is_visible(one)})


def read_back(pdf: bytes, composition: Composition, *, continued: Sequence[str] = ()) -> Readback[ReportCell]:
    """Compare a report's PDF with what it must hold.

    `continued` is what stands besides on the further pages of measures that are higher than a page (see places.py).
    """
    return compare(pdf, composition.cells, lambda pages: [*_furniture(composition, pages), *continued])


def compare(pdf: bytes, cells: Sequence[Cell], furniture: Callable[[int], Iterable[str]]) -> Readback[Cell]:
    """Compare a paper's PDF with what it must hold: its cells and, given the number of pages, what stands beside them.

    Characters are counted over the whole document, for a cell may continue on the next page, where text of other
    cells comes between. Only when the count is short are cells looked for one by one.
    """
    pages = read_pages(pdf)
    expected = _count_visible([*(cell.printed.text for cell in cells), *furniture(len(pages))])
    missing = expected - _count_visible(pages)
    lacking: list[Cell] = []
    if missing:  # a second look, which takes longer
        read = "".join(map(visible_characters, [*pages, *unread_actual_texts(pdf), *reversed_pairs(pdf)]))
        missing = expected - Counter(read)
        lacking = list(_cells_lacking(missing, cells, read)) if missing else []
    return Readback(cells=len(cells), lacking=lacking, missing="".join(sorted(missing.elements())), pages=len(pages))


def _furniture(composition: Composition, pages: int) -> Iterator[str]:
    """What stands on every page beside the measures: title, column header, footer."""
    head = composition.head
    for page in range(1, pages + 1):
        yield from (head.title.text, head.subtitle.text, head.as_of.text)
        yield from (column.printed_title.text for column in composition.columns)
        footer = composition.definition.page.footer
        yield footer.replace("{pages}", str(pages)).replace("{page}", str(page))


def _cells_lacking(missing: Counter[str], cells: Sequence[Cell], read: str) -> Iterator[Cell]:
    for cell in cells:
        text = visible_characters(cell.printed.text)
        if not missing.keys().isdisjoint(text) and text not in read:
            yield cell
