"""Whole files on the command line: a ledger is backed up, restored and checked, and what is none is refused."""

import json
from pathlib import Path

import pytest

from tests.office import SOUMU, Office
from tests.shell import in_process, plan_of


class TestBackupAndRestore:
    def test_a_backup_is_restored_and_what_was_there_is_kept(self, conflicting: Office) -> None:
        before = plan_of(conflicting)
        backup = Path(in_process("backup", conflicting.path, "--json").json["file"])
        in_process("undo", conflicting.path)
        after = plan_of(conflicting)
        assert after != before
        kept = in_process("restore", backup, conflicting.path, "--json").json["kept"]
        assert plan_of(conflicting) == before
        assert in_process("restore", kept, conflicting.path).code == 0
        assert plan_of(conflicting) == after

    def test_backups_are_listed_with_what_they_hold_and_copied_besides(
        self, conflicting: Office, tmp_path: Path
    ) -> None:
        in_process("undo", conflicting.path)
        said = in_process("backup", conflicting.path, "--also", tmp_path / "よそ", "--json")
        assert "台帳-控え-" in said.sentence  # a folder that is not there, such as a stick that was pulled out
        said = in_process("backup", conflicting.path, "--also", tmp_path, "--json").json
        assert said["copied"] == len(list(tmp_path.glob("*-控え-*/*.kyosei"))) > 1
        listed = in_process("backup", conflicting.path, "--list", "--json").json
        newest, *_others, oldest = listed["backups"]
        assert (newest["file"], newest["reason"], oldest["reason"]) == (said["file"], "手動", "取り込み前")
        assert newest["number"] != oldest["number"]
        assert listed["awaits_confirmation"] is False

    def test_a_restore_waits_for_a_word_and_refuses_another_plan_unless_told(self, conflicting: Office) -> None:
        other = conflicting.soumu.work_file
        assert "--other-plan" in in_process("restore", other, conflicting.path).sentence
        assert in_process("restore", other, conflicting.path, "--other-plan").code == 0
        assert in_process("backup", conflicting.path, "--list", "--json").json["awaits_confirmation"] is True
        assert in_process("backup", conflicting.path, "--confirm").code == 0
        assert in_process("backup", conflicting.path, "--list", "--json").json["awaits_confirmation"] is False

    def test_refuses_to_write_over_a_file_or_to_restore_what_is_no_ledger(self, conflicting: Office) -> None:
        out = conflicting.folder / "控え.kyosei"
        assert in_process("backup", conflicting.path, "--out", out, "--json").json == {"file": str(out)}
        assert "控え.kyosei" in in_process("backup", conflicting.path, "--out", out).sentence
        assert in_process("restore", conflicting.requests[SOUMU], conflicting.path).sentence
        assert in_process("restore", conflicting.folder / "ない.kyosei", conflicting.path).sentence


class TestCheck:
    def test_says_kind_department_and_round(self, conflicting: Office) -> None:
        said = in_process("check", conflicting.requests[SOUMU], "--json").json
        assert said == {
            "kind": "request",
            "ok": True,
            "department": SOUMU,
            "round": "令和３年度下期実績",
            "problems": [],
        }

    def test_ends_with_one_and_the_problem_where_something_is_wrong(self, conflicting: Office) -> None:
        conflicting.path.write_bytes(conflicting.path.read_bytes()[:5000])
        ran = in_process("check", conflicting.path, "--json")
        document = json.loads(ran.out)
        assert (ran.code, document["kind"], document["ok"]) == (1, "ledger", False)
        assert ran.err == "\n".join(document["problems"]) + "\n"


class TestLedgers:
    @pytest.mark.parametrize(
        "command", ["status", "conflicts", "history", "undo", "backup", "round --close", "export --plan x.json"]
    )
    def test_what_is_no_ledger_is_refused_by_every_command(self, tmp_path: Path, command: str) -> None:
        text = tmp_path / "文書.kyosei"
        text.write_text("台帳ではない文書" * 100, "utf-8")
        name, *options = command.split()
        for path in (text, tmp_path / "ない.kyosei", tmp_path):
            assert path.name in in_process(name, path, *options).sentence

    def test_a_url_of_sqlite_names_a_file_and_of_unknown_databases_are_refused(self, conflicting: Office) -> None:
        assert in_process("status", f"sqlite:///{conflicting.path}").code == 0
        assert "mysql" in in_process("status", "mysql://server/plan").sentence

    def test_two_programs_do_not_write_at_once_and_both_can_read(self, office: Office) -> None:
        assert "--take-over" in in_process("round", office.path, "--close").sentence
        assert in_process("status", office.path).code == 0
        assert in_process("--take-over", "round", office.path, "--close").code == 0

    def test_init_writes_over_nothing(self, conflicting: Office) -> None:
        before = conflicting.path.read_bytes()
        assert "もうあります" in in_process("init", conflicting.path).sentence
        assert conflicting.path.read_bytes() == before
