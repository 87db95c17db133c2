"""Exporting: all files or none, and the figure at the end."""

import csv
import io
import json
from contextlib import closing
from pathlib import Path

import pytest
from openpyxl import load_workbook

from kyosei_desktop import paths
from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.plan import Address, BlankReason, FieldKind, PeriodId, Plan, Value
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.report.export import ExportTargets, MissingGlyph, export_report
from kyosei_desktop.report.open_data import DATA_COLUMNS, data_csv, data_workbook
from kyosei_desktop.report.readback import read_pages
from kyosei_desktop.store.files import FileNotWritten
from tests.report.conftest import PlanWith


def all_targets(folder: Path) -> ExportTargets:
    """Every kind of file in a folder."""
    names = ("a.xlsx", "b.pdf", "c.xlsx", "d.csv", "e.json")
    return ExportTargets(*(folder / name for name in names))


def table_of(csv_file: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file by column title."""
    return list(csv.DictReader(io.StringIO(csv_file.decode("utf-8-sig"), newline="")))


def test_all_files_are_written_and_nothing_is_clipped(plan: Plan, definition: Definition, tmp_path: Path) -> None:
    result = run_to_end(export_report(plan, definition, all_targets(tmp_path)))
    assert (result.cells, result.clipped, result.pages, result.missing_glyphs) == (1042, 0, 17, ())
    assert [path.name for path in result.files] == ["a.xlsx", "b.pdf", "c.xlsx", "d.csv", "e.json"]
    assert sorted(tmp_path.iterdir()) == sorted(result.files)
    exported = json.loads((tmp_path / "e.json").read_text("utf-8"))
    assert exported == json.loads(paths.BUILT_IN_PLAN.read_text("utf-8"))


def test_stopping_at_any_step_leaves_nothing_behind(
    plan_with: PlanWith, definition: Definition, tmp_path: Path
) -> None:
    plan = plan_with("文")
    whole, stopped = tmp_path / "whole", tmp_path / "stopped"
    whole.mkdir()
    stopped.mkdir()
    steps = len(list(export_report(plan, definition, all_targets(whole))))
    assert steps == 7
    for stop in range(1, steps + 1):
        with closing(export_report(plan, definition, all_targets(stopped))) as work:
            for _ in range(stop):
                next(work)
        assert list(stopped.iterdir()) == [], f"stopped at step {stop}"


def test_a_place_that_cannot_be_written_to_keeps_all_files_away(
    plan_with: PlanWith, definition: Definition, tmp_path: Path
) -> None:
    targets = ExportTargets(pdf=tmp_path / "a.pdf", csv=tmp_path / "no such folder" / "b.csv")
    (tmp_path / "a.pdf").write_text("before")
    with pytest.raises(FileNotWritten):
        run_to_end(export_report(plan_with("文"), definition, targets))
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]
    assert (tmp_path / "a.pdf").read_text() == "before"


def test_characters_without_a_glyph_are_told_with_their_place(
    plan_with: PlanWith, definition: Definition, tmp_path: Path
) -> None:
    targets = ExportTargets(pdf=tmp_path / "a.pdf", xlsx=tmp_path / "a.xlsx")
    result = run_to_end(export_report(plan_with("\ue000野さん\ue000"), definition, targets))
    address = Address(1, FieldKind.ENTRY, 1, FiscalYear(2018), PeriodId("plan"))
    assert result.missing_glyphs == (MissingGlyph("\ue000", address),)
    assert result.clipped == 0
    assert "〓野さん〓" in read_pages((tmp_path / "a.pdf").read_bytes())[0]


def test_a_department_gets_only_its_measures_on_pages_that_break_by_themselves(
    plan: Plan, definition: Definition, tmp_path: Path
) -> None:
    department = next(one for one in plan.departments if one.name == "高齢者いきいき課")
    targets = ExportTargets(pdf=tmp_path / "a.pdf", csv=tmp_path / "a.csv", department=department.id)
    result = run_to_end(export_report(plan, definition, targets))
    numbers = {row["№"] for row in table_of((tmp_path / "a.csv").read_bytes())}
    assert numbers == {f"{one.no:02d}" for one in plan.measures if department.id in one.departments}
    assert result.pages < len({one.page for one in plan.measures if department.id in one.departments})


def test_the_csv_has_one_datum_a_row_with_both_kinds_of_year(plan: Plan, definition: Definition) -> None:
    made = data_csv(plan, definition, plan.years)
    assert made.startswith("\ufeff№,施策名,".encode())
    rows = table_of(made)
    entries = [row for row in rows if row["項目"] == "記載"]
    assert len(entries) == 600
    assert sum(bool(row["本文"]) for row in entries) == 490
    assert len(rows) == 600 + 2 * 48 + 50
    assert {(row["西暦年度"], row["和暦年度"]) for row in entries} == {
        ("2018", "平成30年度"),
        ("2019", "令和元年度"),
        ("2020", "令和２年度"),
        ("2021", "令和３年度"),
    }
    assert {row["担当課"] for row in entries if row["№"] == "10"} == {"福祉総務課・地域共生課"}


def test_quotes_commas_line_feeds_and_formulas_survive_the_csv(plan_with: PlanWith, definition: Definition) -> None:
    text = '=1+1,"引用",\n改行'
    rows = table_of(data_csv(plan_with(text), definition, [FiscalYear(2018)]))
    assert text in [row["本文"] for row in rows]


def test_a_blank_with_a_reason_says_so_in_the_data(plan_with: PlanWith, definition: Definition) -> None:
    plan = plan_with("")
    entries = plan.measures[0].initiatives[0].entries
    entries[FiscalYear(2018), PeriodId("plan")] = Value("", BlankReason.ENDED)  # type: ignore[index]
    rows = table_of(data_csv(plan, definition, [FiscalYear(2018)]))
    assert [row["空欄の理由"] for row in rows if row["空欄の理由"]] == ["終了"]


def test_the_data_workbook_has_no_merged_cells_and_explains_its_columns(plan: Plan, definition: Definition) -> None:
    book = load_workbook(io.BytesIO(data_workbook(plan, definition, plan.years)))
    table, dictionary = book.worksheets
    assert not table.merged_cells.ranges
    titles = [column.title for column in DATA_COLUMNS]
    assert [cell.value for cell in table[1]] == titles
    assert [cell.value for (cell,) in dictionary["A2:A11"]] == titles
    assert all(cell.value for (cell,) in dictionary["B2:B11"])
    assert table.max_row == 1 + 600 + 2 * 48 + 50


def test_a_text_longer_than_a_cell_continues_in_the_data_workbook(plan_with: PlanWith, definition: Definition) -> None:
    text = "長い文が続き、" * 10_000
    table = load_workbook(io.BytesIO(data_workbook(plan_with(text), definition, [FiscalYear(2018)]))).worksheets[0]
    joined = ["".join(str(cell.value or "") for cell in row[8:9] + row[10:]) for row in table.iter_rows(min_row=2)]
    assert text in joined
