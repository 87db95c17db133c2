"""Answer sheets as PDF: what they ask and show, every character of it, and the word by which they are found."""

from pathlib import Path

import pytest

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.plan import Value
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.exchange.answer_sheets import MadeSheet, make_sheets
from kyosei_desktop.store.answer_sheets import find_sheet
from kyosei_desktop.store.rounds import close_round
from kyosei_desktop.store.sheet_entry import enter_sheet
from tests.office import KYOSEI, SOUMU, Office, entry, of_measure
from tests.report.papers import headings, text_of
from tests.report.structure import tagged_pages

ME = "取りまとめ"


def make(office: Office, folder: Path, *names: str) -> list[MadeSheet]:
    departments = [office.department(one) for one in names] or None
    return run_to_end(make_sheets(office.ledger, folder, departments=departments, author=ME))


def test_a_sheet_asks_every_field_and_shows_what_is_known_of_it(office: Office, tmp_path: Path) -> None:
    office.edit(of_measure(2), "前に書いた成果")
    office.edit(entry(2, period="first_half"), "上期にしたこと" * 60)
    (made,) = make(office, tmp_path / "新しい", SOUMU)
    pdf = made.file.read_bytes()
    text = text_of(pdf)
    assert made.file.name == "回答票_令和３年度下期実績_福祉総務課.pdf"
    assert (made.export.clipped, made.export.cells > 0) == (0, True)
    assert headings(tagged_pages(pdf), "H1") == ["回答票"]
    assert len(headings(tagged_pages(pdf), "H2")) == 3
    assert "二つの課で講座を開く" in text
    assert "いまの文前に書いた成果" in text
    assert text.count("上期にしたこと") == 60
    assert text.count("該当なしで空白") == len(find_sheet(office.ledger, made.department.id, made.check_word).fields)
    assert text.count("必須") == 4  # three entries, and the head that counts them
    assert f"照合語{made.check_word}" in text


def test_every_department_asked_gets_a_sheet_that_can_be_typed_in(office: Office, tmp_path: Path) -> None:
    made = make(office, tmp_path)
    assert [one.department.name for one in made] == [SOUMU, KYOSEI]
    for one in made:
        sheet = find_sheet(office.ledger, one.department.id, one.check_word)
        enter_sheet(office.ledger, sheet, [(entry(2), Value(one.department.name))], author=ME)
    assert office.conflict_texts() == {str(entry(2)): sorted([SOUMU, KYOSEI])}


def test_without_an_open_round_there_are_no_sheets(office: Office, tmp_path: Path) -> None:
    close_round(office.ledger, author=ME)
    with pytest.raises(KyoseiError):
        make(office, tmp_path / "どこか")
    assert not list((tmp_path / "どこか").iterdir())
