"""`python -m bench`: measures all lines, writes docs/performance.md, and names what got worse.

python -m bench [--store] [--only start,merge]
"""

import argparse
import importlib
import os
import sys
import time
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from bench import material
from bench.harness import Line, Measured, measure
from bench.ratios import compare, read_ratios, write_ratios
from bench.table import as_row, write_table

SUBJECTS = ("start", "form", "opening", "merge", "workbook", "pdf", "search", "growth")


def _lines(only: list[str]) -> list[Line]:
    wanted = only or SUBJECTS
    return [line for name in SUBJECTS if name in wanted for line in importlib.import_module(f"bench.{name}").LINES]


def main() -> int:
    """Measure; 1 where a line got worse by more than the measured spread."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--store", action="store_true", help="keep these ratios as what later runs are held against")
    parser.add_argument("--only", default="", help="subjects, parted by commas; the table is then only printed")
    options = parser.parse_args()
    only = [one for one in options.only.split(",") if one]
    if unknown := set(only) - set(SUBJECTS):
        parser.error(f"no such subject: {', '.join(sorted(unknown))}; there are {', '.join(SUBJECTS)}")
    found: list[Measured] = []
    took_s: defaultdict[str, float] = defaultdict(float)
    try:
        for line in _lines(only):
            begun = time.monotonic()
            with TemporaryDirectory(prefix="kyosei-bench-line-") as folder:
                found.append(measure(line, Path(folder)))
            took_s[line.id.partition(".")[0]] += time.monotonic() - begun
            print(f"{sum(took_s.values()):6.1f} s  {as_row(found[-1])}", flush=True)
    finally:
        material.remove()
    print("  ".join(f"{subject} {seconds:.0f} s" for subject, seconds in took_s.items()))
    worse = compare(found, read_ratios())
    for sentence in worse:
        print(sentence, file=sys.stderr)
    if not only:
        write_table(found)
    if options.store:
        write_ratios(found)
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
