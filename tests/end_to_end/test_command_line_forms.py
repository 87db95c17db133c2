"""The Excel form on the command line: made, checked, merged, withdrawn, and returned as a form."""

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from kyosei_desktop import cli
from kyosei_desktop.exchange.excel_form_layout import FIRST_ROW
from tests.office import SOUMU, Office

_ANSWER = 10


@pytest.fixture
def ledger(office: Office) -> Path:
    office.close()
    return office.path


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path, exit_code: int = 0) -> Any:
    """The JSON that a command prints; None for a command that fails."""
    capsys.readouterr()
    assert cli.main([*map(str, arguments), "--json", "--as", "取りまとめ"]) == exit_code
    said = capsys.readouterr().out
    return json.loads(said) if said else None


def fill_in(form: Path, text: str, to: Path) -> Path:
    book = load_workbook(form)
    book["回答"].cell(FIRST_ROW, _ANSWER).value = text
    book.save(to)
    return to


def test_a_form_goes_out_comes_back_and_is_returned_as_a_form(
    ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "送付"
    made = run(capsys, "request", ledger, "--out", out, "--department", SOUMU, "--form", "both")["files"]
    assert [(one["form"], Path(one["file"]).suffix) for one in made] == [("app", ".kyoq"), ("excel", ".xlsx")]
    form = Path(made[1]["file"])
    checked = run(capsys, "check", form)
    assert (checked["kind"], checked["ok"], checked["department"]) == ("form", True, SOUMU)
    older = fill_in(form, "一", tmp_path / "一回目.xlsx")
    newer = fill_in(form, "一を直した", tmp_path / "二回目.xlsx")
    assert run(capsys, "merge", ledger, older, newer)["conflicts"] == 1
    assert run(capsys, "undo", ledger, "--file", older)["withdrawn"] == ["一回目.xlsx"]
    assert run(capsys, "conflicts", ledger)["conflicts"] == []
    returned = tmp_path / "差戻し.xlsx"
    run(capsys, "return", ledger, "--department", SOUMU, "--reason", "人数を", "--out", returned)
    better = fill_in(returned, "一を直した（12人）", tmp_path / "差戻しへの回答.xlsx")
    merged = run(capsys, "merge", ledger, better)
    assert (merged["files"][0]["taken"], merged["conflicts"]) == (1, 0)


def test_a_form_that_cannot_be_read_is_refused_by_check_and_merge_with_its_cell(
    ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "送付"
    (made,) = run(capsys, "request", ledger, "--out", out, "--department", SOUMU, "--form", "excel")["files"]
    spoilt = fill_in(Path(made["file"]), "=A1", tmp_path / "式.xlsx")
    (problem,) = run(capsys, "check", spoilt, exit_code=1)["problems"]
    assert "セルJ7に数式" in problem
    assert run(capsys, "merge", ledger, spoilt, exit_code=1)["files"][0]["refused"] == problem
