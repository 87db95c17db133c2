"""What people and programs do to a workbook: what means nothing is harmless, and what cannot be read is named."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.worksheet.worksheet import Worksheet

from kyosei_desktop.domain.plan import Address, BlankReason, FieldKind, Value
from tests.exchange.books import edited, export_book, look, only, said, strip_notes, take, writing
from tests.office import KYOSEI, SOUMU, Office, entry


def reformat(sheet: Worksheet) -> None:
    """Looks, names and places that mean nothing."""
    sheet.title = "修正版"
    for cell in sheet["F"]:
        cell.style = "Normal"
    sheet.column_dimensions["G"].hidden = True
    sheet.row_dimensions[6].hidden = True
    sheet.freeze_panes = None


def respace(sheet: Worksheet) -> None:
    """Spaces at the ends of lines, line ends of Windows, a heading in another width."""
    sheet["E3"] = f"{sheet['E3'].value} \r\n"
    sheet["E4"] = f"{sheet['E4'].value}_x000D_\n"
    sheet["B2"] = " 施 策\n名"
    sheet["A1"] = f" {sheet['A1'].value}"


def unmerge(sheet: Worksheet, *, fills: bool) -> None:
    """Break all merged cells, and as a macro does, fill each cell with what stood in the first."""
    for one in list(sheet.merged_cells.ranges):
        value = sheet.cell(one.min_row, one.min_col).value
        sheet.unmerge_cells(one.coord)
        if fills and one.min_row > 2:
            for row in range(one.min_row, one.max_row + 1):
                sheet.cell(row, one.min_col).value = value


def move_columns(sheet: Worksheet) -> None:
    """Put the owners before everything and drop the column of the year before."""
    unmerge(sheet, fills=False)
    sheet.insert_cols(1)
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, 1).value, sheet.cell(row, 10).value = sheet.cell(row, 10).value, None
    sheet.delete_cols(6)


def move_measures(sheet: Worksheet) -> None:
    """Put №1 last."""
    unmerge(sheet, fills=False)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3, max_row=17)]
    for number, row in enumerate([*rows[3:], *rows[:3]], start=3):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column).value = value


def insert_rows(sheet: Worksheet) -> None:
    """An empty row between two measures, and the header once more."""
    unmerge(sheet, fills=False)
    sheet.insert_rows(6, 2)
    for column in range(1, 10):
        sheet.cell(7, column).value = sheet.cell(2, column).value


def turn_into_numbers(sheet: Worksheet) -> None:
    """What Excel does to 01."""
    sheet["A3"] = 1
    sheet["A3"].number_format = "00"
    sheet["A6"] = 2.0


@pytest.mark.parametrize(
    "edit",
    [
        reformat,
        respace,
        lambda sheet: unmerge(sheet, fills=False),
        lambda sheet: unmerge(sheet, fills=True),
        move_measures,
        insert_rows,
        turn_into_numbers,
    ],
    ids=["looks", "spaces", "unmerged", "filled", "moved measures", "inserted rows", "numbers"],
)
def test_what_means_nothing_is_harmless(office: Office, book: Path, edit: object) -> None:
    found = look(office, edited(book, edit))  # type: ignore[arg-type]
    assert (said(found), found.remarks) == ([], [])


def test_moved_columns_are_harmless_and_a_missing_one_changes_nothing(office: Office, book: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        move_columns(sheet)
        sheet.delete_cols(7)

    found = look(office, edited(book, edit))
    assert said(found) == []
    assert found.remarks == ["「成果内容」の列がありません。その欄は台帳のままにします。"]


def test_rich_text_is_text(office: Office, book: Path) -> None:
    rich = CellRichText("太い", TextBlock(InlineFont(b=True), "文字"), "の文")
    assert only(look(office, edited(book, writing(F5=rich)))).new == "太い文字の文"


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [(1234, "#,##0", "1,234"), (0.5, "0%", "50%"), (12, "General", "12"), (0.25, "0.00", "0.25"), (7, "000", "007")],
)
def test_a_number_says_what_is_seen(office: Office, book: Path, value: float, number_format: str, text: str) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["F5"] = value
        sheet["F5"].number_format = number_format

    assert only(look(office, edited(book, edit))).new == text


def test_a_number_that_a_program_has_made_of_a_text_is_no_change(office: Office) -> None:
    office.edit(entry(1), "１,２３４")
    book = export_book(office.ledger, office.folder / "後の報告書.xlsx")
    assert look(office, edited(book, writing(F5=1234))).changes == ()


@pytest.mark.parametrize(
    ("value", "problem"),
    [("=1+1", "式が入っています"), ("=A1&B1", "式が入っています"), ("#REF!", "計算の誤りの印（#REF!）"), (True, None)],
)
def test_formulas_and_errors_are_named_by_their_cell_and_not_taken(
    office: Office, book: Path, value: object, problem: str | None
) -> None:
    change = only(look(office, edited(book, writing(F5=value, F8=None))))
    assert change.cell == "F5"
    if problem is None:
        assert change.new == "TRUE"
    else:
        assert problem in change.remark
        assert take(office, office.folder / "直した報告書.xlsx").taken == []


def test_dates_are_named_by_their_cell(office: Office, book: Path) -> None:
    change = only(look(office, edited(book, writing(F5=date(2021, 4, 1)))))
    assert (change.cell, change.standing.name) == ("F5", "UNREADABLE")
    assert "日付" in change.remark


def test_a_text_that_begins_like_a_formula_is_a_text(office: Office) -> None:
    office.edit(entry(1), "=1+1")
    book = export_book(office.ledger, office.folder / "後の報告書.xlsx")
    assert look(office, book).changes == ()


def test_characters_that_no_field_may_hold_are_said(office: Office, book: Path) -> None:
    change = only(look(office, edited(book, writing(F5="文_x0007_"))))
    assert (change.cell, change.standing.name) == ("F5", "UNREADABLE")


def test_a_measure_whose_rows_are_out_of_order_is_not_believed(office: Office, book: Path) -> None:
    def sort(sheet: Worksheet) -> None:
        unmerge(sheet, fills=False)
        for column in range(1, 10):  # rows of №3 swapped without their numbers
            one, other = sheet.cell(10, column), sheet.cell(13, column)
            one.value, other.value = other.value, one.value
            one, other = sheet.cell(9, column), sheet.cell(13, column)
            one.value, other.value = (one.value, other.value) if column == 1 else (other.value, one.value)
        sheet["F5"] = "文"

    found = look(office, edited(book, sort))
    assert [one[0] for one in said(found)] == ["1.1.2021.second_half"]
    assert found.remarks == ["9行目からの№03は読みません：期間の行が足りないか、並びが変わっています。"]


def test_measures_added_removed_or_twice_are_said_and_change_nothing(office: Office, book: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        unmerge(sheet, fills=False)
        sheet["A6"] = "99"
        sheet["A15"] = "1"

    found = look(office, edited(book, edit))
    assert said(found) == []
    assert [one.split("：")[0] for one in found.remarks] == [
        "3行目からの№01は読みません",
        "6行目からの№99は読みません",
        "15行目からの№1は読みません",
        "№02、№4-(1)の行がありません。台帳のままにします。",
    ]


def test_a_row_added_within_a_measure_is_shown_and_waits_for_a_choice(office: Office, book: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        unmerge(sheet, fills=False)
        sheet.insert_rows(6)
        sheet["F5"], sheet["F6"] = "一行目", "二行目"

    file = edited(book, edit)
    change = only(look(office, file))
    assert (change.new, change.standing.name) == ("一行目\n二行目", "CHOICE")
    assert take(office, file).taken == []
    take(office, file, chosen={change.place.id})
    assert office.text(entry(1)) == "一行目\n二行目"


def test_a_changed_title_is_said(office: Office, book: Path) -> None:
    assert look(office, edited(book, writing(A1="別の題名"))).remarks == [
        "題名は取り込みません。計画の題名は台帳のままにします。"
    ]


# Fields of their own kind


def test_departments_are_found_by_name_however_they_stand_together(office: Office, book: Path) -> None:
    owners = Address(1, FieldKind.DEPARTMENTS, 1)
    take(office, edited(book, writing(I3=f"{SOUMU}、{KYOSEI}")))
    assert office.text(owners).split("\n") == [office.department(SOUMU), office.department(KYOSEI)]


def test_departments_that_only_stand_together_otherwise_are_no_change(office: Office) -> None:
    """With notes or without: what differs in nothing but what stands between names is shown as no change."""
    office.edit(Address(1, FieldKind.DEPARTMENTS, 1), f"{SOUMU}\n{KYOSEI}")
    book = edited(export_book(office.ledger, office.folder / "二課.xlsx"), writing(I3=f"{SOUMU}、{KYOSEI}"))
    for file in (book, edited(book, strip_notes, name="控えのない報告書.xlsx")):
        assert [one for one in look(office, file).changes if one.place.kind is FieldKind.DEPARTMENTS] == []


def test_a_department_that_is_not_known_waits_for_a_choice(office: Office, book: Path) -> None:
    file = edited(book, writing(I3=f"{SOUMU}・\n子ども・子育て課"))
    change = only(look(office, file))
    assert (change.new, change.standing.name) == (f"{SOUMU}\n子ども・子育て課", "CHOICE")
    assert "台帳にない担当課です：子ども・子育て課" in change.remark
    assert take(office, file).taken == []
    take(office, file, chosen={change.place.id})
    assert [one.name for one in office.ledger.plan().departments] == [SOUMU, KYOSEI, "子ども・子育て課"]


def test_an_initiative_keeps_a_department(office: Office, book: Path) -> None:
    change = only(look(office, edited(book, writing(I3=None))))
    assert (change.standing.name, "担当課が空です" in change.remark) == ("UNREADABLE", True)


def test_a_reason_for_a_blank_stays_while_the_cell_is_blank(office: Office) -> None:
    office.edit(entry(1), Value(blank=BlankReason.ENDED))
    book = export_book(office.ledger, office.folder / "後の報告書.xlsx")
    assert look(office, book).changes == ()
    take(office, edited(book, writing(F5="再開した")))
    assert office.value(entry(1)) == Value("再開した")


def test_a_cleared_cell_clears_the_field(office: Office, book: Path) -> None:
    take(office, edited(book, writing(E3=None)))
    assert office.value(entry(1, period="plan", year=2020)) == Value()
