"""Pages of the report that are made anew after an edit, while the others stay as they were.

A page group begins on a page of its own, so that nothing outside of it depends on what it says, as long as it takes as
many pages as before. For the screen only: what is handed over is always the whole document.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from kyosei_desktop.domain.plan import MeasureNumber
from kyosei_desktop.report.composition import TEMPLATE
from kyosei_desktop.report.engine import paper_engine
from kyosei_desktop.report.pages import PageLayout, pages_of_measures
from kyosei_desktop.report.places import CellPlace, places_of_cells

_MOST_GROUPS = 4
"""Groups that are made one by one; for more of them the whole report takes hardly longer."""


@dataclass(frozen=True, slots=True)
class MadePages:
    """A report's pages as they were made: how many, and on which (from 1) each measure begins, in printed order."""

    layout: PageLayout
    count: int
    measures: Sequence[tuple[MeasureNumber, int]]

    @property
    def group_pages(self) -> list[range]:
        """The numbers of the pages of each page group."""
        begins, at = [], 0
        for group in self.layout.composition.groups:
            begins.append(self.measures[at][1])
            at += len(group)
        return [range(first, end) for first, end in pairwise([*begins, self.count + 1])]


@dataclass(frozen=True, slots=True)
class PagesAnew:
    """The pages that differ from those made earlier, as SVG documents by number, and the cells that stand on them."""

    pages: Mapping[int, bytes]
    places: Sequence[CellPlace]


def make_anew(layout: PageLayout, earlier: MadePages) -> PagesAnew | None:
    """The pages on which a layout differs from one made earlier.

    None where the whole report has to be made: more has changed than a few page groups, or one of them takes more or
    fewer pages than before.
    """
    changed = _changed_groups(layout, earlier.layout)
    if changed is None:
        return None
    pages: dict[int, bytes] = {}
    places: list[CellPlace] = []
    numbers = earlier.group_pages
    for group in changed:
        part = _part(layout, group, numbers[group].start, earlier.count)
        made = paper_engine().svg(TEMPLATE, part.inputs)
        if len(made) != len(numbers[group]) or not _begin_alike(part, group, earlier):
            return None
        pages |= dict(zip(numbers[group], made, strict=True))
        before = numbers[group].start - 1
        places += [replace(one, page=one.page + before) for one in places_of_cells(part)]
    return PagesAnew(pages, places)


def _changed_groups(layout: PageLayout, earlier: PageLayout) -> list[int] | None:
    """The page groups that say something else; None where all pages may look different."""
    now, then = layout.data, earlier.data
    shapes = [[len(group) for group in data["groups"]] for data in (now, then)]
    if layout.size_pt != earlier.size_pt or _frame(now) != _frame(then) or shapes[0] != shapes[1]:
        return None
    # By the cells too, whose fields no page tells.
    pairs = zip(layout.composition.groups, now["groups"], earlier.composition.groups, then["groups"], strict=True)
    changed = [number for number, (ours, one, theirs, other) in enumerate(pairs) if (ours, one) != (theirs, other)]
    return changed if len(changed) <= _MOST_GROUPS and all(shapes[0]) else None


def _frame(data: Mapping[str, Any]) -> dict[str, Any]:
    """All that stands on every page."""
    return {key: value for key, value in data.items() if key != "groups"}


def _part(layout: PageLayout, group: int, first_page: int, count: int) -> PageLayout:
    """One page group as a document of its own, with the page numbers that it has in the whole."""
    measures = [{**one, "index": index} for index, one in enumerate(layout.data["groups"][group])]
    data = {**layout.data, "groups": [measures], "first_page": first_page, "all_pages": count}
    composition = replace(layout.composition, groups=(layout.composition.groups[group],))
    return PageLayout(composition, layout.size_pt, data)


def _begin_alike(part: PageLayout, group: int, earlier: MadePages) -> bool:
    """Whether the measures of a group begin on the pages on which they began."""
    at = sum(map(len, earlier.layout.composition.groups[:group]))
    pages = earlier.measures[at : at + len(part.composition.groups[0])]
    first = pages[0][1]
    return [page + first - 1 for _number, page in pages_of_measures(part)] == [page for _number, page in pages]
