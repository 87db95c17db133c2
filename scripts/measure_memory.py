"""Memory of the clerk's window while measure after measure is opened: 1,000 of them after the first 200.

Usage: .venv/bin/python scripts/measure_memory.py [--count 1000]

Ends with 1 where the window holds more than a twentieth more at the end than after the first 200. That no widget is
left behind is held by a test; this looks for what is not a widget.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import psutil
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.domain.rounds import AskedField
from kyosei_desktop.exchange.new_ledger import create_built_in_ledger
from kyosei_desktop.exchange.requesting import make_requests
from kyosei_desktop.store.rounds import open_round
from kyosei_desktop.store.work_files import read_work
from kyosei_desktop.ui.app import make_window
from kyosei_desktop.ui.settings import Settings
from kyosei_desktop.ui.tour import DUE_ON, PERIOD, SHOWN_DEPARTMENT, YEAR

ASKED = {AskedField.ENTRY}
WARM = 200
"""Measures opened before the first look: fonts, pictures and caches are there by then."""
MOST_GROWTH = 0.05


def main() -> int:
    """Open the measures of one department again and again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    count = parser.parse_args().count
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        request = make_request(folder)
        window = make_window(Settings(folder / "settings.ini"), author="担当", work_folder=folder)
        window.open_file(request)
        window.show()
        fields = [one.place.id for one in read_work(window.context.open_ledger).fields]
        held = []
        for opened in range(WARM + count):
            window.go("form", field=fields[opened % len(fields)])
            QApplication.processEvents()
            # what Qt puts off until its loop of events is entered again
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            if opened + 1 in (WARM, WARM + count):
                held.append(psutil.Process().memory_info().rss)
        window.close()
    growth = held[1] / held[0] - 1
    print(f"{held[0] / 1e6:.1f} MB, after {count} more measures {held[1] / 1e6:.1f} MB: {growth:+.1%}")
    return 1 if growth > MOST_GROWTH else 0


def make_request(folder: Path) -> Path:
    """A request for a department with several measures."""
    ledger = create_built_in_ledger(folder / "ledger.kyosei", author="取りまとめ")
    open_round(ledger, year=YEAR, period=PERIOD, due_on=DUE_ON, asks=ASKED, requires=ASKED, author="取りまとめ")
    run_to_end(make_requests(ledger, folder / "requests", author="取りまとめ"))
    ledger.close()
    return next((folder / "requests").glob(f"*{SHOWN_DEPARTMENT}*"))


if __name__ == "__main__":
    sys.exit(main())
