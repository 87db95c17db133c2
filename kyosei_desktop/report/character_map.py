"""Which characters a font has glyphs for, and how wide they are, read from its tables as they are.

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


_HEAD_UNITS, _HHEA_METRICS = 18, 34
"""Where in their tables the units of an em stand, and for how many glyphs the widths do (OpenType 1.9)."""

_Stretch = tuple[Iterable[int], Iterable[int]]
"""Codes and the glyphs that they have, one for one; codes without a glyph are left out."""


def characters_of(path: str, index: int) -> frozenset[str]:
    """The characters of a font, of which a collection has several; none where it cannot be read."""
    try:
        (table,) = _tables(path, index, "cmap")
        return frozenset(map(chr, chain.from_iterable(codes for codes, _glyphs in _stretches(table))))
    except _UNREADABLE:
        return frozenset()  # a system's font that cannot be read lends nothing


def widths_of(path: str, index: int) -> dict[str, float]:
    """How wide the characters of a font are, in em; none where it cannot be read."""
    try:
        head, hhea, hmtx, cmap = _tables(path, index, "head", "hhea", "hmtx", "cmap")
        (units,) = struct.unpack_from(">H", head, _HEAD_UNITS)
        (count,) = struct.unpack_from(">H", hhea, _HHEA_METRICS)
        advances = struct.unpack_from(">" + "H2x" * count, hmtx)
        return {
            chr(code): advances[min(glyph, count - 1)] / units  # all further glyphs are as wide as the last
            for codes, glyphs in _stretches(cmap)
            for code, glyph in zip(codes, glyphs, strict=True)
        }
    except _UNREADABLE:
        return {}


def is_moving(path: str, index: int) -> bool:
    """Whether a font may move its characters together or apart (OpenType 1.9, GPOS and kern), or cannot be read."""
    try:
        with Path(path).open("rb") as file, TTFont(file, fontNumber=index, lazy=True) as font:
            return "GPOS" in font or "kern" in font
    except _UNREADABLE:
        return True


_UNREADABLE = (OSError, TTLibError, KeyError, IndexError, struct.error, ValueError, ZeroDivisionError)


def _tables(path: str, index: int, *names: str) -> list[bytes]:
    # fontTools leaves a file open that it opened itself and cannot read.
    with Path(path).open("rb") as file, TTFont(file, fontNumber=index, lazy=True) as font:
        assert font.reader is not None
        return [font.reader[name] for name in names]


def _stretches(table: bytes) -> Iterator[_Stretch]:
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


def _grouped(table: bytes, offset: int) -> Iterator[_Stretch]:
    (count,) = struct.unpack_from(">L", table, offset + 12)
    groups = table[offset + 16 : offset + 16 + 12 * count]
    for first, last, glyph in struct.iter_unpack(">LLL", groups):
        skipped = glyph == 0  # glyph 0 stands for none
        yield range(first + skipped, last + 1), range(glyph + skipped, glyph + last - first + 1)


def _segmented(table: bytes, offset: int) -> Iterator[_Stretch]:
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
        codes = range(first, last + 1)
        if distance == 0:
            glyphs = [(code + delta) & 0xFFFF for code in codes]
        else:
            at = offset + 16 + length * 3 + 2 * number + distance
            said = struct.unpack_from(f">{len(codes)}H", table, at)
            glyphs = [(one + delta) & 0xFFFF if one else 0 for one in said]
        yield [code for code, glyph in zip(codes, glyphs, strict=True) if glyph], filter(None, glyphs)
