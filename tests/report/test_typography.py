"""Japanese typography as the official report has it, read off the positions of the PDF's characters."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2
import pytest

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.plan import FieldKind, Plan
from kyosei_desktop.report.columns import CELL_INSET_PT
from kyosei_desktop.report.pages import lay_out, pdf_of
from kyosei_desktop.report.places import CellPlace, places_of_cells
from kyosei_desktop.report.print_text import BULLET
from tests.report.conftest import PlanWith

NOT_FIRST = "、。，．」』）］｝〕】〉》・：；？！々ー"
NOT_LAST = "「『（［｛〔【〈《"
_NEXT_LINE_PT = 2.0
_SAME_PT = 0.15


@dataclass(frozen=True)
class Glyph:
    """A character of the PDF with its origin box: where it begins and ends on its line, and how high the line is."""

    character: str
    left_pt: float
    right_pt: float
    line_pt: float


@dataclass(frozen=True)
class Cell:
    """A cell with its printed lines from top to bottom."""

    place: CellPlace
    lines: Sequence[Sequence[Glyph]]

    @property
    def texts(self) -> list[str]:
        """Each line's text."""
        return [text_of(line) for line in self.lines]


def text_of(line: Sequence[Glyph]) -> str:
    """The line's text, white space aside."""
    return "".join("".join(one.character for one in line).split())


def cells_of(plan: Plan, definition: Definition) -> list[Cell]:
    """All cells with text of a plan's report, as its PDF has them."""
    layout = lay_out(plan, definition)
    places = places_of_cells(layout)
    with pypdfium2.PdfDocument(pdf_of(layout)) as document:
        cells = []
        for number, page in enumerate(document, start=1):
            glyphs = _glyphs(page)
            height_pt = page.get_height()
            for place in (one for one in places if one.page == number):
                inside = [one for one in glyphs if place.holds(one.left_pt + 0.01, height_pt - one.line_pt)]
                if inside:
                    cells.append(Cell(place, _lines(inside)))
        return cells


def _glyphs(page: pypdfium2.PdfPage) -> list[Glyph]:
    text = page.get_textpage()
    glyphs = []
    for index in range(text.count_chars()):
        code = pypdfium2.raw.FPDFText_GetUnicode(text.raw, index)
        if code >= ord(" ") and not pypdfium2.raw.FPDFText_IsGenerated(text.raw, index):
            left, bottom, right, top = text.get_charbox(index, loose=True)
            glyphs.append(Glyph(chr(code), left, right, (bottom + top) / 2))
    return glyphs


def _lines(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    lines: list[list[Glyph]] = []
    for glyph in glyphs:
        if lines and abs(lines[-1][-1].line_pt - glyph.line_pt) < _NEXT_LINE_PT:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return [line for line in lines if text_of(line)]


@pytest.fixture(scope="module")
def cells(plan: Plan, definition: Definition) -> list[Cell]:
    """The cells of the built-in plan."""
    return cells_of(plan, definition)


def test_the_lines_of_a_cell_are_its_text(cells: list[Cell], plan: Plan) -> None:
    """So that the tests below look at all lines there are."""
    read = ["".join(cell.texts) for cell in cells if cell.place.field.kind is not FieldKind.DEPARTMENTS]
    fields = [cell.place.field for cell in cells if cell.place.field.kind is not FieldKind.DEPARTMENTS]
    assert read == ["".join(plan.value(field).text.split()) for field in fields]
    assert sum(len(cell.lines) for cell in cells) > 1500


def test_no_line_begins_with_what_may_not_begin_one(cells: list[Cell], plan: Plan) -> None:
    for cell in cells:
        if cell.place.field.kind is FieldKind.DEPARTMENTS:
            continue  # its lines are names, set line by line
        begun = plan.value(cell.place.field).text.split("\n")
        for line in cell.texts:
            assert line[0] not in NOT_FIRST or any("".join(one.split()).startswith(line[:4]) for one in begun), line


def test_no_line_ends_with_an_opening_bracket(cells: list[Cell]) -> None:
    assert [line for cell in cells for line in cell.texts if line[-1] in NOT_LAST] == []


def test_further_lines_of_a_bullet_hang_by_its_width(cells: list[Cell]) -> None:
    """Typst takes an opening bracket at the start of a line for one whose left half is empty, and pulls it out by half.

    Only at the start of a paragraph can it be put back.
    """
    hanging = 0
    for cell in cells:
        bullet_pt = 0.0
        for line in cell.lines:
            left_pt = line[0].left_pt - cell.place.x_pt - CELL_INSET_PT
            width_pt = line[0].right_pt - line[0].left_pt
            if line[0].character == BULLET and abs(left_pt) < _SAME_PT:
                bullet_pt = width_pt
            elif bullet_pt and abs(left_pt) > _SAME_PT:
                pulled_pt = width_pt / 2 if line[0].character in NOT_LAST else 0.0
                assert left_pt == pytest.approx(bullet_pt - pulled_pt, abs=_SAME_PT), text_of(line)
                hanging += 1
            else:
                bullet_pt = 0.0
    assert hanging > 300


def test_no_space_is_added_between_kanji_and_digits(cells: list[Cell]) -> None:
    neighbours = 0
    for line in (line for cell in cells for line in cell.lines):
        for one, following in pairwise(line):
            if re.fullmatch("[一-鿿][0-9]|[0-9][一-鿿]", one.character + following.character):
                assert following.left_pt == pytest.approx(one.right_pt, abs=_SAME_PT)
                neighbours += 1
    assert neighbours > 300


def test_brackets_beside_each_other_keep_their_own_widths(plan_with: PlanWith, definition: Definition) -> None:
    """In a proportional typeface they overlapped where Typst closed them up as if they were full-width."""
    cell = next(
        one for one in cells_of(plan_with("「（あ）」、「い」。"), definition) if "「（あ" in "".join(one.texts)
    )
    (line,) = cell.lines
    for one, following in pairwise(line):
        assert following.left_pt >= one.right_pt - _SAME_PT
