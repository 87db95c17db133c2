"""`fill` says what the rules point out and hands in all the same; only a missing required field keeps it back."""

from pathlib import Path

import pytest

from tests.office import SOUMU, Office, entry
from tests.shell import Ran, address_of, in_process, write_answers

TEXTS = {
    entry(1): "研修会を開催予定。",
    entry(2): "㈱鎌倉商事と協議した。",
    entry(3): "\n".join(["講座を開いた。"] * 20),
}


@pytest.fixture
def filled(office: Office) -> tuple[Ran, Ran]:
    """Said to people, and said as JSON."""
    office.soumu.close()
    answers = write_answers(office.folder / "回答.json", TEXTS)
    out: Path = office.folder / "回答.kyoa"
    fill = ("fill", office.requests[SOUMU], "--answers", answers, "--out", out)
    work = ("--work", office.folder / "別の机.kyosei")
    return in_process(*fill, *work), in_process(*fill, *work, "--json")


def test_people_read_one_line_for_each_finding_on_stderr(filled: tuple[Ran, Ran]) -> None:
    spoken, _document = filled
    lines = spoken.err.splitlines()

    assert spoken.code == 0
    assert "回答3欄" in spoken.out
    assert lines == [
        "№1.1.2021.second_half　注意：「予定」とあります。実績には、したことを書いてください。",
        "№2.1.2021.second_half　ヒント：機種依存文字「㈱」があります。ふつうの文字に直してください。",
        "№3.1.2021.second_half　注意：印刷すると20行になります（15行まで）。5行ほど短くしてください。",
    ]


def test_programs_read_them_beside_the_rest(filled: tuple[Ran, Ran]) -> None:
    document = filled[1].json

    assert document["answers"] == 3
    assert [(one["measure"], one["rule"], one["level"]) for one in document["findings"]] == [
        (1, "tense", "warning"),
        (2, "platform_dependent", "hint"),
        (3, "length", "warning"),
    ]
    first = document["findings"][0]
    assert address_of(first) == {
        "measure": 1,
        "initiative": 1,
        "year": 2021,
        "period": "second_half",
        "field": "entry",
    }
    assert set(first) - set(address_of(first)) == {"rule", "level", "sentence"}


def test_what_was_not_filled_this_time_is_not_told_again(office: Office) -> None:
    office.soumu.close()
    fill = ("fill", office.requests[SOUMU], "--out", office.folder / "回答.kyoa", "--json", "--partial")
    first = in_process(*fill, "--answers", write_answers(office.folder / "一.json", {entry(1): TEXTS[entry(1)]}))
    second = in_process(*fill, "--answers", write_answers(office.folder / "二.json", {entry(2): "開いた。"}))

    assert [one["rule"] for one in first.json["findings"]] == ["tense"]
    assert second.json["findings"] == []
