"""A process killed in the middle of merging, again and again: the ledger opens, with all of the merge or nothing."""

import random
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.exchange.merging import merge_files
from kyosei_desktop.store.acts import list_acts
from kyosei_desktop.store.backup import list_backups, verify_ledger_file
from kyosei_desktop.store.ledger import Ledger, open_ledger
from tests.office import Office, check_stored_is_derived, entry, ledger_state, of_measure

ROUNDS = 20

# Forks a process that merges, and kills it: after so many statements sent to the database, or after so many
# microseconds. Prints how the process ended and how long it took.
_MERGE_AND_KILL = """
import os, signal, sys, time
from pathlib import Path
from sqlalchemy import Engine, event
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.exchange.merging import merge_files
from kyosei_desktop.store.ledger import open_ledger

signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})

def merge(ledger, files, statements):
    left = [statements]
    @event.listens_for(Engine, "before_cursor_execute")
    def count(*_arguments):
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
    run_to_end(merge_files(open_ledger(ledger), files, author="取りまとめ"))

for line in sys.stdin:
    kind, amount, ledger, *files = line.rstrip("\\n").split("\\t")
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        merge(Path(ledger), [Path(one) for one in files], int(amount) if kind == "statements" else -1)
        os._exit(0)
    if kind == "microseconds" and signal.sigtimedwait({signal.SIGCHLD}, int(amount) / 1e6) is None:
        os.kill(child, signal.SIGKILL)
    _child, status = os.waitpid(child, 0)
    signal.sigtimedwait({signal.SIGCHLD}, 0)
    print(os.waitstatus_to_exitcode(status), int((time.monotonic() - started) * 1e6), flush=True)
"""


class Killer:
    """The process above, which has loaded everything before it is measured."""

    def __init__(self) -> None:
        command = [sys.executable, "-c", _MERGE_AND_KILL]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def merge(self, kind: str, amount: int, ledger: Path, files: list[Path]) -> tuple[int, int]:
        """Merge and kill. Returns exit code and microseconds."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\t".join([kind, str(amount), str(ledger), *map(str, files)]) + "\n")
        self._process.stdin.flush()
        code, took = self._process.stdout.readline().split()
        return int(code), int(took)

    def close(self) -> None:
        """Let the process end."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        assert self._process.wait() == 0
        self._process.stdout.close()


def told(ledger: Ledger) -> tuple[object, int]:
    check_stored_is_derived(ledger)
    return ledger_state(ledger), len(list_acts(ledger))


def test_the_ledger_holds_all_of_the_merge_or_nothing_whenever_the_process_is_killed(
    office: Office, tmp_path: Path
) -> None:
    files = [
        office.soumu.answer({entry(1): "一", entry(2): "x", entry(3): "三", of_measure(3): "成果"}),
        office.kyosei.answer({entry(2): "y", entry(3, 2): "三の二" * 3000, of_measure(3): "別の成果"}),
        office.copy_of(office.soumu, "写し").answer({entry(1): "別の一"}),
    ]
    before = told(office.ledger)
    office.close()
    killer = Killer()

    def killed(number: int, kind: str, amount: int) -> tuple[int, int, Path]:
        folder = tmp_path / str(number)
        folder.mkdir()
        ledger = Path(shutil.copy(office.path, folder))
        return *killer.merge(kind, amount, ledger, files), ledger

    code, took, whole = killed(0, "statements", -1)
    assert code == 0
    with open_ledger(whole) as ledger:
        after = told(ledger)
    assert after != before

    chance = random.Random(20220401)
    outcomes = Counter[str]()
    for number in range(1, ROUNDS + 1):
        # The last statements are where the transaction is written; a process that is quicker ends by itself.
        by_count = number % 2 == 0
        kind, amount = ("statements", chance.randint(5, 90)) if by_count else ("microseconds", chance.randint(1, took))
        code, _took, path = killed(number, kind, amount)
        assert code in (0, -9)
        with open_ledger(path) as ledger:  # the dead process's lock is taken over silently
            found = told(ledger)
            run_to_end(merge_files(ledger, files, author="取りまとめ"))
            assert told(ledger) == after
        assert found in (before, after), (kind, amount)
        assert code == -9 or found == after
        outcomes["all" if found == after else "nothing"] += 1
        verify_ledger_file(path)
        for backup in list_backups(path):
            verify_ledger_file(backup.path)
    killer.close()
    assert outcomes["nothing"] > 0, outcomes
