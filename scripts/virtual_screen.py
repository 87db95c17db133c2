"""An X11 screen that nobody sees, with a window manager and real key events: for trying the packaged program."""

import os
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType

import psutil
from PySide6.QtGui import QImage

SIZE = "1366x768x24"
_LONGEST_SECONDS = 120
_KEY_DELAY_MS = "60"
_QUIET_SHARE = 0.05
"""A window that takes less than this share of a core has come to rest; a blinking cursor takes less."""


class VirtualScreen:
    """Xvfb and openbox for the time of a `with` block."""

    def __enter__(self) -> "VirtualScreen":
        """Start both on the first free display."""
        reading, writing = os.pipe()
        self._folder = tempfile.TemporaryDirectory(prefix="screen-")  # Xvfb keeps there what it shows
        command = [
            "Xvfb",
            "-displayfd",
            str(writing),
            "-screen",
            "0",
            SIZE,
            "-fbdir",
            self._folder.name,
            "-nolisten",
            "tcp",
        ]
        self._server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as told:
            self.display = f":{told.readline().strip()}"
        self._environment = os.environ | {"DISPLAY": self.display}
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._manager = subprocess.Popen(["openbox"], env=self._environment, **quiet)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop both."""
        for process in (self._manager, self._server):
            process.terminate()
            process.wait(_LONGEST_SECONDS)
        self._folder.cleanup()

    def prepare_keys(self, text: str) -> None:
        """Give each Japanese character of a text a key of its own, as a keyboard would have, before a window opens.

        xdotool would change the layout with each character while the window reads them, and lose some.
        """
        listed = self._ask("xmodmap", "-pke").splitlines()
        free = [words[1] for words in map(str.split, listed) if len(words) == 3]
        wanted = [one for one in dict.fromkeys(text) if not one.isascii()]
        changes = [
            ("-e", f"keycode {code} = U{ord(one):04X}") for code, one in zip(reversed(free), wanted, strict=False)
        ]
        if len(changes) < len(wanted):
            raise SystemExit(f"The screen has {len(free)} free keys, the text needs {len(wanted)}.")
        self._ask("xmodmap", *(word for change in changes for word in change))

    def wait_for_window(self, name: str) -> None:
        """Until a window is to be seen whose title contains `name`, and give it the keyboard."""
        until = time.monotonic() + _LONGEST_SECONDS
        command = ["xdotool", "search", "--onlyvisible", "--name", name]
        while not (found := self._run(command).stdout.split()):
            if time.monotonic() > until:
                raise SystemExit(f"No window of {name} appeared.")
            time.sleep(0.2)
        self._ask("xdotool", "windowactivate", "--sync", found[0])

    def press(self, keys: str) -> None:
        """Press keys together, named as xdotool does: `ctrl+Return`."""
        self._ask("xdotool", "key", "--delay", _KEY_DELAY_MS, keys)

    def type(self, text: str) -> None:
        """Type a text, key by key."""
        self._ask("xdotool", "type", "--delay", _KEY_DELAY_MS, text)

    def take_picture(self, target: Path) -> None:
        """Write what the screen shows (PNG)."""
        _from_xwd((Path(self._folder.name) / "Xvfb_screen0").read_bytes()).save(str(target))

    def _run(self, command: list[str]) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(command, env=self._environment, capture_output=True, text=True, check=False)

    def _ask(self, *command: str) -> str:
        ran = self._run(list(command))
        if ran.returncode != 0:
            raise SystemExit(f"{command[0]}: {ran.stderr}")
        return ran.stdout


def settle(process_id: int) -> None:
    """Until a program has been at rest for a second."""
    process = psutil.Process(process_id)
    until = time.monotonic() + _LONGEST_SECONDS
    while process.cpu_percent(interval=1.0) > 100 * _QUIET_SHARE:
        if time.monotonic() > until:
            raise SystemExit("The window does not come to rest.")


def _from_xwd(content: bytes) -> QImage:
    """A picture of 32 bits a pixel in the X Window Dump format, version 7 (XWDFile.h: 25 words, big-endian)."""
    head = [int.from_bytes(content[4 * word : 4 * word + 4], "big") for word in range(25)]
    header_bytes, width, height, bytes_per_line, colours = head[0], head[4], head[5], head[12], head[19]
    pixels = content[header_bytes + 12 * colours :]
    return QImage(pixels, width, height, bytes_per_line, QImage.Format.Format_RGB32).copy()
