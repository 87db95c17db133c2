"""What a ledger holds for the offices only, as a workbook that says on every page that it must not be published."""

from collections.abc import Generator, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.report.data_table import DataValue
from kyosei_desktop.report.export import ExportResult
from kyosei_desktop.report.table_sheet import table_book, write_table, write_table_in_parts
from kyosei_desktop.report.workbook_file import workbook_file
from kyosei_desktop.report.workbook_text import split_text
from kyosei_desktop.store.files import replacing
from kyosei_desktop.store.internal_contents import internal_contents, internal_tables
from kyosei_desktop.store.ledger import Ledger

_NARROWEST, _WIDEST = 12, 80
_LIST_WIDTHS = (60, 12)


def export_internal(ledger: Ledger, file: Path) -> Generator[Step, None, ExportResult]:
    """Write the workbook; a file of that name is replaced. Closing the generator leaves nothing behind.

    Raises:
        FileNotWritten, WouldReplaceLedger: what was there stays as it was.
    """
    yield Step(0, 1, _("内部用の記録"))
    made = yield from internal_workbook(ledger)
    with replacing(file) as beside:
        beside.write_bytes(made)
    return ExportResult(cells=0, clipped=0, pages=0, files=(file,), missing_glyphs=())


def internal_workbook(ledger: Ledger) -> Generator[Step, None, bytes]:
    """A sheet that lists what is in it, then one for each table of `internal_tables`."""
    definition = ledger.definition
    tables = internal_tables(ledger)
    book = table_book(definition.fonts.family)
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = _("入っているもの")
    warning = _("内部用：公開しないでください")
    listed: list[Sequence[DataValue]] = [[_(one.kind.value), len(one.texts)] for one in internal_contents(tables)]
    write_table(first, [[warning, _("件数")], *listed], _LIST_WIDTHS, definition.fonts)
    total, done = sum(len(table.rows) for table in tables) + 1, 0
    for table in tables:
        titles = [column.title for column in table.columns]
        rows = [titles, *(piece for row in table.rows for piece in _within_cells(row))]
        for written in write_table_in_parts(book.create_sheet(table.title), rows, _widths(rows), definition.fonts):
            yield Step(min(done + written, total), total, table.title)
        done += len(table.rows)
    for sheet in book.worksheets:
        sheet.auto_filter.ref = sheet.dimensions
        header = sheet.oddHeader
        assert header is not None
        header.center.text = warning
    yield Step(total, total, _("ファイルを保存しています"))
    return workbook_file(book, ledger.plan(), definition, None)


def _within_cells(row: Sequence[str]) -> Iterator[Sequence[str]]:
    """The row, and where no cell can hold one of its texts further rows with what is left of it."""
    return zip_longest(*(list(split_text(text)) for text in row), fillvalue="")


def _widths(rows: Sequence[Sequence[DataValue]]) -> list[int]:
    """In digits: as wide as the longest line of a column, within what can be read."""
    lines = [[line for row in rows for line in str(row[number]).split("\n")] for number in range(len(rows[0]))]
    return [min(max(2 * max(map(len, column)) + 2, _NARROWEST), _WIDEST) for column in lines]
