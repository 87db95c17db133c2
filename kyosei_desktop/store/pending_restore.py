"""After a restore nothing is rotated away, and no backup is made by the clock, until a person says that all is right.

Otherwise a wrong restore would, backup by backup, push out the good ones.
"""

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kyosei_desktop.store.files import FileNotWritten, write_file

_NAME = "復元の確認待ち.json"


@dataclass(frozen=True, slots=True)
class PendingRestore:
    """A restore that nobody has called right yet.

    Attributes:
        restored_at: local time; None where the note cannot be read.
        source: the name of the backup that took the ledger's place.
        kept: the name of the backup of what was there before; None where there was nothing.
    """

    restored_at: datetime | None
    source: str
    kept: str | None


def note_restore(folder: Path, *, source: Path, kept: Path | None, now: datetime) -> None:
    """Write the note into a backup folder. Raises FileNotWritten."""
    said = {
        "restored_at": now.isoformat(timespec="seconds"),
        "source": source.name,
        "kept": None if kept is None else kept.name,
    }
    write_file(folder / _NAME, json.dumps(said, ensure_ascii=False, indent=1).encode())


def read_pending_restore(folder: Path) -> PendingRestore | None:
    """The note in a backup folder; None where there is none. One that cannot be read holds all the same."""
    try:
        content = (folder / _NAME).read_bytes()
    except OSError:
        return None
    with suppress(ValueError, TypeError, LookupError):
        said = json.loads(content)
        kept = said["kept"]
        at = datetime.fromisoformat(said["restored_at"]).astimezone()
        return PendingRestore(at, str(said["source"]), None if kept is None else str(kept))
    return PendingRestore(None, "", None)


def forget_restore(folder: Path) -> None:
    """Take the note away: all is right. Raises FileNotWritten."""
    try:
        (folder / _NAME).unlink(missing_ok=True)
    except OSError as error:
        raise FileNotWritten(name=_NAME, cause=error.strerror or str(error)) from error
