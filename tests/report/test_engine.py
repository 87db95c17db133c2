"""What the engine keeps of pages that it has made, and what of it it lets go."""

import subprocess
import sys
from textwrap import dedent

import pytest

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.report import engine
from kyosei_desktop.report.composition import TEMPLATE
from kyosei_desktop.report.engine import paper_engine
from kyosei_desktop.report.pages import lay_out
from tests.report.conftest import PlanWith

GROWTH = dedent(
    """
    import itertools, json, sys
    from dataclasses import replace
    import psutil
    from kyosei_desktop import paths
    from kyosei_desktop.domain.definition import definition_from_document
    from kyosei_desktop.domain.plan_document import plan_from_document
    from kyosei_desktop.report import engine
    from kyosei_desktop.report.composition import TEMPLATE
    from kyosei_desktop.report.pages import lay_out, pdf_of

    engine._MANY_BYTES = 0
    numbers = itertools.count()
    document = json.loads(paths.BUILT_IN_PLAN.read_text("utf-8"))
    plan = plan_from_document(document, lambda: f"id{next(numbers)}")
    definition = definition_from_document(json.loads(paths.BUILT_IN_DEFINITION.read_text("utf-8")))
    first, *others = plan.measures
    edited = replace(plan, measures=(replace(first, record="・相談会を7回開いた。"), *others))
    memory = lambda: psutil.Process().memory_info().rss
    papers, layout = engine.paper_engine(), lay_out(plan, definition)
    empty = memory()
    papers.svg(TEMPLATE, layout.inputs)
    once = memory()
    layout = lay_out(replace(edited, title="別の題名") if "title" in sys.argv else edited, definition)
    if "forget" in sys.argv:
        papers.forget()
    pdf_of(layout)
    print((memory() - once) / (once - empty))
    """
)


def growth_of_an_edited_report(*arguments: str) -> float:
    """How much more memory its PDF takes after the pages of the report before the edit, as a share of theirs."""
    run = [sys.executable, "-c", GROWTH, *arguments]
    return float(subprocess.run(run, check=True, capture_output=True).stdout)


def test_after_an_edit_pages_of_another_format_take_over_what_was_laid_out() -> None:
    assert growth_of_an_edited_report() < 0.5


def test_pages_let_go_leave_their_memory_to_those_of_a_report_that_is_new_on_every_page() -> None:
    assert growth_of_an_edited_report("title", "forget") < 0.5 * growth_of_an_edited_report("title")


def test_pages_let_go_are_made_anew_for_who_asks_where_they_stand(
    plan_with: PlanWith, definition: Definition, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout = lay_out(plan_with("本文"), definition)
    before = paper_engine().marks(TEMPLATE, layout.inputs, "row")
    monkeypatch.setattr(engine, "_MANY_BYTES", 0)
    paper_engine().forget()
    assert before
    assert paper_engine().marks(TEMPLATE, layout.inputs, "row") == before
