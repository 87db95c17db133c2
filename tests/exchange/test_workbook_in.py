"""The official workbook, edited in a spreadsheet program, comes back as a merge."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.worksheet.worksheet import Worksheet

from kyosei_desktop.domain.definition import ColumnSource
from kyosei_desktop.domain.plan import Address, BlankReason, FieldKind, Value
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.exchange.workbook_in import (
    BookForWorkFile,
    NotTheReport,
    NoWayBack,
    look_at_book,
    read_book,
    withdraw_book,
)
from kyosei_desktop.exchange.workbook_layout import SeveralReports
from kyosei_desktop.report.workbook_notes import NOTES_SHEET
from kyosei_desktop.store.books_taken import list_taken_books, withdraw_taken_book
from kyosei_desktop.store.conflicts import count_conflicts
from kyosei_desktop.store.history import list_changes
from kyosei_desktop.store.withdrawing import NothingToWithdraw
from tests.exchange.books import edited, export_book, look, only, said, take, writing
from tests.office import KYOSEI, SOUMU, Office, check_stored_is_derived, entry, ledger_state, of_measure


@pytest.fixture(scope="module")
def exported(office_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book of the office before anybody has answered."""
    folder = tmp_path_factory.mktemp("book") / "office"
    shutil.copytree(office_files, folder)
    office = Office(folder)
    try:
        return export_book(office.ledger, folder / "報告書.xlsx")
    finally:
        office.close()


@pytest.fixture
def book(exported: Path, office: Office) -> Path:
    """A copy beside the office's ledger."""
    return Path(shutil.copy(exported, office.folder))


def test_a_book_that_nobody_touched_says_nothing_new(office: Office, book: Path) -> None:
    before = ledger_state(office.ledger)
    found = look(office, book)
    assert (found.changes, found.remarks, found.has_notes) == ((), [], True)
    assert take(office, book).taken == []
    assert ledger_state(office.ledger) == before
    assert list_taken_books(office.ledger) == []


def test_what_was_changed_is_listed_and_taken(office: Office, book: Path) -> None:
    file = edited(book, writing(F5="・講座を開いた。", G3="よくなった", B6="講座", C9="冊子を作る"))
    found = look(office, file)
    assert said(found) == [
        ("1.outcome", "成果", "よくなった", "READY"),
        ("1.1.2021.second_half", "", "・講座を開いた。", "READY"),
        ("2.name", "施策2の名前", "講座", "READY"),
        ("3.1.content", "冊子を配る", "冊子を作る", "READY"),
    ]
    assert [one.cell for one in found.changes] == ["G3", "F5", "B6", "C9"]
    assert office.text(entry(1)) == ""
    result = take(office, file)
    assert len(result.taken) == 4
    assert (office.text(entry(1)), office.text(of_measure(1))) == ("・講座を開いた。", "よくなった")
    check_stored_is_derived(office.ledger)


def test_the_history_tells_who_took_it_and_from_which_file(office: Office, book: Path) -> None:
    take(office, edited(book, writing(F5="文")))
    change = list_changes(office.ledger)[-1]
    assert (change.revision.author, change.revision.reason) == ("取りまとめ", "直した報告書.xlsx")


def test_the_same_book_twice_does_nothing_whatever_it_is_called(office: Office, book: Path) -> None:
    file = edited(book, writing(F5="文"))
    take(office, file)
    again = Path(shutil.copy(file, file.with_name("控え.xlsx")))
    assert [one[3] for one in said(look(office, again))] == ["TAKEN"]
    assert take(office, again).taken == []
    assert len(list_taken_books(office.ledger)) == 1


def test_two_differing_copies_conflict(office: Office, book: Path) -> None:
    one, other = (edited(book, writing(F5=text), name=f"{text}.xlsx") for text in ("甲", "乙"))
    take(office, one)
    assert said(look(office, other)) == [("1.1.2021.second_half", "", "乙", "CONFLICT")]
    assert take(office, other).conflicts == 1
    assert office.conflict_texts() == {"1.1.2021.second_half": ["乙", "甲"]}


def test_an_answer_that_came_meanwhile_conflicts_and_nothing_is_overwritten(office: Office, book: Path) -> None:
    office.merge(office.soumu.answer({entry(1): "課の答え"}))
    take(office, edited(book, writing(F5="部長の直し")))
    assert office.conflict_texts() == {"1.1.2021.second_half": ["課の答え", "部長の直し"]}


def test_an_answer_that_came_meanwhile_stays_where_the_book_was_not_changed(office: Office, book: Path) -> None:
    office.merge(office.soumu.answer({entry(1): "課の答え"}))
    take(office, edited(book, writing(F8="別の欄")))
    assert (office.text(entry(1)), office.text(entry(2))) == ("課の答え", "別の欄")
    assert count_conflicts(office.ledger) == 0


def test_an_answer_that_says_the_same_as_the_book_is_no_conflict(office: Office, book: Path) -> None:
    office.merge(office.soumu.answer({entry(1): "同じ文"}))
    file = edited(book, writing(F5="同じ文"))
    assert said(look(office, file))[0][3] == "SAME"
    assert take(office, file).conflicts == 0


def test_a_book_exported_after_an_answer_supersedes_it(office: Office) -> None:
    office.merge(office.soumu.answer({entry(1): "課の答え"}))
    book = export_book(office.ledger, office.folder / "後の報告書.xlsx")
    assert said(look(office, edited(book, writing(F5="直した答え")))) == [
        ("1.1.2021.second_half", "課の答え", "直した答え", "READY")
    ]
    take(office, office.folder / "直した報告書.xlsx")
    assert office.text(entry(1)) == "直した答え"
    assert count_conflicts(office.ledger) == 0


def test_a_book_never_settles_a_conflict_of_which_it_showed_one_side(office: Office) -> None:
    office.merge(office.soumu.answer({entry(2): "総務の文"}), office.kyosei.answer({entry(2): "共生の文"}))
    book = export_book(office.ledger, office.folder / "後の報告書.xlsx")
    assert look(office, book).changes == ()
    take(office, edited(book, writing(F8="直した文")))
    assert office.conflict_texts() == {"2.1.2021.second_half": ["共生の文", "直した文", "総務の文"]}


def test_a_book_taken_is_withdrawn_and_later_work_stays(office: Office, book: Path) -> None:
    before = ledger_state(office.ledger)
    file = edited(book, writing(F5="本の文", F8="本の文"))
    take(office, file)
    office.edit(entry(2), "その後の文")
    withdrawal = withdraw_book(office.ledger, file, author="取りまとめ")
    assert len(withdrawal.fields) == 2
    assert [office.field(entry(2))] == list(withdrawal.to_review)
    assert (office.text(entry(1)), office.text(entry(2))) == ("", "その後の文")
    office.edit(entry(2), "")
    assert ledger_state(office.ledger) == before
    with pytest.raises(NothingToWithdraw):
        withdraw_book(office.ledger, file, author="取りまとめ")
    take(office, file)
    assert office.text(entry(1)) == "本の文"
    check_stored_is_derived(office.ledger)


def test_a_book_is_withdrawn_from_the_list_of_books(office: Office, book: Path) -> None:
    take(office, edited(book, writing(F5="本の文")))
    (taken,) = list_taken_books(office.ledger)
    assert (taken.file_name, taken.taken_by, taken.is_withdrawn) == ("直した報告書.xlsx", "取りまとめ", False)
    withdraw_taken_book(office.ledger, taken.taken_at, author="取りまとめ", is_dry_run=True)
    assert office.text(entry(1)) == "本の文"
    withdraw_taken_book(office.ledger, taken.taken_at, author="取りまとめ")
    assert office.text(entry(1)) == ""
    assert list_taken_books(office.ledger)[0].is_withdrawn


def test_only_what_is_chosen_is_taken_and_the_rest_can_follow(office: Office, book: Path) -> None:
    file = edited(book, writing(F5="一つ目", F8="二つ目"))
    assert take(office, file, chosen={office.field(entry(1))}).taken == [office.field(entry(1))]
    assert office.text(entry(2)) == ""
    assert [one[3] for one in said(look(office, file))] == ["TAKEN", "READY"]
    take(office, file)
    assert office.text(entry(2)) == "二つ目"


def test_a_backup_is_made_before_a_book_is_taken(office: Office, book: Path) -> None:
    take(office, edited(book, writing(F5="文")))
    assert len(list((office.folder / "台帳-控え").glob("*.kyosei"))) == 1


# Without notes


def strip_notes(sheet: Worksheet) -> None:
    """What the document inspector of Excel does."""
    book = sheet.parent
    assert book is not None
    del book[NOTES_SHEET]
    sheet["F5"] = "文"


def test_without_its_notes_a_book_is_only_compared(office: Office, book: Path) -> None:
    office.merge(office.soumu.answer({entry(3): "課の答え"}))
    file = edited(book, strip_notes)
    found = look(office, file)
    assert not found.has_notes
    assert said(found) == [
        ("1.1.2021.second_half", "", "文", "CHOICE"),
        ("3.1.2021.second_half", "課の答え", "", "CHOICE"),
    ]
    assert "控えがありません" in found.remarks[0]
    assert take(office, file).taken == []
    take(office, file, chosen={office.field(entry(1))})
    assert (office.text(entry(1)), office.text(entry(3))) == ("文", "課の答え")


def test_what_is_chosen_without_notes_settles_no_conflict_unseen(office: Office, book: Path) -> None:
    office.merge(office.soumu.answer({entry(2): "甲"}), office.kyosei.answer({entry(2): "乙"}))
    file = edited(book, lambda sheet: (strip_notes(sheet), writing(F8="丙")(sheet))[1])
    take(office, file, chosen={office.field(entry(2))})
    assert office.conflict_texts() == {"2.1.2021.second_half": ["丙", "乙", "甲"]}


def test_what_was_written_since_somebody_looked_at_a_book_without_notes_is_not_overwritten(
    office: Office, book: Path
) -> None:
    """As on a server, where another desk writes between the look and the taking."""
    file = edited(book, strip_notes)
    found = look(office, file)
    office.edit(entry(1), "隣の席の文")
    taken = take(office, file, chosen={office.field(entry(1))}, looked_at=found)
    assert taken.conflicts == 1
    assert office.conflict_texts() == {"1.1.2021.second_half": ["文", "隣の席の文"]}


def test_what_was_chosen_without_notes_is_withdrawn_by_the_file(office: Office, book: Path) -> None:
    file = edited(book, strip_notes)
    take(office, file, chosen={office.field(entry(1))})
    office.edit(entry(3), "後の仕事")
    withdraw_book(office.ledger, file, author="取りまとめ")
    assert (office.text(entry(1)), office.text(entry(3))) == ("", "後の仕事")


def test_a_measure_that_has_ended_and_is_left_out_of_the_report_is_not_missing(office: Office) -> None:
    """With notes or without: a report leaves out what has ended and says nothing in its years."""
    for year in (2020, 2021):
        for period in ("plan", "first_half", "second_half"):
            office.edit(entry("4-(1)", period=period, year=year), Value(blank=BlankReason.ENDED))
    office.edit(of_measure("4-(1)"), "")
    book = export_book(office.ledger, office.folder / "終了の後.xlsx")
    for file in (book, edited(book, strip_notes)):
        assert not [one for one in look(office, file).remarks if "行がありません" in one]


def test_a_report_without_numbers_has_no_way_back_and_says_so(office: Office, book: Path) -> None:
    columns = tuple(one for one in office.ledger.definition.columns if one.source is not ColumnSource.NO)
    with pytest.raises(NoWayBack, match="№か期間の見出しの列がありません"):
        read_book(book, replace(office.ledger.definition, columns=columns))


def test_the_book_of_another_ledger_is_only_compared(office: Office, book: Path, tmp_path: Path) -> None:
    def claim(sheet: Worksheet) -> None:
        book = sheet.parent
        assert book is not None
        book[NOTES_SHEET]["B2"] = "0" * 32
        sheet["F5"] = "文"

    assert [one[3] for one in said(look(office, edited(book, claim)))] == ["CHOICE"]


def test_revisions_that_no_field_here_has_are_not_believed(office: Office, book: Path) -> None:
    def forge(sheet: Worksheet) -> None:
        book = sheet.parent
        assert book is not None
        for row in book[NOTES_SHEET].iter_rows(min_row=4):
            row[1].value = " ".join(f"{one.rpartition('=')[0]}={'ab' * 16}" for one in str(row[1].value).split())
        sheet["F5"] = "文"

    file = edited(book, forge)
    assert [one[3] for one in said(look(office, file))] == ["CHOICE"]
    assert take(office, file).taken == []


# What people and programs do to a book


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


# What is no such book


def test_another_workbook_is_refused(office: Office, book: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet.delete_rows(2)

    with pytest.raises(NotTheReport):
        look(office, edited(book, edit))


def test_two_sheets_with_the_report_are_refused_by_name(office: Office, book: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        workbook = sheet.parent
        assert workbook is not None
        workbook.copy_worksheet(sheet)

    with pytest.raises(SeveralReports, match="報告書、報告書 Copy"):
        look(office, edited(book, edit))


def test_a_work_file_takes_no_book(office: Office, book: Path) -> None:
    with pytest.raises(BookForWorkFile):
        run_to_end(look_at_book(office.soumu.work, book))


def test_the_notes_are_still_there_after_openpyxl_has_saved_the_book(book: Path) -> None:
    assert load_workbook(edited(book, writing(F5="文"))).sheetnames == ["報告書", NOTES_SHEET]
