"""`python -m kyosei_desktop`, and the entry script of the frozen program."""

import os
import sys

from kyosei_desktop.cli import main


def _lend_no_libraries() -> None:
    """Let programs that this one starts (a file manager, say) find the system's libraries, not the frozen program's.

    PyInstaller's starter points the loader of libraries at the program's folder and keeps what was there before in
    LD_LIBRARY_PATH_ORIG. This process has read it by now. https://pyinstaller.org/en/stable/runtime-information.html
    """
    if getattr(sys, "frozen", False):
        before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
        os.environ.pop("LD_LIBRARY_PATH", None)
        if before:
            os.environ["LD_LIBRARY_PATH"] = before


if __name__ == "__main__":
    _lend_no_libraries()
    sys.exit(main())
