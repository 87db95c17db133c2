"""The papers of real ledgers and work files: what is marked, which edition they say, and the hand-in slip."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kyosei_desktop.domain.plan import BlankReason, Value
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.report.ledger_papers import (
    DepartmentNeeded,
    MomentsNotInOrder,
    NoSlipOfALedger,
    approval_of,
    comparison_of,
    slip_of,
)
from kyosei_desktop.report.papers import draw_paper, export_paper
from kyosei_desktop.report.slip import OPENING_CHARACTERS, Words
from kyosei_desktop.store.editions import edition_of
from kyosei_desktop.store.files import FileNotWritten
from kyosei_desktop.store.past import just_before, list_turning_points
from kyosei_desktop.ui.main_window.titles import work_check_word
from tests.office import SOUMU, Office, entry, of_measure
from tests.report.papers import headings, text_of
from tests.report.structure import tagged_pages


@pytest.fixture
def office(office: Office) -> Office:
    """An office whose clock goes on from now, when its ledger was made."""
    office.clock.now = datetime.now(UTC)
    return office


def rows_of(pdf: bytes) -> list[list[str]]:
    return [
        [cell.whole_text for cell in row.all_of("TD")] for page in tagged_pages(pdf) for row in page.root.all_of("TR")
    ]


# 決裁


def test_the_approval_pages_mark_what_the_open_round_asks(office: Office) -> None:
    office.merge(office.soumu.answer({entry(1): "実績の文"}))
    pdf = approval_of(office.ledger, office.department(SOUMU)).pdf()
    assert headings(tagged_pages(pdf), "H1") == ["令和３年度下期実績の回答"]
    assert ["下期実績今回の回答", "実績の文"] in rows_of(pdf)
    assert ["令和４年度", "予定今回の回答", "（未記入）"] in rows_of(pdf)
    assert "催しを開く" not in text_of(pdf)


def test_pages_of_a_work_file_hold_what_is_written_and_carry_the_word_of_its_submission(office: Office) -> None:
    office.soumu.write({entry(1): "作業ファイルの文"})
    pdf = approval_of(office.soumu.work).pdf()
    assert ["下期実績今回の回答", "作業ファイルの文"] in rows_of(pdf)
    assert f"照合語{work_check_word(office.soumu.work)}" in text_of(pdf)


def test_of_a_ledger_the_department_has_to_be_named(office: Office) -> None:
    with pytest.raises(DepartmentNeeded):
        approval_of(office.ledger)


# 提出票


def test_the_slip_lists_each_answer_by_its_first_words_or_its_state(office: Office) -> None:
    long = "相談会を三回開いた。" * 10
    office.soumu.write({entry(1): long, entry(2): Value(blank=BlankReason.ENDED), entry(3): "*****"})
    rows = rows_of(slip_of(office.soumu.work).pdf())
    assert ["01", "施策1の名前", "令和３年度下期実績", long[:OPENING_CHARACTERS] + "…", "100"] in rows
    assert ["02", "施策2の名前", "令和３年度下期実績", "（終了）"] in [row[:4] for row in rows]
    assert ["03", "施策3の名前", "令和３年度下期実績（1）", "（未着手）"] in [row[:4] for row in rows]


def test_the_slip_names_required_fields_that_are_missing(office: Office) -> None:
    office.soumu.write({entry(1): "書きました"})
    pdf = slip_of(office.soumu.work).pdf()
    assert headings(tagged_pages(pdf), "H2") == ["未記入の必須欄2欄", "回答した欄1欄"]
    assert ["02", "施策2の名前", "令和３年度下期実績"] in rows_of(pdf)


def test_before_handing_in_it_is_the_slip_of_the_next_file_with_the_words_to_be_said(office: Office) -> None:
    office.soumu.write({entry(1): "書きました"})
    words = Words(person="窓口", extension="2345", message="速報値です。")
    paper = slip_of(office.soumu.work, words=words)
    rows = rows_of(paper.pdf())
    assert ["提出", "1回目（提出前）"] in rows
    assert ["担当者", "窓口（内線2345）"] in rows
    assert ["連絡事項", "速報値です。"] in rows
    assert paper.read_back(paper.pdf()).clipped == 0


def test_the_slip_of_a_file_handed_in_says_its_name_its_words_and_its_check_word(office: Office) -> None:
    file = office.soumu.answer({entry(1): "書きました"}, person="窓口", extension="2345")
    pdf = slip_of(office.soumu.work, words=Words(person="ほかの人")).pdf()
    rows = {row[0]: row[1] for row in rows_of(pdf) if len(row) == 2}
    assert rows["提出"].startswith("1回目令和")
    assert rows["ファイル"] == file.name
    assert rows["担当者"] == "窓口（内線2345）"
    word = work_check_word(office.soumu.work)
    assert word is not None
    assert text_of(pdf).count(word) == 2  # large, and in the footer


def test_after_another_change_it_is_the_slip_of_the_file_to_come(office: Office) -> None:
    office.soumu.answer({entry(1): "書きました"})
    before = work_check_word(office.soumu.work)
    office.soumu.write({entry(1): "書き直しました"})
    pdf = slip_of(office.soumu.work).pdf()
    assert ["提出", "2回目（提出前）"] in rows_of(pdf)
    assert str(before) not in text_of(pdf)


def test_an_empty_work_file_has_a_slip_too(office: Office) -> None:
    pdf = slip_of(office.soumu.work).pdf()
    assert headings(tagged_pages(pdf), "H2") == ["未記入の必須欄3欄", "回答した欄0欄"]


def test_a_ledger_has_no_slip(office: Office) -> None:
    with pytest.raises(NoSlipOfALedger):
        slip_of(office.ledger)


# 新旧対照表


def test_what_changed_since_an_act_stands_beside_what_was(office: Office) -> None:
    office.merge(office.soumu.answer({entry(1): "はじめの文"}))
    (*_others, merged) = list_turning_points(office.ledger)
    office.edit(of_measure(1), "まったく別の文")
    paper = comparison_of(office.ledger, since=just_before(merged))
    rows = rows_of(paper.pdf())
    assert ["令和３年度下期実績追加", "はじめの文", "（なし）"] in rows
    assert ["成果内容変更", "まったく別の文", "成果"] in rows
    assert paper.edition == edition_of(office.ledger, office.ledger.plan())
    only_edit = rows_of(comparison_of(office.ledger, since=merged.done_at).pdf())
    assert [row[0] for row in only_edit if len(row) == 3] == ["成果内容変更"]


def test_until_another_moment_later_changes_are_left_out(office: Office) -> None:
    since = office.clock()
    office.edit(of_measure(1), "一度目")
    until = office.clock()
    office.edit(of_measure(1), "二度目")
    said = text_of(comparison_of(office.ledger, since=since, until=until).pdf())
    assert "一度目" in said
    assert "二度目" not in said


def test_the_older_moment_has_to_be_the_earlier_one(office: Office) -> None:
    now = office.clock()
    with pytest.raises(MomentsNotInOrder):
        comparison_of(office.ledger, since=now, until=now - timedelta(days=1))
    with pytest.raises(MomentsNotInOrder):
        comparison_of(office.ledger, since=now + timedelta(days=1))


# Files and printers


def test_a_paper_is_written_read_back_and_counted(office: Office, tmp_path: Path) -> None:
    office.soumu.write({entry(1): "外字\ue000の文"})
    file = tmp_path / "決裁.pdf"
    result = run_to_end(export_paper(lambda: approval_of(office.soumu.work), file))
    assert (result.files, result.clipped, result.pages) == ((file,), 0, len(tagged_pages(file.read_bytes())))
    assert [(one.character, one.address) for one in result.missing_glyphs] == [("\ue000", entry(1))]
    assert list(tmp_path.glob("*.pdf")) == [file]


def test_stopping_leaves_no_file_behind(office: Office, tmp_path: Path) -> None:
    work = export_paper(lambda: approval_of(office.soumu.work), tmp_path / "決裁.pdf")
    for _step in range(4):
        next(work)
    work.close()
    assert list(tmp_path.glob("*.pdf")) == []
    with pytest.raises(FileNotWritten):
        run_to_end(export_paper(lambda: slip_of(office.soumu.work), tmp_path / "ない" / "票.pdf"))


def test_the_pages_for_the_printer_are_those_of_the_pdf(office: Office) -> None:
    pages = run_to_end(draw_paper(lambda: approval_of(office.soumu.work)))
    assert len(pages) == len(tagged_pages(approval_of(office.soumu.work).pdf()))
    assert all(one.startswith(b"<svg") for one in pages)
