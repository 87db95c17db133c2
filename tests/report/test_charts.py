"""Charts as pictures: PNG and SVG of the same data, without colours, whatever the names hold."""

import json
import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kyosei_desktop.domain.definition import Definition, definition_from_document
from kyosei_desktop.domain.plan import PeriodId
from kyosei_desktop.domain.rounds import Round, RoundId
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.report.charts import PNG_PPI, ChartKind, chart_data, chart_svg, export_chart
from kyosei_desktop.store.round_figures import AnsweredShare, HandInDay, RoundFigures

FIGURES = RoundFigures(
    round=Round(RoundId("x"), FiscalYear(2021), PeriodId("second_half"), date(2022, 4, 15), frozenset(), frozenset()),
    begins_on=date(2022, 4, 1),
    until=date(2022, 4, 21),
    known_until=date(2022, 4, 21),
    departments=3,
    days=[HandInDay(date(2022, 4, 11), ["甲課"], 1), HandInDay(date(2022, 4, 21), ["#panic() *乙* 課", "丙課"], 3)],
    shares=[AnsweredShare("甲課", 4, 4), AnsweredShare("#panic() *乙* 課", 3, 2), AnsweredShare("丙課" * 30, 5, 0)],
)
_WIDTH_MM, _MM_PER_INCH = 240, 25.4


@pytest.mark.parametrize("kind", ChartKind)
def test_both_formats_are_written_by_suffix(definition: Definition, kind: ChartKind, tmp_path: Path) -> None:
    png, svg = tmp_path / "図.png", tmp_path / "図.svg"
    for file in (png, svg):
        export_chart(FIGURES, definition, kind, file)
    head = png.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert abs(int.from_bytes(head[16:20], "big") - _WIDTH_MM / _MM_PER_INCH * PNG_PPI) <= 1
    assert ElementTree.fromstring(svg.read_text("utf-8")).tag.endswith("svg")


@pytest.mark.parametrize("kind", ChartKind)
def test_a_chart_is_drawn_in_greys_alone(definition: Definition, kind: ChartKind) -> None:
    colours = set(re.findall(r"#[0-9a-fA-F]{6}\b", chart_svg(FIGURES, definition, kind).decode()))
    assert colours
    assert all(one[1:3] == one[3:5] == one[5:7] for one in colours), colours


def test_days_stand_on_the_axis_where_they_belong(definition: Definition) -> None:
    data = chart_data(FIGURES, definition, ChartKind.HAND_INS)
    assert [one["at"] for one in data["days"]] == [0.5, 1.0]
    assert data["due_at"] == 0.7
    assert data["title"] == "令和３年度 下期実績　提出した課の数"
    assert data["due_on"] == "締切 4月15日"


def test_shares_say_figures_and_percent_and_long_names_are_cut(definition: Definition) -> None:
    shares = chart_data(FIGURES, definition, ChartKind.SHARES)["shares"]
    assert [one["said"] for one in shares] == ["4／4　100%", "2／3　66%", "0／5　0%"]
    assert shares[2]["department"].endswith("…")


def test_a_round_without_answers_can_be_drawn(definition: Definition) -> None:
    day = FIGURES.begins_on
    empty = RoundFigures(FIGURES.round, day, day, day, 0, [], [])
    for kind in ChartKind:
        assert chart_svg(empty, definition, kind).startswith(b"<svg")


def test_a_rehearsals_chart_says_so(definition: Definition) -> None:
    document = {**json.loads(json.dumps(definition.document)), "rehearsal": True}
    data = chart_data(FIGURES, definition_from_document(document), ChartKind.SHARES)
    assert data["title"].startswith("【予行演習】")
