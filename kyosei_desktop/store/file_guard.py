"""What a program that has a ledger file open for writing makes sure of before each write.

That the lock is still its own, that the file is still there, and that it still is the ledger that it knows: the newest
link of the history that it has seen is in it. A path alone says nothing: an older file may have been copied over it.
"""

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from sqlalchemy import Connection, Engine, bindparam, inspect, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_
from kyosei_desktop.store.engine import LedgerDamaged
from kyosei_desktop.store.lock import LedgerLock
from kyosei_desktop.store.tables import LinkRow, table_of

_KnownLink = tuple[int, str]
"""Place in the chain, and hash."""

_LINK = table_of(LinkRow).c
_AT = select(_LINK.hash).where(_LINK.sequence == bindparam("place"))
_NEWEST = select(_LINK.sequence, _LINK.hash).order_by(_LINK.sequence.desc()).limit(1)


@dataclass(eq=False)
class LedgerGone(KyoseiError):
    """The file of an open ledger is not there any more."""

    sentence: ClassVar[str] = N_(
        "台帳「{name}」が元の場所にありません。いまの変更は保存されていません。"
        "消されたか、移されたか、共有フォルダにつながっていません。元の場所に戻すか、控えから復元してください。"
    )
    name: str


@dataclass(eq=False)
class LedgerReplaced(KyoseiError):
    """Another file has taken the place of an open ledger."""

    sentence: ClassVar[str] = N_(
        "開いている間に、台帳「{name}」が別のファイルか古い写しに置き換わりました。"
        "いまの変更は保存されていません。元の台帳を戻すか、開き直して中身を確かめてください。"
    )
    name: str


class FileGuard:
    """Holds the lock of a ledger file that is open for writing, and knows how far its history went."""

    def __init__(self, path: Path, lock: LedgerLock, engine: Engine) -> None:
        """From now on the lock gives signs of life, until `close`."""
        self._path, self._lock = path, lock
        with Session(engine) as session:
            self._known = _newest(session)
        lock.keep_beating()

    def check(self, session: Session | None = None) -> None:
        """Make sure that a transaction may write.

        Args:
            session: has begun the transaction; without it only file and lock are looked at.

        Raises:
            LedgerGone, LedgerReplaced, LockTakenOver, LockGone.
        """
        if not self._path.exists():
            raise LedgerGone(name=self._path.name)
        self._lock.check()
        if session is not None:
            self.check_file(session)

    def check_file(self, session: Session) -> None:
        """Make sure that what a transaction reads is the ledger that was opened. Raises LedgerReplaced."""
        if self._known is not None and not self._is_known(session, *self._known):
            raise LedgerReplaced(name=self._path.name)

    def _is_known(self, session: Session, sequence: int, digits: str) -> bool:
        try:
            return session.execute(_AT, {"place": sequence}).scalar() == digits
        except OperationalError as error:
            if getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR:  # it has no such table
                return False
            raise  # away, busy, damaged: the caller sorts that

    def commit(self, session: Session) -> None:
        """Commit the transaction, unless the lock was lost meanwhile. Raises as `check`."""
        self.check()
        newest = _newest(session)
        session.commit()
        self._known = newest

    def close(self) -> None:
        """Give the lock back."""
        self._lock.release()


def _newest(session: Session) -> _KnownLink | None:
    found = session.execute(_NEWEST).first()
    return None if found is None else (found.sequence, found.hash)


_WHOLE_BYTES = 64 * 2**20
"""A file up to this size is looked at as a whole when it is opened, in a tenth of a second; a city's report has 1 MB.

A larger one is looked at in part, and as a whole with each backup and by `check`.
"""
_LOOKED_AT = ("plan", "department", "round", "round_department", "request")
"""Tables that all else hangs on; none of them grows with the number of measures."""


def check_intact(engine: Engine, path: Path, *, read_only: bool) -> None:
    """Look at the structure of the file, so that damage is known at once; of a very large one at its length and a part.

    A file that another program switched to a write-ahead log, which is unsafe on network drives, is switched back.

    Raises:
        LedgerDamaged.
    """
    with engine.connect() as connection:
        if not _is_whole(connection, path) or any(
            _checked(connection, one) != "ok" for one in _parts(connection, path)
        ):
            raise LedgerDamaged(name=path.name)
        if not read_only:
            connection.rollback()  # within a transaction the mode stays as it is
            driver = connection.connection.cursor()
            driver.execute("PRAGMA journal_mode=DELETE")
            driver.close()


def _is_whole(connection: Connection, path: Path) -> bool:
    """Whether the file is as long as it says."""
    pages, page_bytes = (
        connection.exec_driver_sql(f"PRAGMA {one}").scalar_one() for one in ("page_count", "page_size")
    )
    return bool(path.stat().st_size >= pages * page_bytes)


def _parts(connection: Connection, path: Path) -> list[str]:
    """What `quick_check` is told to look at: everything until one error is found, or each of some tables."""
    if path.stat().st_size <= _WHOLE_BYTES:
        return ["1"]
    there = inspect(connection).get_table_names()
    return [one for one in _LOOKED_AT if one in there]  # one that is missing is told by the look at the tables


def _checked(connection: Connection, part: str) -> object:
    return connection.exec_driver_sql(f"PRAGMA quick_check({part})").scalar()
