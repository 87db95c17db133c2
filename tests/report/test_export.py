"""Exporting: all files or none, and the figure at the end."""

import csv
import io
import json
from contextlib import closing
from pathlib import Path

import pytest

from kyosei_desktop import paths
from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.plan import Address, FieldKind, PeriodId, Plan
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.report.export import ExportTargets, MissingGlyph, SameFileTwice, export_report
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
    numbers = {row["施策番号"] for row in table_of((tmp_path / "a.csv").read_bytes())}
    assert numbers == {f"{one.no:02d}" for one in plan.measures if department.id in one.departments}
    assert result.pages < len({one.page for one in plan.measures if department.id in one.departments})


def test_two_kinds_of_paper_are_not_written_to_one_file(
    plan_with: PlanWith, definition: Definition, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    targets = ExportTargets(xlsx=tmp_path / "a", csv=tmp_path / "folder" / ".." / "a")
    with pytest.raises(SameFileTwice):
        run_to_end(export_report(plan_with("文"), definition, targets))
    assert [one.name for one in tmp_path.iterdir()] == ["folder"]
