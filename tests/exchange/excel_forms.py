"""An Excel form as a clerk handles it: the cells of a field found by its row's words, and what is typed into them."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from kyosei_desktop.domain.plan import Address, BlankReason, Value
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.exchange.excel_form_layout import ANSWER_MARK, COLUMNS_MARK, STATE_MARK
from kyosei_desktop.exchange.excel_form_writing import SHEET_NAME
from kyosei_desktop.exchange.request_forms import RequestForm
from kyosei_desktop.exchange.requesting import make_requests
from kyosei_desktop.report.workbook_text import set_text
from tests.office import KYOSEI, SOUMU, Office

STATES = {BlankReason.ENDED: "終了", BlankReason.NOT_APPLICABLE: "該当なし"}


@dataclass
class Form:
    """A form open in a spreadsheet program."""

    path: Path
    office: Office

    def __post_init__(self) -> None:
        self.book: Workbook = load_workbook(self.path)
        self.sheet: Worksheet = self.book[SHEET_NAME]

    def column(self, mark: str) -> int:
        """The column that has a mark."""
        cells = (cell for row in self.sheet.iter_rows() for cell in row if cell.value == mark)
        return next(cells).column

    def row(self, mark: str) -> int:
        """The row that has a field's id, or another mark, in the column of ids."""
        ids = self.column(COLUMNS_MARK)
        return next(row for row in range(1, self.sheet.max_row + 1) if self.sheet.cell(row, ids).value == mark)

    def answer(self, address: Address) -> Cell:
        """The cell that answers a field."""
        return self._cell(self.row(self.office.field(address)), ANSWER_MARK)

    def state(self, address: Address) -> Cell:
        """The cell of its state."""
        return self._cell(self.row(self.office.field(address)), STATE_MARK)

    def contact(self, mark: str) -> Cell:
        """The cell of whom to ask, their number, or words."""
        return self._cell(self.row(mark), ANSWER_MARK)

    def _cell(self, row: int, mark: str) -> Cell:
        cell = self.sheet.cell(row, self.column(mark))
        assert isinstance(cell, Cell)
        return cell

    def write(self, answers: Mapping[Address, str | Value]) -> "Form":
        """Type answers in; an empty one empties the cell."""
        for address, said in answers.items():
            value = said if isinstance(said, Value) else Value(said)
            cell, state = self.answer(address), self.state(address)
            cell.value = None
            set_text(cell, value.text)  # as Excel writes what is typed into a cell of text
            state.value = None if value.blank is None else STATES[value.blank]
        return self

    def save(self, path: Path | None = None) -> Path:
        """Save it, by default in its place."""
        self.book.save(path or self.path)
        return path or self.path


def form_of(office: Office, department: str, folder: str = "様式") -> Form:
    """A department's form, made now."""
    work = make_requests(
        office.ledger,
        office.folder / folder,
        departments=[office.department(department)],
        forms={office.department(department): RequestForm.EXCEL},
        author="取りまとめ",
    )
    (made,) = run_to_end(work)
    assert made.form is RequestForm.EXCEL
    return Form(made.file, office)


def make_office_with_forms(office_files: Path, folder: Path) -> None:
    """An office whose departments have Excel forms too, in the folder 様式; to be copied, not to be changed."""
    shutil.copytree(office_files, folder)
    office = Office(folder)
    forms = {office.department(name): RequestForm.EXCEL for name in (SOUMU, KYOSEI)}
    run_to_end(make_requests(office.ledger, folder / "様式", forms=forms, author="取りまとめ"))
    office.close()


def open_form(office: Office, department: str = SOUMU) -> Form:
    """A department's form of an office with forms."""
    return Form(office.folder / "様式" / f"照会_令和３年度下期実績_{department}.xlsx", office)
