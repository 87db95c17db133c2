"""A mapping put on a book: which sheets it reads, and which of their columns hold what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from kyosei_desktop.domain.foreign_words import folded, heading_of, is_department
from kyosei_desktop.domain.mapping import DEPARTMENT, YEAR, ColumnMapping, Holds, Mapping, SheetMapping
from kyosei_desktop.domain.years import Era, FiscalYear
from kyosei_desktop.exchange.foreign_book import ForeignBook, Sheet
from kyosei_desktop.exchange.foreign_header import headings, key_of, locate_header

_ENOUGH = 0.6
"""The share of a mapping's headings that a sheet must have to be taken for one more of its kind."""


@dataclass(frozen=True, slots=True)
class PlacedColumn:
    """A column of a sheet and what it holds; `year` is the mapping's or that of its heading."""

    number: int
    mapping: ColumnMapping
    year: FiscalYear | None

    @property
    def holds(self) -> Holds:
        """What its cells hold."""
        return self.mapping.holds


@dataclass(frozen=True)
class PlacedSheet:
    """A sheet that is read, by which part of the mapping, and where its columns stand."""

    sheet: Sheet
    mapping: SheetMapping
    header_rows: tuple[int, int]
    columns: tuple[PlacedColumn, ...]
    missing: tuple[str, ...]
    """Headings that the mapping names and the sheet does not have."""
    year: FiscalYear | None
    department: str | None

    def of(self, holds: Holds) -> list[PlacedColumn]:
        """Columns that hold it, from the left."""
        return [one for one in self.columns if one.holds is holds]

    def first(self, holds: Holds) -> PlacedColumn | None:
        """The first column that holds it."""
        return next(iter(self.of(holds)), None)


def place_sheets(book: ForeignBook, mapping: Mapping, eras: Sequence[Era]) -> list[PlacedSheet]:
    """The sheets of a book that a mapping reads, in the book's order, each sheet once."""
    placed: list[PlacedSheet] = []
    done = set(mapping.skipped_sheets)
    named = [one for one in mapping.sheets if YEAR not in one.name and one.name != DEPARTMENT]
    for one in (*named, *(one for one in mapping.sheets if one not in named)):
        for sheet, year, department in _sheets_of(book, one, done, eras):
            made = _place(sheet, one, year, department, eras)
            if one.name != DEPARTMENT or _is_of_its_kind(made):
                done.add(sheet.name)
                placed.append(made)
    order = {one.name: number for number, one in enumerate(book.sheets)}
    return sorted(placed, key=lambda one: order[one.sheet.name])


def _sheets_of(
    book: ForeignBook, mapping: SheetMapping, done: set[str], eras: Sequence[Era]
) -> Iterator[tuple[Sheet, FiscalYear | None, str | None]]:
    for sheet in book.sheets:
        if sheet.name in done:
            continue
        template, year, _is_bare = heading_of(sheet.name, eras)
        if YEAR in mapping.name and key_of(template) == key_of(mapping.name):
            yield sheet, mapping.year or year, mapping.department
        elif mapping.name == DEPARTMENT and not sheet.is_hidden and is_department(sheet.name):
            yield sheet, mapping.year, sheet.name.strip()
        elif key_of(folded(sheet.name)) == key_of(mapping.name):
            yield sheet, mapping.year, mapping.department


def _place(
    sheet: Sheet, mapping: SheetMapping, year: FiscalYear | None, department: str | None, eras: Sequence[Era]
) -> PlacedSheet:
    header_rows = locate_header(sheet, mapping, eras)
    placed, used = [], set[str]()
    for number, heading, heading_year in headings(sheet, header_rows, eras):
        found = _mapping_for(mapping, heading, get_column_letter(number), used)
        if found is not None:
            used.add(found.column)
            placed.append(PlacedColumn(number, found, found.year or heading_year))
    found_keys = {key_of(one.mapping.heading) for one in placed}
    missing = [
        one.heading or one.column
        for one in mapping.columns
        if one.holds is not Holds.IGNORE and key_of(one.heading) not in found_keys
    ]
    return PlacedSheet(sheet, mapping, header_rows, tuple(placed), tuple(dict.fromkeys(missing)), year, department)


def _mapping_for(mapping: SheetMapping, heading: str, letter: str, used: set[str]) -> ColumnMapping | None:
    """By heading, of several alike the one of that letter, else the next; without a heading by letter alone."""
    alike = [one for one in mapping.columns if key_of(one.heading) == key_of(heading)]
    same_place = next((one for one in alike if one.column == letter), None)
    if same_place is not None or not key_of(heading):
        return same_place
    unused = next((one for one in alike if one.column not in used), None)
    return unused or (alike[0] if alike and YEAR in heading else None)


def _is_of_its_kind(placed: PlacedSheet) -> bool:
    wanted = {key_of(one.heading) for one in placed.mapping.columns if one.heading}
    return len(placed.missing) <= (1 - _ENOUGH) * len(wanted)
