"""Moving among the cells of the pages, finding them, and naming pages to print; all without a window."""

from itertools import pairwise

import pytest

from kyosei_desktop.domain.definition import Page
from kyosei_desktop.domain.plan import Field, FieldKind, MeasureId
from kyosei_desktop.report.places import CellPlace
from kyosei_desktop.ui.report.cells import Move, PageCells
from kyosei_desktop.ui.report.finding import find_missing, find_words
from kyosei_desktop.ui.report.preview import MissingCharacter, PackedPages
from kyosei_desktop.ui.report.print_choice import (
    NoSuchPage,
    PagesNotReadable,
    departments_of,
    pages_named,
    pages_of_department,
    paper_hint,
    paper_name,
)


def cell(name, page, x, y, width=100.0, height=20.0):
    return CellPlace(page, x, y, width, height, Field(FieldKind.NAME, MeasureId(name)))


# Page 1: a tall cell beside two of its rows; page 2: one cell in the column of these.
TALL = cell("tall", 1, 0, 0, height=40)
UPPER, LOWER = cell("upper", 1, 100, 0), cell("lower", 1, 100, 20.3)
NEXT = cell("next", 2, 100, 0)
CELLS = PageCells([NEXT, LOWER, UPPER, TALL])


def test_cells_are_read_row_by_row():
    assert CELLS.on_page(1) == [TALL, UPPER, LOWER]
    assert CELLS.on_page(3) == ()


def test_a_cell_is_found_by_a_point_within_it_only():
    assert CELLS.at(1, 150, 30) is LOWER
    assert CELLS.at(1, 50, 39) is TALL
    assert CELLS.at(1, 250, 30) is None
    assert CELLS.at(2, 50, 10) is None


@pytest.mark.parametrize(
    ("place", "move", "reached"),
    [
        (None, Move.DOWN, TALL),
        (None, Move.LAST, LOWER),
        (TALL, Move.RIGHT, UPPER),
        (UPPER, Move.RIGHT, LOWER),
        (LOWER, Move.RIGHT, NEXT),
        (UPPER, Move.LEFT, TALL),
        (TALL, Move.LEFT, None),
        (UPPER, Move.DOWN, LOWER),
        (LOWER, Move.DOWN, NEXT),
        (LOWER, Move.UP, UPPER),
        (UPPER, Move.UP, None),
        (TALL, Move.DOWN, None),
        (LOWER, Move.FIRST, TALL),
        (TALL, Move.LAST, LOWER),
    ],
)
def test_every_step_leads_where_one_expects(place, move, reached):
    assert CELLS.moved(1, place, move) is reached


def test_a_step_back_over_the_edge_of_a_page_leads_to_the_last_cell_before():
    assert CELLS.moved(2, NEXT, Move.LEFT) is LOWER
    assert CELLS.moved(2, NEXT, Move.UP) is LOWER


def test_steps_to_the_right_walk_through_every_cell_of_the_real_report_once(preview):
    cells = preview[0].cells
    place, walked = cells.moved(1, None, Move.FIRST), []
    while place is not None:
        walked.append(place)
        place = cells.moved(place.page, place, Move.RIGHT)
    everything = [one for page in range(1, 18) for one in cells.on_page(page)]
    assert walked == everything
    assert all(one.page <= other.page for one, other in pairwise(walked))


def test_words_are_found_whatever_their_notation_with_the_text_around_them(preview):
    found = find_words(preview[0], "ｃｗ 生活保護")
    assert found
    assert all("CW" in one.note.upper().replace("ＣＷ", "CW") for one in found)
    assert [one.page for one in found] == sorted(one.page for one in found)
    assert find_words(preview[0], "どこにもない言葉") == []
    assert find_words(preview[0], "  ") == []


def test_a_missing_character_is_listed_with_its_cell_and_code_point(preview):
    made = preview[0]
    field = made.cells.on_page(3)[0].field
    (found,) = find_missing(made, [MissingCharacter("\ue000", field), MissingCharacter("\ue001", None)])
    assert (found.page, found.field) == (3, field)
    assert "U+E000" in found.note


def test_packed_pages_come_out_as_they_went_in_in_the_order_chosen():
    pages = PackedPages([b"<svg>1</svg>", b"<svg>2</svg>", b"<svg>3</svg>"])
    assert list(pages) == [b"<svg>1</svg>", b"<svg>2</svg>", b"<svg>3</svg>"]
    assert list(pages.chosen([3, 1])) == [b"<svg>3</svg>", b"<svg>1</svg>"]
    assert pages[1:] == [b"<svg>2</svg>", b"<svg>3</svg>"]


# Pages to print


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("1-3,5,9", [1, 2, 3, 5, 9]),
        ("３〜１", [3, 2, 1]),
        ("2、2, 4", [2, 4]),
        (" 17 ", [17]),
        ("１－２", [1, 2]),
    ],
)
def test_pages_are_named_as_people_write_them(text, pages):
    assert pages_named(text, 17) == pages


@pytest.mark.parametrize("text", ["", "1-", "a", "1,,2", "1-2-3", "-1"])
def test_what_names_no_pages_is_said_with_an_example(text):
    with pytest.raises(PagesNotReadable, match="1-3,5,9"):
        pages_named(text, 17)


@pytest.mark.parametrize("text", ["0", "18", "3-99"])
def test_pages_that_there_are_not_are_said(text):
    with pytest.raises(NoSuchPage, match="1〜17"):
        pages_named(text, 17)


def test_the_pages_of_a_department_are_those_with_its_measures(preview):
    made = preview[0]
    for department, _name in departments_of(made):
        pages = pages_of_department(made, department)
        owned = [one for one in made.plan.measures if department in one.departments]
        begins = {number: page for number, _text, page in made.measures}
        assert pages
        assert {begins[one.no] for one in owned} <= set(pages)
        assert len(pages) <= len(owned) + 1


def test_the_hint_names_the_paper_and_what_a4_makes_of_the_text():
    a3 = Page(width_mm=420, height_mm=297, margin_mm=8, footer="")
    a4 = Page(width_mm=210, height_mm=297, margin_mm=8, footer="")
    assert paper_name(a3) == "A3横"
    assert "9.5 ptから6.7 pt" in paper_hint(a3, 9.5)
    assert "A4縦" in paper_hint(a4, 9.5)
    assert "から" not in paper_hint(a4, 9.5)
    assert paper_name(Page(width_mm=100, height_mm=200, margin_mm=1, footer="")) == "100×200mm"
