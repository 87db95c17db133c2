"""Which of several texts of one meaning is preferred."""

from datetime import UTC, datetime, timedelta

import pytest

from kyosei_desktop.domain.notation import Notation, preferred

EARLY = datetime(2022, 4, 6, tzinfo=UTC)
LATE = EARLY + timedelta(hours=1)


@pytest.mark.parametrize(
    ("notation", "stands"),
    [
        (Notation.HALF_WIDTH, "・12人(3回)"),
        (Notation.FULL_WIDTH, "・１２人（３回）"),
        (Notation.EARLIEST, "・１２人（３回）"),
    ],
)
def test_a_notation_prefers_the_text_that_has_most_of_it(notation: Notation, stands: str) -> None:
    texts = ["・１２人（３回）", "・12人(3回)"]

    assert texts[preferred(notation, texts, [EARLY, LATE])] == stands
    assert texts[::-1][preferred(notation, texts[::-1], [LATE, EARLY])] == stands


@pytest.mark.parametrize("notation", Notation)
def test_where_the_widths_are_alike_the_earliest_text_stands(notation: Notation) -> None:
    assert preferred(notation, ["甲 乙", "甲乙 "], [LATE, EARLY]) == 1
