"""A full disk and a folder that may not be written to: a sentence, the old state kept, and nothing left lying about.

The disk is full by a limit on the size of files (RLIMIT_FSIZE). Folders are closed by their permissions, which the
process obeys even for root, since it has given up the capability to pass over them.
"""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from kyosei_desktop.store.backup import backup_folder, verify_ledger_file
from kyosei_desktop.store.ledger import open_ledger
from tests.office import SOUMU, Office, entry, ledger_state

# Runs commands within a limit on the size of files, which is lifted again after each.
_RUN_LIMITED = """
import ctypes, json, os, resource, sys
CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, PR_CAPBSET_DROP = 1, 2, 24
if sys.argv[1] == "first":
    for capability in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
        ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    os.execv(sys.executable, [sys.executable, "-c", sys.argv[2], "then"])
import contextlib, io
from kyosei_desktop.cli import main
for line in sys.stdin:
    limit, arguments = json.loads(line)
    said, err = io.StringIO(), io.StringIO()
    soft = resource.RLIM_INFINITY if limit is None else limit
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, resource.RLIM_INFINITY))
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(err):
        code = main(arguments)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print(json.dumps([code, err.getvalue()]), flush=True)
"""


@dataclass
class Limited:
    """A process in which commands meet a full disk."""

    process: subprocess.Popen[str]

    def refused(self, limit: int | None, *arguments: object) -> str:
        """Run a command that has to fail. Returns the sentence."""
        code, said = self.run(limit, *arguments)
        assert code == 1, said
        assert said.count("\n") == 1
        assert said.endswith("。\n")
        assert "予期しない" not in said
        return said

    def run(self, limit: int | None, *arguments: object) -> tuple[int, str]:
        """Run a command. Returns exit code and what it said on stderr."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([limit, [str(one) for one in arguments]]) + "\n")
        self.process.stdin.flush()
        code, said = json.loads(self.process.stdout.readline())
        return code, said


@pytest.fixture(scope="module")
def limited() -> Iterator[Limited]:
    """One process for all tests here, since it takes a while to start."""
    command = [sys.executable, "-c", _RUN_LIMITED, "first", _RUN_LIMITED]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Limited(process)
        assert process.stdin is not None
        process.stdin.close()


def rows_of(ledger: Path) -> list[str]:
    """Everything in a ledger. Not its bytes: what stands in free pages is no part of it, and not restored."""
    with closing(sqlite3.connect(ledger)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        )
        return [f"{name} {row}" for (name,) in tables.fetchall() for row in connection.execute(f"SELECT * FROM {name}")]


def names_in(folder: Path) -> set[str]:
    return {str(one.relative_to(folder)) for one in folder.rglob("*")}


@pytest.fixture
def full(office: Office) -> tuple[Office, Path]:
    """An office and a submission that makes its ledger grow."""
    file = office.soumu.answer({entry(1): "あ" * 100_000, entry(2): "い" * 100_000})
    office.close()
    return office, file


class TestADiskThatIsFull:
    @pytest.mark.parametrize("room", [0, 50, 100_000, "grow"])
    def test_merging_keeps_the_old_state(self, full: tuple[Office, Path], limited: Limited, room: int | str) -> None:
        office, file = full
        size = office.path.stat().st_size
        before, names = rows_of(office.path), names_in(office.folder)
        limit = size + 4096 if isinstance(room, str) else room
        said = limited.refused(limit, "merge", office.path, file)
        assert "空き容量" in said
        assert rows_of(office.path) == before
        left = names_in(office.folder) - names
        assert {one for one in left if not one.startswith("台帳-控え")} == set()
        for backup in backup_folder(office.path).glob("*.kyosei"):
            verify_ledger_file(backup)
        assert limited.run(None, "merge", office.path, file) == (0, "")
        with open_ledger(office.path, read_only=True) as ledger:
            plan = ledger.plan()
            place = plan.field_at(entry(1))
            assert place is not None
            assert plan.value(place).text == "あ" * 100_000

    @pytest.mark.parametrize("room", [0, 5000, 200_000, 400_000])
    def test_a_new_ledger_is_made_whole_or_not_at_all(self, tmp_path: Path, limited: Limited, room: int) -> None:
        said = limited.refused(room, "init", tmp_path / "計画.kyosei")
        assert "「計画.kyosei" in said
        assert list(tmp_path.iterdir()) == []
        assert limited.run(None, "init", tmp_path / "計画.kyosei") == (0, "")

    def test_a_request_is_written_whole_or_not_at_all(self, full: tuple[Office, Path], limited: Limited) -> None:
        office, _file = full
        before = office.path.read_bytes()
        limited.refused(500, "request", office.path, "--out", office.folder / "照会")
        assert list((office.folder / "照会").iterdir()) == []
        assert office.path.read_bytes() == before

    def test_answers_that_cannot_be_kept_change_nothing(self, full: tuple[Office, Path], limited: Limited) -> None:
        office, _file = full
        answers = office.folder / "回答.json"
        answer = {"measure": 3, "initiative": 1, "year": 2021, "period": "second_half", "text": "う" * 100_000}
        answers.write_text(json.dumps([answer]), "utf-8")
        out, work = office.folder / "回答.kyoa", office.soumu.work_file
        before = rows_of(work)
        fill = ("fill", office.requests[SOUMU], "--answers", answers, "--out", out, "--work", work, "--partial")
        limited.refused(work.stat().st_size + 4096, *fill)
        assert rows_of(work) == before
        assert not out.exists()
        code, said = limited.run(None, *fill)
        assert (code, [line for line in said.splitlines() if "注意：" not in line]) == (0, [])

    def test_a_backup_that_does_not_fit_is_not_there(self, full: tuple[Office, Path], limited: Limited) -> None:
        office, _file = full
        limited.refused(20_000, "backup", office.path, "--out", office.folder / "控え.kyosei")
        limited.refused(20_000, "backup", office.path)
        assert list(backup_folder(office.path).iterdir()) == []
        assert not (office.folder / "控え.kyosei").exists()

    def test_a_ledger_is_not_given_up_for_a_backup_that_does_not_fit(
        self, full: tuple[Office, Path], limited: Limited
    ) -> None:
        office, _file = full
        backup = office.folder / "控え.kyosei"
        assert limited.run(None, "backup", office.path, "--out", backup) == (0, "")
        before = office.path.read_bytes()
        limited.refused(20_000, "restore", backup, office.path)
        assert office.path.read_bytes() == before
        assert not list(office.folder.glob("*.lock"))


class TestAFolderThatMayNotBeWrittenTo:
    @pytest.fixture
    def closed(self, full: tuple[Office, Path]) -> Iterator[tuple[Office, Path]]:
        """An office whose folder may only be read."""
        office, file = full
        (office.folder / "回答.json").write_text("[]", "utf-8")
        office.folder.chmod(0o555)
        yield office, file
        office.folder.chmod(0o755)

    def test_the_ledger_can_be_read(self, closed: tuple[Office, Path], limited: Limited) -> None:
        office, _file = closed
        for command in ("status", "conflicts", "history"):
            assert limited.run(None, command, office.path) == (0, "")
        assert limited.run(None, "check", office.path) == (0, "")

    def test_it_cannot_be_changed_and_the_sentence_says_why(
        self, closed: tuple[Office, Path], limited: Limited
    ) -> None:
        office, file = closed
        before, names = office.path.read_bytes(), names_in(office.folder)
        for command in (
            ("merge", office.path, file),
            ("round", office.path, "--close"),
            ("init", office.folder / "新しい.kyosei"),
            (
                "fill",
                office.requests[SOUMU],
                "--answers",
                office.folder / "計画.json",
                "--out",
                office.folder / "o.kyoa",
            ),
            ("backup", office.path),
        ):
            limited.refused(None, *command)
        assert office.path.read_bytes() == before
        assert names_in(office.folder) == names

    def test_a_ledger_that_may_only_be_read_in_an_open_folder_is_not_changed(
        self, full: tuple[Office, Path], limited: Limited
    ) -> None:
        office, file = full
        office.path.chmod(0o444)
        before = office.path.read_bytes()
        assert "書き込め" in limited.refused(None, "merge", office.path, file)
        assert office.path.read_bytes() == before
        assert limited.run(None, "status", office.path) == (0, "")
        with open_ledger(office.path, read_only=True) as ledger:
            assert ledger_state(ledger)[1] == []
