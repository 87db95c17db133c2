"""Measures higher than a page of the workbook, texts longer than Excel's cells, and characters of every kind."""

import io
import itertools
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.plan import Measure, PeriodId, Plan, Value
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.report.composition import CONTINUED
from kyosei_desktop.report.pages import compose_report
from kyosei_desktop.report.readback import visible_characters
from kyosei_desktop.report.sheet_layout import SheetLayout, lay_out_sheet
from kyosei_desktop.report.sheet_rows import MOST_ROW_PT
from kyosei_desktop.report.workbook import check_workbook, official_workbook
from kyosei_desktop.report.workbook_text import cut_text
from tests.report.extreme import TEXTS, extreme_plan
from tests.report.libre_office import LibreOffice

SENTENCES = "".join(f"{number}番目の文があります。" for number in range(1500))
LINES = "\n".join(f"・{number}行目に書いておくことにします。" for number in range(300))


def with_texts(plan: Plan, number: int, **texts: str) -> Measure:
    """A measure of the plan with other texts: `entry` is the first initiative's first."""
    measure = plan.measures[number - 1]
    first, *others = measure.initiatives
    if "entry" in texts:
        entries = {**first.entries, (FiscalYear(2018), PeriodId("plan")): Value(texts.pop("entry"))}
        first = replace(first, entries=entries)
    if "content" in texts:
        first = replace(first, content=texts.pop("content"))
    return replace(measure, initiatives=(first, *others), page=None, **texts)


@pytest.fixture(scope="module")
def layout(plan: Plan, definition: Definition) -> SheetLayout:
    """Measures that are too high by one of their texts each, beside some that are not."""
    measures = (
        with_texts(plan, 1, entry=SENTENCES),
        with_texts(plan, 2, name="とても長い施策の名前" * 60, content=LINES),
        with_texts(plan, 3, outcome="W" * 4000),
        with_texts(plan, 34, outcome=SENTENCES, record="\n" * 300 + "終わり"),
        with_texts(plan, 5),
        *(replace(one, no=f"極{one.no}") for one in extreme_plan(plan).measures[: len(TEXTS)]),
    )
    return lay_out_sheet(compose_report(replace(plan, measures=measures), definition))


@pytest.fixture(scope="module")
def workbook(layout: SheetLayout) -> bytes:
    """Their workbook."""
    return official_workbook(layout)


@pytest.fixture(scope="module")
def sheet(workbook: bytes) -> Worksheet:
    """Their sheet, read back."""
    return load_workbook(io.BytesIO(workbook)).worksheets[0]


def test_every_text_is_whole_and_every_row_high_enough(workbook: bytes, layout: SheetLayout) -> None:
    found = check_workbook(workbook, layout)
    assert (found.cells, found.clipped) == (len(layout.composition.cells), 0)


def test_no_merged_cell_crosses_the_end_of_a_page(sheet: Worksheet, layout: SheetLayout) -> None:
    assert len(layout.page_rows) > 20
    assert [one.id + 1 for one in sheet.row_breaks.brk] == list(layout.page_rows)
    for one in sheet.merged_cells.ranges:
        assert not any(one.min_row < row <= one.max_row for row in layout.page_rows), one


def test_every_page_is_filled_but_no_more(sheet: Worksheet, layout: SheetLayout) -> None:
    starts = [3, *layout.page_rows, sheet.max_row + 1]
    heights_pt = [
        sum(sheet.row_dimensions[row].height for row in range(first, end)) for first, end in itertools.pairwise(starts)
    ]
    assert max(heights_pt) <= 750
    assert sum(height > 550 for height in heights_pt) > len(heights_pt) * 0.7
    assert all(row.height <= MOST_ROW_PT for row in sheet.row_dimensions.values())


def test_each_further_page_says_whose_text_it_is(sheet: Worksheet, layout: SheetLayout) -> None:
    begins = {row for row, _measure in layout.placed_measures}
    further = [row for row in layout.page_rows if row not in begins]
    numbers = [sheet[f"A{row}"].value for row in further]
    assert set(numbers) >= {"01", "02", "03", "34"}
    names = {sheet[f"B{row}"].value for row in further if sheet[f"A{row}"].value == "01"}
    assert names == {layout.composition.plan.measures[0].name + CONTINUED}
    assert {sheet[f"D{row}"].value for row in further if sheet[f"A{row}"].value == "01"} <= {
        "予定",
        "上期\n実績",
        "下期\n実績",
    }
    assert all(sheet[f"A{row}"].border.left.style == sheet[f"C{row}"].border.right.style == "thin" for row in further)


def test_a_long_name_is_continued_by_its_own_text_and_then_shortened(sheet: Worksheet, layout: SheetLayout) -> None:
    names = [sheet[f"B{row}"].value for row in layout.page_rows if sheet[f"A{row}"].value == "02"]
    assert names[-1].endswith("…" + CONTINUED)
    assert len(names[-1]) < 60


@pytest.mark.parametrize("which", ["libre_office", "libre_office_without_typeface"])
def test_libreoffice_prints_every_character_once_on_the_pages_set(
    which: str, workbook: bytes, layout: SheetLayout, request: pytest.FixtureRequest
) -> None:
    """A line cut in two by a page's end would be printed on both pages."""
    libre_office: LibreOffice = request.getfixturevalue(which)
    pages = libre_office.print(workbook)
    assert len(pages) == layout.pages
    columns = "".join(column.title for column in layout.composition.columns)
    head = layout.title.text + columns
    footers = "".join(f"{number}／{len(pages)}" for number in range(1, len(pages) + 1))
    placed = [one.piece.text for measure in layout.measures for cell in measure.placed for one in cell]
    expected = _counted([head * len(pages), footers, *placed])
    printed = _counted(pages)
    assert (expected - printed, printed - expected) == (Counter(), Counter())


def _counted(texts: Iterable[str]) -> Counter[str]:
    """The characters of which a PDF's text surely tells.

    Not emoji, of which several become one picture, nor marks, private characters and those beyond the first plane, for
    which LibreOffice's PDF may hold a glyph without its meaning. A line cut off would lack others as well.
    """
    return Counter(one for text in texts for one in visible_characters(text) if _is_told(one))


def _is_told(character: str) -> bool:
    return character <= "\uffff" and unicodedata.category(character) not in ("Mn", "Me", "So", "Co")


def test_a_title_longer_than_the_sheet_is_wide_takes_several_lines(plan: Plan, definition: Definition) -> None:
    long = replace(plan, title="とても長い計画の題名" * 20, measures=plan.measures[:1])
    row = load_workbook(io.BytesIO(official_workbook(lay_out_sheet(compose_report(long, definition))))).worksheets[0]
    assert row["A1"].alignment.wrap_text
    assert row.row_dimensions[1].height >= 3 * 14 * 1.2


def test_the_longest_title_and_its_lines_still_fit_one_row(plan: Plan, definition: Definition) -> None:
    longest = replace(plan, title="題" * 1000, subtitle="副" * 1000, as_of="時" * 1000, measures=plan.measures[:1])
    layout = lay_out_sheet(compose_report(longest, definition))
    assert layout.title.size_pt == definition.fonts.min_pt
    assert layout.title.height_pt <= MOST_ROW_PT


def test_a_text_is_cut_after_a_sentence_and_never_between_a_letter_and_its_marks() -> None:
    sentences = "一つ目の文です。" * 20
    assert all(piece.endswith("。") for piece in cut_text(sentences, 7))
    letters = "か\u3099" * 50 + "葛\U000e0100" * 50 + "👨\u200d👩\u200d👧" * 20 + "👍🏽" * 20
    pieces = list(cut_text(letters, 30))
    assert "".join(pieces) == letters
    assert not any(piece[0] in "\u3099\U000e0100\u200d🏽" or piece[-1] == "\u200d" for piece in pieces)
    assert list(cut_text("", 3)) == [""]
