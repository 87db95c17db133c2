"""Choosing the font size by how full the pages are."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyosei_desktop.domain.definition import Fonts
from kyosei_desktop.report.sizing import ManualPage, largest_size, sizes_of

SIZES = sizes_of(Fonts("", (), 6, 9.5, 0.25))
PAGES = tuple(ManualPage(number, 0, 1) for number in range(3))


def fill_by(areas: Sequence[float]) -> Callable[[float, tuple[ManualPage, ...]], list[float]]:
    """Pages whose texts grow with the square of the size; the areas are those at 1 pt."""
    return lambda size, pages: [areas[page.group] * size**2 for page in pages]


def test_the_sizes_go_from_the_largest_to_the_smallest_allowed() -> None:
    assert (SIZES[0], SIZES[1], SIZES[-1], len(SIZES)) == (9.5, 9.25, 6, 15)


def test_the_smallest_size_is_among_them_also_where_no_whole_step_leads_to_it() -> None:
    assert sizes_of(Fonts("", (), 9.3, 9.7, 0.25)) == [9.7, 9.45, 9.3]


def test_pages_with_room_to_spare_take_the_largest_size() -> None:
    assert largest_size(SIZES, PAGES, fill_by([0.001, 0.002, 0.003])) == 9.5


def test_a_page_that_fits_at_no_size_has_no_say() -> None:
    assert largest_size(SIZES, PAGES, fill_by([0.001, 1 / 8.3**2, 1.0])) == 8.25


def test_no_manual_pages_take_the_largest_size() -> None:
    assert largest_size(SIZES, (), fill_by([])) == 9.5


@given(st.lists(st.floats(0.001, 0.03), min_size=3, max_size=3))
def test_the_size_is_the_largest_at_which_all_pages_fit_that_fit_at_any(areas: list[float]) -> None:
    hopeful = [area for area in areas if area * SIZES[-1] ** 2 <= 1]
    expected = next((size for size in SIZES if all(area * size**2 <= 1 for area in hopeful)), SIZES[0])
    assert largest_size(SIZES, PAGES, fill_by(areas)) == pytest.approx(expected)
