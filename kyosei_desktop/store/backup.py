"""Copies of a ledger: made before each act that is hard to take back, verified, and rotated."""

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_
from kyosei_desktop.store.engine import LedgerDamaged, LedgerNotWritable, check_is_ledger_file, sqlite_uri
from kyosei_desktop.store.files import FileNotWritten, replacing
from kyosei_desktop.store.journal import discard_journal, journal_of, roll_back_interrupted
from kyosei_desktop.store.ledger import Ledger, LedgerExists
from kyosei_desktop.store.lock import LedgerLock

KEPT_RECENT = 10
"""Backups kept whatever their age; beyond them the newest of each day, week and month below."""
KEPT_DAYS, KEPT_WEEKS, KEPT_MONTHS = 14, 8, 24
_STAMP = "%Y%m%d-%H%M%S-%f"


@dataclass(eq=False)
class LedgerFileDamaged(KyoseiError):
    """A ledger file or a backup of one is damaged."""

    sentence: ClassVar[str] = N_("「{name}」は壊れているため使えません。別の控え（バックアップ）を選んでください。")
    name: str


@dataclass(eq=False)
class RehearsalAsBackup(KyoseiError):
    """A rehearsal's ledger is to take a real one's place."""

    sentence: ClassVar[str] = N_(
        "「{name}」は予行演習の台帳なので、本物の台帳の代わりにはできません。本物の台帳の控えを選んでください。"
    )
    name: str


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy in the ledger's backup folder. `made_at` is local time."""

    path: Path
    made_at: datetime


def backup_folder(ledger: Path) -> Path:
    """Where the ledger's own backups lie: beside it, so that it moves with the folder."""
    return ledger.with_name(f"{ledger.stem}-控え")


def back_up_ledger(ledger: Ledger, out: Path | None = None) -> Path:
    """Copy the ledger as it is now and verify the copy.

    Args:
        out: where to; must not exist. By default the ledger's backup folder, which is rotated.

    Raises:
        LedgerExists, FileNotWritten, LedgerNotWritable, LedgerDamaged.
    """
    if out is None:
        return back_up_file(ledger.path, ledger.clock())
    if out.exists():
        raise LedgerExists(name=out.name)
    _copy(ledger.path, out)
    return out


def back_up_file(ledger: Path, now: datetime) -> Path:
    """Copy a ledger file, of whatever version, into its backup folder, and rotate that. Raises as `back_up_ledger`."""
    out = _made_folder(ledger) / f"{ledger.stem}-{now.astimezone().strftime(_STAMP)}{ledger.suffix}"
    _copy(ledger, out)
    for one in _superfluous(list_backups(ledger)):
        with suppress(OSError):  # held by another program: the next backup removes it
            one.path.unlink(missing_ok=True)
            discard_journal(one.path)
    return out


def list_backups(ledger: Path) -> list[Backup]:
    """The backups in the ledger's backup folder, newest first."""
    found = []
    for path in backup_folder(ledger).glob(f"*{ledger.suffix}"):
        stamp = path.stem.removeprefix(f"{ledger.stem}-")
        try:
            made_at = datetime.strptime(stamp, _STAMP).astimezone()
        except ValueError:
            continue  # not one of ours: whoever put it there keeps it
        found.append(Backup(path, made_at))
    return sorted(found, key=lambda one: one.made_at, reverse=True)


def restore_backup(backup: Path, ledger: Path) -> Path | None:
    """Put a backup in a ledger's place. The present ledger is kept as a backup of its own first.

    Returns:
        Where the present ledger was kept; None where there was none.

    Raises:
        FileNotRead, NotALedger, LedgerFileDamaged, RehearsalAsBackup: the backup is no good; nothing has changed.
        LedgerInUse: the ledger is open.
    """
    check_is_ledger_file(backup)
    verify_ledger_file(backup)
    if ledger.exists() and _is_rehearsal(backup) and not _is_rehearsal(ledger):
        raise RehearsalAsBackup(name=backup.name)
    lock = LedgerLock(ledger)
    try:
        kept = None
        if ledger.exists():
            kept = _made_folder(ledger) / f"{ledger.stem}-{datetime.now().astimezone().strftime(_STAMP)}{ledger.suffix}"
            with replacing(kept, is_ledger=True) as beside:
                beside.write_bytes(ledger.read_bytes())  # byte by byte: it may be damaged
            _move_journal(ledger, kept)
        _copy(backup, ledger)
    finally:
        lock.release()
    return kept


def _is_rehearsal(path: Path) -> bool:
    """Whether a ledger's definition says so; a damaged one, which tells nothing, counts as a real one."""
    try:
        with closing(_connect(path)) as connection:
            (definition,) = connection.execute("SELECT definition FROM plan").fetchone()
        return bool(json.loads(definition).get("rehearsal", False))
    except (sqlite3.DatabaseError, TypeError, ValueError):
        return False


def _made_folder(ledger: Path) -> Path:
    folder = backup_folder(ledger)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise FileNotWritten(name=folder.name, cause=error.strerror or str(error)) from error
    return folder


def _move_journal(ledger: Path, kept: Path) -> None:
    try:
        journal_of(ledger).replace(journal_of(kept))
    except FileNotFoundError:
        pass  # nothing was being written
    except OSError as error:
        raise FileNotWritten(name=journal_of(kept).name, cause=error.strerror or str(error)) from error


def _copy(source: Path, target: Path) -> None:
    with replacing(target, is_ledger=True) as beside:
        try:
            # SQLite's own backup copies a consistent state even while another program writes.
            with closing(_connect(source)) as one, closing(sqlite3.connect(beside)) as other:
                one.backup(other)
                other.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
                raise LedgerDamaged(name=source.name) from error
            raise LedgerNotWritable(name=target.name, cause=str(error)) from error
        verify_ledger_file(beside)
        discard_journal(target)


def verify_ledger_file(path: Path) -> None:
    """Read the whole file and check its structure and references. Raises LedgerFileDamaged."""
    roll_back_interrupted(path)
    try:
        with closing(_connect(path)) as connection:
            problems = connection.execute("PRAGMA integrity_check(1)").fetchall()
            astray = connection.execute("PRAGMA foreign_key_check").fetchone()
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise LedgerFileDamaged(name=path.name) from error
    if problems != [("ok",)] or astray is not None:
        raise LedgerFileDamaged(name=path.name)


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(sqlite_uri(path, "ro"), uri=True)


def _superfluous(backups: Iterable[Backup]) -> list[Backup]:
    """Those that no rule keeps, given newest first."""
    ordered = list(backups)
    kept = {one.path for one in ordered[:KEPT_RECENT]}
    for limit, span in ((KEPT_DAYS, "%Y-%j"), (KEPT_WEEKS, "%G-%V"), (KEPT_MONTHS, "%Y-%m")):
        newest: dict[str, Path] = {}
        for one in ordered:
            newest.setdefault(one.made_at.strftime(span), one.path)
        kept |= set(list(newest.values())[:limit])
    return [one for one in ordered if one.path not in kept]
