"""Numbers of measures: as typed, twice, and in order."""

from collections.abc import Sequence

import pytest

from kyosei_desktop.domain.measure_numbers import number_from, order_after, place_for, repeated_number
from kyosei_desktop.domain.plan import Measure, MeasureId, MeasureNumber


def measures(*numbers: MeasureNumber) -> list[Measure]:
    return [Measure(MeasureId(f"id{no}"), no, None, "", "", "", ()) for no in numbers]


@pytest.mark.parametrize(
    ("typed", "others", "number"),
    [("12", [1, 2], 12), ("12", ["1-1", "1-2"], "12"), ("12", [1, "2-(1)"], 12), ("2-(3)", [1, 2], "2-(3)")],
)
def test_a_typed_number_is_an_integer_where_the_plan_has_integers(
    typed: str, others: Sequence[MeasureNumber], number: MeasureNumber
) -> None:
    assert number_from(typed, measures(*others)) == number


def test_a_number_stands_twice_as_text_or_as_integer() -> None:
    assert repeated_number([1, 2, "1"]) == "1"
    assert repeated_number([1, 2, "1-1"]) is None


def test_what_was_in_order_is_in_order_afterwards_and_what_was_not_stays() -> None:
    new = {MeasureId("id1"): 9}
    assert order_after(measures(1, 2, 3), new) == ["id2", "id3", "id1"]
    assert order_after(measures(2, 1, 3), new) == ["id2", "id1", "id3"]
    assert order_after(measures(1, "2-1"), new) == ["id1", "id2-1"]


def test_a_new_measure_stands_where_its_number_belongs_else_at_the_end() -> None:
    assert place_for(measures(1, 3), 2) == 1
    assert place_for(measures(3, 1), 2) == 2
    assert place_for(measures(1, 3), "2-1") == 2
