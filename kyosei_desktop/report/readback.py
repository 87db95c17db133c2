"""Reading a finished PDF back: is every character of the report on its pages?"""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2

from kyosei_desktop.report.composition import Composition, ReportCell
from kyosei_desktop.report.print_text import is_format, is_variation_selector

_HYPHENS = str.maketrans({"\ufffe": "-", "\x02": "-"})
"""What PDFium says for a hyphen that ends a line, in case it came from hyphenation; here none does."""


@dataclass(frozen=True, slots=True)
class Readback:
    """How many cells were looked for, and which of them are known to lack a character; `missing` are all of those."""

    cells: int
    lacking: Sequence[ReportCell]
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

    Decomposed, since what stands side by side in the paper may come from two lines or cells.
    """
    folded = unicodedata.normalize("NFKD", text)
    return "".join(one for one in folded if not (one.isspace() or is_format(one) or is_variation_selector(one)))


def read_back(pdf: bytes, composition: Composition) -> Readback:
    """Compare a report's PDF with what it must hold.

    Characters are counted over the whole document, for a cell may continue on the next page, where text of other
    cells comes between. Only when the count is short are cells looked for one by one.
    """
    pages = [visible_characters(page) for page in read_pages(pdf)]
    expected = Counter("".join(visible_characters(cell.printed.text) for cell in composition.cells))
    for number in range(1, len(pages) + 1):
        expected.update("".join(map(visible_characters, _furniture(composition, number, len(pages)))))
    missing = expected - Counter("".join(pages))
    lacking = list(_cells_lacking(missing, composition, "".join(pages))) if missing else []
    return Readback(
        cells=len(composition.cells),
        lacking=lacking,
        missing="".join(sorted(missing.elements())),
        pages=len(pages),
    )


def _furniture(composition: Composition, page: int, pages: int) -> Iterator[str]:
    """What stands on every page beside the measures: title, column header, footer."""
    head = composition.head
    yield from (head.title.text, head.subtitle.text, head.as_of.text)
    yield from (column.printed_title.text for column in composition.columns)
    footer = composition.definition.page.footer
    yield footer.replace("{pages}", str(pages)).replace("{page}", str(page))


def _cells_lacking(missing: Counter[str], composition: Composition, read: str) -> Iterator[ReportCell]:
    for cell in composition.cells:
        text = visible_characters(cell.printed.text)
        if not missing.keys().isdisjoint(text) and text not in read:
            yield cell
