"""A window that is open all day holds no more widgets in the evening than in the morning."""

from collections import Counter

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from kyosei_desktop.store.work_files import read_work
from tests.ui.scenes import settle


def held_widgets(qapp: QApplication) -> Counter[str]:
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return Counter(type(one).__name__ for one in qapp.allWidgets())


def test_opening_every_measure_again_leaves_no_widget_behind(qapp, clerk_window):
    """Boxes of findings that could not be ticked had no parent, and stayed: some 20 kB for each measure opened."""
    fields = [one.place.id for one in read_work(clerk_window.context.open_ledger).fields]
    held = []
    for _round in range(3):
        for field in (*fields, fields[0]):
            clerk_window.go("form", field=field)
            qapp.processEvents()
        settle(clerk_window)  # a picture that comes late brings widgets of its own
        held.append(held_widgets(qapp))

    assert held[2] == held[1]
