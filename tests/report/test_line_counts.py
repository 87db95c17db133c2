"""Bounds on printed lines, held against the lines that the paper engine sets."""

import random
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pytest

from kyosei_desktop import paths
from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.plan import Plan
from kyosei_desktop.report.composition import Composition
from kyosei_desktop.report.engine import report_fonts, report_typeface
from kyosei_desktop.report.line_counts import LineCount, LineCounter
from kyosei_desktop.report.measure_heights import cell_heights_of, frame_of
from kyosei_desktop.report.pages import compose_report
from kyosei_desktop.report.print_text import to_print
from kyosei_desktop.report.typeface import Typeface

ALPHABETS = (
    "あかきゃっー漢字福祉策。、・：；？！「」『』（）［］｛｝〈〉《》【】〔〕…‥—〜～ 　０９Ａｚ",
    "漢あ 　abXYZ019.,:;!?()[]/-–%％円№①Ⅲ々ゝ〆ァヵｱﾝｯｰ｡'\"“”‘’＝→■",
    "あか漢。、・「」（）",
    "漢字かな",
    "漢 abc19-/.",
)


class Sample(NamedTuple):
    """A text in a column of the report, and how it is bounded there."""

    printed: str
    column: int
    is_name: bool
    count: LineCount


@pytest.fixture(scope="module")
def composition(plan: Plan, definition: Definition) -> Composition:
    """The built-in plan's cells."""
    return compose_report(plan, definition)


@pytest.fixture(scope="module")
def typeface(definition: Definition) -> Typeface:
    """The shipped typeface."""
    return report_typeface(definition.fonts)


def lines_of(samples: list[Sample], data: Mapping[str, Any], size_pt: float) -> Iterator[tuple[Sample, int]]:
    """How many lines the paper engine sets of each."""
    cells = [
        {"source": "name" if one.is_name else "content", "text": one.printed, "column": one.column, "bookmark": "-"}
        for one in samples
    ]
    (heights_pt,) = cell_heights_of(data, [{"label": "1", "cells": cells}], size_pt)
    frame = frame_of(data, size_pt)
    for one, height_pt in zip(samples, heights_pt, strict=True):
        known = [frame.height_pt(lines, is_name=one.is_name) for lines in range(200)]
        yield one, min(range(200), key=lambda lines, at=height_pt, known=known: abs(known[lines] - at))  # type: ignore[misc]


def some_text(rnd: random.Random) -> str:
    alphabet = rnd.choice(ALPHABETS)
    lines = [rnd.choice(["", "・"]) + "".join(rnd.choices(alphabet, k=rnd.choice([3, 20, 80]))) for _ in range(2)]
    return "\n".join(lines[: rnd.choice([1, 1, 2])])


@pytest.mark.parametrize("size_pt", [6.5, 9.0])
def test_the_paper_engine_sets_no_fewer_and_no_more_lines_than_the_bounds(
    composition: Composition, typeface: Typeface, size_pt: float
) -> None:
    rnd, counter, samples = random.Random(size_pt), LineCounter(typeface), []
    for _ in range(400):
        column = rnd.randrange(1, len(composition.columns) - 1)
        width_pt = composition.columns[column].inner_width_pt
        printed = to_print(some_text(rnd), typeface, width_pt / composition.definition.fonts.max_pt).text
        is_name = rnd.random() < 0.2
        count = counter.count(printed, width_pt / size_pt, is_name=is_name)
        if count is not None:
            samples.append(Sample(printed, column, is_name, count))
    assert len(samples) > 200
    for one, lines in lines_of(samples, composition.as_data(), size_pt):
        assert one.count.least <= lines <= one.count.most, one


def test_most_texts_of_the_real_report_have_one_possible_number_of_lines(
    composition: Composition, typeface: Typeface
) -> None:
    counter = LineCounter(typeface)
    counts = [
        counter.count(one.printed.text, composition.columns[one.column].inner_width_pt / 9, is_name=one.is_name)
        for one in composition.cells
    ]
    sure = [one for one in counts if one is not None and one.least == one.most]
    assert len(sure) > 0.7 * len(counts)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("본문", id="of another font"),
        pytest.param("か\u3099", id="a mark that joins"),
        pytest.param("a\u200bb", id="made to break"),
        pytest.param("本文\n 　", id="a line of spaces"),
    ],
)
def test_nothing_is_said_of_texts_whose_width_is_not_the_sum_of_their_characters(text: str, typeface: Typeface) -> None:
    assert LineCounter(typeface).count(text, 20, is_name=False) is None


def test_nothing_is_said_in_a_typeface_that_moves_its_characters() -> None:
    moving = Typeface.of("Noto Sans CJK JP", (), report_fonts().fonts())
    assert moving.missing is None
    assert LineCounter(moving).count("本文", 20, is_name=False) is None


def test_the_shipped_typeface_does_not_move_its_characters(typeface: Typeface) -> None:
    assert typeface.main.regular.path is not None
    assert typeface.main.regular.path.startswith(str(paths.FONTS))
    assert typeface.advances_em["国"] == typeface.bold_advances_em["国"] == 1
