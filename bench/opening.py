"""Opening a ledger: 83,568 measures against 48."""

from contextlib import ExitStack
from pathlib import Path

from bench import material
from bench.harness import Line, Run, peak_memory_bytes, run_python, timed
from kyosei_desktop.store.ledger import open_ledger


def open_and_close(path: Path) -> None:
    """Open as the window does, for writing, and read what it needs to know first."""
    with open_ledger(path) as ledger:
        assert ledger.head.title
        assert ledger.definition.periods


def _open(_stack: ExitStack, _folder: Path) -> tuple[Run, Run]:
    large, small = material.large_ledger(material.CITIES), material.large_ledger(1)
    return lambda: timed(lambda: open_and_close(large), 3), lambda: timed(lambda: open_and_close(small), 3)


def _memory(_stack: ExitStack, _folder: Path) -> tuple[Run, Run]:
    large, small = material.large_ledger(material.CITIES), material.large_ledger(1)
    return lambda: float(run_python("bench.opening", large)), lambda: float(run_python("bench.opening", small))


LINES = (
    Line("open.large", "83,568施策の台帳を開く", "48施策の台帳を開く", 1.5, _open, 11),
    Line("open.large-memory", "開いた後のメモリー（最大）", "48施策の台帳を開いた後", 2.0, _memory, 3, "B"),
)

if __name__ == "__main__":
    import sys

    open_and_close(Path(sys.argv[1]))
    print(peak_memory_bytes())
