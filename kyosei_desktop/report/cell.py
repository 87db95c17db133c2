"""A live picture of one cell as it will be printed, for the form to show beside the text being typed."""

from dataclasses import dataclass

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.plan import Field, Plan
from kyosei_desktop.domain.rules.printed_form import line_limit
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.report.columns import CELL_INSET_PT, report_columns
from kyosei_desktop.report.engine import paper_engine, report_typeface
from kyosei_desktop.report.print_text import line_starts, to_print

_MOST_SHOWN, _MOST_LINES_SHOWN = 4_000, 150
"""Characters and paragraphs that a picture for the screen shows: more than the form has room for."""


@dataclass(frozen=True, slots=True)
class CellPicture:
    """One cell: a picture, how many lines are printed and how high they stand.

    Attributes:
        picture: an SVG document; where a resolution was asked for, a PNG of the beginning of what is printed.
        missing_glyphs: the characters that no font at hand can show, in their order.
    """

    picture: bytes
    lines: int
    height_pt: float
    missing_glyphs: str


def entry_cell(
    text: str,
    definition: Definition,
    year: FiscalYear,
    plan: Plan,
    *,
    size_pt: float | None = None,
    ppi: float | None = None,
) -> CellPicture:
    """The cell of an entry of one year, as wide as its column beside those of the plan's years.

    Args:
        plan: whose report the cell is in; a year that it does not show yet stands beside the others.
        size_pt: the report's font size, by default the largest that the definition allows.
        ppi: pixels an inch of a picture for the screen, which a screen draws in a tenth of the time that SVG takes.
    """
    typeface = report_typeface(definition.fonts)
    numbers = [definition.number_label(one.no) for one in plan.measures]
    columns = report_columns(definition, typeface, sorted({*plan.years, year}), numbers)
    column = next(one for one in columns if one.year == year)
    printed = to_print(text, typeface, column.inner_width_pt / definition.fonts.max_pt)
    data = {
        "fonts": typeface.families_for(printed.helpers),
        "size_pt": definition.fonts.max_pt if size_pt is None else size_pt,
        "width_pt": column.width_pt,
        "inset_pt": CELL_INSET_PT,
        "line_starts": line_starts(typeface),
        "text": printed.text,
        "shown": printed.text if ppi is None else _beginning(printed.text),
    }
    if ppi is None:
        pages, (size,) = paper_engine().svg_and_query("cell", {"data": data}, "size")
    else:
        pages, (size,) = paper_engine().png_and_query("cell", {"data": data}, "size", ppi=ppi)
    return CellPicture(pages[0], int(size["lines"]), size["height_pt"], printed.missing)


def _beginning(text: str) -> str:
    return "\n".join(text[:_MOST_SHOWN].split("\n")[:_MOST_LINES_SHOWN])


def room_in_row(place: Field, plan: Plan, definition: Definition) -> int:
    """How many lines an entry may have before its row grows: as many as the highest cell of the other years has.

    At most as many as the definition allows, and those where no other year says anything. Cells that stand beside
    several rows are left out: they make the last of their rows higher, if any.
    """
    measure = plan.measure(place.measure)
    entries = measure.initiatives[measure.position_of(place.initiative)].entries
    others = [
        entry_cell(value.text, definition, year, plan).lines
        for (year, period), value in entries.items()
        if period == place.period and year != place.year and year in plan.years and value.text.strip()
    ]
    limit = line_limit(definition.rules)
    return min(max(others, default=limit or 1), limit or max(others, default=1))
