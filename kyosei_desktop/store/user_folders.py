"""Where the program keeps what is its user's: settings and log, in their own folder or beside the program."""

import os
import sys
import tempfile
from pathlib import Path

from kyosei_desktop import paths

MARKER = "portable.txt"
"""A file of this name beside the program says that settings and log lie beside it too."""

_NAME = "kyosei_desktop"
_BESIDE = "portable"


def program_folder() -> Path:
    """The folder of the frozen program's executable; else that of the checkout or the installed package."""
    return Path(sys.executable).resolve().parent if getattr(sys, "frozen", False) else paths.BASE


def portable_folder(program: Path | None = None) -> Path | None:
    """The folder beside the program for what is the user's; None without the marker, or where nothing can be written.

    Args:
        program: the program's folder; by default the real one.
    """
    folder = program or program_folder()
    if not (folder / MARKER).is_file():
        return None
    beside = folder / _BESIDE
    return beside if is_writable(beside) else None


def log_folder() -> Path:
    """Where the log lies; it may not be there yet.

    XDG Base Directory Specification for state, %LOCALAPPDATA% on Windows, ~/Library/Logs on macOS.
    """
    beside = portable_folder()
    if beside is not None:
        return beside / "log"
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / _NAME / "log"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Logs" / _NAME
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / _NAME / "log"


def is_writable(folder: Path) -> bool:
    """Whether files can be written in a folder, found out by doing it; it is made where it is not there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False
