"""A ledger looked at as a whole, and the newest backup that is good, where the ledger is not."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.plan import Plan
from kyosei_desktop.domain.progress import Step, run_to_end
from kyosei_desktop.store.backup import list_backups, verify_ledger_file
from kyosei_desktop.store.backup_names import Backup
from kyosei_desktop.store.ledger import Ledger, open_ledger
from kyosei_desktop.store.places import LedgerPlace
from kyosei_desktop.store.schema import LedgerTooOld
from kyosei_desktop.store.verifying import Verified, verify_history


@dataclass(frozen=True, slots=True)
class GoodBackup:
    """A backup that was read as a whole and is as it was written.

    Attributes:
        plan: what it holds; None for one of an older version, which is raised when it is restored.
    """

    backup: Backup
    plan: Plan | None

    @property
    def answered(self) -> int:
        """How many fields hold something."""
        return 0 if self.plan is None else sum(self.plan.value(one).is_answered for one in self.plan.fields())


def examine_ledger(place: LedgerPlace, *, known: str | None = None) -> Verified:
    """Look at a ledger deeply: structure, indexes, references, history, and what is derived from it.

    Of a ledger on a server the server itself keeps structure, indexes and references.

    Args:
        known: a number of the history that was written down earlier.

    Raises:
        KyoseiError: it cannot even be read; NotAHistoryNumber.
    """
    if isinstance(place, Path):
        verify_ledger_file(place)
    with open_ledger(place, read_only=True) as ledger:
        return run_to_end(verify_history(ledger, known=known))


def examine_open_ledger(ledger: Ledger, *, known: str | None = None) -> Generator[Step, None, Verified]:
    """The same of a ledger that is open and goes on being worked with."""
    yield Step(0, 1, ledger.name)
    if isinstance(ledger.place, Path):
        verify_ledger_file(ledger.place)
    return (yield from verify_history(ledger, known=known))


def good_backups(ledger: Path) -> Iterator[GoodBackup]:
    """The backups of a ledger that are good, the newest first; each is read as a whole when it is asked for."""
    for one in list_backups(ledger):
        try:
            verify_ledger_file(one.path)
            with open_ledger(one.path, read_only=True) as copy:
                if not run_to_end(verify_history(copy)).findings:
                    yield GoodBackup(one, copy.plan())
        except LedgerTooOld:
            yield GoodBackup(one, None)
        except KyoseiError:
            continue  # damaged too: the next one is older


def newest_good_backup(ledger: Path) -> GoodBackup | None:
    """The newest backup of a ledger that is good; None where there is none."""
    return next(good_backups(ledger), None)
