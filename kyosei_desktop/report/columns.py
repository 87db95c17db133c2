"""The columns of the official report and the page's width dealt out among them."""

from collections.abc import Sequence
from dataclasses import dataclass

from kyosei_desktop.domain.definition import Column, ColumnSource, Definition
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.report.print_text import PrintText, to_print
from kyosei_desktop.report.typeface import Typeface

POINTS_PER_MM = 72 / 25.4
CELL_INSET_PT = 2.8
"""Left and right of a cell's text."""
_MOST_LABEL_EM = 6.0
_ROUNDING_PT = 0.1


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """One column as printed. `year` is given for the columns of entries."""

    source: ColumnSource
    title: str
    printed_title: PrintText
    width_pt: float
    align: str
    year: FiscalYear | None

    @property
    def inner_width_pt(self) -> float:
        """What a text has of the width."""
        return self.width_pt - 2 * CELL_INSET_PT


def report_columns(
    definition: Definition, typeface: Typeface, years: Sequence[FiscalYear], numbers: Sequence[str]
) -> tuple[ReportColumn, ...]:
    """All columns with the page's width dealt out. `numbers` are the measures' numbers as printed."""
    shares: list[tuple[Column, FiscalYear | None, float]] = []
    for column in definition.columns:
        if column.source is ColumnSource.ENTRY:
            shares += [(column, year, column.width_of(year)) for year in years]
        else:
            shares.append((column, None, column.width_em))
    page = definition.page
    room_pt = (page.width_mm - 2 * page.margin_mm) * POINTS_PER_MM
    widths_pt = _stretched(
        [width for *_, width in shares],
        [_least_width_pt(definition, typeface, column, numbers) for column, *_ in shares],
        room_pt,
    )
    return tuple(
        _column(column, year, width_pt, definition, typeface)
        for (column, year, _), width_pt in zip(shares, widths_pt, strict=True)
    )


def _column(
    column: Column, year: FiscalYear | None, width_pt: float, definition: Definition, typeface: Typeface
) -> ReportColumn:
    title = column.title if year is None else definition.year_heading(column, year)
    printed = to_print(title, typeface, (width_pt - 2 * CELL_INSET_PT) / definition.fonts.max_pt)
    return ReportColumn(column.source, title, printed, width_pt, column.align, year)


def _stretched(shares: Sequence[float], least: Sequence[float], room: float) -> list[float]:
    """The room dealt out by shares, except that nobody gets less than their least."""
    narrow = {n for n, width in enumerate(least) if width > room * shares[n] / sum(shares)}
    left = room - sum(least[n] for n in narrow)
    per_share = left / sum(share for n, share in enumerate(shares) if n not in narrow)
    return [least[n] if n in narrow else share * per_share for n, share in enumerate(shares)]


def _least_width_pt(definition: Definition, typeface: Typeface, column: Column, numbers: Sequence[str]) -> float:
    """What № and the row labels need to stand unbroken at the largest font size; other columns wrap."""
    if column.source is ColumnSource.NO:
        labels = list(numbers)
    elif column.source is ColumnSource.PERIOD:
        labels = [line for period in definition.periods for line in period.row_label.split("\n")]
    else:
        return 0.0
    widest_em = max(typeface.width_em(label) for label in [*labels, column.title])
    return min(widest_em, _MOST_LABEL_EM) * definition.fonts.max_pt + 2 * CELL_INSET_PT + _ROUNDING_PT
