"""A workbook whose notes are lost, or are not this ledger's: it is compared, and taken where somebody chooses."""

from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from kyosei_desktop.domain.plan import BlankReason, Value
from kyosei_desktop.exchange.workbook_in import withdraw_book
from kyosei_desktop.report.workbook_notes import NOTES_SHEET
from tests.exchange.books import edited, export_book, look, said, strip_notes, take, writing
from tests.office import Office, entry, of_measure


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
