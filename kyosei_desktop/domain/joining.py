"""A ready proposal out of several answers to one field: bullets aligned, duplicates folded, by a three-way merge.

The text that all of them started from decides what became of each of its bullets. What only one side changed is taken
changed, what one side removed and nobody changed is gone, what several sides changed differently stands once in each
wording, for a person to choose. What was added stands where it was added. A proposal is a text to be looked at; nothing
takes it by itself.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from kyosei_desktop.domain.bullets import Item, align, bullet_of, items_of, sentences_of, text_of


class Fate(StrEnum):
    """What the sides did with a bullet."""

    SAME = "same"
    CHANGED = "changed"
    """one side changed it, or several did so in different sentences"""
    ADDED = "added"
    REMOVED = "removed"
    DISPUTED = "disputed"
    """the sides made different things of it; every wording is proposed"""
    FOLDED = "folded"
    """the proposal has it at another place already"""


@dataclass(frozen=True, slots=True)
class AlignedBullet:
    """One bullet in all texts: `root` as it was, `sides` in the order of the texts, `proposed` what the proposal has.

    None where a text does not have it.
    """

    root: Item | None
    sides: Sequence[Item | None]
    proposed: Sequence[Item]
    fate: Fate


def join_texts(texts: Sequence[str], root: str = "") -> str:
    """All that the texts say, bullet by bullet; bullets that agree but for notation once.

    Args:
        texts: the answers; of wordings that differ in notation only that of the earlier one is kept. Blank ones say
            nothing, not even that anything is to be removed.
        root: what they all started from.
    """
    written = list(dict.fromkeys(one for one in texts if one.strip()))
    if len(written) < 2:
        return "".join(written)
    return text_of([item for row in align_texts(written, root) for item in row.proposed])


def align_texts(texts: Sequence[str], root: str = "") -> list[AlignedBullet]:
    """The texts bullet by bullet, in the order of the proposal. Blank texts have no bullets and remove none."""
    return list(_folded(list(_rows(items_of(root), [items_of(one) for one in texts]))))


def _rows(root: Sequence[Item], sides: Sequence[Sequence[Item]]) -> Iterator[AlignedBullet]:
    """Each bullet of the root with what the sides made of it, and before it what they added there."""
    places = [{at_root: at_side for at_side, at_root in align(side, root)} for side in sides]
    ends = [_gap_ends(found, len(root), len(side)) for found, side in zip(places, sides, strict=True)]
    starts = [0] * len(sides)
    for position in range(len(root) + 1):
        gaps = [side[start : end[position]] for side, start, end in zip(sides, starts, ends, strict=True)]
        if any(gaps):
            yield from _added(gaps)
        if position < len(root):
            cells = [
                side[found[position]] if position in found else None for side, found in zip(sides, places, strict=True)
            ]
            yield _merged(
                root[position], cells, [cell is None and bool(side) for cell, side in zip(cells, sides, strict=True)]
            )
        starts = [end[position] + (position in found) for end, found in zip(ends, places, strict=True)]


def _gap_ends(places: Mapping[int, int], length: int, size: int) -> list[int]:
    """Up to where a side adds before each bullet of the root, and at its end: the place of the next bullet found."""
    ends = [size] * (length + 1)
    for position in reversed(range(length)):
        ends[position] = places.get(position, ends[position + 1])
    return ends


def _merged(root: Item, cells: Sequence[Item | None], removes: Sequence[bool]) -> AlignedBullet:
    """A bullet of the root by the rule of a three-way merge; `removes` tells which sides do not have it any more."""
    changed = _distinct(one for one in cells if one is not None and one.key != root.key)
    if not changed and any(removes):
        return AlignedBullet(root, cells, (), Fate.REMOVED)
    if not changed:
        other_notation = [one for one in cells if one is not None and one.text != root.text]
        return AlignedBullet(root, cells, (*other_notation, root)[:1], Fate.SAME)
    if len(changed) == 1:
        return AlignedBullet(root, cells, changed, Fate.DISPUTED if any(removes) else Fate.CHANGED)
    united = None if any(removes) else _united(root, changed)
    if united is None:
        return AlignedBullet(root, cells, changed, Fate.DISPUTED)
    return AlignedBullet(root, cells, (united,), Fate.CHANGED)


def _united(root: Item, wordings: Sequence[Item]) -> Item | None:
    """One bullet out of several wordings whose changes are in different sentences; None where they meet."""
    sentences = sentences_of(root)
    if len(sentences) < 2:
        return None
    rows = list(_rows(sentences, [sentences_of(one) for one in wordings]))
    fates = Counter(row.fate for row in rows)
    if fates[Fate.DISPUTED] or (fates[Fate.REMOVED] and fates[Fate.ADDED] > 1):
        return None
    return bullet_of([item for row in rows for item in row.proposed], root.lead)


def _added(sides: Sequence[Sequence[Item]]) -> Iterator[AlignedBullet]:
    """What the sides added at one place, that of an earlier side first, wordings of one bullet beside one another."""
    rows: list[list[Item | None]] = []
    for number, side in enumerate(sides):
        leading = [next(one for one in row if one is not None) for row in rows]
        places = {at_side: at_row for at_row, at_side in align(leading, side)}
        ends = _gap_ends(places, len(side), len(rows))
        wider, done = list[list[Item | None]](), 0
        for position, item in enumerate(side):
            wider += rows[done : ends[position]]
            done = ends[position] + (position in places)
            row: list[Item | None] = rows[places[position]] if position in places else [None] * len(sides)
            row[number] = item
            wider.append(row)
        rows = wider + rows[done:]
    for row in rows:
        proposed = _distinct(one for one in row if one is not None)
        yield AlignedBullet(None, row, proposed, Fate.ADDED if len(proposed) == 1 else Fate.DISPUTED)


def _folded(rows: Sequence[AlignedBullet]) -> Iterator[AlignedBullet]:
    """The rows, each bullet proposed as often as the side says it that says it most often."""
    said: dict[int, Counter[str]] = defaultdict(Counter)
    for row in rows:
        proposed = {one.key for one in row.proposed}
        for number, cell in enumerate(row.sides):
            if cell is not None and cell.key in proposed:
                said[number][cell.key] += 1
    proposed_so_far: Counter[str] = Counter()
    for row in rows:
        kept = []
        for one in row.proposed:
            most = max((count[one.key] for count in said.values()), default=0)
            if proposed_so_far[one.key] < max(most, 1):
                proposed_so_far[one.key] += 1
                kept.append(one)
        yield replace(row, proposed=tuple(kept), fate=row.fate if kept or not row.proposed else Fate.FOLDED)


def _distinct(items: Iterable[Item]) -> tuple[Item, ...]:
    """The items that say different things, in the first wording of each."""
    found: dict[str, Item] = {}
    for one in items:
        found.setdefault(one.key, one)
    return tuple(found.values())
