"""What a file is by its content, whatever mail programs, filters and people have made of its name.

Requests and submissions come renamed to `.zip` or `.kyoa.txt`, as `回答 (1).kyoa`, or without any suffix at all.
"""

from enum import Enum, auto
from pathlib import Path

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.exchange.container import MAX_FILE_BYTES, ContainerKind, claimed_kind
from kyosei_desktop.exchange.spreadsheet import MAX_SPREADSHEET_BYTES, looks_like_spreadsheet
from kyosei_desktop.store.engine import NotALedger, check_is_ledger_file
from kyosei_desktop.store.files import read_file


class FileKind(Enum):
    """The kinds of files that the program takes."""

    LEDGER = auto()
    REQUEST = auto()
    SUBMISSION = auto()
    SPREADSHEET = auto()


_CONTAINERS = {ContainerKind.REQUEST: FileKind.REQUEST, ContainerKind.SUBMISSION: FileKind.SUBMISSION}


def kind_of_file(path: Path) -> FileKind | None:
    """What a file claims to be by its content; whether it is valid is for its reader to say.

    Returns:
        None for any other file, and for one that cannot be read.
    """
    try:
        check_is_ledger_file(path)
    except NotALedger:
        return _kind_of_other(path)
    except KyoseiError:
        return None
    return FileKind.LEDGER


def _kind_of_other(path: Path) -> FileKind | None:
    try:
        content = read_file(path, max(MAX_FILE_BYTES, MAX_SPREADSHEET_BYTES))
    except KyoseiError:
        return None
    if looks_like_spreadsheet(content):
        return FileKind.SPREADSHEET
    claimed = claimed_kind(content)
    return None if claimed is None else _CONTAINERS[claimed]
