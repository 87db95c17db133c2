"""Which measures begin a page by the hand of the coordinator, as the plan's page groups say it."""

from collections.abc import Collection, Iterator, Sequence

from kyosei_desktop.domain.plan import Measure, MeasureId


def page_begins(measures: Sequence[Measure]) -> Iterator[bool]:
    """For each measure in printed order, whether a page break stands before it by hand.

    There is one where its `page` is larger than the last one given; the first measure needs none.
    """
    last_page: int | None = None
    for measure in measures:
        yield measure.page is not None and last_page is not None and measure.page > last_page
        last_page = last_page if measure.page is None else measure.page


def page_groups(measures: Sequence[Measure], begins: Collection[MeasureId]) -> list[int | None]:
    """The `page` of each measure, counted from 1, so that breaks stand before just those measures.

    Without any, all are None: pages break by themselves.
    """
    if not begins:
        return [None] * len(measures)
    groups: list[int | None] = []
    page = 1
    for number, measure in enumerate(measures):
        page += number > 0 and measure.id in begins
        groups.append(page)
    return groups
