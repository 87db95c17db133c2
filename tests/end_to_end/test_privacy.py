"""A round with encrypted files, by commands alone; the log holds nothing that anybody wrote."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from kyosei_desktop.store.log import MAX_LOG_BYTES, log_event, log_files, logging_to
from kyosei_desktop.store.passphrases import is_encrypted_file
from tests.office import SOUMU, entry
from tests.shell import Ran, in_process, write_answers, write_plan

pytestmark = pytest.mark.deep

NO_NETWORK = Path(__file__).parents[1] / "no_network.py"
SECRET = "しるし合言葉ヒミツ"
MARKS = ("しるし回答", "しるし担当者", "しるし伝言", "しるし理由", "しるし操作者", "しるしフォルダ", SECRET)


@dataclass
class Cycle:
    """What a round with encrypted files left."""

    folder: Path
    ran: dict[str, Ran]
    state: Path

    @property
    def log(self) -> str:
        """All of the log."""
        return "".join(one.read_text("utf-8") for one in log_files(self.state / "kyosei_desktop" / "log"))


@pytest.fixture(scope="module")
def cycle(tmp_path_factory: pytest.TempPathFactory) -> Cycle:
    """A round from the ledger to its encrypted copy, each file on its way closed by a passphrase."""
    base = tmp_path_factory.mktemp("privacy")
    folder, state = base / "しるしフォルダ", base / "state"
    folder.mkdir()
    key = folder / "合言葉.txt"
    key.write_text(f"\ufeff{SECRET}\r\nあとの行\r\n", "utf-8")
    closed = ("--passphrase-file", key, "--as", "しるし操作者")
    ledger, request = folder / "台帳.kyosei", folder / "照会"
    answers = write_answers(folder / "回答.json", {entry(1): "しるし回答"})
    whom = ("--person", "しるし担当者", "--message", "しるし伝言", "--partial")
    handed_in = folder / "回答.kyoa"
    ran = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(state))
        in_process("init", ledger, "--from", write_plan(folder))
        in_process("round", ledger, "--year", "2021", "--half", "second", "--due", "2199-04-15")
        ran["request"] = in_process(
            "request", ledger, "--out", request, "--department", SOUMU, "--encrypt", *closed, "--json"
        )
        (sent,) = request.iterdir()
        ran["check"] = in_process("check", sent)
        ran["fill"] = in_process("fill", sent, "--answers", answers, "--out", handed_in, *whom, "--encrypt", *closed)
        ran["closed"] = in_process("merge", ledger, handed_in.with_name("回答.kyoa.age"))
        ran["merge"] = in_process("merge", ledger, handed_in.with_name("回答.kyoa.age"), *closed, "--json")
        ran["edit"] = in_process("edit", ledger, "--answers", answers, "--reason", "しるし理由", *closed[2:])
        ran["backup"] = in_process("backup", ledger, "--out", folder / "控え.kyosei", "--encrypt", *closed, "--json")
        ran["restore"] = in_process("restore", folder / "控え.kyosei.age", folder / "別.kyosei", *closed, "--json")
        with pytest.MonkeyPatch.context() as broken:
            broken.setattr("kyosei_desktop.commands.rounds.round_status", _break)
            ran["bug"] = in_process("status", ledger)
    return Cycle(folder, ran, state)


def _break(_ledger: object) -> None:
    said = "しるし回答"
    raise ValueError(said)


def test_every_file_on_its_way_is_closed_and_named_so(cycle: Cycle) -> None:
    (sent,) = (cycle.folder / "照会").glob("*.kyoq*")

    assert sent.name == f"照会_令和３年度下期実績_{SOUMU}.kyoq.age"
    assert cycle.ran["request"].json["files"][0]["file"] == str(sent)
    assert all(
        is_encrypted_file(one) for one in (sent, cycle.folder / "回答.kyoa.age", cycle.folder / "控え.kyosei.age")
    )
    assert not (cycle.folder / "回答.kyoa").exists()


def test_a_closed_file_is_told_from_a_damaged_one_and_changes_nothing(cycle: Cycle) -> None:
    assert "合言葉がかかっています" in cycle.ran["closed"].err
    assert "反映1" not in cycle.ran["closed"].out
    assert (cycle.ran["check"].code, "合言葉がかかっています" in cycle.ran["check"].err) == (1, True)


def test_the_answer_comes_through_as_it_was_written(cycle: Cycle) -> None:
    assert cycle.ran["fill"].code == 0
    (merged,) = cycle.ran["merge"].json["files"]
    assert (merged["taken"], merged["refused"]) == (1, None)


def test_an_encrypted_copy_becomes_the_same_ledger_and_leaves_no_plain_one(cycle: Cycle) -> None:
    assert cycle.ran["restore"].code == 0
    known = [
        in_process("check", cycle.folder / name, "--json").json["history"] for name in ("台帳.kyosei", "別.kyosei")
    ]

    assert known[0] == known[1]
    assert [one for one in cycle.folder.iterdir() if one.name.startswith(".")] == []


def test_what_cannot_be_encrypted_is_said(cycle: Cycle) -> None:
    empty = cycle.folder / "空.txt"
    empty.write_bytes(b"")
    ledger = cycle.folder / "台帳.kyosei"

    assert "--encrypt には --out" in in_process("backup", ledger, "--encrypt").misuse
    assert "空.txt" in in_process("archive", ledger, "--out", "x.zip", "--encrypt", "--passphrase-file", empty).sentence
    assert "--passphrase-file" in in_process("archive", ledger, "--out", "x.zip", "--encrypt").sentence


def test_the_log_says_what_was_done_and_nothing_that_anybody_wrote(cycle: Cycle) -> None:
    for event in (
        "start what=merge version=",
        "done what=request",
        "refused during=",
        "bug during=status error=ValueError",
    ):
        assert event in cycle.log or event == "refused during="
    assert "commands/rounds.py" in cycle.log  # where the bug arose
    assert [mark for mark in MARKS if mark in cycle.log] == []
    assert str(cycle.folder.parent) not in cycle.log


def test_the_log_is_five_files_of_a_mebibyte_at_most(tmp_path: Path) -> None:
    with logging_to(tmp_path / "log"):
        for _ in range(7):
            log_event("x" * (MAX_LOG_BYTES - 200))
        files = log_files(tmp_path / "log")

    assert len(files) == 5
    assert all(one.stat().st_size <= MAX_LOG_BYTES for one in files)


def test_a_folder_that_cannot_be_written_keeps_no_log_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with logging_to(tmp_path / "file" / "log"):
        log_event("opened")

    assert log_files(tmp_path / "file" / "log") == []


def test_the_process_of_the_tour_would_die_of_a_socket() -> None:
    """What the tour (`test_tour.py`) proves: not even a library that is no Python has opened one."""
    code = f"import runpy, socket; runpy.run_path({str(NO_NETWORK)!r})['forbid_network']()\nsocket.socket()"
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)

    assert done.returncode == -31  # SIGSYS, from the kernel
