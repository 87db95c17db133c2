"""Looking at a file without taking anything from it."""

from pathlib import Path

import pytest

from kyosei_desktop.exchange.checking import Checked, check_file
from kyosei_desktop.exchange.work_file import load_request
from kyosei_desktop.store.files import FileNotRead
from kyosei_desktop.store.rounds import close_round
from tests.office import SOUMU, Office, entry

ROUND = "令和３年度下期実績"


def problem_of(path: Path) -> str:
    checked = check_file(path)
    assert not checked.is_ok
    (problem,) = checked.problems
    assert problem.endswith("。")
    return problem


def test_good_files_of_every_kind_are_told_by_what_is_in_them(office: Office, tmp_path: Path) -> None:
    submission = office.soumu.answer({entry(1): "一"})
    office.close()
    assert check_file(office.path) == Checked("ledger", None, ROUND, ())
    assert check_file(office.soumu.work_file) == Checked("work_file", SOUMU, ROUND, ())
    assert check_file(office.requests[SOUMU]) == Checked("request", SOUMU, ROUND, ())
    checked = check_file(submission.rename(tmp_path / "名前は何でもよい"))
    assert (checked.kind, checked.is_ok) == ("submission", True)
    assert checked.department == load_request(office.requests[SOUMU]).department.id


def test_a_ledger_without_an_open_round_names_none(office: Office) -> None:
    close_round(office.ledger, author="取りまとめ")
    assert check_file(office.path) == Checked("ledger", None, None, ())


def test_looking_changes_nothing_and_needs_no_lock(office: Office) -> None:
    before = {one: one.read_bytes() for one in office.folder.iterdir()}
    for path in before:
        check_file(path)
    assert {one: one.read_bytes() for one in office.folder.iterdir()} == before


def test_a_damaged_ledger_is_a_ledger_with_a_problem(office: Office) -> None:
    office.close()
    content = office.path.read_bytes()
    office.path.write_bytes(content[: len(content) // 2])
    assert "壊れ" in problem_of(office.path)
    assert check_file(office.path).kind == "ledger"


def test_a_damaged_request_is_a_request_with_a_problem(office: Office) -> None:
    content = bytearray(office.requests[SOUMU].read_bytes())
    content[len(content) // 2] ^= 1
    office.requests[SOUMU].write_bytes(bytes(content))
    assert "壊れ" in problem_of(office.requests[SOUMU])


@pytest.mark.parametrize("content", [b"", "文書".encode(), b"PK\x03\x04", b"SQLite format 3\x00" + bytes(84)])
def test_what_is_nothing_of_ours_says_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "何か"
    path.write_bytes(content)
    assert "何か" in problem_of(path)
    assert check_file(path).kind is None


def test_what_is_not_there_cannot_be_looked_at(tmp_path: Path) -> None:
    for path in (tmp_path / "ない", tmp_path):
        with pytest.raises(FileNotRead):
            check_file(path)
