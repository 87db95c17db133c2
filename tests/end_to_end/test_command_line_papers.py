"""The papers on A4 from the command line."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.office import SOUMU, Office, entry
from tests.report.papers import text_of
from tests.shell import as_process, in_process

pytestmark = pytest.mark.deep


@pytest.fixture
def files(office: Office) -> Office:
    """An office with one answer merged, of which no file is open."""
    office.clock.now = datetime.now(UTC) - timedelta(hours=1)  # its moments pass faster than the command line's
    office.merge(office.soumu.answer({entry(1): "提出した文"}, person="窓口"))
    office.close()
    return office


def test_export_makes_approval_pages_and_comparison_beside_the_report(files: Office, tmp_path: Path) -> None:
    approval, comparison, data = (tmp_path / name for name in ("決裁.pdf", "新旧.pdf", "データ.csv"))
    papers = ("--approval", approval, "--compare", comparison, "--since", "round", "--csv", data)
    said = as_process("export", files.path, "--department", SOUMU, *papers, "--json").json
    assert said["files"] == [str(data), str(approval), str(comparison)]
    assert said["clipped"] == 0
    assert said["pages"] >= 2
    assert "提出した文" in text_of(approval.read_bytes())
    assert "新旧対照表" in text_of(comparison.read_bytes())


def test_a_work_file_needs_no_department_and_seals_can_be_named(files: Office, tmp_path: Path) -> None:
    file = tmp_path / "決裁.pdf"
    done = in_process("export", files.soumu.work_file, "--approval", file, "--seals", "部長,主事")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[0] == str(file)
    assert "部長主事" in text_of(file.read_bytes())
    assert "提出した文" in text_of(file.read_bytes())


def test_slip_says_what_was_handed_in(files: Office, tmp_path: Path) -> None:
    file = tmp_path / "提出票.pdf"
    said = in_process("slip", files.soumu.work_file, "--out", file, "--json").json
    assert (said["files"], said["cells"], said["clipped"], said["pages"]) == ([str(file)], 1, 0, 1)
    assert "担当者窓口" in text_of(file.read_bytes())


@pytest.mark.parametrize("since", ["2000-01-01", "2000-01-01T09:30", "merge"])
def test_moments_are_days_minutes_or_acts(files: Office, tmp_path: Path, since: str) -> None:
    file = tmp_path / "新旧.pdf"
    assert in_process("export", files.path, "--compare", file, "--since", since, "--until", "2100-12-31").code == 0
    assert "提出した文" in text_of(file.read_bytes())


def test_what_cannot_be_made_is_refused_in_a_sentence_and_nothing_is_written(files: Office, tmp_path: Path) -> None:
    file, data = tmp_path / "紙.pdf", tmp_path / "データ.csv"
    refused = [
        in_process("export", files.path, "--csv", data, "--approval", file).sentence,
        in_process("export", files.path, "--csv", data, "--compare", file, "--since", "accept").sentence,
        in_process("export", files.path, "--compare", file, "--since", "2022-05-01", "--until", "2022-04-01").sentence,
        in_process("slip", files.path, "--out", file).sentence,
    ]
    assert [one[:12] for one in refused] == [
        "どの課の決裁用の紙面を作",
        "「台帳.kyosei」に",
        "新旧対照表の旧の時点（令",
        "「台帳.kyosei」は",
    ]
    assert list(tmp_path.glob("*.pdf")) + list(tmp_path.glob("*.csv")) == []


@pytest.mark.parametrize(
    "options",
    [
        ("--compare", "a.pdf"),
        ("--since", "2022-04-01", "--csv", "a.csv"),
        ("--until", "2022-04-01", "--csv", "a.csv"),
        ("--compare", "a.pdf", "--since", "きのう"),
        ("--approval", "a.pdf", "--seals", "1,2,3,4,5,6,7,8,9"),
    ],
)
def test_wrong_usage_is_told(files: Office, options: tuple[str, ...]) -> None:
    assert "export" in in_process("export", files.path, *options).misuse
