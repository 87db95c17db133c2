"""The pictures of the manual, taken by the program of itself each time that the manual is made: so they are current.

A page names a picture `ledger-board.png`: the sample that is open and the view that is shown, or `start.png`.
"""

import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import qInstallMessageHandler

from kyosei_desktop.store.ledger import open_ledger
from kyosei_desktop.ui.app import make_window
from kyosei_desktop.ui.help.pages import Manual
from kyosei_desktop.ui.main_window import MainWindow
from kyosei_desktop.ui.settings import Scheme, Settings
from scripts.screenshots import AUTHOR, picture, prepare

DOCS = Path(__file__).parents[2] / "docs" / "screenshots"
_PICTURE = re.compile(r"!\[[^]]*\]\(([\w-]+)\.png\)")


def pictures_in(manual: Manual) -> list[str]:
    """The names of all pictures that pages show, each once."""
    return list(dict.fromkeys(name for page in manual.pages for name in _PICTURE.findall(page.text)))


def take_pictures(manual: Manual, out: Path) -> Path:
    """Play the half-year, then take each picture that a page shows; returns the folder."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    played = out / "played"
    shutil.rmtree(out, ignore_errors=True)
    played.mkdir(parents=True)
    files = prepare(played)
    for kept in DOCS.glob("*.png"):  # those of the README are the tour's
        shutil.copy(played / "見本" / "画面" / kept.name, kept)
    qInstallMessageHandler(lambda *_message: None)  # the off-screen platform has a word for every window
    window = make_window(Settings(played / "画面.ini"), author=AUTHOR, work_folder=played / "見本" / "記入")
    window.set_look(scheme=Scheme.LIGHT, text_percent=100)
    window.show()
    for name in pictures_in(manual):
        _show(window, files, name)
        picture(window, out / f"{name}.png")
    window.close()
    shutil.rmtree(played)
    return out


def _show(window: MainWindow, files: Mapping[str, Path], name: str) -> None:
    sample = next((one for one in sorted(files, key=len, reverse=True) if name.startswith(f"{one}-")), None)
    if sample is None:
        window.show_ledger(None)
        window.go(name)
        return
    ledger = window.context.ledger
    if ledger is None or ledger.path != files[sample]:
        window.show_ledger(open_ledger(files[sample]))
    window.go(name.removeprefix(f"{sample}-"))
