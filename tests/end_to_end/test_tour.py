"""`kyosei-desktop tour` plays the whole half-year: what it leaves is looked at as its reader would."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
from openpyxl import load_workbook
from PySide6.QtGui import QImage

from kyosei_desktop.report.readback import read_pages
from kyosei_desktop.ui.screenshots import SHOWS

pytestmark = pytest.mark.deep

NO_NETWORK = Path(__file__).parents[1] / "no_network.py"
"""The tour opens every view and writes every paper; a process in which it must not open a socket is as good as any."""

VIEWS = ("board", "home", "form", "hand_in", "collect", "conflicts", "report", "measures", "history")
"""Every main view has a picture of that name."""


def play(out: Path) -> "subprocess.CompletedProcess[str]":
    environment = {name: text for name, text in os.environ.items() if not name.startswith(("QT_", "DISPLAY"))}
    return subprocess.run(
        [sys.executable, str(NO_NETWORK), "tour", "--out", str(out), "--json"],
        capture_output=True,
        text=True,
        env={**environment, "LANG": "C.UTF-8"},
        timeout=600,
        check=False,
    )


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("tour") / "out"
    played = play(out)
    assert (played.returncode, played.stderr) == (0, "")
    named = [Path(one) for one in json.loads(played.stdout)["files"]]
    assert all(one.is_file() for one in named)
    return out


def test_each_department_has_a_request_and_a_submission(tour: Path) -> None:
    assert len(list((tour / "照会").glob("*.kyoq"))) == 17
    assert len(list((tour / "回答").glob("*.kyoa"))) == 17


def test_one_is_returned_and_the_rest_is_accepted(tour: Path) -> None:
    asked = subprocess.run(
        [sys.executable, "-m", "kyosei_desktop", "status", str(tour / "見本.kyosei"), "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    departments = json.loads(asked.stdout)["departments"]
    assert sorted(one["state"] for one in departments) == ["accepted"] * 16 + ["returned"]
    assert sum(one["conflicts"] for one in departments) == 0


def test_the_conflict_was_settled_by_a_text_of_one_of_the_owners(tour: Path) -> None:
    document = json.loads((tour / "報告書" / "福祉政策進捗状況.json").read_text(encoding="utf-8"))
    text = document["measures"][9]["initiatives"][0]["years"]["2021"]["second_half"]
    assert text in {f"・（見本）関係課による連絡会を{times}回開催した。" for times in (2, 3)}


def test_the_report_has_its_17_pages_in_both_papers(tour: Path) -> None:
    with pypdfium2.PdfDocument(tour / "報告書" / "福祉政策進捗状況.pdf") as pdf:
        assert len(pdf) == 17
    sheet = load_workbook(tour / "報告書" / "福祉政策進捗状況.xlsx").active
    assert sheet is not None
    assert len(sheet.row_breaks.brk) == 16


def test_the_papers_for_signing_and_the_comparison_hold_what_the_tour_has_written(tour: Path) -> None:
    papers = {one.stem: read_pages(one.read_bytes()) for one in tour.rglob("*.pdf")}
    assert {"決裁_生活福祉課", "提出票_生活福祉課", "福祉政策進捗状況_新旧対照表"} < papers.keys()
    for name in papers:
        assert any("（見本）" in page for page in papers[name]), name


def test_every_main_view_has_its_picture(tour: Path) -> None:
    pictures = {one.stem: QImage(str(one)) for one in (tour / "画面").glob("*.png")}
    assert set(VIEWS) <= pictures.keys()
    for name, picture in pictures.items():
        colours = {picture.pixel(x, y) for x in range(0, picture.width(), 8) for y in range(0, picture.height(), 8)}
        assert len(colours) > 8, f"{name} shows nothing"


def test_the_pictures_in_the_documents_show_what_the_program_shows(tour: Path) -> None:
    """Told by the words in them, not by pixels. `make manual` takes them anew."""
    kept = sorted((Path(__file__).parents[2] / "docs" / "screenshots").glob("*.png"))
    stale = [
        one.name for one in kept if QImage(str(one)).text(SHOWS) != QImage(str(tour / "画面" / one.name)).text(SHOWS)
    ]

    assert kept
    assert stale == [], "run `make manual`"


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "大事な書類.txt").write_text("消さないで", encoding="utf-8")
    played = play(tmp_path)
    assert played.returncode == 1
    assert played.stderr.strip().endswith("。")
    assert [one.name for one in tmp_path.iterdir()] == ["大事な書類.txt"]
