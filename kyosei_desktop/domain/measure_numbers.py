"""Numbers of measures: what a typed number means in a plan, and the order that numbers give."""

from collections.abc import Mapping, Sequence

from kyosei_desktop.domain.plan import Measure, MeasureId, MeasureNumber


def number_from(text: str, measures: Sequence[Measure]) -> MeasureNumber:
    """A number as a person typed it: an integer in a plan that has integers for numbers, else the text as it is."""
    has_integers = any(isinstance(one.no, int) for one in measures)
    return int(text) if text.isdecimal() and has_integers else text


def repeated_number(numbers: Sequence[MeasureNumber]) -> MeasureNumber | None:
    """The first number that stands twice, as text or integer; None where each stands once."""
    seen: set[str] = set()
    for one in numbers:
        if str(one) in seen:
            return one
        seen.add(str(one))
    return None


def is_numbered_in_order(measures: Sequence[Measure]) -> bool:
    """Whether all numbers are integers and stand in ascending order."""
    integers = [one.no for one in measures if isinstance(one.no, int)]
    return len(integers) == len(measures) and integers == sorted(integers)


def order_after(measures: Sequence[Measure], numbers: Mapping[MeasureId, MeasureNumber]) -> list[MeasureId]:
    """The printed order once measures have new numbers.

    Where they were numbered in order, they are so afterwards; otherwise the order is somebody's choice and stays.
    """
    integers = {one.id: no for one in measures if isinstance(no := numbers.get(one.id, one.no), int)}
    if is_numbered_in_order(measures) and len(integers) == len(measures):
        return sorted(integers, key=lambda one: integers[one])
    return [one.id for one in measures]


def place_for(measures: Sequence[Measure], number: MeasureNumber) -> int:
    """Where, from 0, a new measure of that number stands: in order, where there is one, else at the end."""
    if isinstance(number, int) and is_numbered_in_order(measures):
        return sum(1 for one in measures if isinstance(one.no, int) and one.no < number)
    return len(measures)
