"""Database engines, and their errors sorted into what the user can mend and what is a bug."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote

from sqlalchemy import Connection, Engine, NullPool, StaticPool, create_engine, event, exc

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_
from kyosei_desktop.store.files import FileNotRead
from kyosei_desktop.store.postgresql import server_error

APPLICATION_ID = 0x4B594F53
"""`KYOS`, in the header of every ledger file, by which a foreign SQLite file is known before it is opened."""

_BUSY_SECONDS = 10
_HEADER = b"SQLite format 3\x00"
_APPLICATION_ID_AT = slice(68, 72)  # https://www.sqlite.org/fileformat.html, "The Database Header"


@dataclass(eq=False)
class NotALedger(KyoseiError):
    """A file is no ledger of this program."""

    sentence: ClassVar[str] = N_("「{name}」は台帳ではありません。台帳か作業ファイル（.kyosei）を選んでください。")
    name: str


@dataclass(eq=False)
class LedgerDamaged(KyoseiError):
    """The database says that its file is damaged."""

    sentence: ClassVar[str] = N_(
        "台帳「{name}」が壊れています。上書きせずにそのまま残し、控え（バックアップ）から復元してください。"
    )
    name: str


@dataclass(eq=False)
class LedgerNotWritable(KyoseiError):
    """The ledger could not be written: read-only, disk full, or an error of the disk."""

    sentence: ClassVar[str] = N_(
        "台帳「{name}」に書き込めませんでした（{cause}）。空き容量と書き込みの権限を確かめてください。変更は保存されていません。"
    )
    name: str
    cause: str


@dataclass(eq=False)
class LedgerBusy(KyoseiError):
    """Another program kept the database locked for too long."""

    sentence: ClassVar[str] = N_("台帳「{name}」をほかのプログラムが使っています。少し待ってからやり直してください。")
    name: str


def sqlite_engine(path: Path, *, read_only: bool) -> Engine:
    """An engine on a ledger file: rollback journal, never WAL, since WAL is unsafe on network drives (decision 0005).

    No connection is kept between transactions, so that the file may be replaced by a restore on Windows too.
    """
    uri = sqlite_uri(path, "ro" if read_only else "rw")

    def connect() -> sqlite3.Connection:
        # A session may be closed on another thread than the one that began it, when a job is cancelled.
        return sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS, check_same_thread=False)

    model = _first_engine()
    # Not by SQLAlchemy's own URL, which would take a name with # or % apart.
    pool = NullPool(connect, dialect=model.dialect)  # type: ignore[arg-type]  # sqlite3 is not declared as its protocol
    engine = Engine(pool, model.dialect, model.url)
    return _with_our_rules(engine.execution_options(compiled_cache=_compiled()))


@cache
def _first_engine() -> Engine:
    """An engine whose dialect, which has asked SQLite what it can do, serves for all files."""
    engine = create_engine("sqlite://", poolclass=NullPool)
    engine.connect().close()
    return engine


@cache
def _compiled() -> dict[Any, Any]:
    """The statements that were compiled for that dialect: for each file anew, they took a third of a merge's time."""
    return {}


def memory_engine() -> Engine:
    """An engine on a database that is nowhere but in memory, and gone with the engine."""
    return _with_our_rules(create_engine("sqlite://", poolclass=StaticPool))


def _with_our_rules(engine: Engine) -> Engine:
    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: object) -> None:
        # SQLAlchemy begins transactions itself below; the driver's own habit breaks SELECT isolation.
        connection.isolation_level = None
        # EXTRA flushes the folder too once the journal is removed, which is the commit: with FULL a power cut may bring
        # the journal back, and with it what was before (https://www.sqlite.org/pragma.html#pragma_synchronous).
        for pragma in ("foreign_keys=ON", "synchronous=EXTRA", "trusted_schema=OFF"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A writer takes its lock at once: two transactions that both read first would dead-lock on upgrading.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def sqlite_uri(path: Path, mode: str) -> str:
    """The URI under which SQLite opens a file in a mode (https://www.sqlite.org/uri.html).

    A path on a server, //server/share/…, keeps both its slashes after an empty authority; SQLite refuses a file URI
    that names a server as its authority, which is what `Path.as_uri` gives.
    """
    name = path.absolute().as_posix()
    return f"file://{'' if name.startswith('/') else '/'}{quote(name, safe='/:')}?mode={mode}"


def check_is_ledger_file(path: Path) -> None:
    """Look at the header before SQLite opens the file. Raises FileNotRead, NotALedger."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise FileNotRead(name=path.name, cause=error.strerror or str(error)) from error
    if not begins_as_ledger(header):
        raise NotALedger(name=path.name)


def begins_as_ledger(content: bytes) -> bool:
    """Whether bytes are the beginning of a ledger's file."""
    is_ours = content[_APPLICATION_ID_AT] == APPLICATION_ID.to_bytes(4, "big")
    return len(content) >= 100 and content.startswith(_HEADER) and is_ours


@contextmanager
def sorted_errors(name: str) -> Iterator[None]:
    """Turn the database's errors that the world causes into sentences; others pass as the bugs they are."""
    try:
        yield
    except exc.DBAPIError as error:
        known = _sorted(name, error.orig) or server_error(name, error.orig)
        if known is None:
            raise
        raise known from error
    except UnicodeDecodeError as error:  # the driver could not even read what SQLite said of a damaged schema
        raise LedgerDamaged(name=name) from error


_DAMAGE_WITHOUT_CODE = ("Could not decode", "unsupported file format")
"""How the driver's and SQLite's words begin where damage has no code of its own: a text that is no UTF-8, as flipped
bytes leave it, and a schema of a format that SQLite does not know, which the file's header says."""


def _sorted(name: str, original: Any) -> KyoseiError | None:
    if isinstance(original, sqlite3.OperationalError) and str(original).startswith(_DAMAGE_WITHOUT_CODE):
        return LedgerDamaged(name=name)
    code = getattr(original, "sqlite_errorcode", None)
    if code is None:
        return None
    primary = code & 0xFF
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return LedgerDamaged(name=name)
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return LedgerBusy(name=name)
    if primary in (
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
    ):
        return LedgerNotWritable(name=name, cause=str(original))
    return None
