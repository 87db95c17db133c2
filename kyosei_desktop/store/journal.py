"""The rollback journal that SQLite keeps beside a ledger while it writes, and what a killed program leaves of it.

The journal belongs to its ledger: apart from it a half-written ledger cannot be put right, and beside another file of
the same name it would be rolled back into that one.
"""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.store.engine import sqlite_uri
from kyosei_desktop.store.lock import LedgerLock


def journal_of(ledger: Path) -> Path:
    """Where SQLite keeps the journal of a ledger (https://www.sqlite.org/tempfiles.html)."""
    return ledger.with_name(f"{ledger.name}-journal")


def discard_journal(ledger: Path) -> None:
    """Remove what an earlier ledger of that name left. Call it before another file takes the name."""
    journal_of(ledger).unlink(missing_ok=True)


def roll_back_interrupted(ledger: Path) -> None:
    """Put right what a killed program left half done, so that the ledger can be opened for reading only.

    While another program holds the ledger's lock the journal is that one's, and nothing is done.
    """
    if not journal_of(ledger).exists():
        return
    try:
        lock = LedgerLock(ledger)
    except KyoseiError:
        return  # in use, or not to be written to: whether it can be read all the same turns out on reading
    try:
        roll_back(ledger)
    finally:
        lock.release()


def roll_back(ledger: Path) -> None:
    """The same for whoever holds the ledger's lock. What is wrong with the file, the caller finds and says."""
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(sqlite_uri(ledger, "rw"), uri=True)) as connection:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # rolls back before it reads
