"""The official workbook of the small office, edited as people edit it in a spreadsheet program."""

from collections.abc import Callable
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.exchange.workbook_changes import BookChange, BookChanges
from kyosei_desktop.exchange.workbook_in import BookTaken, look_at_book, take_book
from kyosei_desktop.report.export import ExportTargets, export_ledger
from kyosei_desktop.report.workbook_notes import NOTES_SHEET
from kyosei_desktop.store.ledger import Ledger
from tests.office import Office

NO, NAME, CONTENT, LABEL, Y2020, Y2021, OUTCOME, RECORD, OWNERS = "ABCDEFGHI"
"""The columns of the sheet. №1 stands in rows 3 to 5, №2 in 6 to 8, №3 in 9 to 14, №4-(1) in 15 to 17."""

Edit = Callable[[Worksheet], None]


def export_book(ledger: Ledger, file: Path) -> Path:
    """The ledger's official workbook."""
    run_to_end(export_ledger(ledger, ExportTargets(xlsx=file)))
    return file


def edited(book: Path, edit: Edit, *, name: str = "直した報告書.xlsx") -> Path:
    """A copy of the book in which somebody has changed the sheet."""
    workbook = load_workbook(book)
    edit(workbook.worksheets[0])
    file = book.with_name(name)
    workbook.save(file)
    return file


def writing(**cells: object) -> Edit:
    """An edit that puts values into cells: `F5="文"`."""

    def edit(sheet: Worksheet) -> None:
        for place, value in cells.items():
            sheet[place] = value

    return edit


def strip_notes(sheet: Worksheet) -> None:
    """What the document inspector of Excel does."""
    book = sheet.parent
    assert book is not None
    del book[NOTES_SHEET]
    sheet["F5"] = "文"


def look(office: Office, file: Path) -> BookChanges:
    """What the book says otherwise."""
    return run_to_end(look_at_book(office.ledger, file))


def take(office: Office, file: Path, **options: object) -> BookTaken:
    """Take the book into the office's ledger."""
    return run_to_end(take_book(office.ledger, file, author="取りまとめ", **options))  # type: ignore[arg-type]


def said(found: BookChanges) -> list[tuple[str, str, str, str]]:
    """Of each change the field, old and new text, and what taking it would do."""
    return [(str(one.address), one.old, one.new, one.standing.name) for one in found.changes]


def only(found: BookChanges) -> BookChange:
    """The only change there is."""
    (change,) = found.changes
    return change
