"""Where texts differ, character by character, for people who have to choose between them.

Characters are taken as people see them: a base character with its combining marks and variation selector (葛 with
its 異体字セレクタ, が written as か and ゛) is never torn apart.
"""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kyosei_desktop.domain.text import fold_notation

# A line break, or one character with what hangs on it: combining marks, variation selectors, joined emoji.
_CHARACTER = re.compile(
    "\n|[^\n](?:[\u0300-\u036f\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef]|\u200d[^\n])*",
)
_LINE = re.compile("[^\n]*\n|[^\n]+")
_LARGEST_COMPARED = 4_000_000
"""Above so many pairs of characters a changed passage is marked as a whole: the time grows with the pairs."""
_LONGEST_CHANCE = 2
"""So few equal characters between two longer changes agree by chance (の, を) and only confuse the eye."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text that the other texts have too, or that they do not have so."""

    text: str
    is_different: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What stands in one text where `other` stands in the other one; either may be empty."""

    one: str
    other: str

    @property
    def is_number(self) -> bool:
        """Whether it is a number on both sides, in whatever digits."""
        return all(fold_notation(text).replace("、", "").isdecimal() for text in (self.one, self.other))

    @property
    def is_notation_only(self) -> bool:
        """Whether both sides say the same but for 全角/半角, punctuation and white space."""
        return fold_notation(self.one) == fold_notation(self.other)


def mark_differences(texts: Sequence[str]) -> list[tuple[Piece, ...]]:
    """Each text in pieces; different is what any of the other texts does not have at that place."""
    characters = [_CHARACTER.findall(text) for text in texts]
    marks = [[False] * len(one) for one in characters]
    for first in range(len(texts)):
        for second in range(first + 1, len(texts)):
            for start, end, other_start, other_end in _changes(characters[first], characters[second]):
                marks[first][start:end] = [True] * (end - start)
                marks[second][other_start:other_end] = [True] * (other_end - other_start)
    return [tuple(_pieces(one, marked)) for one, marked in zip(characters, marks, strict=True)]


def list_differences(one: str, other: str) -> list[Change]:
    """What differs between two texts, in the order of reading."""
    characters, others = _CHARACTER.findall(one), _CHARACTER.findall(other)
    return [
        Change("".join(characters[start:end]), "".join(others[other_start:other_end]))
        for start, end, other_start, other_end in _changes(characters, others)
    ]


_Span = tuple[int, int, int, int]


def _changes(one: Sequence[str], other: Sequence[str]) -> list[_Span]:
    """Spans of both sequences that differ: lines are paired first, then the characters of changed lines."""
    lines, other_lines = _lines(one), _lines(other)
    starts, other_starts = _starts(lines), _starts(other_lines)
    found: list[_Span] = []
    matcher = difflib.SequenceMatcher(None, lines, other_lines, autojunk=False)
    for tag, line, line_end, other_line, other_line_end in matcher.get_opcodes():
        if tag != "equal":
            start, end = starts[line], starts[line_end]
            other_start, other_end = other_starts[other_line], other_starts[other_line_end]
            found += _changed_characters(one, other, (start, end, other_start, other_end))
    return found


def _lines(characters: Sequence[str]) -> list[str]:
    return _LINE.findall("".join(characters))


def _starts(lines: Sequence[str]) -> list[int]:
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(_CHARACTER.findall(line)))
    return starts


def _changed_characters(one: Sequence[str], other: Sequence[str], span: _Span) -> list[_Span]:
    start, end, other_start, other_end = span
    if (end - start) * (other_end - other_start) > _LARGEST_COMPARED:
        return [span]
    matcher = difflib.SequenceMatcher(None, one[start:end], other[other_start:other_end], autojunk=False)
    changes = [
        (start + a, start + b, other_start + c, other_start + d)
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    ]
    return _without_chance(changes)


def _without_chance(changes: Sequence[_Span]) -> list[_Span]:
    joined: list[_Span] = []
    for change in changes:
        if joined:
            last = joined[-1]
            equal = change[0] - last[1]
            if equal <= _LONGEST_CHANCE and equal < min(_size(last), _size(change)):
                joined[-1] = (last[0], change[1], last[2], change[3])
                continue
        joined.append(change)
    return joined


def _size(span: _Span) -> int:
    return max(span[1] - span[0], span[3] - span[2])


def _pieces(characters: Sequence[str], marked: Sequence[bool]) -> Iterator[Piece]:
    start = 0
    for end in range(1, len(characters) + 1):
        if end == len(characters) or marked[end] != marked[start]:
            yield Piece("".join(characters[start:end]), marked[start])
            start = end
