"""How answers come out on paper, for the rules that ask: printed lines, and characters without a glyph.

The window draws each cell anyway and knows both; the command line measures here, and only what may matter.
"""

from kyosei_desktop.domain.definition import ColumnSource, Definition
from kyosei_desktop.domain.plan import Field, Plan, Value
from kyosei_desktop.domain.rules.printed_form import line_limit
from kyosei_desktop.domain.rules.question import Measure, Printed
from kyosei_desktop.domain.years import FiscalYear

# What Windows writes for characters of JIS X 0208 that its tables take for others.
_JIS_FORMS = str.maketrans("～－∥―￠￡￢", "〜−‖—¢£¬")


def print_measure(definition: Definition, plan: Plan) -> Measure:
    """Measures entries of a plan's report in this definition; other fields share their cell with too much to tell.

    The paper engine and its fonts take a second to start. A text that is too short for any rule about lines, in
    characters that every Japanese typeface has, needs neither.
    """
    limit = line_limit(definition.rules)

    def measure(place: Field, value: Value) -> Printed | None:
        if place.year is None:
            return None
        if _is_plain(value.text) and (limit is None or _most_lines(value.text, definition, place.year) <= limit // 2):
            return Printed(None)
        from kyosei_desktop.report.cell import entry_cell  # slow to load

        picture = entry_cell(value.text, definition, place.year, plan)
        return Printed(picture.lines, picture.missing_glyphs)

    return measure


def _is_plain(text: str) -> bool:
    """Whether all characters are of JIS X 0208, or ASCII, or half-width kana."""
    try:
        text.translate(_JIS_FORMS).encode("shift_jis")
    except UnicodeEncodeError:
        return False
    return True


def _most_lines(text: str, definition: Definition, year: FiscalYear) -> float:
    """More lines than the text can have: two lines side by side hold more than a column's width, or would be one."""
    column = next(one for one in definition.columns if one.source is ColumnSource.ENTRY)
    return text.count("\n") + 1 + 2 * len(text) / column.width_of(year)
