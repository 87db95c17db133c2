"""The official report on pages: its font size, its PDF, its pictures, and where each measure stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.edition import Edition
from kyosei_desktop.domain.plan import MeasureNumber, Plan
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.report.composition import TEMPLATE, Composition, compose
from kyosei_desktop.report.engine import paper_engine, report_typeface
from kyosei_desktop.report.fitting import Fitting


@dataclass(frozen=True)
class PageLayout:
    """A composed report with the font size chosen; `data` is complete for the template."""

    composition: Composition
    size_pt: float
    data: dict[str, Any]

    @property
    def inputs(self) -> dict[str, Any]:
        """What the template takes."""
        return self.inputs_of(None)

    def inputs_of(self, edition: Edition | None) -> dict[str, Any]:
        """The same for a document whose properties tell an edition."""
        properties = document_properties(self.composition.definition, edition)
        return {"data": self.data, "size_pt": self.size_pt, "properties": properties}


def compose_report(plan: Plan, definition: Definition, *, years: Sequence[FiscalYear] | None = None) -> Composition:
    """The report's cells, their texts made printable with the fonts at hand."""
    return compose(plan, definition, report_typeface(definition.fonts), years=years)


def set_pages(composition: Composition) -> PageLayout:
    """Choose the largest font size at which every manual page still fits its page.

    A manual page that does not fit even at the smallest size continues on a further page whatever is done,
    so it has no say in the size.
    """
    data = composition.as_data()
    fitting = Fitting(composition, data, report_typeface(composition.definition.fonts))
    size_pt = fitting.largest_size()
    for group, fits in zip(data["groups"], fitting.measures_fit(size_pt), strict=True):
        for measure, fits_page in zip(group, fits, strict=True):
            measure["fits_page"] = fits_page
    return PageLayout(composition, size_pt, data)


def lay_out(plan: Plan, definition: Definition, *, years: Sequence[FiscalYear] | None = None) -> PageLayout:
    """The report composed and set on pages."""
    return set_pages(compose_report(plan, definition, years=years))


def pdf_of(layout: PageLayout, edition: Edition | None = None) -> bytes:
    """A report as a tagged PDF (PDF/UA-1 and PDF/A-2a) with a bookmark for each measure.

    Its properties say title and publisher and, of the edition shown, the check word and the time of the last change;
    that is also the date of the PDF, so that the same edition is the same file. Without one its date is now.
    """
    return paper_engine().pdf(
        TEMPLATE, layout.inputs_of(edition), made_at=None if edition is None else edition.changed_at
    )


def document_properties(definition: Definition, edition: Edition | None) -> dict[str, Any]:
    """What a PDF says of itself beside its title, for a template's `set document`.

    What is published is Japanese whatever the language of the window.
    """
    known: dict[str, Any] = {"author": definition.author} if definition.author else {}
    if edition is None:
        return known
    return {
        **known,
        "keywords": [f"照合語 {edition.check_word}"],
        "description": f"最終変更 {definition.calendar.moment(edition.changed_at)}",
    }


def pages_of_measures(layout: PageLayout) -> list[tuple[MeasureNumber, int]]:
    """On which page (from 1) each measure begins, in printed order."""
    found = paper_engine().marks(TEMPLATE, layout.inputs, "measure")
    return [(measure.no, mark.page) for measure, mark in zip(layout.composition.measures, found, strict=True)]
