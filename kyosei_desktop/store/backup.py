"""Copies of a ledger: made before each act that is hard to take back and while it is worked on, verified, rotated."""

import json
import sqlite3
from collections.abc import Generator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.store.backup_names import Backup, BackupReason, named_backup, newest_first, next_name, superfluous
from kyosei_desktop.store.copying import copy_to_file, copy_to_server
from kyosei_desktop.store.engine import LedgerDamaged, LedgerNotWritable, check_is_ledger_file, sqlite_uri
from kyosei_desktop.store.files import FileNotWritten, not_written, replacing, sweep_unfinished
from kyosei_desktop.store.journal import discard_journal, journal_of, roll_back, roll_back_interrupted
from kyosei_desktop.store.ledger import Ledger, LedgerExists, open_ledger
from kyosei_desktop.store.lock import LedgerLock
from kyosei_desktop.store.pending_restore import PendingRestore, forget_restore, note_restore, read_pending_restore
from kyosei_desktop.store.places import LedgerPlace, ServerPlace, path_beside
from kyosei_desktop.store.postgresql import NoLedgerOnServer

_Mark = tuple[object, ...]
_DAY_S = 24 * 60 * 60


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


@dataclass(eq=False)
class BackupOfAnotherPlan(KyoseiError):
    """A backup holds another plan than the ledger whose place it is to take, or another's work file."""

    sentence: ClassVar[str] = N_(
        "「{name}」は、いまの台帳「{ledger}」とは別の計画か、別の作業ファイルの控えです。復元していません。"
        "承知の上で置き換えるときは、restore に --other-plan を付けてください。"
    )
    name: str
    ledger: str


@dataclass(eq=False)
class BackupNotTheSame(KyoseiError):
    """A backup that was just written does not hold what the ledger holds."""

    sentence: ClassVar[str] = N_(
        "控え「{name}」を読み返すと、台帳と中身が違うため、残していません。ディスクを確かめて、もう一度作ってください。"
    )
    name: str


def backup_folder(ledger: Path) -> Path:
    """Where the ledger's own backups lie: beside it, so that it moves with the folder."""
    return ledger.with_name(f"{ledger.stem}-控え")


def back_up_ledger(ledger: Ledger, out: Path | None = None, *, reason: BackupReason = BackupReason.CHANGE) -> Path:
    """Copy the ledger as it is now and verify the copy.

    Args:
        out: where to; must not exist. By default the ledger's backup folder, which is rotated.
        reason: stands in the name of a backup in the ledger's folder.

    Raises:
        LedgerExists, FileNotWritten, LedgerNotWritable, LedgerDamaged, BackupNotTheSame.
    """
    if out is None:
        return back_up_place(ledger.place, ledger.clock(), reason=reason)
    if out.exists():
        raise LedgerExists(name=out.name)
    _copy(ledger.place, out)
    return out


def back_up_place(ledger: LedgerPlace, now: datetime, *, reason: BackupReason) -> Path:
    """Copy a ledger, of whatever version, into its backup folder, and rotate that. Raises as `back_up_ledger`.

    That of a ledger on a server is on this computer, and its backups are ledger files like any other.
    """
    path = path_beside(ledger)
    out = _new_backup(path, now, reason)
    _copy(ledger, out)
    rotate_backups(path)
    return out


def rotate_backups(ledger: Path) -> None:
    """Remove the backups that no rule keeps; none while a restore waits for a word that it was right."""
    if pending_restore(ledger) is None:
        _rotate(list_backups(ledger))
        sweep_unfinished(backup_folder(ledger), f"{ledger.stem}-", older_than_s=_DAY_S)


def _rotate(ordered: Sequence[Backup]) -> None:
    for one in superfluous(ordered):
        with suppress(OSError):  # held by another program: the next backup removes it
            one.path.unlink(missing_ok=True)
            discard_journal(one.path)


def list_backups(ledger: Path) -> list[Backup]:
    """The backups in the ledger's backup folder, newest first. What others put there is none, and stays."""
    return _backups_in(backup_folder(ledger), ledger)


def _backups_in(folder: Path, ledger: Path) -> list[Backup]:
    named = (named_backup(ledger, path) for path in folder.glob(f"*{ledger.suffix}"))
    return newest_first(one for one in named if one is not None)


def copy_backups(ledger: Ledger, beside: Path) -> Generator[Step, None, int]:
    """Copy the backups that a second folder lacks, verified, and rotate there as here.

    Args:
        ledger: its backups lie in a folder of their own there, apart from those of other ledgers of its name.
        beside: such as a USB stick or a folder on a server; must be there.

    Returns:
        How many were copied.

    Raises:
        FileNotWritten: the folder is not there or full; LedgerFileDamaged: a copy is not as it was written.
    """
    head = ledger.head
    folder = beside / f"{backup_folder(ledger.path).name}-{(head.work_file or head.plan)[:8]}"
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise not_written(folder, error) from error
    missing = [one for one in list_backups(ledger.path) if not (folder / one.path.name).exists()]
    for number, one in enumerate(reversed(missing)):
        yield Step(number, len(missing), one.path.name)
        _copy(one.path, folder / one.path.name)
    if pending_restore(ledger.path) is None:
        _rotate(_backups_in(folder, ledger.path))
    return len(missing)


def pending_restore(ledger: Path) -> PendingRestore | None:
    """A restore of the ledger that nobody has called right yet."""
    return read_pending_restore(backup_folder(ledger))


def confirm_restore(ledger: Path) -> None:
    """Say that the restored ledger is right: backups are made by the clock and rotated again. Raises FileNotWritten."""
    forget_restore(backup_folder(ledger))
    rotate_backups(ledger)


def restore_backup(backup: Path, ledger: LedgerPlace, *, is_other_plan_taken: bool = False) -> Path | None:
    """Put a backup in a ledger's place. The present ledger is kept as a backup of its own first.

    From then on nothing is rotated away until `confirm_restore`.

    Args:
        backup: any ledger file.
        ledger: the file whose place it takes, or the schema on a server.
        is_other_plan_taken: whether it may hold another plan, or another's work file.

    Returns:
        Where the present ledger was kept; None where there was none.

    Raises:
        FileNotRead, NotALedger, LedgerFileDamaged, RehearsalAsBackup, BackupOfAnotherPlan: the backup is no good;
            nothing has changed.
        LedgerInUse: the ledger is open.
        FileNotWritten
    """
    check_is_ledger_file(backup)
    verify_ledger_file(backup)
    if isinstance(ledger, ServerPlace):
        return _restore_on_server(backup, ledger, is_other_plan_taken=is_other_plan_taken)
    lock = LedgerLock(ledger)
    try:
        if ledger.exists():
            # A journal without its ledger, or beside another, would do harm where this is cut short.
            roll_back(ledger)
            _check_is_the_same_plan(backup, ledger, ledger.name, is_other_plan_taken=is_other_plan_taken)
        sweep_unfinished(ledger.parent, f"{ledger.name}.")  # nobody else writes it, for we have the lock
        now = datetime.now().astimezone()
        kept = _keep_as_it_is(ledger, now) if ledger.exists() else None
        note_restore(_made_folder(ledger), source=backup, kept=kept, now=now)
        _copy(backup, ledger)
    finally:
        lock.release()
    return kept


def _restore_on_server(backup: Path, ledger: ServerPlace, *, is_other_plan_taken: bool) -> Path | None:
    """The same for a server's ledger, which other desks may have open: they see the restored one from then on."""
    now = datetime.now().astimezone()
    with TemporaryDirectory() as folder:
        raised = Path(folder) / backup.name
        _copy(backup, raised)
        open_ledger(raised).close()  # of an older version: raised to the present one
        kept = None
        with suppress(NoLedgerOnServer):
            kept = back_up_place(ledger, now, reason=BackupReason.RESTORE)
        if kept is not None:
            _check_is_the_same_plan(raised, kept, ledger.name, is_other_plan_taken=is_other_plan_taken)
        note_restore(_made_folder(ledger.beside), source=backup, kept=kept, now=now)
        copy_to_server(raised, ledger)
    return kept


def _check_is_the_same_plan(backup: Path, ledger: Path, name: str, *, is_other_plan_taken: bool) -> None:
    other, own = _identity_of(backup), _identity_of(ledger)
    if own is None or other is None:
        return  # a damaged ledger says nothing of what it was
    if other.is_rehearsal and not own.is_rehearsal:
        raise RehearsalAsBackup(name=backup.name)
    if not is_other_plan_taken and (other.plan, other.work_file) != (own.plan, own.work_file):
        raise BackupOfAnotherPlan(name=backup.name, ledger=name)


@dataclass(frozen=True, slots=True)
class _Identity:
    plan: str
    work_file: str | None
    is_rehearsal: bool


def _identity_of(path: Path) -> _Identity | None:
    try:
        with closing(_connect(path)) as connection:
            plan, work_file, definition = connection.execute("SELECT id, work_file, definition FROM plan").fetchone()
        return _Identity(plan, work_file, bool(json.loads(definition).get("rehearsal", False)))
    except (sqlite3.DatabaseError, TypeError, ValueError):
        return None


def _keep_as_it_is(ledger: Path, now: datetime) -> Path:
    """Keep the present file byte by byte: it may be damaged, and then no other copy of it can be made."""
    kept, content = _new_backup(ledger, now, BackupReason.RESTORE), ledger.read_bytes()
    with replacing(kept, is_ledger=True) as beside:
        beside.write_bytes(content)
        if beside.read_bytes() != content:
            raise BackupNotTheSame(name=kept.name)
    _move_journal(ledger, kept)
    return kept


def _new_backup(ledger: Path, now: datetime, reason: BackupReason) -> Path:
    return _made_folder(ledger) / next_name(ledger, list_backups(ledger), now, reason)


def _made_folder(ledger: Path) -> Path:
    folder = backup_folder(ledger)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileNotWritten(name=folder.name, cause=error.strerror or str(error)) from error
    return folder


def _move_journal(ledger: Path, kept: Path) -> None:
    """What a damaged ledger's journal is still beside it goes along."""
    try:
        journal_of(ledger).replace(journal_of(kept))
    except FileNotFoundError:
        pass  # nothing was being written
    except OSError as error:
        raise FileNotWritten(name=journal_of(kept).name, cause=error.strerror or str(error)) from error


def _copy(source: LedgerPlace, target: Path) -> None:
    with replacing(target, is_ledger=True) as beside:
        if isinstance(source, ServerPlace):
            if not copy_to_file(source, beside):
                raise BackupNotTheSame(name=target.name)
        else:
            _copy_file(source, beside, target.name)
        verify_ledger_file(beside)
        discard_journal(target)


def _copy_file(source: Path, beside: Path, name: str) -> None:
    try:
        # SQLite's own backup copies a consistent state even while another program writes.
        with closing(_connect(source)) as one, closing(sqlite3.connect(beside)) as other:
            one.execute("BEGIN")
            mark = _mark_of(one)
            one.backup(other)
            other.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise LedgerDamaged(name=source.name) from error
        raise LedgerNotWritable(name=name, cause=str(error)) from error
    if content_mark(beside) != mark:
        raise BackupNotTheSame(name=name)


def content_mark(path: Path) -> _Mark:
    """What tells one state of a ledger file from another: the end of its history, how long it is, and its drafts.

    Raises:
        LedgerFileDamaged.
    """
    try:
        with closing(_connect(path)) as connection:
            return _mark_of(connection)
    except sqlite3.DatabaseError as error:
        raise LedgerFileDamaged(name=path.name) from error


def _mark_of(connection: sqlite3.Connection) -> _Mark:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    revisions = connection.execute("SELECT count(*), max(sequence) FROM revision").fetchone()
    acts = connection.execute("SELECT count(*), max(sequence) FROM act").fetchone()
    drafts = connection.execute("SELECT field_id, text, blank FROM draft ORDER BY field_id").fetchall()
    link = None  # ledgers of older versions have no chain
    if "link" in tables:
        link = connection.execute("SELECT hash FROM link ORDER BY sequence DESC LIMIT 1").fetchone()
    return revisions, acts, tuple(drafts), link


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
