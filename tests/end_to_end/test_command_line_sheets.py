"""Paper in from the command line: a sheet is made, typed in by its check word, and withdrawn like a file."""

import json
from pathlib import Path

import pytest

from tests.office import KYOSEI, SOUMU, Office
from tests.report.papers import text_of
from tests.shell import in_process

ANSWER = {"measure": 1, "initiative": 1, "year": 2021, "period": "second_half", "text": "紙に書いた文"}


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    file = tmp_path / "紙の回答.json"
    file.write_text(json.dumps([ANSWER], ensure_ascii=False), "utf-8")
    return file


def test_a_sheet_goes_out_comes_back_and_is_withdrawn(office: Office, answers: Path, tmp_path: Path) -> None:
    office.close()
    said = in_process("sheet", office.path, "--out", tmp_path / "票", "--department", SOUMU, "--json").json
    (made,) = said["files"]
    assert (made["department"], said["clipped"]) == (SOUMU, 0)
    assert made["check_word"] in text_of(Path(made["file"]).read_bytes())
    paper = ("--paper", made["check_word"], "--department", SOUMU, "--answers", answers)
    assert in_process("edit", office.path, *paper, "--dry-run", "--json").json["taken"] == 1
    entered = in_process("edit", office.path, *paper, "--person", "山川", "--json").json
    assert (entered["taken"], entered["conflicts"]) == (1, 0)
    changes = in_process("history", office.path, "--measure", "1", "--json").json["changes"]
    assert {(one["author"], one["source"]) for one in changes if one["text"] == "紙に書いた文"} == {
        ("山川", f"紙の回答（照合語 {made['check_word']}）")
    }
    assert in_process("undo", office.path, "--json").json["withdrawn"] == [entered["source"]]


def test_a_wrong_word_and_a_wrong_department_are_refused_in_a_sentence(
    office: Office, answers: Path, tmp_path: Path
) -> None:
    office.close()
    (made,) = in_process("sheet", office.path, "--out", tmp_path, "--department", KYOSEI, "--json").json["files"]
    for word, name, sentence in (
        ("んんんん", KYOSEI, "照合語「んんんん」の回答票は"),
        (made["check_word"], SOUMU, f"は{KYOSEI}の回答票です"),
        (made["check_word"], KYOSEI, "欄「1.1.2021.second_half」は、この回答票にありません"),
    ):
        paper = ("--paper", word, "--department", name, "--answers", answers)
        assert sentence in in_process("edit", office.path, *paper).sentence


@pytest.mark.parametrize(
    "options",
    [("--paper", "あいうえ"), ("--person", "山川"), ("--paper", "あ", "--department", "課", "--reason", "訳")],
)
def test_options_that_do_not_go_together_are_wrong_usage(
    office: Office, answers: Path, options: tuple[str, ...]
) -> None:
    assert in_process("edit", office.path, "--answers", answers, *options).code == 2
