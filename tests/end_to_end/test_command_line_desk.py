"""The coordinator's desk on the command line: what the window does to a round is done here by the same use cases."""

import shutil
from pathlib import Path

import pytest

from tests.office import KYOSEI, SOUMU, Office, entry
from tests.shell import in_process, write_answers


@pytest.fixture
def asked(office_files: Path, tmp_path: Path) -> Office:
    """An office in whose round both departments were asked and nothing has come, and no program open."""
    folder = tmp_path / "office"
    shutil.copytree(office_files, folder)
    office = Office(folder)
    office.close()
    return office


def states(office: Office) -> list[str]:
    return [one["state"] for one in in_process("status", office.path, "--json").json["departments"]]


class TestWorkFile:
    """A clerk's work file is a ledger too, but not one that a coordinator's command may change."""

    def test_merging_into_it_is_refused_and_names_what_to_do_instead(self, asked: Office) -> None:
        file = asked.soumu.answer({entry(1): "一"})
        asked.close()
        assert "join" in in_process("merge", asked.soumu.work_file, file).sentence

    @pytest.mark.parametrize(
        "command",
        [
            ("accept", "--department", SOUMU),
            ("round", "--close"),
            ("round", "--due", "2030-04-01"),
            ("return", "--department", SOUMU, "--reason", "r", "--out", "差戻し.kyoq"),
            ("request", "--out", "照会"),
            ("undo",),
            ("status",),
            ("remind",),
        ],
    )
    def test_commands_of_the_round_are_refused_in_a_sentence(self, asked: Office, command: tuple[str, ...]) -> None:
        name, *rest = command
        asked.soumu.write({entry(1): "一"})
        asked.close()
        before = asked.soumu.work_file.read_bytes()
        assert "担当課の作業ファイル" in in_process(name, asked.soumu.work_file, *rest).sentence
        assert asked.soumu.work_file.read_bytes() == before

    def test_it_is_not_edited_in_the_coordinators_name(self, asked: Office) -> None:
        answers = write_answers(asked.folder / "回答.json", {entry(1): "一"})
        asked.soumu.write({entry(1): "二"})
        asked.close()
        assert "担当課" in in_process("edit", asked.soumu.work_file, "--answers", answers).sentence


class TestAccept:
    def test_a_silent_department_is_accepted_only_when_that_is_said(self, asked: Office) -> None:
        accept = ("accept", asked.path, "--department", SOUMU)
        assert "まだ回答がありません" in in_process(*accept).sentence
        assert states(asked) == ["asked", "asked"]
        assert in_process(*accept, "--without-answers").code == 0
        assert states(asked) == ["accepted", "asked"]
        assert KYOSEI in in_process("accept", asked.path, "--department", KYOSEI).sentence
