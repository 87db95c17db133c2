"""Process start to a usable window, and the memory it stands in; the peer is a bare window with the same texts."""

import json
import os
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from bench import material
from bench.harness import ROOT, Line, Run
from kyosei_desktop.store.ledger import open_ledger

_BARE = """
import json, sys, time
from PySide6.QtCore import QAbstractTableModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

class Model(QAbstractTableModel):
    def __init__(self, rows):
        super().__init__()
        self.rows = rows
    def rowCount(self, parent=None): return len(self.rows)
    def columnCount(self, parent=None): return len(self.rows[0])
    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        return self.rows[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None

app = QApplication(sys.argv[:1])
with open(sys.argv[1], encoding="utf-8") as file:
    model = Model(json.load(file))
view = QTableView()
view.setModel(model)
window = QMainWindow()
window.setCentralWidget(view)
window.resize(1280, 860)
window.show()
app.processEvents()
window.grab()
print(time.monotonic())
"""

_OURS = """
import sys, time
from PySide6.QtWidgets import QApplication
from kyosei_desktop import cli

def usable():
    app = QApplication.instance()
    window = next(one for one in app.topLevelWidgets() if type(one).__name__ == "MainWindow")
    window.go("measures")
    while not window.current_view.table.model().rowCount():
        app.processEvents()
    window.grab()
    print(time.monotonic())
    window.close()
    return 0

QApplication.exec = staticmethod(usable)
cli.main([sys.argv[1], "--read-only"])
"""

_MEMORY = """
with open("/proc/self/status") as status:
    print(next(line.split()[1] for line in status if line.startswith("VmRSS")))
"""


def texts_of(ledger: Path) -> list[list[str]]:
    """What the view of the measures shows: of each initiative its texts."""
    with open_ledger(ledger, read_only=True) as opened:
        plan = opened.plan()
    year = plan.years[-1]
    return [
        [
            str(measure.no),
            measure.name,
            initiative.content,
            *(initiative.entry(year, period).text for period in ("plan", "first_half", "second_half")),
            measure.outcome,
            measure.record,
        ]
        for measure in plan.measures
        for initiative in measure.initiatives
    ]


def _commands() -> tuple[list[str], list[str]]:
    texts = material.folder() / "texts.json"
    texts.write_text(json.dumps(texts_of(material.ledger_file()), ensure_ascii=False), "utf-8")
    return [sys.executable, "-c", _OURS, str(material.ledger_file())], [sys.executable, "-c", _BARE, str(texts)]


def _environment() -> dict[str, str]:
    """As on a desk: a folder of its own for settings, and bytecode at hand, as in what is installed or packed."""
    home = material.folder() / "home"
    home.mkdir(exist_ok=True)
    own = {"HOME": str(home), "QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    bytecode = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(material.folder() / "bytecode")}
    return {**os.environ, **own, **bytecode}


def _window(_stack: ExitStack, _folder: Path) -> tuple[Run, Run]:
    environment = _environment()

    def run(command: list[str]) -> Run:
        def until_usable() -> float:
            begun = time.monotonic()  # of the machine, so that the process may read the same clock
            done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
            return float(done.stdout.split()[-1]) - begun

        return until_usable

    ours, bare = _commands()
    return run(ours), run(bare)


def _memory(_stack: ExitStack, _folder: Path) -> tuple[Run, Run]:
    environment = _environment()

    def run(command: list[str]) -> Run:
        python, dash_c, code, *rest = command

        def memory() -> float:
            done = subprocess.run(
                [python, dash_c, code + _MEMORY, *rest], cwd=ROOT, env=environment, check=True, capture_output=True
            )
            return float(done.stdout.split()[-1]) * 1024

        return memory

    ours, bare = _commands()
    return run(ours), run(bare)


LINES = (
    Line(
        "start.window", "プロセスの開始から、48施策の表が使えるまで", "同じ文の表だけの PySide6 の窓", 1.3, _window, 7
    ),
    Line("start.memory", "その窓のメモリー", "その窓のメモリー", 1.4, _memory, 3, "B"),
)
