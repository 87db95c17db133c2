"""Which measure of a plan is which of another: by number, then by likeness of the names, asked where unsure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from typing import Any

from kyosei_desktop.domain.plan import Measure, MeasureId
from kyosei_desktop.domain.text import fold_notation

_SAME = 0.85
_MAYBE = 0.5
_CLEARLY_BEFORE = 0.15
"""A name is another's from `_SAME` on, if the next one is by so much less alike; from `_MAYBE` on it is asked about."""

_LONGEST_COMPARED = 300
"""Characters of a name that are compared; the time grows with their square."""


class MatchKind(StrEnum):
    """How a measure was found."""

    NUMBER = "number"
    NAME = "name"
    UNSURE = "unsure"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class MeasureMatch:
    """A measure of a foreign plan and the ledger's that it is.

    `position` is its place in the foreign document, from 0. `measure` is None where the match is unsure or the measure
    is new; `candidates` are those to choose from where it is unsure, likeliest first, with their likeness.
    """

    position: int
    kind: MatchKind
    measure: MeasureId | None
    candidates: tuple[tuple[MeasureId, float], ...] = ()


def likeness(one: str, other: str, *, least: float = 0.0) -> float:
    """How alike two names are, from 0 to 1; widths, punctuation and white space do not count.

    Args:
        one: a name.
        other: another.
        least: less than this may be said to be 0, which is found out sooner.
    """
    first, second = _folded(one), _folded(other)
    if first == second:
        return 1.0
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    return matcher.ratio()


@lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    return fold_notation(name)[:_LONGEST_COMPARED]


def match_measures(measures: Sequence[Measure], document: Mapping[str, Any]) -> list[MeasureMatch]:
    """For each measure of a plan document, in its order, which of these measures it is.

    A number alone is not enough: a measure under the same number whose name is another is asked about.
    """
    by_number = {str(one.no): one for one in measures}
    taken: set[MeasureId] = set()
    found: dict[int, MeasureMatch] = {}
    foreign = document["measures"]
    for position, one in enumerate(foreign):
        same = by_number.get(str(one["no"]))
        if same is not None and likeness(same.name, one["name"]) >= _MAYBE:
            found[position] = MeasureMatch(position, MatchKind.NUMBER, same.id)
            taken.add(same.id)
    for position, one in enumerate(foreign):
        if position not in found:
            free = [other for other in measures if other.id not in taken]
            match = _by_name(position, one, free, by_number.get(str(one["no"])))
            found[position] = match
            if match.measure is not None:
                taken.add(match.measure)
    return [found[position] for position in range(len(foreign))]


def _by_name(
    position: int, foreign: Mapping[str, Any], free: Sequence[Measure], same_number: Measure | None
) -> MeasureMatch:
    ranked = sorted(
        ((one.id, likeness(one.name, foreign["name"], least=_MAYBE)) for one in free),
        key=lambda pair: pair[1],
        reverse=True,
    )
    best = ranked[0][1] if ranked else 0.0
    next_best = ranked[1][1] if len(ranked) > 1 else 0.0
    if best >= _SAME and best - next_best >= _CLEARLY_BEFORE:
        return MeasureMatch(position, MatchKind.NAME, ranked[0][0])
    candidates = [pair for pair in ranked if pair[1] >= _MAYBE][:5]
    if same_number is not None and same_number in free and all(same_number.id != one for one, _like in candidates):
        candidates.append((same_number.id, likeness(same_number.name, foreign["name"])))
    if not candidates:
        return MeasureMatch(position, MatchKind.NEW, None)
    return MeasureMatch(position, MatchKind.UNSURE, None, tuple(candidates))
