"""What a rule may look at beside the text itself: of which cell it is, what stands next to it, how it is printed."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from kyosei_desktop.domain.plan import Field, FieldKind, Value
from kyosei_desktop.domain.years import Calendar, FiscalYear


class Tense(StrEnum):
    """Whether a cell tells what was done or what is meant to be done."""

    ACTUAL = "actual"
    PLANNED = "planned"


class Width(StrEnum):
    """How digits are written."""

    FULL = "full"
    HALF = "half"


@dataclass(frozen=True, slots=True)
class DigitHabit:
    """How the plan writes numbers of one digit and of more; None where it has no clear habit."""

    one_digit: Width | None = None
    more_digits: Width | None = None


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A cell that this one is compared with: its name, such as 令和２年度 下期実績, and its text."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Printed:
    """How a text comes out on paper: its lines, and the characters for which the report's font has no glyph.

    `lines` is None where nobody can say.
    """

    lines: int | None
    missing_glyphs: str = ""


Measure = Callable[[Field, Value], Printed | None]
"""Measures a field's value on paper; None for a field that it cannot measure. The caller of a check brings it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One field, as far as rules may look at it.

    Attributes:
        tense, year: of an entry; None for other fields.
        label: names the cell in sentences, such as 令和３年度 上期実績.
        calendar: reads years in the definition's eras.
        before: the cell of the period before of the same tense, as a rule the last half's.
        year_before: the cell of the same period a year before.
        departments: names of the plan's departments.
        printed: how the text comes out on paper; None while nobody has measured.
    """

    kind: FieldKind
    calendar: Calendar
    label: str = ""
    tense: Tense | None = None
    year: FiscalYear | None = None
    is_required: bool = False
    before: Neighbour | None = None
    year_before: Neighbour | None = None
    habit: DigitHabit = DigitHabit()
    departments: frozenset[str] = frozenset()
    printed: Printed | None = None
