"""What fits a page, told by bounds, held against what the paper engine measures."""

import shutil
from pathlib import Path

import pytest

from kyosei_desktop import paths
from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.plan import Plan
from kyosei_desktop.report import measure_heights
from kyosei_desktop.report.composition import Composition
from kyosei_desktop.report.engine import PaperEngine, report_fonts, report_typeface
from kyosei_desktop.report.fitting import Fitting
from kyosei_desktop.report.pages import compose_report
from kyosei_desktop.report.sizing import ManualPage
from tests.report.conftest import PlanWith


@pytest.fixture(scope="module")
def composition(plan: Plan, definition: Definition) -> Composition:
    """The built-in plan's cells."""
    return compose_report(plan, definition)


def fitting_of(composition: Composition) -> Fitting:
    return Fitting(composition, composition.as_data(), report_typeface(composition.definition.fonts))


def measured_only(composition: Composition) -> Fitting:
    """One that trusts no bounds."""
    fitting = fitting_of(composition)
    fitting.__dict__["are_bounds_right"] = False
    return fitting


def count_measured(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Notes how many measures the paper engine is asked for each time from now on, none of them known."""
    asked: list[int] = []
    query = PaperEngine.query

    def noted(self: PaperEngine, template: str, inputs: dict, label: str) -> object:  # type: ignore[type-arg]
        asked.append(len(inputs["data"]["groups"][0]))
        return query(self, template, inputs, label)

    monkeypatch.setattr(PaperEngine, "query", noted)
    measure_heights.forget_heights()
    return asked


def test_bounds_choose_the_size_and_the_measures_that_fit_as_measuring_all_does(
    composition: Composition, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = count_measured(monkeypatch)
    fitting = fitting_of(composition)
    size_pt = fitting.largest_size()
    fits = fitting.measures_fit(size_pt)
    assert sum(asked) < 0.5 * len(list(composition.measures))
    everything = measured_only(composition)
    assert everything.largest_size() == size_pt
    assert everything.measures_fit(size_pt) == fits


@pytest.mark.parametrize("length", [100, 1_000, 3_000, 3_300, 3_600, 4_000, 20_000])
def test_a_page_is_full_by_bounds_where_it_is_by_measure(
    length: int, plan_with: PlanWith, definition: Definition
) -> None:
    composition = compose_report(plan_with("長い文章です。" * (length // 7)), definition)
    page = ManualPage(0, 0, 1)
    by_bounds, by_measure = fitting_of(composition).fill(page, 9.5), measured_only(composition).fill(page, 9.5)
    assert (by_bounds > 1) == (by_measure > 1)
    assert by_bounds == pytest.approx(by_measure, rel=0.15)


@pytest.mark.parametrize(
    ("name", "whole", "another"),
    [
        ("japanese.typ", "size: size,", "size: size, tracking: 0.1em,"),
        ("japanese.typ", "spacing: leading,", "spacing: 1em,"),
    ],
)
def test_bounds_are_not_trusted_where_a_template_sets_texts_in_another_way(
    name: str, whole: str, another: str, composition: Composition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    templates = tmp_path / "templates"
    shutil.copytree(paths.TEMPLATES, templates)
    source = (templates / name).read_text("utf-8")
    assert source.count(whole) == 1
    (templates / name).write_text(source.replace(whole, another), "utf-8")
    engine = PaperEngine(templates, report_fonts())
    monkeypatch.setattr(measure_heights, "paper_engine", lambda: engine)
    measure_heights.forget_heights()
    try:
        assert not fitting_of(composition).are_bounds_right
    finally:
        measure_heights.forget_heights()
    monkeypatch.undo()
    assert fitting_of(composition).are_bounds_right
