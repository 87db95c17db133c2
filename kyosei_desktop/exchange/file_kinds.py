"""What a file is by its content, whatever mail programs, filters and people have made of its name.

Requests and submissions come renamed to `.zip` or `.kyoa.txt`, as `回答 (1).kyoa`, or without any suffix at all.
"""

from enum import Enum, auto
from pathlib import Path

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.store.engine import NotALedger, begins_as_ledger, check_is_ledger_file
from kyosei_desktop.store.passphrases import Passphrases, read_opened


class FileKind(Enum):
    """The kinds of files that the program takes."""

    LEDGER = auto()
    REQUEST = auto()
    SUBMISSION = auto()
    SPREADSHEET = auto()
    ENCRYPTED_LEDGER = auto()


def kind_of_file(path: Path, passphrases: Passphrases | None = None) -> FileKind | None:
    """What a file claims to be by its content; whether it is valid is for its reader to say.

    Args:
        passphrases: what may open it where it is encrypted.

    Returns:
        None for any other file, and for one that cannot be read or stays closed.
    """
    try:
        check_is_ledger_file(path)
    except NotALedger:
        return _kind_of_other(path, passphrases)
    except KyoseiError:
        return None
    return FileKind.LEDGER


def _kind_of_other(path: Path, passphrases: Passphrases | None) -> FileKind | None:
    # loaded only where it is no ledger: the window starts without it
    from kyosei_desktop.exchange.container import MAX_FILE_BYTES, ContainerKind, claimed_kind
    from kyosei_desktop.exchange.spreadsheet import MAX_SPREADSHEET_BYTES, looks_like_spreadsheet

    try:
        content = read_opened(path, max(MAX_FILE_BYTES, MAX_SPREADSHEET_BYTES), passphrases)
    except KyoseiError:
        return None
    if begins_as_ledger(content):
        return FileKind.ENCRYPTED_LEDGER
    if looks_like_spreadsheet(content):
        return FileKind.SPREADSHEET
    containers = {ContainerKind.REQUEST: FileKind.REQUEST, ContainerKind.SUBMISSION: FileKind.SUBMISSION}
    claimed = claimed_kind(content)
    return None if claimed is None else containers[claimed]
