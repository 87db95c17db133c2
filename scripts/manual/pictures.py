"""The pictures of the manual, taken by the program of itself each time that the manual is made: so they are current.

A page names a picture `ledger-board.png`: the sample that is open and the view that is shown, or `start.png`.
"""

import os
import random
import re
import secrets
import shutil
import uuid
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager
from pathlib import Path

from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from kyosei_desktop.store.ledger import open_ledger
from kyosei_desktop.ui.app import make_window
from kyosei_desktop.ui.backups import timer
from kyosei_desktop.ui.help.pages import Manual
from kyosei_desktop.ui.main_window import MainWindow
from kyosei_desktop.ui.screenshots import SHOWS
from kyosei_desktop.ui.settings import Scheme, Settings
from scripts.screenshots import AUTHOR, CLOCK, picture, prepare

README = Path(__file__).parents[2] / "docs" / "screenshots"
"""Where the pictures lie that README shows. They are the tour's."""
_OF_TOUR = "tour"
_NEVER_MS = 2**31 - 1
_PICTURE = re.compile(r"!\[[^]]*\]\(([\w-]+)\.png\)")


def pictures_in(manual: Manual) -> list[str]:
    """The names of all pictures that pages show, each once."""
    return list(dict.fromkeys(name for page in manual.pages for name in _PICTURE.findall(page.text)))


def take_pictures(manual: Manual, out: Path) -> Path:
    """Play the half-year, then take each picture that a page shows; those of README lie in a folder of their own.

    Returns:
        The folder.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    # pictures show folders, and none of this machine is to be seen in them
    with chdir(out), _always_the_same():
        _take_all(manual)
    return out


def _take_all(manual: Manual) -> None:
    played = Path("書類")
    played.mkdir()
    files = prepare(played)
    shutil.copytree(played / "見本" / "画面", _OF_TOUR)
    qInstallMessageHandler(lambda *_message: None)  # the off-screen platform has a word for every window
    window = make_window(Settings(played / "画面.ini"), author=AUTHOR, work_folder=played / "見本" / "記入")
    window.set_look(scheme=Scheme.LIGHT, text_percent=100)
    window.show()
    for name in pictures_in(manual):
        _show(window, files, name)
        picture(window, Path(f"{name}.png"))
    window.close()
    QApplication.processEvents()  # the window's place is written down now, not when the folder is gone
    shutil.rmtree(played)


@contextmanager
def _always_the_same() -> Iterator[None]:
    """Ids and keys without chance, for check words and numbers of the history come of them; no backups by the clock.

    So the same sources give the same pictures. What is made here is thrown away.
    """
    drawn, kept = random.Random(0), (uuid.uuid4, secrets.token_bytes, timer.LOOK_MS)
    uuid.uuid4 = lambda: uuid.UUID(int=drawn.getrandbits(128), version=4)
    secrets.token_bytes = lambda size=32: drawn.randbytes(size or 32)
    timer.LOOK_MS = _NEVER_MS
    try:
        yield
    finally:
        uuid.uuid4, secrets.token_bytes, timer.LOOK_MS = kept


def stale_pictures(taken: Path) -> list[str]:
    """Those of README that show other words than the program does now, by name. Two of one moment may differ in pixels.

    Args:
        taken: the folder of `take_pictures`.
    """
    return [one.name for one in _of_readme() if _shown(one) != _shown(taken / _OF_TOUR / one.name)]


def keep_pictures(taken: Path) -> None:
    """Put the pictures just taken in the place of README's."""
    for one in _of_readme():
        shutil.copy(taken / _OF_TOUR / one.name, one)


def _of_readme() -> list[Path]:
    return sorted(README.glob("*.png"))


def _shown(picture: Path) -> str:
    """The digest of the words in a picture; empty where there is no such picture."""
    return QImage(str(picture)).text(SHOWS)


def _show(window: MainWindow, files: Mapping[str, Path], name: str) -> None:
    sample = next((one for one in sorted(files, key=len, reverse=True) if name.startswith(f"{one}-")), None)
    if sample is None:
        window.show_ledger(None)
        window.go(name)
        return
    ledger = window.context.ledger
    if ledger is None or ledger.path != files[sample]:
        window.show_ledger(open_ledger(files[sample], clock=CLOCK))
    window.go(name.removeprefix(f"{sample}-"))
