"""The cells of the pages as a person moves among them: by pointer, by arrow keys, from page to page. No Qt here."""

from collections.abc import Sequence
from enum import Enum, auto

from kyosei_desktop.domain.plan import Field
from kyosei_desktop.report.places import CellPlace

_SAME_LINE_PT = 1.0
"""Rules between cells have a thickness, so edges that meet may differ by this much."""


class Move(Enum):
    """A step of the cell cursor."""

    LEFT = auto()
    RIGHT = auto()
    UP = auto()
    DOWN = auto()
    FIRST = auto()
    LAST = auto()


class PageCells:
    """All cells that show a field, in reading order: pages, then rows, then columns."""

    def __init__(self, places: Sequence[CellPlace]) -> None:
        self._by_page: dict[int, list[CellPlace]] = {}
        self._first: dict[Field, CellPlace] = {}
        for place in sorted(places, key=lambda one: (one.page, round(one.y_pt), one.x_pt)):
            self._by_page.setdefault(place.page, []).append(place)
            self._first.setdefault(place.field, place)

    def on_page(self, page: int) -> Sequence[CellPlace]:
        """The cells of a page in reading order."""
        return self._by_page.get(page, ())

    def at(self, page: int, x_pt: float, y_pt: float) -> CellPlace | None:
        """The cell at a point of a page."""
        return next((place for place in self.on_page(page) if place.holds(x_pt, y_pt)), None)

    def of(self, field: Field) -> CellPlace | None:
        """Where a field's cell begins; None where the pages do not show it."""
        return self._first.get(field)

    def moved(self, page: int, place: CellPlace | None, move: Move) -> CellPlace | None:
        """Where a step leads from a cell of a page; at its edges to the page before or after.

        None where there is nothing further. Without a cell every step leads to the first of the page, `LAST` to its
        last.
        """
        cells = self.on_page(page)
        if not cells:
            return None
        if place is None or place not in cells or move in (Move.FIRST, Move.LAST):
            return cells[-1 if move is Move.LAST else 0]
        if move in (Move.LEFT, Move.RIGHT):
            return self._beside(place, 1 if move is Move.RIGHT else -1)
        return self._above_or_below(place, is_down=move is Move.DOWN)

    def _beside(self, place: CellPlace, by: int) -> CellPlace | None:
        cells = self.on_page(place.page)
        number = cells.index(place) + by
        if 0 <= number < len(cells):
            return cells[number]
        beyond = self.on_page(place.page + by)
        return beyond[0 if by > 0 else -1] if beyond else None

    def _above_or_below(self, place: CellPlace, *, is_down: bool) -> CellPlace | None:
        beyond = [one for one in self.on_page(place.page) if _is_beyond(one, place, is_down=is_down)]
        found = _nearest(beyond, place, is_down=is_down)
        if found is not None:
            return found
        return _nearest(self.on_page(place.page + (1 if is_down else -1)), place, is_down=is_down)


def _is_beyond(one: CellPlace, place: CellPlace, *, is_down: bool) -> bool:
    if is_down:
        return one.y_pt >= place.y_pt + place.height_pt - _SAME_LINE_PT
    return one.y_pt + one.height_pt <= place.y_pt + _SAME_LINE_PT


def _nearest(cells: Sequence[CellPlace], place: CellPlace, *, is_down: bool) -> CellPlace | None:
    """The cell of the same column that comes first on the way."""
    middle_pt = place.x_pt + place.width_pt / 2
    in_column = [one for one in cells if 0 <= middle_pt - one.x_pt < one.width_pt]
    if not in_column:
        return None
    return min(in_column, key=lambda one: one.y_pt) if is_down else max(in_column, key=lambda one: one.y_pt)
