"""Which of several texts that say the same in different notation (表記だけの違い) is to stand."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

# Widths of Unicode Standard Annex #11: those that NFKC folds away as 全角/半角.
_FULL_WIDTH, _HALF_WIDTH = ("F",), ("Na", "H")


class Notation(StrEnum):
    """By what a text is preferred to others that say the same."""

    HALF_WIDTH = "half_width"
    FULL_WIDTH = "full_width"
    EARLIEST = "earliest"


def preferred(notation: Notation, texts: Sequence[str], made_at: Sequence[datetime]) -> int:
    """The position of the text that a notation prefers; where it makes no difference, that of the earliest one.

    Args:
        texts: differ in notation only; at least one.
        made_at: when each of them was made.
    """
    widths = {Notation.HALF_WIDTH: _HALF_WIDTH, Notation.FULL_WIDTH: _FULL_WIDTH, Notation.EARLIEST: ()}[notation]

    def rank(position: int) -> tuple[int, datetime, int]:
        fitting = sum(unicodedata.east_asian_width(one) in widths for one in texts[position])
        return -fitting, made_at[position], position

    return min(range(len(texts)), key=rank)
