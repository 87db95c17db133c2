"""What the engine keeps of pages that it has made, and what of it it lets go."""

import subprocess
import sys
from textwrap import dedent

import pytest

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.report import engine
from kyosei_desktop.report.engine import paper_engine
from kyosei_desktop.report.pages import TEMPLATE, lay_out
from tests.report.conftest import PlanWith

TWO_FORMATS = dedent(
    """
    import itertools, json, sys
    from dataclasses import replace
    import psutil
    from kyosei_desktop import paths
    from kyosei_desktop.domain.definition import definition_from_document
    from kyosei_desktop.domain.plan_document import plan_from_document
    from kyosei_desktop.report import engine
    from kyosei_desktop.report.pages import TEMPLATE, lay_out, pdf_of

    engine._MANY_CHARACTERS = int(sys.argv[1])
    numbers = itertools.count()
    document = json.loads(paths.BUILT_IN_PLAN.read_text("utf-8"))
    plan = plan_from_document(document, lambda: f"id{next(numbers)}")
    definition = definition_from_document(json.loads(paths.BUILT_IN_DEFINITION.read_text("utf-8")))
    layout, papers = lay_out(plan, definition), engine.paper_engine()
    begun = psutil.Process().memory_info().rss
    papers.svg(TEMPLATE, layout.inputs)
    papers.forget()
    pdf_of(layout)
    print(psutil.Process().memory_info().rss - begun)
    """
)


def most_memory(many_characters: str) -> int:
    """Of three runs the one that took most: Typst finds now and then the layout of one format in the other's."""
    run = [sys.executable, "-c", TWO_FORMATS, many_characters]
    return max(int(subprocess.run(run, check=True, capture_output=True).stdout) for _again in range(3))


def test_where_there_are_many_pages_one_format_does_not_take_memory_beside_the_other() -> None:
    none_let_go, all_let_go = most_memory("1000000000"), most_memory("0")
    assert all_let_go < 0.75 * none_let_go


def test_pages_let_go_are_made_anew_for_who_asks_where_they_stand(
    plan_with: PlanWith, definition: Definition, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout = lay_out(plan_with("本文"), definition)
    before = paper_engine().marks(TEMPLATE, layout.inputs, "row")
    monkeypatch.setattr(engine, "_MANY_CHARACTERS", 0)
    paper_engine().forget()
    assert before
    assert paper_engine().marks(TEMPLATE, layout.inputs, "row") == before
