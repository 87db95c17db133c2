"""Pictures of every view in every look, for looking at: `make screenshots` writes them into `out/screenshots/`.

The tour plays the half-year first; its files are then opened again and again, in light, dark and high contrast, at
100 % and 200 % of the text's size, on the smallest screen that the program is made for. One more answer in the
ledger, and a colleague's in a work file, show conflicts too.
"""

import argparse
import os
import shutil
import sys
import time
from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from kyosei_desktop.domain.plan import FieldKind, Value
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.exchange.handing_in import hand_in
from kyosei_desktop.exchange.joining import join_work_files
from kyosei_desktop.exchange.merging import merge_files
from kyosei_desktop.exchange.work_file import find_work_file, open_request
from kyosei_desktop.store.acceptance import revoke_acceptance
from kyosei_desktop.store.editing import answer_field
from kyosei_desktop.store.ledger import open_ledger
from kyosei_desktop.store.work_files import read_work
from kyosei_desktop.ui.app import make_window
from kyosei_desktop.ui.main_window import MainWindow
from kyosei_desktop.ui.main_window.views import views_for
from kyosei_desktop.ui.screenshots import grab
from kyosei_desktop.ui.settings import Scheme, Settings
from kyosei_desktop.ui.tour import CONFLICT_MEASURE, RETURNED_DEPARTMENT, SETTLED_ON, SHOWN_DEPARTMENT, run_tour
from kyosei_desktop.ui.tour_clock import TourClock

AUTHOR = "見本の担当者"
SIZE_PX = (1366, 768)
LOOKS = {
    f"{scheme.value}-{percent}": (scheme, percent)
    for scheme in Scheme
    if scheme is not Scheme.SYSTEM
    for percent in (100, 200)
}
LONGEST_WAIT_SECONDS = 60
CO_OWNER = "地域共生課"
"""One of the two departments of the measure that the tour has in conflict."""
CLOCK = TourClock(SETTLED_ON + timedelta(days=1))
"""What is done after the tour is done on its next day."""


def prepare(out: Path) -> Mapping[str, Path]:
    """Play the tour; what to open, by the name that its pictures get."""
    sample = out / "見本"
    run_to_end(run_tour(sample, author=AUTHOR))
    ledger = sample / "見本.kyosei"
    return {
        "ledger": _with_a_conflict(sample, ledger),
        "clerk": find_work_file(sample / "記入", _request(sample, SHOWN_DEPARTMENT)),
        "clerk-returned": _with_the_return(sample),
        "clerk-joined": _with_a_colleague(sample),
    }


def _request(sample: Path, department: str) -> Path:
    return next(one for one in sorted((sample / "照会").iterdir()) if department in one.name)


def _with_a_conflict(sample: Path, path: Path) -> Path:
    """The ledger with one answer more, from a department that has not seen what was settled."""
    request = _request(sample, CO_OWNER)
    file = sample / "回答" / "遅れて届いた回答.kyoa"
    with open_request(request, find_work_file(sample / "記入", request), author=AUTHOR, clock=CLOCK) as work:
        fields = (one for one in read_work(work).fields if one.place.kind is FieldKind.ENTRY)
        field = next(one for one in fields if one.address.measure == CONFLICT_MEASURE)
        answer_field(work, field.place.id, Value("・（見本）関係課による連絡会を５回開催した。"), author=AUTHOR)
        hand_in(work, file, is_partial=True, author=AUTHOR)
    with open_ledger(path, clock=CLOCK) as ledger:
        department = next(one.id for one in ledger.plan().departments if one.name == CO_OWNER)
        revoke_acceptance(ledger, department, author=AUTHOR)
        run_to_end(merge_files(ledger, [file], author=AUTHOR))
    return path


def _with_the_return(sample: Path) -> Path:
    returned = next(one for one in (sample / "差戻し").iterdir() if RETURNED_DEPARTMENT in one.name)
    with open_request(returned, find_work_file(sample / "記入", returned), author=AUTHOR, clock=CLOCK) as work:
        return work.path


def _with_a_colleague(sample: Path) -> Path:
    """A work file into which a colleague's answers were joined, one of them to a field answered here too."""
    request = _request(sample, SHOWN_DEPARTMENT)
    with open_request(request, sample / "隣の机.kyosei", author="隣の担当者", clock=CLOCK) as other:
        for one in (one for one in read_work(other).fields if one.is_required):
            answer_field(other, one.place.id, Value("・（見本）隣の机で書いた。"), author="隣の担当者")
        file = sample / "回答" / "隣の机.kyoa"
        hand_in(other, file, person="隣の担当者", is_partial=True, author="隣の担当者")
    path = Path(shutil.copy(find_work_file(sample / "記入", request), sample / "合わせた.kyosei"))
    with open_ledger(path, clock=CLOCK) as work:
        run_to_end(join_work_files(work, [file], author=AUTHOR))
    return path


def take(window: MainWindow, files: Mapping[str, Path], out: Path, looks: Collection[str]) -> Iterator[Path]:
    """A picture of each view of each file in each of the looks, which are names of `LOOKS`."""
    for name in looks:
        scheme, percent = LOOKS[name]
        window.set_look(scheme=scheme, text_percent=percent)
        folder = out / name
        folder.mkdir(parents=True, exist_ok=True)
        window.show_ledger(None)
        yield picture(window, folder / "start.png")
        for sample, path in files.items():
            window.show_ledger(open_ledger(path, clock=CLOCK))
            for spec in views_for(window.context):
                window.go(spec.id)
                yield picture(window, folder / f"{sample}-{spec.id}.png")


def picture(window: MainWindow, path: Path) -> Path:
    """Take a picture of a window on the smallest screen, when it has come to rest."""
    window.resize(*SIZE_PX)
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    QApplication.processEvents()
    while not window.jobs.is_idle and time.monotonic() < deadline:
        QApplication.processEvents()
        time.sleep(0.01)
    grab(window, path)
    return path


def main() -> int:
    """Take all pictures; their number is said at the end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("out/screenshots"))
    parser.add_argument("--look", choices=tuple(LOOKS), help="only this one")
    given = parser.parse_args()
    out: Path = given.out
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    files = prepare(out)
    qInstallMessageHandler(lambda *_message: None)  # the off-screen platform has a word for every window
    window = make_window(Settings(out / "画面.ini"), author=AUTHOR, work_folder=out / "見本" / "記入")
    window.show()
    count = sum(1 for _path in take(window, files, out, [given.look] if given.look else list(LOOKS)))
    window.close()
    (out / "画面.ini").unlink(missing_ok=True)
    print(f"{count} pictures in {out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
