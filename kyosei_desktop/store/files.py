"""Files of the user: written beside the old one, flushed to disk, then put in its place."""

import glob
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_


@dataclass(eq=False)
class FileNotWritten(KyoseiError):
    """The system did not let a file be written."""

    sentence: ClassVar[str] = N_(
        "「{name}」に書き込めませんでした（{cause}）。空き容量と、その場所に書き込めるかどうかを確かめてください。"
    )
    name: str
    cause: str


@dataclass(eq=False)
class PathTooLong(FileNotWritten):
    """A file was not written, and its path is longer than Windows takes."""

    sentence: ClassVar[str] = N_(
        "「{name}」に書き込めませんでした（{cause}）。"
        "フォルダの名前を含めて{length}文字あります。{limit}文字までになるように、浅い場所か短い名前を選んでください。"
    )
    length: int
    limit: int


@dataclass(eq=False)
class WouldReplaceLedger(KyoseiError):
    """Something else was about to take the place of a ledger."""

    sentence: ClassVar[str] = N_("「{name}」は台帳です。台帳が失われないように、別の名前で書き出してください。")
    name: str


@dataclass(eq=False)
class FileNotRead(KyoseiError):
    """A file is not there or may not be read."""

    sentence: ClassVar[str] = N_("「{name}」を読めませんでした（{cause}）。場所と名前を確かめてください。")
    name: str
    cause: str


@dataclass(eq=False)
class FileTooLarge(KyoseiError):
    """A file is larger than any file of its kind may be."""

    sentence: ClassVar[str] = N_(
        "「{name}」は大きすぎるため読みません（上限{limit_mib}MiB）。正しいファイルか確かめてください。"
    )
    name: str
    limit_mib: int


_LEDGER_BEGINS = b"SQLite format 3\0"
_USUAL_BYTES = 64 * 2**10

LONGEST_PATH = 259 - len("..12345678.kyosei") if os.name == "nt" else None
"""Characters of a path: Windows' MAX_PATH without its closing zero, less what the file beside it needs while it is
written. None where no limit is as near. https://learn.microsoft.com/windows/win32/fileio/maximum-file-path-limitation
"""


def not_written(path: Path, error: OSError) -> FileNotWritten:
    """What is to be raised for a file that could not be written. Of a long path Windows says that it is not there."""
    cause, length = error.strerror or str(error), len(str(path.absolute()))
    if LONGEST_PATH is not None and length > LONGEST_PATH:
        return PathTooLong(name=path.name, cause=cause, length=length, limit=LONGEST_PATH)
    return FileNotWritten(name=path.name, cause=cause)


@contextmanager
def replacing(path: Path, *, is_ledger: bool = False) -> Iterator[Path]:
    """A new, empty file beside `path` to write to; when the block ends well it is flushed and takes its place.

    Args:
        path: what is there is replaced.
        is_ledger: whether a ledger is written; nothing else takes the place of one.

    Raises:
        FileNotWritten, PathTooLong: for every `OSError` in the block or at the end; then `path` is as it was.
        WouldReplaceLedger
    """
    if not is_ledger and _begins_as_ledger(path):
        raise WouldReplaceLedger(name=path.name)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=path.suffix, dir=path.parent)
    except OSError as error:
        raise not_written(path, error) from error
    os.close(handle)
    beside = Path(name)
    try:
        yield beside
        _flush(beside)
        beside.chmod(0o666 & ~_umask())  # mkstemp's file is for its owner alone
        beside.replace(path)
        _flush_folder(path.parent)
    except OSError as error:
        raise not_written(path, error) from error
    finally:
        beside.unlink(missing_ok=True)


def sweep_unfinished(folder: Path, begins: str, *, older_than_s: float = 0.0) -> None:
    """Remove what programs that were killed in the middle of `replacing` have left.

    Args:
        folder: where they wrote.
        begins: how the names of the files begin that they wrote.
        older_than_s: spare what is younger, in seconds, for it may still be written.
    """
    for one in folder.glob(f".{glob.escape(begins)}*"):
        with suppress(OSError):
            if time.time() - one.stat().st_mtime >= older_than_s:
                one.unlink()


def _begins_as_ledger(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_LEDGER_BEGINS)) == _LEDGER_BEGINS
    except OSError:
        return False  # not there, or nothing to be written to: who writes will say so


def write_file(path: Path, content: bytes) -> None:
    """Write a whole file so that there is never half of it. Raises FileNotWritten, WouldReplaceLedger."""
    with replacing(path) as beside:
        beside.write_bytes(content)


def read_file(path: Path, limit_bytes: int) -> bytes:
    """A whole file, read only if it is no larger than the limit. Raises FileNotRead, FileTooLarge."""
    try:
        with path.open("rb") as file:
            # Room for as much as is asked for is made at once, most of a millisecond for what is large.
            content = file.read(min(_USUAL_BYTES, limit_bytes + 1))
            if len(content) == _USUAL_BYTES:
                content += file.read(limit_bytes + 1 - _USUAL_BYTES)
    except OSError as error:
        raise FileNotRead(name=path.name, cause=error.strerror or str(error)) from error
    if len(content) > limit_bytes:
        raise FileTooLarge(name=path.name, limit_mib=limit_bytes // 2**20)
    return content


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """Flush the new name, too, without which a power cut brings the old file back. Windows flushes names by itself."""
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            with suppress(OSError):  # some network drives know no such thing
                os.fsync(handle)
        finally:
            os.close(handle)


def _umask() -> int:
    current = os.umask(0o077)
    os.umask(current)
    return current
