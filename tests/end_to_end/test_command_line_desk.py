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
            ("undo", "--act"),
            ("settle", "--alike", "earliest"),
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


class TestBulk:
    """What concerns several departments or conflicts at once: looked at first, done, and taken back in one step."""

    @pytest.fixture
    def answered(self, asked: Office) -> Office:
        """One department complete but for a conflict of notation, the other with gaps."""
        asked = Office(asked.folder)  # open again
        required = {entry(1): "一", entry(2): "・１２人", entry(3): "三"}
        asked.merge(asked.soumu.answer(required), asked.kyosei.answer({entry(2): "・12人"}))
        asked.close()
        return asked

    def test_conflicts_of_notation_are_looked_at_settled_and_in_conflict_again(self, answered: Office) -> None:
        settle = ("settle", answered.path, "--alike", "half_width", "--json")
        looked = in_process(*settle, "--dry-run").json
        assert [one["text"] for one in looked["settled"]] == ["・12人"]
        assert len(in_process("conflicts", answered.path, "--json").json["conflicts"]) == 1
        assert in_process(*settle).json == {**looked, "dry_run": False}
        assert in_process("conflicts", answered.path, "--json").json["conflicts"] == []
        undone = in_process("undo", answered.path, "--act", "--json").json
        assert undone == {"undone": "settled_alike", "departments": [], "fields": 1}
        assert len(in_process("conflicts", answered.path, "--json").json["conflicts"]) == 1

    def test_the_newest_is_undone_first_then_what_was_done_before(self, answered: Office) -> None:
        in_process("settle", answered.path, "--alike", "half_width")
        accept = ("accept", answered.path, "--complete", "--json")
        assert in_process(*accept, "--dry-run").json["departments"] == [SOUMU]
        assert states(answered) == ["submitted", "submitted"]
        assert in_process(*accept).json["departments"] == [SOUMU]
        back = ("return", answered.path, "--missing", "--reason", "空いています", "--json")
        assert in_process(*back, "--dry-run").json == {"departments": [KYOSEI], "files": [], "dry_run": True}
        (file,) = in_process(*back, "--out", answered.folder / "差戻し").json["files"]
        assert in_process("check", file, "--json").json["department"] == KYOSEI
        assert states(answered) == ["accepted", "returned"]
        undo = ("undo", answered.path, "--act", "--json")
        assert in_process(*undo).json == {"undone": "returned", "departments": [KYOSEI], "fields": 0}
        assert states(answered) == ["accepted", "submitted"]
        assert in_process(*undo).json == {"undone": "accepted", "departments": [SOUMU], "fields": 0}
        assert in_process(*undo).json["undone"] == "settled_alike"
        assert states(answered) == ["submitted", "submitted"]
        assert "元に戻せる" in in_process("undo", answered.path, "--act").sentence

    def test_a_return_is_taken_back_by_the_departments_name(self, answered: Office) -> None:
        back = ("return", answered.path, "--department", KYOSEI)
        assert KYOSEI in in_process(*back, "--take-back").sentence
        in_process(*back, "--reason", "r", "--out", answered.folder / "差戻し.kyoq")
        assert states(answered)[1] == "returned"
        assert in_process(*back, "--take-back").code == 0
        assert states(answered)[1] == "submitted"

    @pytest.mark.parametrize(
        "wrong",
        [
            ("settle", "--take", 1),
            ("settle", "2.1.2021.second_half", "--alike", "earliest"),
            ("settle", "2.1.2021.second_half", "--take", 1, "--dry-run"),
            ("return", "--missing", "--out", "差戻し"),
            ("return", "--missing", "--reason", "r", "--out", "差戻し", "--measure", 1),
            ("return", "--department", SOUMU, "--take-back", "--reason", "r"),
            ("return", "--department", SOUMU, "--reason", "r", "--out", "f", "--dry-run"),
            ("accept", "--complete", "--revoke"),
            ("accept", "--department", SOUMU, "--dry-run"),
            ("undo", "--act", "--turn"),
        ],
    )
    def test_what_does_not_go_together_is_wrong_usage(self, asked: Office, wrong: tuple[object, ...]) -> None:
        name, *rest = wrong
        assert in_process(name, asked.path, *rest).misuse
