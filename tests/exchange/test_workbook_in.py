"""The official workbook, edited in a spreadsheet program, comes back as a merge."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from kyosei_desktop.domain.definition import ColumnSource
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
from tests.exchange.books import edited, export_book, look, said, take, writing
from tests.office import Office, check_stored_is_derived, entry, ledger_state, of_measure


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


def test_a_report_without_numbers_has_no_way_back_and_says_so(office: Office, book: Path) -> None:
    columns = tuple(one for one in office.ledger.definition.columns if one.source is not ColumnSource.NO)
    with pytest.raises(NoWayBack, match="№か期間の見出しの列がありません"):
        read_book(book, replace(office.ledger.definition, columns=columns))


def test_a_work_file_takes_no_book(office: Office, book: Path) -> None:
    with pytest.raises(BookForWorkFile):
        run_to_end(look_at_book(office.soumu.work, book))


def test_the_notes_are_still_there_after_openpyxl_has_saved_the_book(book: Path) -> None:
    assert load_workbook(edited(book, writing(F5="文"))).sheetnames == ["報告書", NOTES_SHEET]
