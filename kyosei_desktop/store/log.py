"""The log that a help desk may ask for: what was done when and what went wrong, without anybody's texts.

A line holds a time (local), an event, and names of functions, files and classes of errors, and counts. It never holds
an answer, a reason, a passphrase, a person's name, a folder, or what an error says, for that may quote any of them.
"""

import logging
import platform
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path

from kyosei_desktop import __version__
from kyosei_desktop.domain.errors import KyoseiError

LOG_NAME = "kyosei_desktop.log"
MAX_LOG_BYTES = 2**20
OLDER_LOGS = 4
"""Five files of 1 MiB in all: some ten thousand lines each."""

_LOG = logging.getLogger("kyosei_desktop.log")
_LOG.addHandler(logging.NullHandler())  # where no log is kept, nothing is printed either
_LOG.propagate = False


class _Handler(RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the standard library's name
        """A full disk, or another process that holds the file while it is to be rotated, stops nobody's work."""


@contextmanager
def logging_to(folder: Path) -> Iterator[Path]:
    """Keep a log in a folder for the time of the block; where it cannot be written, none is kept.

    Yields:
        The newest file of the log. It is there after the first event.
    """
    file = folder / LOG_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = _Handler(file, maxBytes=MAX_LOG_BYTES, backupCount=OLDER_LOGS, encoding="utf-8", delay=True)
    except OSError:
        yield file
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(message)s"))
    _LOG.addHandler(handler)
    _LOG.setLevel(logging.INFO)
    try:
        yield file
    finally:
        _LOG.removeHandler(handler)
        with suppress(OSError):  # what a full disk has not taken is tried once more on closing
            handler.close()


def log_event(event: str, **said: str | int | float | None) -> None:
    """Write an event: a few words of ours, then what it is about.

    Args:
        said: names of files without folders, of functions and classes, and numbers. Nothing that a person has written.
    """
    words = [f"{key}={_flat(value)}" for key, value in said.items() if value is not None]
    _LOG.info("%s", " ".join([event, *words]))


def log_start(what: str) -> None:
    """Write which program starts on what."""
    log_event("start", what=what, version=__version__, python=platform.python_version(), system=platform.platform())


def log_refusal(error: BaseException, *, during: str) -> None:
    """Write that something expected went wrong: which, not what it says."""
    log_event("refused", during=during, error=type(error).__name__)


@contextmanager
def refusals_logged(during: str) -> Iterator[None]:
    """Write what goes wrong as expected in the block, and let it pass on."""
    try:
        yield
    except KyoseiError as error:
        log_refusal(error, during=during)
        raise


def log_bug(error: BaseException, *, during: str) -> None:
    """Write that the program is at fault: where, without values of variables and without what the errors say."""
    log_event("bug", during=during, error=type(error).__name__)
    for line in trace_lines(error):
        _LOG.info("%s", f"  {line}")


def trace_lines(error: BaseException) -> list[str]:
    """Where an error and those behind it arose, the innermost last: file without its folders, line, function."""
    lines: list[str] = []
    current: BaseException | None = error
    while current is not None and len(lines) < 200:
        lines.append(type(current).__name__)
        frames = traceback.extract_tb(current.__traceback__)
        lines += [f"{_module(one.filename)}:{one.lineno} {one.name}" for one in frames]
        current = current.__cause__ or current.__context__
    return lines


def log_files(folder: Path) -> list[Path]:
    """The files of the log, the newest first."""
    numbered = [folder / LOG_NAME, *(folder / f"{LOG_NAME}.{number}" for number in range(1, OLDER_LOGS + 1))]
    return [one for one in numbered if one.is_file()]


def whole_log(folder: Path) -> bytes:
    """All that the log holds, the oldest first, as one text. Files that cannot be read are left out."""
    parts = []
    for file in reversed(log_files(folder)):
        try:
            parts.append(file.read_bytes())
        except OSError:
            continue
    return b"".join(parts)


def _module(file: str) -> str:
    """A source file without the folders above its package, which may name a person."""
    parts = Path(file).parts
    inside = [at for at, part in enumerate(parts) if part == "kyosei_desktop"]
    return "/".join(parts[inside[-1] :]) if inside else parts[-1]


def _flat(value: str | int | float) -> str:
    return " ".join(str(value).split())
