"""What a ledger's backups hold, so that the right one can be chosen without opening each."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.merge import Origin
from kyosei_desktop.domain.plan import Plan
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.store.backup import list_backups, verify_ledger_file
from kyosei_desktop.store.backup_names import Backup
from kyosei_desktop.store.ledger import Ledger, open_ledger
from kyosei_desktop.store.rounds import list_rounds, round_label
from kyosei_desktop.store.tables import RevisionRow
from kyosei_desktop.store.verifying import history_head


@dataclass(frozen=True, slots=True)
class BackupContents:
    """What a backup holds.

    Attributes:
        rounds: names of its rounds, the oldest first.
        revisions: how many changes its history has.
        answered: how many fields hold something.
        changed_at: when the history grew last (UTC); None for a ledger without a chain.
        number: 履歴の確認番号; empty without a chain.
    """

    rounds: Sequence[str]
    revisions: int
    answered: int
    changed_at: datetime | None
    number: str


@dataclass(frozen=True, slots=True)
class BackupLook:
    """A backup, and what was seen of it: what it holds, or in a sentence why that cannot be seen."""

    backup: Backup
    size_bytes: int
    contents: BackupContents | None
    problem: str = ""


def look_into_backups(ledger: Path) -> Generator[Step, None, list[BackupLook]]:
    """Look into each backup of a ledger, newest first; none is changed."""
    backups, looks = list_backups(ledger), []
    for number, one in enumerate(backups):
        yield Step(number, len(backups), one.path.name)
        looks.append(_look_into(one))
    return looks


def _look_into(backup: Backup) -> BackupLook:
    try:
        size_bytes = backup.path.stat().st_size
    except OSError:
        size_bytes = 0
    try:
        with open_ledger(backup.path, read_only=True) as copy:
            return BackupLook(backup, size_bytes, contents_of(copy))
    except KyoseiError as error:
        return BackupLook(backup, size_bytes, None, str(error))


def contents_of(ledger: Ledger) -> BackupContents:
    """What an open ledger holds, in the figures that backups are told apart by."""
    head = history_head(ledger)
    plan = ledger.plan()
    with ledger.reading() as session:
        chosen = select(func.count()).select_from(RevisionRow).where(RevisionRow.origin != Origin.ROOT.value)
        revisions = session.scalars(chosen).one()
    return BackupContents(
        rounds=[round_label(ledger, one) for one in list_rounds(ledger)],
        revisions=revisions,
        answered=sum(plan.value(one).is_answered for one in plan.fields()),
        changed_at=None if head is None else head.sealed_at,
        number="" if head is None else head.number,
    )


def plan_in_backup(backup: Path) -> Plan:
    """The plan that a backup holds. Raises as `open_ledger`, and LedgerFileDamaged."""
    verify_ledger_file(backup)
    with open_ledger(backup, read_only=True) as copy:
        return copy.plan()
