"""How high the cells of the official report stand at a font size, as the paper engine lays them out."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from kyosei_desktop.report.composition import TEMPLATE
from kyosei_desktop.report.engine import paper_engine

_KEPT_MEASURES = 100_000
"""Measures whose heights are known, before all are forgotten: a city's report has 48, at some three sizes."""

_WITHOUT_SAY = {"title": "", "subtitle": "", "as_of": ""}
"""Stand in a band of its own whose height is given, whatever they say."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What is the same for all measures at one size, in pt.

    Attributes:
        room_pt: what a page has for measures beside the repeated column header.
        name_pt: how high the cell of a name is with no line, with one, and with two.
        text_pt: the same for all other cells.
    """

    room_pt: float
    name_pt: Sequence[float]
    text_pt: Sequence[float]

    def height_pt(self, lines: int, *, is_name: bool) -> float:
        """How high a cell of so many lines is."""
        none, one, two = self.name_pt if is_name else self.text_pt
        return none if lines == 0 else one + (lines - 1) * (two - one)


@cache
def _known_frames() -> dict[bytes, Frame]:
    return {}


@cache
def _known_heights() -> dict[bytes, Sequence[float]]:
    """What was measured already, by digests of what it was measured of: an export after the preview measures none."""
    return {}


def frame_of(document: Mapping[str, Any], size_pt: float) -> Frame:
    """What is the same for all measures. `document` is the template's data."""
    return _measure(document, [], size_pt)[0]


def cell_heights_of(
    document: Mapping[str, Any], measures: Sequence[Mapping[str, Any]], size_pt: float
) -> list[Sequence[float]]:
    """The heights in pt of the cells of measures as the template takes them, in the order given."""
    return _measure(document, measures, size_pt)[1]


def forget_heights() -> None:
    """Let go of all that was measured."""
    _known_frames().clear()
    _known_heights().clear()


def measure_height(rows: int, cells: Sequence[tuple[int, int]], heights_pt: Sequence[float]) -> float:
    """How high a measure of so many rows stands, as the template's table sets it.

    Cells are given by the row in which they begin and the one before which they end; a merged one stretches the last of
    its rows.
    """
    tops = [0.0] * (rows + 1)
    for row in range(1, rows + 1):
        ending = [tops[begin] + height for (begin, end), height in zip(cells, heights_pt, strict=True) if end == row]
        tops[row] = max(tops[row - 1], *ending) if ending else tops[row - 1]
    return tops[rows]


def _measure(
    document: Mapping[str, Any], measures: Sequence[Mapping[str, Any]], size_pt: float
) -> tuple[Frame, list[Sequence[float]]]:
    bare = {**document, **_WITHOUT_SAY, "groups": [], "only_heights": True}
    key = _digest([bare, size_pt])
    frames, heights = _known_frames(), _known_heights()
    keys = [_digest([one["cells"], one["label"]], key) for one in measures]
    missing = {key: one for one, key in zip(measures, keys, strict=True) if key not in heights}
    if missing or key not in frames:
        if len(heights) + len(missing) > _KEPT_MEASURES:
            forget_heights()
            missing = dict(zip(keys, measures, strict=True))
        data = {**bare, "groups": [list(missing.values())]}
        inputs = {"data": data, "size_pt": size_pt, "properties": {}}
        (found,) = paper_engine().query(TEMPLATE, inputs, "heights")
        frames[key] = Frame(found["body_pt"] - found["head_pt"], found["name_pt"], found["text_pt"])
        heights.update(zip(missing, found["cells_pt"][0], strict=True))
    return frames[key], [heights[key] for key in keys]


def _digest(content: Any, key: bytes = b"") -> bytes:
    return hashlib.blake2b(json.dumps(content, ensure_ascii=False).encode(), key=key, digest_size=32).digest()
