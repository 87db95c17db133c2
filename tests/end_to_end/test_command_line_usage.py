"""How the command line is called: wrongly, with options before or after, and what it tells of itself."""

import subprocess
import sys
from pathlib import Path

import pytest

from kyosei_desktop import __version__
from tests.office import Office
from tests.shell import as_process, in_process


class TestUsage:
    @pytest.mark.parametrize(
        "arguments",
        [
            "frobnicate",
            "init",
            "init a.kyosei --frm x",
            "round a.kyosei",
            "round a.kyosei --year 2021",
            "round a.kyosei --year 2021 --half first",
            "round a.kyosei --year 2021 --half third --due 2021-10-15",
            "round a.kyosei --year 2021 --half first --period plan --due 2021-10-15",
            "round a.kyosei --year nineteen --half first --due 2021-10-15",
            "round a.kyosei --year 2021 --half first --due 2021-13-15",
            "round a.kyosei --year 2021 --half first --due 2021-10-15 --fields entry,name",
            "round a.kyosei --year 2021 --half first --due 2021-10-15 --close",
            "round a.kyosei --close --reopen",
            "request a.kyosei",
            "fill a.kyoq --out b.kyoa",
            "merge a.kyosei",
            "settle a.kyosei 2.outcome",
            "settle a.kyosei 2.outcome --take 1 --text x",
            "settle a.kyosei 2.outcome --take one",
            "return a.kyosei --department x --out y",
            "accept a.kyosei",
            "export a.kyosei",
            "export a.kyosei --csv x.csv --years 2021-2018",
            "restore a.kyosei",
        ],
    )
    def test_a_command_called_wrongly_ends_with_two(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: str
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert in_process(*arguments.split()).misuse
        assert list(tmp_path.iterdir()) == []

    def test_a_process_that_is_called_wrongly_ends_with_two(self) -> None:
        assert as_process("merge").misuse

    def test_the_version_and_help_are_told(self) -> None:
        assert in_process("--version").out == f"kyosei-desktop {__version__}\n"
        said = in_process("--help").out
        for command in ("init", "round", "request", "fill", "check", "merge", "conflicts", "settle", "edit", "return"):
            assert command in said
            assert in_process(command, "--help").code == 0

    def test_the_installed_command_is_the_same_program(self) -> None:
        program = Path(sys.executable).with_name("kyosei-desktop")
        said = subprocess.run([program, "--version"], check=True, capture_output=True, text=True)
        assert said.stdout == f"kyosei-desktop {__version__}\n"

    def test_options_for_all_commands_stand_before_or_after_the_command(self, conflicting: Office) -> None:
        before, after = (
            in_process(*one) for one in (("--json", "status", conflicting.path), ("status", conflicting.path, "--json"))
        )
        assert before.json == after.json

    def test_a_bug_is_told_in_one_sentence_too(self, conflicting: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(*_arguments: object, **_options: object) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr("kyosei_desktop.commands.rounds.round_status", broken)
        ran = in_process("status", conflicting.path)
        assert (ran.code, ran.err.count("\n"), ran.err.endswith("。\n")) == (1, 1, True)
        assert "ZeroDivisionError" in ran.err
