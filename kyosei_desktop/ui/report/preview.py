"""What the preview shows, made off the UI thread: the pages, and the figures of the paper read back. No Qt here."""

import zlib
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import overload

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import Field, MeasureNumber, Plan
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.report.composition import TEMPLATE
from kyosei_desktop.report.engine import paper_engine, report_typeface
from kyosei_desktop.report.pages import PageLayout, compose_report, pages_of_measures, pdf_of, set_pages
from kyosei_desktop.report.pages_anew import MadePages, make_anew
from kyosei_desktop.report.places import CellPlace, continued_texts, places_of_cells
from kyosei_desktop.report.readback import read_back
from kyosei_desktop.store.conflicts import count_conflicts
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.ui.report.cells import PageCells


class PackedPages(Sequence[bytes]):
    """SVG documents, kept packed: a page of the report has the better part of a megabyte, and there may be hundreds."""

    def __init__(self, pages: Iterable[bytes]) -> None:
        self._packed = [zlib.compress(page, 1) for page in pages]

    def chosen(self, numbers: Iterable[int]) -> "PackedPages":
        """Some of the pages by their numbers, from 1."""
        made = PackedPages(())
        made._packed = [self._packed[number - 1] for number in numbers]
        return made

    def with_others(self, pages: Mapping[int, bytes]) -> "PackedPages":
        """The pages with others in the place of some, by their numbers, from 1."""
        made = PackedPages(())
        made._packed = list(self._packed)
        for number, page in pages.items():
            made._packed[number - 1] = zlib.compress(page, 1)
        return made

    def __len__(self) -> int:
        return len(self._packed)

    @overload
    def __getitem__(self, at: int) -> bytes: ...
    @overload
    def __getitem__(self, at: slice) -> "list[bytes]": ...
    def __getitem__(self, at: int | slice) -> "bytes | list[bytes]":
        if isinstance(at, slice):
            return [zlib.decompress(one) for one in self._packed[at]]
        return zlib.decompress(self._packed[at])


@dataclass(frozen=True)
class Preview:
    """The report set on pages; each page is an SVG document. `measures` begin on the page (from 1) beside them."""

    layout: PageLayout
    pages: PackedPages
    measures: Sequence[tuple[MeasureNumber, str, int]]
    places: Sequence[CellPlace]
    cells: PageCells

    @property
    def made(self) -> MadePages:
        """What another preview may go by."""
        return MadePages(self.layout, len(self.pages), [(number, page) for number, _name, page in self.measures])

    @property
    def plan(self) -> Plan:
        """What the pages show."""
        return self.layout.composition.plan


@dataclass(frozen=True, slots=True)
class MissingCharacter:
    """A character printed as 〓 for want of a font that has it. `field` is None for № and labels of rows."""

    character: str
    field: Field | None


@dataclass(frozen=True, slots=True)
class Figures:
    """What a person should know before printing.

    Attributes:
        cells, clipped: of the finished PDF, read back.
        blanks: entries of running initiatives in which nobody has written yet.
        conflicts: fields in conflict.
        missing: characters that no font at hand can show, each once a cell.
        family: in which the report is set.
        missing_family: the one wanted in its place, where that is not at hand.
        size_pt: of the text.
    """

    cells: int
    clipped: int
    blanks: int
    conflicts: int
    missing: Sequence[MissingCharacter]
    family: str
    missing_family: str | None
    size_pt: float


def make_preview(ledger: Ledger, earlier: Preview | None = None) -> Generator[Step, None, Preview]:
    """Set the report as it is now on pages.

    Args:
        earlier: one made before; only pages that look different now are made.
    """
    yield Step(0, 4, _("報告書の内容"))
    plan = ledger.plan()
    composition = compose_report(plan, ledger.definition)
    yield Step(1, 4, _("文字の大きさ"))
    layout = set_pages(composition)
    yield Step(2, 4, _("ページ"))
    names = {one.no: one.name for one in plan.measures}
    anew = None if earlier is None else make_anew(layout, earlier.made)
    if earlier is not None and anew is not None:
        yield Step(3, 4, _("欄の位置"))
        measures = [(number, names[number], page) for number, _name, page in earlier.measures]
        places = [*(one for one in earlier.places if one.page not in anew.pages), *anew.places]
        return Preview(layout, earlier.pages.with_others(anew.pages), measures, places, PageCells(places))
    pages = PackedPages(paper_engine().svg(TEMPLATE, layout.inputs))
    yield Step(3, 4, _("欄の位置"))
    measures = [(number, names[number], page) for number, page in pages_of_measures(layout)]
    places = places_of_cells(layout)
    paper_engine().forget()
    return Preview(layout, pages, measures, places, PageCells(places))


def count_figures(ledger: Ledger, preview: Preview) -> Generator[Step, None, Figures]:
    """Make the PDF and read it back."""
    layout = preview.layout
    yield Step(0, 2, _("PDF"))
    pdf = pdf_of(layout)
    yield Step(1, 2, _("切れた文字"))
    continued = continued_texts(layout)
    paper_engine().forget()
    found = read_back(pdf, layout.composition, continued=continued)
    typeface = report_typeface(layout.composition.definition.fonts)
    return Figures(
        cells=found.cells,
        clipped=found.clipped,
        blanks=count_blanks(preview.plan, ledger),
        conflicts=count_conflicts(ledger),
        missing=[
            MissingCharacter(character, cell.field)
            for cell in layout.composition.cells
            for character in dict.fromkeys(cell.printed.missing)
        ],
        family=typeface.main.name,
        missing_family=typeface.missing,
        size_pt=layout.size_pt,
    )


def count_blanks(plan: Plan, ledger: Ledger) -> int:
    """Entries of the years shown that are blank without a reason, of initiatives that run in that year."""
    return sum(
        1
        for measure in plan.measures
        for initiative in measure.initiatives
        for year in plan.years
        if initiative.is_active_in(year)
        for period in ledger.definition.periods
        if not initiative.entry(year, period.id).is_answered
    )
