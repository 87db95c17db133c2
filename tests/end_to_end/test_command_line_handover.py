"""Handing the post over from the command line: the paper, and a rehearsal that the real ledger refuses."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.office import KYOSEI, SOUMU, Office, entry
from tests.report.papers import text_of
from tests.shell import as_process, in_process

pytestmark = pytest.mark.deep


@pytest.fixture
def files(office: Office) -> Office:
    """An office with one answer merged, of which no file is open."""
    office.clock.now = datetime.now(UTC) - timedelta(hours=1)  # its moments pass faster than the command line's
    office.merge(office.soumu.answer({entry(1): "提出した文"}))
    office.close()
    return office


def test_handover_writes_the_paper_and_counts_what_is_clipped(files: Office, tmp_path: Path) -> None:
    paper = tmp_path / "引継書.pdf"
    said = as_process("handover", files.path, "--out", paper, "--json").json
    assert (said["files"], said["clipped"]) == ([str(paper)], 0)
    assert KYOSEI in text_of(paper.read_bytes())


def test_a_work_file_has_nothing_to_hand_over(files: Office, tmp_path: Path) -> None:
    refused = in_process("handover", files.soumu.work_file, "--out", tmp_path / "引継書.pdf").sentence
    assert "作業ファイル" in refused


def test_a_rehearsal_is_played_apart_from_the_real_ledger(files: Office, tmp_path: Path) -> None:
    folder = tmp_path / "練習"
    made = in_process("rehearse", files.path, "--out", folder, "--as", "練習する人", "--json").json
    assert len(made["submissions"]) == 2
    assert in_process("merge", made["ledger"], *made["submissions"], "--json").json["conflicts"] == 1
    refused = in_process("merge", files.path, *made["submissions"])
    assert refused.code == 1
    assert refused.err.count("別の計画（台帳）への回答です。") == 2
    names = [one["name"] for one in in_process("status", made["ledger"], "--json").json["departments"]]
    assert names == [SOUMU, KYOSEI]


def test_a_rehearsal_cannot_be_restored_in_the_real_ledgers_place(files: Office, tmp_path: Path) -> None:
    made = in_process("rehearse", files.path, "--out", tmp_path / "練習", "--json").json
    before = files.path.read_bytes()
    assert "予行演習" in in_process("restore", made["ledger"], files.path).sentence
    assert files.path.read_bytes() == before
    assert in_process("restore", made["ledger"], made["ledger"]).code == 0


def test_a_rehearsal_wants_a_folder_that_is_not_there_yet(files: Office, tmp_path: Path) -> None:
    assert "もうあります" in in_process("rehearse", files.path, "--out", tmp_path).sentence
