"""Where the headings of a foreign sheet's table stand, and what they say column by column."""

from collections.abc import Iterator, Sequence

from kyosei_desktop.domain.foreign_words import bare_words, folded, heading_of, meaning_of_heading, span_of
from kyosei_desktop.domain.mapping import SheetMapping
from kyosei_desktop.domain.years import Era, FiscalYear
from kyosei_desktop.exchange.foreign_book import Cell, Sheet

_ROWS_LOOKED_AT = 60
_LEAST_KNOWN = 2
_LONGEST_HEADING = 40
_MOST_HEADER_ROWS = 4
_TITLE_SHARE = 0.6
"""A text over more of the table's width than this, and over more than three columns, is a title and no heading."""


def find_header(sheet: Sheet, eras: Sequence[Era]) -> tuple[int, int] | None:
    """The first and last row of a sheet's headings; None where nothing looks like any."""
    best, most = None, _LEAST_KNOWN - 1
    for row in range(1, min(sheet.last_row, _ROWS_LOOKED_AT) + 1):
        known, all_cells = _known_in(sheet, row, eras)
        if known > most and known * 2 >= all_cells:
            best, most = row, known
    if best is None:
        return None
    first = last = best
    while first > 1 and last - first + 1 < _MOST_HEADER_ROWS and _goes_up(sheet, first, eras):
        first -= 1
    while last < sheet.last_row and last - first + 1 < _MOST_HEADER_ROWS and _goes_down(sheet, first, last, eras):
        last += 1
    return first, last


def _headings_in(sheet: Sheet, row: int) -> list[Cell]:
    return [one for one in sheet.row_cells(row) if not is_title(sheet, one)]


def is_title(sheet: Sheet, cell: Cell) -> bool:
    """Whether a cell spans so much of the table that it is a title."""
    width = cell.last_column - cell.column + 1
    return width > 3 and width > _TITLE_SHARE * sheet.last_column


def _known_in(sheet: Sheet, row: int, eras: Sequence[Era]) -> tuple[int, int]:
    cells = _headings_in(sheet, row)
    return sum(1 for one in cells if _is_heading(one.text, eras)), len(cells)


def _is_heading(text: str, eras: Sequence[Era]) -> bool:
    template, year, _is_bare = heading_of(text, eras)
    if len(template) > _LONGEST_HEADING or "。" in template:
        return False
    return year is not None or meaning_of_heading(template) is not None or span_of(template) is not None


def _goes_up(sheet: Sheet, first: int, eras: Sequence[Era]) -> bool:
    columns = range(1, sheet.last_column + 1)
    if any((one := sheet.cell(first, column)) is not None and one.row < first for column in columns):
        return True
    known, all_cells = _known_in(sheet, first - 1, eras)
    is_above_years = known == 1 == all_cells and _has_years_only(sheet, first - 1, eras)
    return (known >= _LEAST_KNOWN and known * 2 >= all_cells) or is_above_years


def _has_years_only(sheet: Sheet, row: int, eras: Sequence[Era]) -> bool:
    """A single year over several columns of periods."""
    cells = _headings_in(sheet, row)
    return all(one.last_column > one.column and heading_of(one.text, eras)[1] is not None for one in cells)


def _goes_down(sheet: Sheet, first: int, last: int, eras: Sequence[Era]) -> bool:
    columns = range(1, sheet.last_column + 1)
    inside = [one for column in columns if (one := sheet.cell(last, column)) is not None and one.row >= first]
    if any(one.last_row > last and _is_heading(one.text, eras) and not is_title(sheet, one) for one in inside):
        return True
    known, all_cells = _known_in(sheet, last + 1, eras)
    return known >= _LEAST_KNOWN and known == all_cells and not _begins_measures(sheet, last + 1)


def _begins_measures(sheet: Sheet, row: int) -> bool:
    """Whether a row of known words is the first one of the table's body: its first cell holds a number or a label."""
    cells = sheet.row_cells(row)
    return bool(cells) and any(character.isdigit() for character in bare_words(cells[0].text)[:1])


def heading_text(sheet: Sheet, header_rows: tuple[int, int], column: int) -> str:
    """A column's heading: the texts of its header rows joined by LF, of merged cells once."""
    first, last = header_rows
    cells = (sheet.cell(row, column) for row in range(first, last + 1))
    return "\n".join(dict.fromkeys(one.text for one in cells if one is not None and one.row >= first))


def headings(
    sheet: Sheet, header_rows: tuple[int, int], eras: Sequence[Era]
) -> Iterator[tuple[int, str, FiscalYear | None]]:
    """Each column with its heading as mappings have it, and its year."""
    for column in range(1, sheet.last_column + 1):
        template, year, _is_bare = heading_of(heading_text(sheet, header_rows, column), eras)
        yield column, template, year


def locate_header(sheet: Sheet, mapping: SheetMapping, eras: Sequence[Era]) -> tuple[int, int]:
    """Where a mapping's headings stand on this sheet: at its rows, or where most of them are found nearby."""
    first, last = mapping.header_rows
    wanted = {key_of(one.heading) for one in mapping.columns if one.heading}
    rows = range(1, min(max(sheet.last_row - (last - first), 1), first + _ROWS_LOOKED_AT) + 1)

    def found(start: int) -> int:
        shown = headings(sheet, (start, start + last - first), eras)
        return len(wanted.intersection(key_of(text) for _column, text, _year in shown))

    return max(
        ((start, start + last - first) for start in rows),
        key=lambda place: (found(place[0]), -abs(place[0] - first)),
        default=(first, last),
    )


def key_of(heading: str) -> str:
    """A heading without what does not count when headings are compared."""
    return "".join(folded(heading).split()).casefold()
