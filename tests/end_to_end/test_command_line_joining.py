"""`join` on the command line: two desks of one department, and the commands that work in a work file afterwards."""

from pathlib import Path

import pytest

from tests.office import SOUMU, Office, entry, of_measure
from tests.shell import in_process, write_answers


@pytest.fixture
def desks(office: Office) -> tuple[Path, Path]:
    """The work file of one desk, and what the other has handed over."""
    office.soumu.write({entry(1): "私の文", of_measure(2): "一方の成果"})
    office.close()
    answers = write_answers(office.folder / "隣.json", {entry(2): "隣の文", of_measure(2): "他方の成果"})
    file = office.folder / "隣.kyoa"
    work = ("--work", office.folder / "隣.kyosei", "--answers", answers, "--out", file)
    ran = in_process("fill", office.requests[SOUMU], *work, "--partial", "--person", "隣の担当者")
    assert ran.code == 0
    return office.soumu.work_file, file


def outcomes(document: dict[str, object]) -> dict[object, object]:
    (file,) = document["files"]  # type: ignore[misc]
    return {(one["measure"], one["field"]): one["outcome"] for one in file["fields"]}


def test_join_says_field_by_field_what_became_of_it(desks: tuple[Path, Path]) -> None:
    work_file, file = desks
    looked = in_process("join", work_file, file, "--dry-run", "--json").json
    assert outcomes(looked) == {(2, "entry"): "taken", (2, "outcome"): "conflict"}
    assert looked["files"][0]["person"] == "隣の担当者"
    assert in_process("join", work_file, file, "--json").json == looked
    again = in_process("join", work_file, file)
    assert (again.code, again.out.splitlines()) == (
        0,
        ["隣.kyoa　反映0　変更なし2　古い0　食い違い0", "二つの文が食い違う欄は1件です。"],
    )


def test_what_disagrees_is_settled_or_taken_back_in_the_work_file(desks: tuple[Path, Path], office: Office) -> None:
    work_file, file = desks
    assert in_process("join", work_file, file).code == 0
    answers = write_answers(office.folder / "なし.json", {entry(1): "私の文"})
    hand_in = (
        "fill",
        office.requests[SOUMU],
        "--work",
        work_file,
        "--answers",
        answers,
        "--out",
        file.with_name("x.kyoa"),
    )
    assert "№2.outcome" in in_process(*hand_in, "--partial").sentence
    (conflict,) = in_process("conflicts", work_file, "--json").json["conflicts"]
    assert sorted(one["text"] for one in conflict["texts"]) == ["一方の成果", "他方の成果"]
    assert in_process("settle", work_file, conflict["id"], "--text", "合わせた成果", "--json").json["conflicts"] == 0
    assert in_process(*hand_in, "--partial").code == 0
    assert in_process("undo", work_file, "--json").json["withdrawn"] == [file.name]


def test_a_ledger_and_a_foreign_file_are_refused_with_a_sentence(desks: tuple[Path, Path], office: Office) -> None:
    work_file, file = desks
    assert "台帳には" in in_process("join", office.path, file).sentence
    foreign = office.kyosei.answer({entry(2): "別の課"})
    office.close()
    ran = in_process("join", work_file, foreign, file)
    assert ran.code == 1
    assert "別の課の回答です" in ran.err
    assert "隣.kyoa　反映1" in ran.out
