"""What a file is says its content, whatever its name has become on the way."""

import shutil
from pathlib import Path

import pytest

from kyosei_desktop.exchange.answer_files import may_bring_answers, read_answer_file
from kyosei_desktop.exchange.file_kinds import FileKind, kind_of_file
from kyosei_desktop.exchange.spreadsheet_refusals import NotASpreadsheet
from kyosei_desktop.store.ledger import utc_now
from tests.exchange.spreadsheets import BOOK

DATA = Path(__file__).parents[1] / "data"
NAMES = ("回答.kyoa", "回答.kyoa.txt", "回答 (1).kyoa", "回答.zip", "回答.xlsx", "カ\u3099回答", "a" * 200)


@pytest.mark.parametrize("name", NAMES)
def test_a_submission_is_one_under_every_name(tmp_path: Path, name: str) -> None:
    renamed = tmp_path / name
    shutil.copy(DATA / "submission-with-ticks.kyoa", renamed)

    assert kind_of_file(renamed) is FileKind.SUBMISSION
    assert read_answer_file(renamed, utc_now()).digest


def test_ledgers_and_workbooks_are_known_under_every_name(tmp_path: Path) -> None:
    ledger, book, old = tmp_path / "台帳.txt", tmp_path / "報告書.zip", tmp_path / "古い"
    shutil.copy(DATA / "ledger-0001.kyosei", ledger)
    book.write_bytes(BOOK)
    old.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1"))

    assert [kind_of_file(one) for one in (ledger, book, old)] == [
        FileKind.LEDGER,
        FileKind.SPREADSHEET,
        FileKind.SPREADSHEET,
    ]


def test_what_is_none_of_them_is_nothing_even_with_their_names(tmp_path: Path) -> None:
    for content in (b"", b"{}", b"PK\x03\x04", b"SQLite format 3\x00" + b"\x00" * 100):
        other = tmp_path / "回答.kyoa"
        other.write_bytes(content)
        assert kind_of_file(other) is None
    assert kind_of_file(tmp_path / "無い.kyoa") is None
    assert kind_of_file(tmp_path) is None


def test_a_text_called_like_a_workbook_is_refused_as_one(tmp_path: Path) -> None:
    text = tmp_path / "回答.xlsx"
    text.write_text("№,施策名", "utf-8")
    with pytest.raises(NotASpreadsheet):
        read_answer_file(text, utc_now())


def test_files_with_names_that_a_mail_has_changed_are_found_in_a_folder() -> None:
    found = [name for name in (*NAMES, "~$回答.xlsx", "写真.jpg", "説明.txt") if may_bring_answers(Path(name))]
    assert found == ["回答.kyoa", "回答.kyoa.txt", "回答 (1).kyoa", "回答.zip", "回答.xlsx"]
