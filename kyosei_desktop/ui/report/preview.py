"""What the preview shows, made off the UI thread: the pages, and the figures of the paper read back. No Qt here."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import MeasureNumber, Plan
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.report.engine import paper_engine
from kyosei_desktop.report.pages import TEMPLATE, PageLayout, compose_report, pages_of_measures, pdf_of, set_pages
from kyosei_desktop.report.places import continued_texts
from kyosei_desktop.report.readback import read_back
from kyosei_desktop.store.conflicts import count_conflicts
from kyosei_desktop.store.ledger import Ledger


@dataclass(frozen=True)
class Preview:
    """The report set on pages; each page is an SVG document. `measures` begin on the page (from 1) beside them."""

    layout: PageLayout
    pages: Sequence[bytes]
    measures: Sequence[tuple[MeasureNumber, str, int]]


@dataclass(frozen=True, slots=True)
class Figures:
    """What a person should know before printing.

    Attributes:
        cells, clipped: of the finished PDF, read back.
        blanks: entries of running initiatives in which nobody has written yet.
        conflicts: fields in conflict.
        missing_characters: those that no font at hand can show.
    """

    cells: int
    clipped: int
    blanks: int
    conflicts: int
    missing_characters: str
    size_pt: float


def make_preview(ledger: Ledger) -> Generator[Step, None, Preview]:
    """Set the report as it is now on pages."""
    yield Step(0, 3, _("報告書の内容"))
    plan = ledger.plan()
    composition = compose_report(plan, ledger.definition)
    yield Step(1, 3, _("文字の大きさ"))
    layout = set_pages(composition)
    yield Step(2, 3, _("ページ"))
    pages = paper_engine().svg(TEMPLATE, layout.inputs)
    names = {one.no: one.name for one in plan.measures}
    measures = [(number, names[number], page) for number, page in pages_of_measures(layout)]
    return Preview(layout, pages, measures)


def count_figures(ledger: Ledger, preview: Preview) -> Generator[Step, None, Figures]:
    """Make the PDF and read it back."""
    layout = preview.layout
    yield Step(0, 2, _("PDF"))
    pdf = pdf_of(layout)
    yield Step(1, 2, _("切れた文字"))
    found = read_back(pdf, layout.composition, continued=continued_texts(layout))
    missing = (character for cell in layout.composition.cells for character in cell.printed.missing)
    return Figures(
        cells=found.cells,
        clipped=found.clipped,
        blanks=count_blanks(layout.composition.plan, ledger),
        conflicts=count_conflicts(ledger),
        missing_characters="".join(dict.fromkeys(missing)),
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
