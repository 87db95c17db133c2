"""What can still be read of a damaged ledger, taken out of it row by row. The ledger itself is left alone."""

import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kyosei_desktop.store.engine import sqlite_uri
from kyosei_desktop.store.tables import Base

_LEFT_OUT = {"round_department": ("key",)}
"""What would let whoever holds the rescued rows answer in a department's name."""

_HEADER_BYTES, _LARGEST_PAGE = 100, 65_536
_PAGES = slice(28, 32)
"""Where the header says of how many pages the file is."""


@dataclass(frozen=True, slots=True)
class RescuedTable:
    """What was read of one table.

    Attributes:
        rows: each with its columns by name; a text that is no UTF-8 has U+FFFD in the place of what cannot be read.
        torn: how many of these hold such a text.
        is_whole: whether the table could be read to its end and from its beginning; else rows may be missing.
    """

    rows: Sequence[Mapping[str, Any]]
    torn: int
    is_whole: bool


def rescue_tables(path: Path) -> Iterator[tuple[str, RescuedTable]]:
    """The tables of a ledger by name, one after the other, as far as they can be read.

    A table is read from its beginning up to the first page that is damaged, and then from its end back to it: damage in
    one page costs the rows of that page only.
    """
    with _whole_by_its_own_word(path) as readable:
        for table in Base.metadata.sorted_tables:
            wanted = [one.name for one in table.columns if one.name not in _LEFT_OUT.get(table.name, ())]
            yield table.name, _rescued(readable, table.name, wanted)


@contextmanager
def _whole_by_its_own_word(path: Path) -> Iterator[Path]:
    """The ledger or, where its end is missing, a copy of what is there that no longer says how long it was.

    SQLite reads nothing at all of a file that is shorter than its header says. Where the header says nothing, it takes
    the length of the file, and each page beyond that is damage like any other.
    """
    with path.open("rb") as file:
        header = file.read(_HEADER_BYTES)
    said = int.from_bytes(header[16:18], "big")  # https://www.sqlite.org/fileformat.html#the_database_header
    page_bytes = _LARGEST_PAGE if said == 1 else said
    there = path.stat().st_size
    if there >= int.from_bytes(header[_PAGES], "big") * page_bytes:
        yield path
        return
    with TemporaryDirectory(prefix="kyosei-") as folder:
        copy = Path(shutil.copyfile(path, Path(folder) / path.name))
        with copy.open("r+b") as file:
            file.seek(_PAGES.start)
            file.write(bytes(_PAGES.stop - _PAGES.start))
            file.truncate(there - there % page_bytes)  # half a page would be read as if it were whole
        yield copy


def _rescued(path: Path, table: str, wanted: Sequence[str]) -> RescuedTable:
    try:
        with closing(_connected(path)) as connection:
            there = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            columns = [one for one in wanted if one in there]
            if not columns:
                return RescuedTable((), 0, is_whole=False)
            found, is_whole = _read(connection, table, columns, "ASC")
            if not is_whole:
                found |= _read(connection, table, columns, "DESC")[0]
    except (sqlite3.Error, UnicodeDecodeError):
        return RescuedTable((), 0, is_whole=False)
    rows = [dict(zip(columns, (_plain(one) for one in found[key]), strict=True)) for key in sorted(found)]
    torn = sum(any(isinstance(one, str) and "\ufffd" in one for one in row.values()) for row in rows)
    return RescuedTable(rows, torn, is_whole and len(columns) == len(wanted))


def _read(
    connection: sqlite3.Connection, table: str, columns: Sequence[str], direction: str
) -> tuple[dict[int, Sequence[Any]], bool]:
    """Rows by their row id, read in a direction until the end or the first damage; whether it was the end."""
    listed = ", ".join(f'"{one}"' for one in columns)
    found: dict[int, Sequence[Any]] = {}
    try:
        # NOT INDEXED: the table's own pages, so that a damaged index costs nothing.
        query = f"SELECT rowid, {listed} FROM {table} NOT INDEXED ORDER BY rowid {direction}"
        for row in connection.execute(query):
            found[row[0]] = row[1:]
    except sqlite3.Error:
        return found, False
    return found, True


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(sqlite_uri(path, "ro"), uri=True)
    connection.text_factory = lambda text: text.decode("utf-8", "replace")
    connection.execute("PRAGMA trusted_schema=OFF")
    return connection


def _plain(value: Any) -> Any:
    return value.hex() if isinstance(value, bytes) else value
