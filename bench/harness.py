"""What all lines share: rounds in which ours and the peer take turns, ratios, and what their spread says."""

import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

Run = Callable[[], float]
"""Does the work once and says what it took: seconds, bytes, or a number."""

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Line:
    """One thing that is measured.

    Attributes:
        id: by which its ratio is stored, such as `start.window`.
        what: in words.
        against: the floor or the peer, in words.
        target: the ratio that is promised at most; None where a line is for looking only.
        prepare: makes ready what both need and gives ours and the peer's run. Things to be closed go on the stack,
            files into the folder.
        rounds: how often both are run, after a first time that does not count.
        unit: `s`, `B`, or `x` for a number that is none of both.
    """

    id: str
    what: str
    against: str
    target: float | None
    prepare: Callable[[ExitStack, Path], tuple[Run, Run]]
    rounds: int = 9
    unit: str = "s"


@dataclass(frozen=True)
class Measured:
    """What was found for a line: of each round ours and the peer's figure."""

    line: Line
    ours: Sequence[float]
    peer: Sequence[float]

    @property
    def ratios(self) -> list[float]:
        """Ours to the peer's, round by round: what disturbs the machine for longer disturbs both."""
        return [one / other for one, other in zip(self.ours, self.peer, strict=True)]

    @property
    def ratio(self) -> float:
        """The median of the ratios."""
        return statistics.median(self.ratios)

    @property
    def spread(self) -> float:
        """Half the distance between the quartiles of the ratios."""
        if len(self.ratios) < 3:
            return abs(self.ratios[-1] - self.ratios[0])
        first, _middle, third = statistics.quantiles(self.ratios, n=4, method="inclusive")
        return (third - first) / 2

    @property
    def is_met(self) -> bool | None:
        """Whether the target is met; None where there is none."""
        return None if self.line.target is None else self.ratio <= self.line.target


def measure(line: Line, folder: Path) -> Measured:
    """Run both in turn, each round in the other order."""
    ours: list[float] = []
    peer: list[float] = []
    with ExitStack() as stack:
        runs = line.prepare(stack, folder)
        for number in range(line.rounds + 1):
            found = [0.0, 0.0]
            for one in (0, 1) if number % 2 else (1, 0):
                gc.collect()
                found[one] = runs[one]()
            if number:
                ours.append(found[0])
                peer.append(found[1])
    return Measured(line, ours, peer)


def timed(work: Callable[[], object], times: int = 1) -> float:
    """Seconds that a piece of work takes, on the average of some times."""
    begun = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - begun) / times


def peak_memory_bytes() -> int:
    """The most memory that this process has had; unlike `ru_maxrss` without what its parent had when it forked."""
    status = Path("/proc/self/status").read_text("utf-8")
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(kilobytes) * 1024


def run_python(module: str, *arguments: str | Path) -> str:
    """Run a module of the bench in a process of its own, with this program's Python; what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return done.stdout
