"""The live picture of one cell."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.plan import Plan
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.report.cell import entry_cell
from kyosei_desktop.report.columns import CELL_INSET_PT
from kyosei_desktop.report.pages import compose_report

YEAR = FiscalYear(2018)


@pytest.mark.parametrize(
    ("text", "lines"), [("", 1), ("一行", 1), ("一\n二", 2), ("一\n\n三\n", 4), ("・" + "長い文。" * 10, 3)]
)
def test_it_says_how_many_lines_are_printed(text: str, lines: int, plan: Plan, definition: Definition) -> None:
    assert entry_cell(text, definition, YEAR, plan).lines == lines


def test_the_picture_is_as_wide_as_the_reports_column(plan: Plan, definition: Definition) -> None:
    picture = ElementTree.fromstring(entry_cell("文", definition, YEAR, plan).picture)
    column = next(one for one in compose_report(plan, definition).columns if one.year == YEAR)
    assert float(picture.attrib["width"].removesuffix("pt")) == pytest.approx(column.width_pt)


def test_its_height_is_the_texts_and_the_padding(plan: Plan, definition: Definition) -> None:
    made = entry_cell("一\n二", definition, YEAR, plan, size_pt=8)
    picture = ElementTree.fromstring(made.picture)
    assert made.height_pt == pytest.approx(8 * (1 + 1.15))
    assert float(picture.attrib["height"].removesuffix("pt")) == pytest.approx(made.height_pt + 2 * CELL_INSET_PT)


def test_a_year_that_the_definition_does_not_know_has_a_column_too(plan: Plan, definition: Definition) -> None:
    assert entry_cell("文", definition, FiscalYear(2031), plan).lines == 1


def test_characters_without_a_glyph_are_named(plan: Plan, definition: Definition) -> None:
    assert entry_cell("\ue001と字", definition, YEAR, plan).missing_glyphs == "\ue001"


def test_without_widths_of_single_years_all_years_share_the_room(plan: Plan, definition: Definition) -> None:
    columns = [replace(one, year_width_em={}) for one in definition.columns]
    picture = ElementTree.fromstring(entry_cell("文", replace(definition, columns=columns), YEAR, plan).picture)
    printed = compose_report(plan, replace(definition, columns=columns)).columns
    column = next(one for one in printed if one.year == YEAR)
    assert float(picture.attrib["width"].removesuffix("pt")) == pytest.approx(column.width_pt)


def test_a_picture_for_the_screen_has_its_resolution_and_shows_the_beginning_of_a_long_text(plan, definition):
    short = [entry_cell("文", definition, YEAR, plan, ppi=ppi) for ppi in (96, 192)]
    assert [one.picture[:8] for one in short] == [b"\x89PNG\r\n\x1a\n"] * 2
    low, high = (int.from_bytes(one.picture[16:20], "big") for one in short)  # the width, by the PNG specification
    assert high == pytest.approx(2 * low, abs=2)
    long = entry_cell("行\n" * 3_000, definition, YEAR, plan, ppi=96)
    assert long.lines == 3_001
    assert int.from_bytes(long.picture[20:24], "big") < 5_000
