"""Killing a program in the middle of an act, and looking at what it left.

`python -m tests.fault.killing` is the program that is killed: it loads everything, then forks a process for each act it
is told of and kills that with SIGKILL after so many statements sent to the database, or after so many microseconds.
To add an act: what it does in `ACTS`, what must hold afterwards in `CHECKS`.
"""

import mmap
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Engine, event

from kyosei_desktop.domain.plan import Value
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.exchange.merging import merge_files
from kyosei_desktop.exchange.workbook_in import take_book
from kyosei_desktop.store.backup import (
    back_up_ledger,
    list_backups,
    pending_restore,
    restore_backup,
    verify_ledger_file,
)
from kyosei_desktop.store.drafts import load_drafts, save_draft
from kyosei_desktop.store.editing import answer_field
from kyosei_desktop.store.ledger import Ledger, open_ledger
from kyosei_desktop.store.work_files import read_work
from tests.exchange.books import edited, export_book, writing
from tests.office import Office, check_stored_is_derived, entry, ledger_state, of_measure

LEDGER, WORK, OLD, BOOK, EARLIER = (
    "台帳.kyosei",
    "福祉総務課.kyosei",
    "古い台帳.kyosei",
    "直した報告書.xlsx",
    "前.kyosei",
)
_MOST_TYPED = 40
_OLD_LEDGER = Path(__file__).parents[1] / "data" / "ledger-0001.kyosei"


def make_scene(office: Office) -> Path:
    """A folder in which every act can be done; to be copied for each round."""
    shutil.copy(_OLD_LEDGER, office.folder / OLD)
    edited(export_book(office.ledger, office.folder / "報告書.xlsx"), writing(B3="新しい施策名", F5="直した文"))
    back_up_ledger(office.ledger, office.folder / EARLIER)
    office.edit(entry(1), "控えの後に書いた")
    office.soumu.answer({entry(1): "一", entry(2): "x", of_measure(3): "成果"})
    office.kyosei.answer({entry(2): "y", entry(3, 2): "三の二" * 3000})
    office.close()
    return office.folder


# What is done until it is killed


def _type(folder: Path) -> None:
    """Drafts and answers, each acknowledged by a byte in the file `acks` once it is kept."""
    acks = os.open(folder / "acks", os.O_CREAT | os.O_WRONLY)
    with open_ledger(folder / WORK) as ledger:
        field = read_work(ledger).fields[-1].place.id
        for number in range(1, _MOST_TYPED, 2):
            save_draft(ledger, field, Value(f"{number}"))
            os.write(acks, b".")
            answer_field(ledger, field, Value(f"{number + 1}"), author="担当者")
            os.write(acks, b".")


def _merge(folder: Path) -> None:
    with open_ledger(folder / LEDGER) as ledger:
        run_to_end(merge_files(ledger, sorted(folder.glob("*.kyoa")), author="取りまとめ"))


def _import(folder: Path) -> None:
    with open_ledger(folder / LEDGER) as ledger:
        run_to_end(take_book(ledger, folder / BOOK, author="取りまとめ"))


def _migrate(folder: Path) -> None:
    open_ledger(folder / OLD).close()


def _back_up(folder: Path) -> None:
    with open_ledger(folder / LEDGER) as ledger:
        for _number in range(3):
            back_up_ledger(ledger)


def _restore(folder: Path) -> None:
    restore_backup(folder / EARLIER, folder / LEDGER)


ACTS: Mapping[str, Callable[[Path], None]] = {
    "type": _type,
    "merge": _merge,
    "import": _import,
    "migrate": _migrate,
    "backup": _back_up,
    "restore": _restore,
}


# What must hold after it was killed; each returns in a word how far it had come


def _told(ledger: Ledger) -> object:
    check_stored_is_derived(ledger)
    return ledger_state(ledger)


def _state(path: Path) -> object:
    """What a ledger says when it is opened as after a crash: the dead process's lock is taken over without a word."""
    with open_ledger(path) as ledger:
        told = _told(ledger)
    verify_ledger_file(path)
    assert not path.with_name(f"{path.name}.lock").exists()
    return told


def _check_typed(folder: Path, _scene: "Scene") -> str:
    acks = folder / "acks"
    acknowledged = acks.stat().st_size if acks.exists() else 0
    with open_ledger(folder / WORK) as ledger:
        check_stored_is_derived(ledger)
        last = read_work(ledger).fields[-1]
        drafts = load_drafts(ledger)
        kept = [last.value.text, *(draft.value.text for field, draft in drafts.items() if field == last.place.id)]
    done = max((int(one) for one in kept if one), default=0)
    assert done in (acknowledged, acknowledged + 1), (done, acknowledged)
    return "some" if acknowledged else "none"


def _check_all_or_nothing(folder: Path, scene: "Scene") -> str:
    found = _state(folder / LEDGER)
    assert found in (scene.before, scene.after)
    for one in list_backups(folder / LEDGER):
        assert _state(one.path) == scene.before
    return "all" if found == scene.after else "none"


def _check_merged(folder: Path, scene: "Scene") -> str:
    came = _check_all_or_nothing(folder, scene)
    _merge(folder)  # what was cut short is merged again
    assert _state(folder / LEDGER) == scene.after
    return came


def _check_migrated(folder: Path, _scene: "Scene") -> str:
    has_backup = bool(list_backups(folder / OLD))
    with open_ledger(folder / OLD) as ledger:
        assert len(ledger.plan().measures) == 4
        check_stored_is_derived(ledger)
    for one in list_backups(folder / OLD):
        verify_ledger_file(one.path)
    return "some" if has_backup else "none"


def _check_restored(folder: Path, scene: "Scene") -> str:
    kept = [_state(one.path) for one in list_backups(folder / LEDGER)]
    found = _state(folder / LEDGER)
    assert found in (scene.before, scene.after)
    assert all(one == scene.before for one in kept)
    if found == scene.after and scene.after != scene.before:
        assert kept, "the present state was kept before another took its place"
        assert pending_restore(folder / LEDGER) is not None
    return "all" if found == scene.after else "none"


CHECKS: Mapping[str, Callable[[Path, "Scene"], str]] = {
    "type": _check_typed,
    "merge": _check_merged,
    "import": _check_all_or_nothing,
    "migrate": _check_migrated,
    "backup": _check_all_or_nothing,
    "restore": _check_restored,
}


class Scene(NamedTuple):
    """A folder to be copied, what its ledger says, what it says after the act, and how long that took."""

    folder: Path
    before: object
    after: object
    statements: int
    took_us: int


class Killer:
    """The program that is killed, seen from outside.

    Attributes:
        killed: how often it was, before it had come to its end.
    """

    def __init__(self) -> None:
        self.killed = 0
        command = [sys.executable, "-m", "tests.fault.killing"]
        where = Path(__file__).parents[2]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=where)

    def scene(self, act: str, folder: Path, aside: Path) -> Scene:
        """Do the act once to its end, to know what comes of it."""
        copied = Path(shutil.copytree(folder, aside / f"{act} done"))
        code, statements, took_us = self._run(act, "statements", -1, copied)
        assert code == 0
        with open_ledger(folder / LEDGER, read_only=True) as before, open_ledger(copied / LEDGER) as after:
            return Scene(folder, _told(before), _told(after), statements, took_us)

    def round(self, act: str, scene: Scene, aside: Path, chance: random.Random) -> str:
        """Do the act on a copy, kill it at a random point, and check what is left. How far it came."""
        copied = Path(shutil.copytree(scene.folder, aside / f"{act} {chance.getrandbits(64):x}"))
        # As many draws each time, however long the act took: a busy machine does not change what is drawn next.
        kind, part = chance.choice(["statements", "microseconds"]), chance.random()
        most = scene.statements if kind == "statements" else scene.took_us
        code, *_told = self._run(act, kind, 1 + int(part * most), copied)
        assert code in (0, -signal.SIGKILL)
        self.killed += code != 0
        came = CHECKS[act](copied, scene)
        shutil.rmtree(copied)
        return came

    def _run(self, act: str, kind: str, amount: int, folder: Path) -> tuple[int, int, int]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\t".join([act, kind, str(amount), str(folder)]) + "\n")
        self._process.stdin.flush()
        code, statements, took_us = map(int, self._process.stdout.readline().split())
        return code, statements, took_us

    def close(self) -> None:
        """Let the program end."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        assert self._process.wait() == 0
        self._process.stdout.close()


def _count(sent: mmap.mmap, last: int) -> None:
    """Count statements where the parent sees it, and die of the last."""

    @event.listens_for(Engine, "before_cursor_execute")
    def count(*_arguments: object) -> None:
        number = int.from_bytes(sent[:], "little") + 1
        sent[:] = number.to_bytes(len(sent), "little")
        if number == last:
            os.kill(os.getpid(), signal.SIGKILL)


def _serve() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    for line in sys.stdin:
        act, kind, amount, folder = line.rstrip("\n").split("\t")
        sent = mmap.mmap(-1, 8)  # shared with the child
        started = time.monotonic()
        child = os.fork()
        if child == 0:
            if kind == "statements":
                _count(sent, int(amount))
            ACTS[act](Path(folder))
            os._exit(0)
        if kind == "microseconds" and signal.sigtimedwait({signal.SIGCHLD}, int(amount) / 1e6) is None:
            os.kill(child, signal.SIGKILL)
        _child, status = os.waitpid(child, 0)
        signal.sigtimedwait({signal.SIGCHLD}, 0)
        took_us = int((time.monotonic() - started) * 1e6)
        print(os.waitstatus_to_exitcode(status), int.from_bytes(sent[:], "little"), took_us, flush=True)


if __name__ == "__main__":
    _serve()
