"""The items of an answer: its bullets, or its sentences where it has none; and how those of two texts are paired."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kyosei_desktop.domain.text import fold_notation

_LIKE_ENOUGH = 0.4
"""From so alike on two items count as wordings of one."""
_LARGEST_ALIGNED = 20_000
"""Pairs of items: above so many only equal items are found, for the time grows with the pairs."""

_MARK = r"[・･•●○◆◇■□※]"
_MARKED = re.compile(rf"\s*{_MARK}")
# A bullet begins a line, or follows a full stop: 「…した。・…」. A ・ between words (保健・医療) begins none.
_LINE = re.compile(rf"(?:[^\n。｡]|[。｡](?!\s*{_MARK}))+[。｡]*|[。｡]+")
# A full stop ends a sentence unless a bracket follows, which goes on with it or closes around it.
_SENTENCE = re.compile(r"(?:[^。｡]|[。｡]+(?=\s*[」』）)】〕（(\]]))+[。｡]*|[。｡]+")
_FULL_STOPS = "。", "｡"
_LEADING_MARK = re.compile("[・※●○◆◇■□]+")


@dataclass(frozen=True)
class Item:
    """A bullet or sentence. `lead` are the line ends before it: none within a line, one for the first of a text."""

    text: str
    lead: str

    key: str = field(init=False, compare=False)
    """What it says, whatever the notation, its bullet mark and its full stop."""

    def __post_init__(self) -> None:
        folded = _LEADING_MARK.sub("", fold_notation(self.text), count=1).rstrip("。")
        object.__setattr__(self, "key", folded or self.text.strip())


def items_of(text: str) -> list[Item]:
    """The bullets of a text, lines that go on with a bullet included; of lines without bullets the sentences.

    One after the other, with their leads between, they are the text but for white space around it.
    """
    found: list[Item] = []
    in_bullet = False
    for lead, line in _parts(text):
        if _MARKED.match(line):
            found.append(Item(line, lead))
            in_bullet = True
        elif in_bullet and lead.count("\n") < 2:
            found[-1] = Item(found[-1].text + lead + line, found[-1].lead)
        else:
            found += _sentences(line, lead)
            in_bullet = False
    return found


def sentences_of(item: Item) -> list[Item]:
    """The sentences of a bullet."""
    return _sentences(item.text, item.lead)


def text_of(items: Sequence[Item]) -> str:
    """The items as one text, whose items they are again, wherever they come from.

    A sentence stays in the line of the one before it; after a bullet it is parted by an empty line.
    """
    text, in_bullet = "", False
    for one in items:
        is_bullet = _MARKED.match(one.text) is not None
        text += _lead(one, text, goes_on=is_bullet or not in_bullet) + one.text
        in_bullet = is_bullet
    return text


def bullet_of(sentences: Sequence[Item], lead: str) -> Item:
    """A bullet out of sentences."""
    text = ""
    for one in sentences:
        text += _lead(one, text, goes_on=True) + one.text
    return Item(text, lead)


def _lead(item: Item, before: str, *, goes_on: bool) -> str:
    if not before:
        return ""
    if not goes_on:
        return item.lead if item.lead.count("\n") > 1 else "\n\n"
    return item.lead or ("" if before.endswith(_FULL_STOPS) else "\n")


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Lines, and bullets that follow a full stop within a line, each with the white space of line ends before it."""
    end = 0
    for found in _LINE.finditer(text):
        if found.group().strip():
            yield text[end : found.start()] if end else "\n", found.group()
            end = found.end()


def _sentences(line: str, lead: str) -> list[Item]:
    found: list[Item] = []
    for part in _SENTENCE.findall(line):
        if found and not part.strip():  # white space at the end of a line
            found[-1] = Item(found[-1].text + part, found[-1].lead)
        else:
            found.append(Item(part, "" if found else lead))
    return found


def align(one: Sequence[Item], other: Sequence[Item]) -> list[tuple[int, int]]:
    """Pairs of positions in two sequences that belong together, in order; no position twice.

    Items that say the same are paired first of all, then those that are wordings of one another.
    """
    if len(one) * len(other) > _LARGEST_ALIGNED:
        return _equal_ends(one, other)
    likeness = _likeness(one, other)
    best = [[0.0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i in reversed(range(len(one))):
        for j in reversed(range(len(other))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], likeness[i][j] and likeness[i][j] + best[i + 1][j + 1])
    pairs, i, j = [], 0, 0
    while i < len(one) and j < len(other):
        if likeness[i][j] and best[i][j] == likeness[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _equal_ends(one: Sequence[Item], other: Sequence[Item]) -> list[tuple[int, int]]:
    """The items that two long sequences begin and end with alike."""
    shorter = min(len(one), len(other))
    start = next((n for n in range(shorter) if one[n].key != other[n].key), shorter)
    end = next((n for n in range(shorter - start) if one[-1 - n].key != other[-1 - n].key), shorter - start)
    at_end = [(len(one) - n, len(other) - n) for n in range(end, 0, -1)]
    return [(n, n) for n in range(start)] + at_end


def _likeness(one: Sequence[Item], other: Sequence[Item]) -> list[list[float]]:
    """How well any two items fit: far the best if they say the same, 0 if they are no wordings of one another."""
    equal = 2.0 * (1 + min(len(one), len(other)))  # one equal pair weighs more than all that are only alike
    bags, other_bags = [_bag_of(item.key) for item in one], [_bag_of(item.key) for item in other]
    return [
        [
            equal + (mine.text == theirs.text) if mine.key == theirs.key else _alike(bags[i], other_bags[j])
            for j, theirs in enumerate(other)
        ]
        for i, mine in enumerate(one)
    ]


def _bag_of(text: str) -> Counter[str]:
    """Its characters, and its pairs of neighbouring ones: few bullets are long enough for pairs alone."""
    return Counter(text) + Counter(text[n : n + 2] for n in range(len(text) - 1))


def _alike(one: Counter[str], other: Counter[str]) -> float:
    """Dice's coefficient (Dice 1945) of two bags; 0 where it is small."""
    total = one.total() + other.total()
    found = 2 * (one & other).total() / total if total else 0.0
    return found if found >= _LIKE_ENOUGH else 0.0
