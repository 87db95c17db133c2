"""Start-up, memory and size of the packaged program, held against a bare window that is packaged alike.

Usage: .venv/bin/python scripts/measure_package.py dist/kyosei-desktop [--rounds 12]

Both are started in turn on a virtual screen and timed until their window is on it. What else the machine does meanwhile
concerns both, and the ratio is what counts. Memory is what is resident then. Needs what `make try-package` needs.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from package_check import bare_environment, program_in
from try_package import run
from virtual_screen import VirtualScreen

BARE = """
import sys
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication(sys.argv)
window = QLabel("bare")
window.setWindowTitle("bare")
window.show()
sys.exit(app.exec())
"""


def main() -> None:
    """Package the bare window, time all in turn, and print medians and quartiles."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=12)
    given = parser.parse_args()
    program = program_in(given.folder).resolve()
    with tempfile.TemporaryDirectory() as place, VirtualScreen() as screen:
        home = Path(place)
        run(program, "init", "ledger.kyosei", home=home)
        bare = package_bare_window(home)
        commands = {
            "bare window": ([str(bare)], "bare"),
            "the ledger": ([str(program), str(home / "ledger.kyosei")], "ledger.kyosei"),
        }
        environment = bare_environment(home) | {"DISPLAY": screen.display, "LANG": "C.UTF-8"}
        times: dict[str, list[float]] = {name: [] for name in commands}
        resident: dict[str, list[float]] = {name: [] for name in commands}
        for _round in range(given.rounds + 1):
            for name, (command, title) in commands.items():
                seconds, memory_mb = until_shown(command, title, environment)
                times[name].append(seconds)
                resident[name].append(memory_mb)
        print_ratio("size", size_mb(given.folder), size_mb(bare.parent))
        print_ratio("memory", *(statistics.median(resident[name][1:]) for name in ("the ledger", "bare window")))
    floor = times["bare window"][1:]  # the first round only fills the disk's cache
    for name, taken in times.items():
        ratios = [one / bare for one, bare in zip(taken[1:], floor, strict=True)]
        low, middle, high = statistics.quantiles(ratios, n=4)
        median = statistics.median(taken[1:])
        print(f"{name}: {median:.2f} s, {middle:.2f} times the bare window ({low:.2f} to {high:.2f})")


def package_bare_window(place: Path) -> Path:
    """A window that shows one word, packaged as the program is. Returns the executable."""
    source = place / "bare.py"
    source.write_text(BARE, encoding="utf-8")
    frozen = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", "--onedir", "--strip"]
    folders = ["--distpath", str(place / "out"), "--workpath", str(place / "work"), "--specpath", str(place)]
    subprocess.run([*frozen, *folders, str(source)], check=True, stderr=subprocess.DEVNULL)
    return place / "out" / "bare" / "bare"


def print_ratio(what: str, ours_mb: float, bare_mb: float) -> None:
    """One line of what was measured."""
    print(f"{what}: {ours_mb:.0f} MB, {ours_mb / bare_mb:.2f} times the bare window's {bare_mb:.0f} MB")


def size_mb(folder: Path) -> float:
    """What the files of a folder take."""
    return sum(one.stat().st_size for one in folder.rglob("*") if one.is_file() and not one.is_symlink()) / 2**20


def until_shown(command: Sequence[str], title: str, environment: Mapping[str, str]) -> tuple[float, float]:
    """Seconds from the start of a program until a window with this title is on the screen, and its megabytes then."""
    started = time.perf_counter()
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as program:
        search = ["xdotool", "search", "--sync", "--onlyvisible", "--name", title]
        subprocess.run(
            search, env=environment | {"PATH": "/usr/bin"}, stdout=subprocess.DEVNULL, check=True, timeout=120
        )
        taken = time.perf_counter() - started
        status = Path(f"/proc/{program.pid}/status").read_text("utf-8")
        program.terminate()
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:"))
    return taken, int(kilobytes) / 2**10


if __name__ == "__main__":
    main()
