"""The table in docs/performance.md."""

import platform
from collections.abc import Sequence
from datetime import UTC, datetime

from bench.harness import ROOT, Measured

DOCUMENT = ROOT / "docs" / "performance.md"
_BEGIN, _END = "<!-- figures begin -->", "<!-- figures end -->"
_HEAD = "| what | against | median | spread | target | met | ours | peer |\n|---|---|---|---|---|---|---|---|\n"


def as_row(one: Measured) -> str:
    """A line of the table."""
    line = one.line
    target = "" if line.target is None else f"≤ {line.target:.3g}"
    met = {None: "", True: "yes", False: "**no**"}[one.is_met]
    middle = sorted(range(len(one.ours)), key=one.ratios.__getitem__)[len(one.ours) // 2]
    figures = " | ".join(_figure(part[middle], line.unit) for part in (one.ours, one.peer))
    return f"| {line.what} | {line.against} | {one.ratio:.3g} | ±{one.spread:.2g} | {target} | {met} | {figures} |"


def _figure(value: float, unit: str) -> str:
    if unit == "x":
        return f"{value:.2f}"
    if unit == "B":
        return f"{value / 2**20:.0f} MB"
    return f"{value * 1000:.3g} ms" if value < 1 else f"{value:.3g} s"


def write_table(found: Sequence[Measured]) -> None:
    """Put the figures in the place of those of the last run."""
    before, _begin, rest = DOCUMENT.read_text("utf-8").partition(_BEGIN)
    _old, _end, after = rest.partition(_END)
    said = f"{datetime.now(UTC):%Y-%m-%d}, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    rows = "\n".join(map(as_row, found))
    DOCUMENT.write_text(f"{before}{_BEGIN}\n{said}\n\n{_HEAD}{rows}\n{_END}{after}", "utf-8")
