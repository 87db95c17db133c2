"""Which characters a font has glyphs for, read from its `cmap` table alone.

fontTools would name every glyph first, which takes a font of all kanji a third of a second; and where nobody knows a
character, all fonts of the system are asked.
"""

import struct
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError

_UNICODE = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3), (0, 2), (0, 1), (0, 0))
"""Platform and encoding of the subtables that map Unicode, the fullest first, as fontTools chooses among them."""

_SEGMENTS, _GROUPS = 4, 12
"""Formats of subtables (OpenType 1.9, cmap): segments within the first plane, groups over all planes."""


def characters_of(path: str, index: int) -> frozenset[str]:
    """The characters of a font, of which a collection has several; none where it cannot be read."""
    try:
        # fontTools leaves a file open that it opened itself and cannot read.
        with Path(path).open("rb") as file, TTFont(file, fontNumber=index, lazy=True) as font:
            assert font.reader is not None
            table = font.reader["cmap"]
        return frozenset(map(chr, chain.from_iterable(_codes(table))))
    except (OSError, TTLibError, KeyError, struct.error, ValueError):
        return frozenset()  # a system's font that cannot be read lends nothing


def _codes(table: bytes) -> Iterator[Iterable[int]]:
    (count,) = struct.unpack_from(">H", table, 2)
    offsets: dict[tuple[int, int], int] = {}
    for number in range(count):
        platform, encoding, offset = struct.unpack_from(">HHL", table, 4 + 8 * number)
        offsets[platform, encoding] = offset
    for kind in _UNICODE:
        if kind in offsets:
            (form,) = struct.unpack_from(">H", table, offsets[kind])
            if form == _GROUPS:
                yield from _grouped(table, offsets[kind])
            elif form == _SEGMENTS:
                yield from _segmented(table, offsets[kind])
            return


def _grouped(table: bytes, offset: int) -> Iterator[range]:
    (count,) = struct.unpack_from(">L", table, offset + 12)
    groups = table[offset + 16 : offset + 16 + 12 * count]
    for first, last, glyph in struct.iter_unpack(">LLL", groups):
        yield range(first + (glyph == 0), last + 1)  # glyph 0 stands for none


def _segmented(table: bytes, offset: int) -> Iterator[Iterable[int]]:
    (length,) = struct.unpack_from(">H", table, offset + 6)
    count = length // 2
    column = f">{count}H"
    ends = struct.unpack_from(column, table, offset + 14)
    starts, deltas, indirect = (
        struct.unpack_from(column, table, offset + 16 + length * number) for number in (1, 2, 3)
    )
    for number, (first, last, delta, distance) in enumerate(zip(starts, ends, deltas, indirect, strict=True)):
        if first == 0xFFFF:
            continue  # ends the table
        if distance == 0:
            yield (code for code in range(first, last + 1) if (code + delta) & 0xFFFF)
        else:
            at = offset + 16 + length * 3 + 2 * number + distance
            glyphs = struct.unpack_from(f">{last - first + 1}H", table, at)
            yield (first + place for place, glyph in enumerate(glyphs) if glyph and (glyph + delta) & 0xFFFF)
