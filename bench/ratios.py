"""The ratios of an earlier run, kept in ratios.json, and what has got worse since."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.harness import Measured

STORED = Path(__file__).with_name("ratios.json")
_LEAST = 0.05
"""Of a ratio: differences below this part are never told, for three rounds may agree by chance."""
_LEAST_OF_GROWTH = 0.02
"""Of an exponent of growth, which is near 0 where nothing grows, so that no part of it says anything.

The line is fitted through four sizes a decade apart: a time at one end that is off by the factor f moves its slope by
0.13 ln f. 0.02 is a sixth more at 48,000 measures alone; two runs of the same program differed by 0.014.
"""
_EXPONENT = "x"


def read_ratios() -> Mapping[str, Mapping[str, float]]:
    """By a line's id its `ratio` and `spread`; nothing where none were ever kept."""
    stored: Mapping[str, Mapping[str, float]] = json.loads(STORED.read_text("utf-8")) if STORED.exists() else {}
    return stored


def write_ratios(found: Sequence[Measured]) -> None:
    """Keep the ratios of this run; lines that were not measured keep theirs."""
    kept = {**read_ratios(), **{one.line.id: _rounded(one) for one in found}}
    STORED.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", "utf-8")


def _rounded(one: Measured) -> dict[str, float]:
    return {"ratio": float(f"{one.ratio:.4g}"), "spread": float(f"{one.spread:.4g}")}


def compare(found: Sequence[Measured], stored: Mapping[str, Mapping[str, float]]) -> list[str]:
    """A sentence for each line whose ratio got worse by more than both spreads."""
    sentences = []
    for one in found:
        before = stored.get(one.line.id)
        if before is None:
            continue
        least = _LEAST_OF_GROWTH if one.line.unit == _EXPONENT else 0.0
        tolerated = before["spread"] + one.spread + max(_LEAST * abs(before["ratio"]), least)
        if one.ratio > before["ratio"] + tolerated:
            sentences.append(
                f"{one.line.id} got worse: {one.ratio:.3g} after {before['ratio']:.3g} (tolerated {tolerated:.2g} more)"
            )
    return sentences
