"""Looking into a folder for submissions that the ledger has not taken in yet. Nothing is merged here."""

from collections.abc import Collection, Generator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.exchange.answer_files import may_bring_answers, read_answer_file
from kyosei_desktop.exchange.file_names import SUBMISSION_SUFFIX
from kyosei_desktop.store.files import FileNotRead
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.passphrases import Passphrases, plain_name
from kyosei_desktop.store.submissions import list_submissions

Stamp = tuple[int, int]
"""Size and time of the last change, in nanoseconds: while both stay, the file is the same."""


@dataclass(frozen=True, slots=True)
class WatchedFolder:
    """What a look into the folder found.

    Attributes:
        new: submissions and Excel forms that are not in the ledger, submissions that would be refused among them, in
            the order of names.
        stamps: of all files looked at, for the next look.
    """

    new: tuple[Path, ...]
    stamps: Mapping[Path, Stamp]


def look_into_folder(
    ledger: Ledger, folder: Path, known: Mapping[Path, Stamp], *, passphrases: Passphrases | None = None
) -> Generator[Step, None, WatchedFolder]:
    """Find the submissions and forms in a folder that are new since the last look and not in the ledger.

    A file that another program still writes cannot be read, and is left to the next look.

    Args:
        known: the stamps of the last look; empty for the first.
        passphrases: what may open files that are encrypted; one that stays closed counts as new.

    Raises:
        FileNotRead: the folder is not there, or may not be read.
    """
    merged = {one.id for one in list_submissions(ledger) if not one.is_withdrawn}
    stamps: dict[Path, Stamp] = {}
    new: list[Path] = []
    files = submissions_in(folder)
    for done, file in enumerate(files):
        yield Step(done, len(files), file.name)
        try:
            status = file.stat()
            stamp = (status.st_size, status.st_mtime_ns)
            if known.get(file) != stamp and _is_new(file, merged, ledger.clock(), passphrases):
                new.append(file)
        except (OSError, FileNotRead):
            continue
        stamps[file] = stamp
    return WatchedFolder(tuple(new), stamps)


def submissions_in(folder: Path) -> list[Path]:
    """The submissions and workbooks that lie in a folder, by name. Raises FileNotRead."""
    try:
        return sorted(file for file in folder.iterdir() if may_bring_answers(file))
    except OSError as error:
        raise FileNotRead(name=folder.name, cause=error.strerror or str(error)) from error


def _is_new(file: Path, merged: Collection[str], now: datetime, passphrases: Passphrases | None) -> bool:
    """Whether a file brings answers that are not in the ledger.

    What is no submission counts as new, for the preview says why; a workbook that is no form is somebody's own.
    """
    try:
        return read_answer_file(file, now, passphrases).digest not in merged
    except FileNotRead:
        raise
    except KyoseiError:
        return plain_name(file).suffix.lower() == SUBMISSION_SUFFIX
