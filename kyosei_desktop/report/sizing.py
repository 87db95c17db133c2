"""The largest font size at which all manual pages fit."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kyosei_desktop.domain.definition import Fonts
from kyosei_desktop.report.composition import Composition


@dataclass(frozen=True, slots=True)
class ManualPage:
    """Measures that one page is to hold: from `first` to before `end` of a group."""

    group: int
    first: int
    end: int


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
    steps = round((fonts.max_pt - fonts.min_pt) / fonts.step_pt)
    return [round(fonts.max_pt - step * fonts.step_pt, 3) for step in range(steps + 1)]


def largest_size(sizes: Sequence[float], fill: Callable[[float], Sequence[float]]) -> float:
    """The largest size at which no page is more than full.

    A page that is more than full even at the smallest size continues on a further one whatever is done, so it
    has no say.

    Args:
        sizes: the largest first.
        fill: how full each page is at a size; 1.0 is just full. Asked at most once a size.
    """
    fill = cache(fill)
    crowded = [page for page, share in enumerate(fill(sizes[0])) if share > 1]
    while crowded:
        index = _search(sizes, fill, crowded)
        fitting = [page for page in crowded if fill(sizes[index])[page] <= 1]
        if len(fitting) == len(crowded):
            return sizes[index]
        crowded = fitting
    return sizes[0]


def _search(sizes: Sequence[float], fill: Callable[[float], Sequence[float]], pages: Sequence[int]) -> int:
    """The first index at which all of the pages fit; the last of all where there is none."""

    def all_fit(index: int) -> bool:
        shares = fill(sizes[index])
        return all(shares[page] <= 1 for page in pages)

    # A text's area grows with the square of the font size. Measuring takes longer than all else, and from here it
    # is mostly one step to the size looked for.
    wanted_pt = sizes[0] / max(fill(sizes[0])[page] for page in pages) ** 0.5
    index = next((n for n, size in enumerate(sizes) if size <= wanted_pt), len(sizes) - 1)
    while index < len(sizes) - 1 and not all_fit(index):
        index += 1
    while index > 0 and all_fit(index - 1):
        index -= 1
    return index
