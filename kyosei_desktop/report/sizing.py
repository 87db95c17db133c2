"""The largest font size at which all manual pages fit."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil

from kyosei_desktop.domain.definition import Fonts
from kyosei_desktop.report.composition import Composition


@dataclass(frozen=True, slots=True)
class ManualPage:
    """Measures that one page is to hold: from `first` to before `end` of a group."""

    group: int
    first: int
    end: int


Fill = Callable[[float, tuple[ManualPage, ...]], Sequence[float]]
"""How full each of the pages is at a font size in pt; 1.0 is just full."""


def manual_pages(composition: Composition) -> Iterator[ManualPage]:
    """The pages set by hand: neighbouring measures of one page number."""
    for number, group in enumerate(composition.groups):
        first = 0
        for end in range(1, len(group) + 1):
            if end == len(group) or group[end].page != group[first].page:
                if group[first].page is not None:
                    yield ManualPage(number, first, end)
                first = end


def sizes_of(fonts: Fonts) -> list[float]:
    """The sizes that a definition allows, in pt, the largest first."""
    steps = ceil(round((fonts.max_pt - fonts.min_pt) / fonts.step_pt, 6))
    # The last step may be a shorter one, for the smallest size is whatever somebody has set.
    return [round(max(fonts.max_pt - step * fonts.step_pt, fonts.min_pt), 3) for step in range(steps + 1)]


def largest_size(sizes: Sequence[float], pages: Sequence[ManualPage], fill: Fill) -> float:
    """The largest of the sizes (largest first) at which no page is more than full.

    A page that is more than full even at the smallest size continues on a further one whatever is done, so it
    has no say. `fill` is asked for pages that matter only, and never twice the same.
    """
    fill = cache(fill)
    crowded = _crowded(tuple(pages), fill, sizes[0])
    while crowded:
        size = _largest_for(crowded, sizes, fill)
        hopeless = _crowded(crowded, fill, size)
        if not hopeless:
            return size
        crowded = tuple(page for page in crowded if page not in hopeless)
    return sizes[0]


def _crowded(pages: tuple[ManualPage, ...], fill: Fill, size: float) -> tuple[ManualPage, ...]:
    return tuple(page for page, share in zip(pages, fill(size, pages), strict=True) if share > 1)


def _largest_for(pages: tuple[ManualPage, ...], sizes: Sequence[float], fill: Fill) -> float:
    """The largest size at which all of the pages fit; the smallest of all where there is none."""
    # A text's area grows with the square of the font size. Measuring takes longer than all else, and from here it
    # is mostly one step to the size looked for.
    wanted_pt = sizes[0] / max(fill(sizes[0], pages)) ** 0.5
    index = next((n for n, size in enumerate(sizes) if size <= wanted_pt), len(sizes) - 1)
    while index < len(sizes) - 1 and _crowded(pages, fill, sizes[index]):
        index += 1
    while index > 0 and not _crowded(pages, fill, sizes[index - 1]):
        index -= 1
    return sizes[index]
