"""The official workbook: its layout, Excel's limits, and what a spreadsheet program prints of it."""

import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.plan import Plan
from kyosei_desktop.report.pages import compose_report
from kyosei_desktop.report.readback import visible_characters
from kyosei_desktop.report.sheet_layout import SheetLayout, lay_out_sheet
from kyosei_desktop.report.sheet_rows import MOST_ROW_PT
from kyosei_desktop.report.sheet_writing import MOST_PAGE_BREAKS
from kyosei_desktop.report.workbook import check_workbook, official_workbook
from kyosei_desktop.report.workbook_text import MOST_CELL_LINE_FEEDS, MOST_CELL_UNITS, split_text, text_of
from tests.report.conftest import PlanWith
from tests.report.libre_office import LibreOffice
from tests.report.test_pages import HEADER, PAGES, TITLE

FIRST_ENTRY = "E3"


@pytest.fixture(scope="module")
def layout(plan: Plan, definition: Definition) -> SheetLayout:
    """The built-in plan, measured."""
    return lay_out_sheet(compose_report(plan, definition))


@pytest.fixture(scope="module")
def workbook(layout: SheetLayout) -> bytes:
    """The built-in plan's workbook."""
    return official_workbook(layout)


def sheet_of(workbook: bytes) -> Worksheet:
    """The workbook's only sheet, read back."""
    book = load_workbook(io.BytesIO(workbook))
    assert len(book.worksheets) == 1
    return book.worksheets[0]


def made_with(text: str, plan_with: PlanWith, definition: Definition) -> tuple[SheetLayout, bytes]:
    """A workbook whose first entry is a text."""
    layout = lay_out_sheet(compose_report(plan_with(text), definition))
    return layout, official_workbook(layout)


def test_title_and_header_are_repeated_on_a3_landscape_at_a_fixed_scale(workbook: bytes) -> None:
    sheet = sheet_of(workbook)
    assert sheet.print_title_rows == "$1:$2"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (8, "landscape")
    assert (sheet.page_setup.scale, sheet.page_setup.fitToWidth) == (100, None)
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddFooter.center.text == "&P／&N"
    assert (sheet.oddFooter.center.font, sheet.oddFooter.center.size) == ("BIZ UDPGothic,Regular", 9)
    assert sheet["A1"].value == TITLE
    assert "".join(cell.value or "" for cell in sheet[2]) == HEADER


def test_a_measure_has_three_rows_and_merged_cells_around_them(workbook: bytes) -> None:
    merged = {str(one) for one in sheet_of(workbook).merged_cells.ranges}
    assert {f"{column}3:{column}5" for column in "ABCIJK"} <= merged
    assert not any(one.startswith(("D3", "E3", "H5")) for one in merged)


def test_two_initiatives_share_number_name_outcome_and_record(workbook: bytes) -> None:
    sheet = sheet_of(workbook)
    (first,) = (cell.row for (cell,) in sheet["A3:A200"] if cell.value == "34")
    merged = {str(one) for one in sheet.merged_cells.ranges}
    assert {f"{column}{first}:{column}{first + 5}" for column in "ABIJ"} <= merged
    assert {f"{column}{first + 3}:{column}{first + 5}" for column in "CK"} <= merged
    assert [sheet[f"K{row}"].value for row in (first, first + 3)] == ["文化人権課", "生活福祉課"]


def test_two_departments_of_one_initiative_stand_on_lines_of_one_cell(workbook: bytes) -> None:
    assert "福祉総務課・\n地域共生課" in {cell.value for (cell,) in sheet_of(workbook)["K3:K200"]}


def test_pages_break_where_the_papers_pages_do(workbook: bytes) -> None:
    sheet = sheet_of(workbook)
    starts = [sheet[f"A{one.id + 1}"].value for one in sheet.row_breaks.brk]
    assert starts == [f"{first:02d}" for first, _last in PAGES[1:]]


def test_reading_back_finds_every_cell_whole(workbook: bytes, layout: SheetLayout) -> None:
    found = check_workbook(workbook, layout)
    assert (found.cells, found.clipped) == (1042, 0)


def test_reading_back_finds_a_row_too_low_and_a_text_cut_off(workbook: bytes, layout: SheetLayout) -> None:
    book = load_workbook(io.BytesIO(workbook))
    sheet = book.worksheets[0]
    sheet["B3"].value = "短くした名前"
    sheet.row_dimensions[9].height = 5
    spoilt = io.BytesIO()
    book.save(spoilt)
    assert check_workbook(spoilt.getvalue(), layout).clipped >= 4


@pytest.mark.parametrize("text", ["=1+1", "+81", "-5", "@SUM(A1)", "＝1＋1", "#N/A", "  字下げ\n\n終わり ", "'引用"])
def test_a_text_stays_the_text_it_is(text: str, plan_with: PlanWith, definition: Definition) -> None:
    layout, made = made_with(text, plan_with, definition)
    cell = sheet_of(made)[FIRST_ENTRY]
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.quotePrefix == (text[0] in "=+-@＝'")
    assert check_workbook(made, layout).clipped == 0


def test_a_text_that_looks_like_an_escape_of_excel_survives(plan_with: PlanWith, definition: Definition) -> None:
    text = "_x000D_と_x005F_と_x12"
    layout, made = made_with(text, plan_with, definition)
    cell = sheet_of(made)[FIRST_ENTRY]
    assert cell.value == "_x005F_x000D_と_x005F_x005F_と_x12"
    assert text_of(cell.value) == text
    assert check_workbook(made, layout).clipped == 0


def test_a_cell_higher_than_excels_rows_is_merged_over_several(plan_with: PlanWith, definition: Definition) -> None:
    layout, made = made_with("\n".join(f"{number}行目" for number in range(45)), plan_with, definition)
    sheet = sheet_of(made)
    heights = [sheet.row_dimensions[row].height for row in range(3, sheet.max_row + 1)]
    assert max(heights) <= MOST_ROW_PT
    merged = next(one for one in sheet.merged_cells.ranges if str(one).startswith(f"{FIRST_ENTRY}:"))
    assert sum(heights[: merged.size["rows"]]) >= 45 * layout.size_pt * 1.25
    assert check_workbook(made, layout).clipped == 0


def test_a_text_longer_than_excels_cells_continues_below(plan_with: PlanWith, definition: Definition) -> None:
    text = "長い文が続き、" * 7000
    layout, made = made_with(text, plan_with, definition)
    column = [cell.value for (cell,) in sheet_of(made)["E3:E400"] if cell.value]
    assert "".join(column).startswith(text)
    assert max(map(len, column)) <= MOST_CELL_UNITS
    assert check_workbook(made, layout).clipped == 0


def test_pieces_of_a_text_respect_both_limits_and_join_to_the_text() -> None:
    text = "\n" * 600 + "𠮷" * 20_000 + "あ" * 40_000
    pieces = list(split_text(text))
    assert "".join(pieces) == text
    assert all(len(piece.encode("utf-16-le")) // 2 <= MOST_CELL_UNITS for piece in pieces)
    assert all(piece.count("\n") <= MOST_CELL_LINE_FEEDS for piece in pieces)
    assert list(split_text("")) == [""]


def test_measures_that_no_page_was_set_for_are_not_torn_apart(plan: Plan, definition: Definition) -> None:
    flowing = replace(plan, measures=tuple(replace(one, page=None) for one in plan.measures))
    layout = lay_out_sheet(compose_report(flowing, definition))
    sheet = sheet_of(official_workbook(layout))
    starts = [sheet[f"A{one.id + 1}"].value for one in sheet.row_breaks.brk]
    assert starts
    assert all(starts)


def test_libreoffice_prints_the_papers_pages_and_no_character_is_missing(
    workbook: bytes, layout: SheetLayout, libre_office: LibreOffice
) -> None:
    _check_pages(libre_office.print(workbook), layout)


def test_no_character_is_missing_where_another_typeface_takes_the_place_of_the_reports(
    workbook: bytes, layout: SheetLayout, libre_office_without_typeface: LibreOffice
) -> None:
    """A workbook cannot carry its typeface along: measured for that alone, 886 characters were cut off."""
    _check_pages(libre_office_without_typeface.print(workbook), layout)


def _check_pages(pages: Sequence[str], layout: SheetLayout) -> None:
    assert len(pages) == len(PAGES)
    for number, (page, (first, last)) in enumerate(zip(pages, PAGES, strict=True), start=1):
        cells = [
            cell.text
            for one in layout.composition.measures
            if isinstance(one.no, int) and first <= one.no <= last
            for cell in one.cells
        ]
        expected = visible_characters(TITLE + HEADER + f"{number}／17" + "".join(cells))
        assert Counter(visible_characters(page)) == Counter(expected), f"page {number}"


def test_the_cells_look_comes_from_few_named_styles_of_the_reports_typeface(workbook: bytes) -> None:
    book = load_workbook(io.BytesIO(workbook))
    sheet = book.worksheets[0]
    names = {cell.style for row in sheet.iter_rows(min_row=2) for cell in row if cell.value}
    assert names == {"報告書の欄（中央）", "報告書の欄（左）", "報告書の欄（左・太字）"}
    assert {cell.font.name for row in sheet.iter_rows() for cell in row if cell.value} == {"BIZ UDPGothic"}
    assert {"報告書の題名", *names} <= set(book.named_styles)


def test_libreoffice_keeps_texts_heights_and_page_set_up_when_it_saves_the_workbook(
    workbook: bytes, libre_office: LibreOffice
) -> None:
    """What a user does who opens the workbook there and saves it."""
    ours = sheet_of(workbook)
    theirs = sheet_of(libre_office.convert(workbook, to="xlsx:Calc MS Excel 2007 XML"))
    cells = [cell.coordinate for row in ours.iter_rows() for cell in row]
    assert [theirs[place].value for place in cells] == [ours[place].value for place in cells]
    assert theirs.print_title_rows == ours.print_title_rows
    assert theirs.print_area == ours.print_area
    assert [one.id for one in theirs.row_breaks.brk] == [one.id for one in ours.row_breaks.brk]
    assert {str(one) for one in theirs.merged_cells.ranges} == {str(one) for one in ours.merged_cells.ranges}
    for row in range(1, ours.max_row + 1):
        assert abs(theirs.row_dimensions[row].height - ours.row_dimensions[row].height) <= 0.75, row


def test_libreoffice_prints_a_text_higher_than_a_row_to_its_last_character(
    plan_with: PlanWith, definition: Definition, libre_office: LibreOffice
) -> None:
    text = "".join(f"{number}番目の文、" for number in range(2000))
    layout, made = made_with(text, plan_with, definition)
    printed = Counter(visible_characters("".join(libre_office.print(made))))
    expected = Counter(visible_characters("".join(cell.text for cell in layout.composition.cells)))
    assert not expected - printed


def test_libreoffice_reads_an_escape_like_text_as_it_was(
    plan_with: PlanWith, definition: Definition, libre_office: LibreOffice
) -> None:
    _layout, made = made_with("_x0041_と=1+1", plan_with, definition)
    assert "_x0041_と=1+1" in "".join("".join(libre_office.print(made)).split())


def test_rows_at_a_third_of_their_height_would_be_caught_by_the_printed_pages(
    workbook: bytes, layout: SheetLayout, libre_office: LibreOffice
) -> None:
    book: Workbook = load_workbook(io.BytesIO(workbook))
    for dimension in book.worksheets[0].row_dimensions.values():
        dimension.height = (dimension.height or 0) / 3
    spoilt = io.BytesIO()
    book.save(spoilt)
    printed = Counter(visible_characters("".join(libre_office.print(spoilt.getvalue()))))
    expected = Counter(visible_characters("".join(cell.text for cell in layout.composition.cells)))
    assert (expected - printed).total() > 500


def test_no_more_pages_are_broken_by_hand_than_excel_allows(layout: SheetLayout) -> None:
    """Excel takes a sheet with more for damaged."""
    many = replace(layout, page_rows=range(4, 4 + MOST_PAGE_BREAKS + 10))
    breaks = sheet_of(official_workbook(many)).row_breaks
    assert len(breaks.brk) == MOST_PAGE_BREAKS
