"""The official workbook measured: font size, columns, rows and pages, before anything is written.

Pages are promised for PDF and paper only, for spreadsheet programs lay out by display and printer driver; of the
workbook it is promised that nothing is clipped. Its pages are the paper's wherever a program measures as we do.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kyosei_desktop.report.columns import POINTS_PER_MM
from kyosei_desktop.report.composition import Composition
from kyosei_desktop.report.heights import CellText, cell_heights
from kyosei_desktop.report.sheet_continuing import SheetRoom, continue_on_pages, has_room
from kyosei_desktop.report.sheet_rows import MOST_ROW_PT, SheetMeasure, lay_out_rows, whole_row
from kyosei_desktop.report.sizing import ManualPage, largest_size, manual_pages, sizes_of

FIRST_ROW = 3
"""Row of the sheet with which the measures begin, below title and column header."""

FOOTER_BAND_MM = 6.0
_TITLE_SIZE_PT = 14.0
_LEAST_TITLE_PT = 24.0
_LEAST_ROOM_PT = 72.0  # A page that title and header fill would else take no row at all.
PAGE_SHARE = 0.97
"""How much of the page's width and height the sheet takes: drivers round columns and rows up."""


@dataclass(frozen=True, slots=True)
class SheetTitle:
    """What stands above the table on every page, its font size and its height."""

    text: str
    size_pt: float
    height_pt: float


@dataclass(frozen=True)
class SheetLayout:
    """Everything measured that the workbook is written from. `page_rows` are rows of the sheet that begin a page."""

    composition: Composition
    size_pt: float
    widths_pt: Sequence[float]
    title: "SheetTitle"
    header_pt: float
    measures: Sequence[SheetMeasure]
    page_rows: Sequence[int]

    @property
    def pages(self) -> int:
        """How many it takes by the breaks set."""
        return len(self.page_rows) + 1

    @property
    def placed_measures(self) -> Iterator[tuple[int, SheetMeasure]]:
        """The measures, each with the row of the sheet with which it begins."""
        row = FIRST_ROW
        for measure in self.measures:
            yield row, measure
            row += len(measure.heights_pt)


def lay_out_sheet(composition: Composition) -> SheetLayout:
    """Measure all rows at the largest font size at which the paper's pages are the sheet's pages too."""
    widths_pt = [column.width_pt * PAGE_SHARE for column in composition.columns]
    title = _title(composition, widths_pt)
    measured = cache(lambda size_pt: _Measured.at(composition, widths_pt, title, size_pt))
    size_pt = largest_size(
        sizes_of(composition.definition.fonts),
        tuple(manual_pages(composition)),
        lambda size_pt, pages: [measured(size_pt).fill(page) for page in pages],
    )
    chosen = measured(size_pt)
    groups = [
        [one if has_room(one, chosen.room) else continue_on_pages(one, chosen.room) for one in group]
        for group in chosen.groups
    ]
    return SheetLayout(
        composition=composition,
        size_pt=size_pt,
        widths_pt=widths_pt,
        title=title,
        header_pt=chosen.header_pt,
        measures=[one for group in groups for one in group],
        page_rows=list(_page_rows(groups, chosen.room.page_pt)),
    )


@dataclass(frozen=True)
class _Measured:
    """The sheet measured at one font size; `groups` as in the composition."""

    header_pt: float
    room: SheetRoom
    groups: Sequence[Sequence[SheetMeasure]]

    def fill(self, page: ManualPage) -> float:
        """How full a manual page is."""
        return sum(one.height_pt for one in self.groups[page.group][page.first : page.end]) / self.room.page_pt

    @classmethod
    def at(cls, composition: Composition, widths_pt: Sequence[float], title: SheetTitle, size_pt: float) -> "_Measured":
        fonts, page = composition.definition.fonts, composition.definition.page
        heads = [
            CellText(column.title, width_pt) for column, width_pt in zip(composition.columns, widths_pt, strict=True)
        ]
        header_pt = whole_row(max(cell_heights(heads, fonts, size_pt)))
        page_pt = (page.height_mm - 2 * page.margin_mm - FOOTER_BAND_MM) * POINTS_PER_MM
        room_pt = page_pt * PAGE_SHARE - title.height_pt - header_pt
        return cls(
            header_pt=header_pt,
            room=SheetRoom(widths_pt, fonts, size_pt, max(room_pt, _LEAST_ROOM_PT)),
            groups=lay_out_rows(composition, widths_pt, size_pt),
        )


def _title(composition: Composition, widths_pt: Sequence[float]) -> SheetTitle:
    """The title, in small letters where it would be higher than Excel's rows; so small, any title fits."""
    plan, fonts = composition.plan, composition.definition.fonts
    text = "　".join(one for one in (plan.title, plan.subtitle, plan.as_of) if one)
    cell = CellText(text, sum(widths_pt), bold=True)
    size_pt = _TITLE_SIZE_PT
    (height_pt,) = cell_heights([cell], fonts, size_pt)
    if height_pt > MOST_ROW_PT:
        size_pt = fonts.min_pt
        (height_pt,) = cell_heights([cell], fonts, size_pt)
    return SheetTitle(text, size_pt, whole_row(max(height_pt, _LEAST_TITLE_PT)))


def _page_rows(groups: Sequence[Sequence[SheetMeasure]], page_pt: float) -> Iterator[int]:
    """Rows that begin a page: by hand, because a measure would not fit any more, or within one that fits no page."""
    row, used_pt = FIRST_ROW, 0.0
    for group in groups:
        for position, one in enumerate(group):
            if row > FIRST_ROW and (position == 0 or used_pt + one.height_pt > page_pt):
                yield row
                used_pt = 0.0
            yield from (row + start for start in one.page_starts)
            last_page = one.page_starts[-1] if one.page_starts else 0
            used_pt = sum(one.heights_pt[last_page:]) + (0.0 if last_page else used_pt)
            row += len(one.heights_pt)
