"""The handover paper: made from the ledger, tagged, whole, and marked when it is a rehearsal's."""

from pathlib import Path

import pytest

from kyosei_desktop.domain.plan import Address, FieldKind
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.exchange.rehearsal import make_rehearsal
from kyosei_desktop.report.handover import STEPS, NothingToHandOver, handover_paper
from kyosei_desktop.report.papers import export_paper
from kyosei_desktop.report.readback import read_pages
from kyosei_desktop.store.ledger import open_ledger
from tests.office import KYOSEI, SOUMU, Office, entry


def words_of(pdf: bytes) -> str:
    return "".join("".join(page.split()) for page in read_pages(pdf))


def test_it_holds_rounds_open_points_oddities_steps_and_places(office: Office, tmp_path: Path) -> None:
    office.merge(office.soumu.answer({entry(2): "x"}), office.kyosei.answer({entry(2): "y"}))
    file = tmp_path / "引継書.pdf"
    result = run_to_end(export_paper(lambda: handover_paper(office.ledger), file))
    assert result.clipped == 0
    assert result.cells > len(STEPS)
    words = words_of(file.read_bytes())
    for said in ("引継書", "令和３年度下期実績", "令和4年4月15日（金）", "競合", "№02", "未受理", SOUMU, KYOSEI):
        assert said in words
    assert "控えのフォルダ" in words
    assert office.path.name in words
    assert "予行演習】" not in words


def test_its_pdf_says_what_it_is(office: Office) -> None:
    pdf = handover_paper(office.ledger).pdf()
    for mark in (b"pdfuaid:part", b"pdfaid:part"):
        assert mark in pdf
    assert "引継書" in words_of(pdf)


def test_markup_in_a_name_is_text(office: Office) -> None:
    office.edit(Address(3, FieldKind.NAME), "#panic() *強* $x$ の名前")
    assert "#panic()*強*$x$の名前" in words_of(handover_paper(office.ledger).pdf())


def test_every_page_of_a_rehearsals_papers_says_so(office: Office) -> None:
    made = run_to_end(make_rehearsal(office.ledger, office.folder / "練習", author="練習する人"))
    with open_ledger(made.ledger, read_only=True) as played:
        pages = read_pages(handover_paper(played).pdf())
    assert all("【予行演習】最終変更" in "".join(page.split()) for page in pages)


def test_a_work_file_has_nothing_to_hand_over(office: Office) -> None:
    with pytest.raises(NothingToHandOver):
        handover_paper(office.soumu.work)
