"""Where the cells of the report stand on its pages, as the paper engine laid them out."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from kyosei_desktop.domain.edition import Edition
from kyosei_desktop.domain.plan import Field
from kyosei_desktop.report.columns import POINTS_PER_MM
from kyosei_desktop.report.composition import TEMPLATE
from kyosei_desktop.report.engine import paper_engine
from kyosei_desktop.report.pages import PageLayout


@dataclass(frozen=True, slots=True)
class CellPlace:
    """A cell, or as much of it as stands on one page (from 1). Measured in pt from the page's left and top."""

    page: int
    x_pt: float
    y_pt: float
    width_pt: float
    height_pt: float
    field: Field

    def holds(self, x_pt: float, y_pt: float) -> bool:
        """Whether a point of its page lies in it."""
        return 0 <= x_pt - self.x_pt < self.width_pt and 0 <= y_pt - self.y_pt < self.height_pt


_Edge = tuple[int, float]
"""A page and a height on it."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """Where the rows of one measure begin and end."""

    begins: Mapping[int, _Edge]
    ends: Mapping[int, _Edge]


def places_of_cells(layout: PageLayout) -> list[CellPlace]:
    """All cells that show a field, blank ones too, in printed order; one place for each page on which a cell stands.

    Takes a few hundredths of a second when the pages made last are those of this layout, and else their time.
    """
    ((top_pt, bottom_pt),) = (
        (one["top_pt"], one["bottom_pt"]) for one in paper_engine().query(TEMPLATE, layout.inputs, "body")
    )
    columns = layout.composition.columns
    margin_pt = layout.composition.definition.page.margin_mm * POINTS_PER_MM
    lefts_pt = list(accumulate((one.width_pt for one in columns), initial=margin_pt))
    return [
        CellPlace(page, lefts_pt[cell.column], from_pt, columns[cell.column].width_pt, to_pt - from_pt, cell.field)
        for measure, rows in zip(layout.composition.measures, _rows_of_measures(layout), strict=True)
        for cell in measure.cells
        if cell.field is not None
        for page, from_pt, to_pt in _stretches(
            rows.begins[cell.row], rows.ends[cell.row + cell.rows], top_pt, bottom_pt
        )
    ]


def continued_texts(layout: PageLayout, edition: Edition | None = None) -> list[str]:
    """What stands on further pages of measures that are higher than a page, to say whose they are; in no order.

    Takes next to no time when the pages made last are those of this layout and edition.
    """
    measures = list(layout.composition.measures)
    if all(one["fits_page"] for group in layout.data["groups"] for one in group):
        return []  # so nobody need ask the engine
    texts = []
    for mark in paper_engine().marks(TEMPLATE, layout.inputs_of(edition), "continued"):
        index, source = mark.value
        measure = measures[index]
        name = measure.continued_name.text + layout.composition.continued.text
        texts.append(name if source == "name" else measure.label)
    return texts


def _rows_of_measures(layout: PageLayout) -> Sequence[_Rows]:
    """The rows of each measure.

    All cells that begin with a row do so at one place; of those that end with it, the last to end has its text to the
    very end, while the others leave the rest of the row blank. Within a measure on one page a row ends where the next
    one begins.
    """
    begins: dict[int, dict[int, _Edge]] = defaultdict(dict)
    ends: dict[int, dict[int, _Edge]] = defaultdict(dict)
    for mark in paper_engine().marks(TEMPLATE, layout.inputs, "row"):
        index, edge, row = mark.value
        at = (mark.page, mark.y_pt)
        if edge == "begin":
            begins[index][row] = min(at, begins[index].get(row, at))
        else:
            ends[index][row] = max(at, ends[index].get(row, at))
    return [_Rows(begins[index], {**begins[index], **ends[index]}) for index in range(len(begins))]


def _stretches(begin: _Edge, end: _Edge, top_pt: float, bottom_pt: float) -> Iterator[tuple[int, float, float]]:
    for page in range(begin[0], end[0] + 1):
        yield page, begin[1] if page == begin[0] else top_pt, end[1] if page == end[0] else bottom_pt
