"""A real spreadsheet program opens an Excel form, keeps locked what is locked, fills it in, sorts it and saves it."""

import io
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from openpyxl import load_workbook

from kyosei_desktop import paths
from kyosei_desktop.domain.plan import BlankReason, Value
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.exchange.excel_form_writing import SHEET_NAME
from kyosei_desktop.exchange.request_forms import RequestForm
from kyosei_desktop.exchange.requesting import make_requests
from kyosei_desktop.report.readback import read_pages
from kyosei_desktop.store.submissions import list_submissions
from tests.office import SOUMU, Office, entry, of_measure
from tests.report.libre_office import LibreOffice

# Texts that programs like to change: white space at the ends, tabs, formulas, numbers, characters beyond the BMP, and
# what Office Open XML takes for an escape.
PECULIAR = {
    of_measure(1, "outcome"): "=1+1",
    of_measure(1, "record"): "  前に空白\n\t字下げ\n\n",
    of_measure(2, "outcome"): "0012",
    of_measure(2, "record"): "𠮷野家の👨‍👩‍👧と㈱①_x000D_",
    of_measure(3, "outcome"): "'引用符で始まる",
    of_measure(3, "record"): "2022/4/1",
}

_FILL_IN = """
sheet = book.Sheets.getByName("回答")
sheet.getCellRangeByName("J2").String = "福祉 花子"
sheet.getCellRangeByName("J7").String = "=一で始まる" & Chr(10) & "二行目_x0041_"
sheet.getCellRangeByName("J8").Formula = "来年の予定"
sheet.getCellRangeByName("I11").String = "該当なし"
Save(book, 0, "Calc MS Excel 2007 XML")
sheet.unprotect("")
sheet.Rows.insertByIndex(9, 2)
sheet.Name = "名前を変えたシート"
Dim field(0) As New com.sun.star.table.TableSortField
field(0).Field = 4
field(0).IsAscending = False
sheet.getCellRangeByName("A7:J20").sort(Array(Property("SortFields", field())))
Save(book, 1, "Calc MS Excel 2007 XML")
"""


@pytest.fixture(scope="module")
def libre_office(tmp_path_factory: pytest.TempPathFactory) -> LibreOffice:
    return LibreOffice(tmp_path_factory.mktemp("libreoffice"), [Path("/usr/share/fonts"), paths.FONTS])


@pytest.fixture(scope="module")
def files(office_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with peculiar texts in the form of 福祉総務課, called 様式.xlsx."""
    folder = tmp_path_factory.mktemp("forms") / "office"
    shutil.copytree(office_files, folder)
    office = Office(folder)
    for place, text in PECULIAR.items():
        office.edit(place, text)
    forms = {office.department(SOUMU): RequestForm.EXCEL}
    work = make_requests(office.ledger, folder, departments=list(forms), forms=forms, author="取りまとめ")
    run_to_end(work)[0].file.rename(folder / "様式.xlsx")
    office.close()
    return folder


@pytest.fixture(scope="module")
def edited(files: Path, libre_office: LibreOffice) -> Sequence[bytes]:
    """The form filled in; the same with rows inserted and sorted and the sheet renamed."""
    return libre_office.edit((files / "様式.xlsx").read_bytes(), _FILL_IN, ["記入.xlsx", "並べ替え.xlsx"])


@pytest.fixture
def office(files: Path, tmp_path: Path) -> Iterator[Office]:
    shutil.copytree(files, tmp_path / "office")
    office = Office(tmp_path / "office")
    yield office
    office.close()


@pytest.mark.parametrize("version", [0, 1], ids=["filled in", "rows inserted and sorted"])
def test_a_form_edited_and_saved_by_libreoffice_is_merged_and_nothing_else_has_changed(
    office: Office, edited: Sequence[bytes], version: int
) -> None:
    file = office.folder / "回答.xlsx"
    file.write_bytes(edited[version])
    (merged,) = office.merge(file).files
    assert (merged.refused, merged.taken, len(merged.fields)) == (None, 3, 3)
    assert office.text(entry(1)) == "=一で始まる\n二行目_x0041_"
    assert office.text(entry(1, period="plan", year=2022)) == "来年の予定"
    assert office.value(entry(2)) == Value(blank=BlankReason.NOT_APPLICABLE)
    assert {place: office.text(place) for place in PECULIAR} == PECULIAR
    assert list_submissions(office.ledger)[0].person == "福祉 花子"


def test_both_ways_of_saving_it_are_one_submission(office: Office, edited: Sequence[bytes]) -> None:
    files = [office.folder / f"{number}.xlsx" for number in (1, 2)]
    for file, content in zip(files, edited, strict=True):
        file.write_bytes(content)
    office.merge(*files)
    assert len(list_submissions(office.ledger)) == 1


def test_only_answers_states_and_whom_to_ask_may_be_written(edited: Sequence[bytes]) -> None:
    sheet = load_workbook(io.BytesIO(edited[0]))[SHEET_NAME]
    assert sheet.protection.sheet
    open_cells = {cell.coordinate for row in sheet["A1:J18"] for cell in row if not cell.protection.locked}
    answers = {f"{column}{row}" for row in range(7, 19) for column in "IJ"}
    assert open_cells == answers | {"J2", "J3", "J4"}


def test_it_prints_on_a4_with_every_text_that_stands_in_it(files: Path, libre_office: LibreOffice) -> None:
    content = (files / "様式.xlsx").read_bytes()
    printed = "".join("".join(read_pages(libre_office.convert(content, to="pdf"))).split())
    sheet = load_workbook(io.BytesIO(content))[SHEET_NAME]
    assert sheet.page_setup.orientation == "landscape"
    rows = sheet.iter_rows(min_row=6, min_col=2, max_col=9)
    for text in (str(cell.value) for row in rows for cell in row if cell.value is not None):
        assert "".join(text.split()) in printed
