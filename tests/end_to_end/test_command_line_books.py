"""An official workbook on the command line: exported, edited, imported, withdrawn, checked, made into a ledger."""

import shutil
from pathlib import Path

import pytest

from tests.exchange.books import edited, writing
from tests.office import SOUMU, Office, entry
from tests.shell import in_process


@pytest.fixture(scope="module")
def edited_files(office_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office's folder with its report, of which two cells were changed and one got a formula."""
    folder = tmp_path_factory.mktemp("books") / "office"
    shutil.copytree(office_files, folder)
    report = folder / "報告書.xlsx"
    assert in_process("export", folder / "台帳.kyosei", "--xlsx", report).code == 0
    edited(report, writing(F5="一つ目\n二行目", F8="二つ目", G3="=A1"))
    return folder


@pytest.fixture
def folder(edited_files: Path, tmp_path: Path) -> Path:
    """A copy of it, and no program open."""
    return Path(shutil.copytree(edited_files, tmp_path / "office"))


def texts(folder: Path) -> list[str]:
    office = Office(folder)
    try:
        return [office.text(entry(1)), office.text(entry(2))]
    finally:
        office.close()


def test_a_dry_run_lists_what_changed_and_changes_nothing(folder: Path) -> None:
    ledger, book = folder / "台帳.kyosei", folder / "直した報告書.xlsx"
    found = in_process("import", ledger, book, "--dry-run", "--json").json
    assert [(one["number"], one["cell"], one["standing"], one["new"]) for one in found["changes"]] == [
        (1, "G3", "unreadable", ""),
        (2, "F5", "ready", "一つ目\n二行目"),
        (3, "F8", "ready", "二つ目"),
    ]
    assert (found["has_notes"], found["taken"], found["conflicts"], found["remarks"]) == (True, 0, None, [])
    said = in_process("import", ledger, book, "--dry-run")
    assert said.out.startswith("このブックで変わった3か所\n")
    assert "  2 №01 令和３年度 下期実績（F5）　変わる\n    前：\n    後：一つ目\n        二行目\n" in said.out
    assert texts(folder) == ["", ""]


def test_all_or_some_is_imported_and_undone(folder: Path) -> None:
    ledger, book = folder / "台帳.kyosei", folder / "直した報告書.xlsx"
    some = in_process("import", ledger, book, "--take", "3", "--json").json
    assert ([one["taken"] for one in some["changes"]], some["taken"], some["conflicts"]) == ([False, False, True], 1, 0)
    assert in_process("import", ledger, book, "--json").json["taken"] == 1
    assert texts(folder) == ["一つ目\n二行目", "二つ目"]
    assert in_process("undo", ledger, "--json").json["withdrawn"] == ["直した報告書.xlsx"]
    assert texts(folder) == ["", "二つ目"]
    assert in_process("import", ledger, book, "--json").json["taken"] == 1
    assert in_process("undo", ledger, "--file", book).code == 0
    assert texts(folder) == ["", ""]


def test_undo_takes_back_whatever_came_last(folder: Path) -> None:
    ledger, book = folder / "台帳.kyosei", folder / "直した報告書.xlsx"
    office = Office(folder)
    submission = office.soumu.answer({entry(3): "答え"})
    office.close()
    assert in_process("import", ledger, book).code == 0
    assert in_process("merge", ledger, submission).code == 0
    assert in_process("undo", ledger, "--json").json["withdrawn"] == [submission.name]
    assert in_process("undo", ledger, "--json").json["withdrawn"] == [book.name]


@pytest.mark.parametrize(("numbers", "number"), [("1", "1"), ("2,9", "9")])
def test_a_number_that_cannot_be_taken_is_refused(folder: Path, numbers: str, number: str) -> None:
    ran = in_process("import", folder / "台帳.kyosei", folder / "直した報告書.xlsx", "--take", numbers)
    assert f"{number}番は取り込めません" in ran.sentence
    assert texts(folder) == ["", ""]


@pytest.mark.parametrize("numbers", ["", "0", "a", "1-", "1-999999"])
def test_numbers_are_written_as_the_help_says(folder: Path, numbers: str) -> None:
    assert in_process("import", folder / "台帳.kyosei", folder / "直した報告書.xlsx", "--take", numbers).code == 2


def test_check_knows_an_official_workbook(folder: Path) -> None:
    whole = in_process("check", folder / "報告書.xlsx", "--json").json
    assert (whole["kind"], whole["ok"]) == ("workbook", True)
    ran = in_process("check", folder / "直した報告書.xlsx")
    assert (ran.code, ran.out) == (1, "報告書のExcel\n")
    assert ran.err == "G3 は読み取れません：式が入っています。値にしてください。\n"


def test_a_ledger_is_made_of_an_official_workbook(folder: Path) -> None:
    made = in_process("init", folder / "新.kyosei", "--from", folder / "報告書.xlsx", "--json").json
    assert (made["definition"], made["measures"], made["departments"]) == ("half-yearly-a3", 4, 2)


def test_a_cell_that_no_ledger_can_be_made_of_is_named_and_the_layout_is_not_guessed_anew(folder: Path) -> None:
    sentence = in_process("init", folder / "新.kyosei", "--from", folder / "直した報告書.xlsx").sentence
    assert "G3 を読み取れません：式が入っています" in sentence
    assert not (folder / "新.kyosei").exists()
    assert not list(folder.glob("*対応表*"))


def test_a_work_file_and_another_file_are_refused(folder: Path) -> None:
    assert in_process("import", folder / f"{SOUMU}.kyosei", folder / "報告書.xlsx").code == 1
    assert "Excel ブック" in in_process("import", folder / "台帳.kyosei", folder / "計画.json").sentence
