"""The lock file beside a ledger: says who is writing to it, so that a second program opens it read-only.

A file of our own, since locks of the operating system are not dependable on shared folders (decision 0006). While the
ledger is open its lock gives signs of life; whoever has lost it to somebody who took it over learns so before the next
write (decision 0020).
"""

import getpass
import glob
import hashlib
import json
import os
import socket
import uuid
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from typing import ClassVar

import psutil

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.store.files import FileNotWritten

BEAT_SECONDS = 20.0
"""How often an open ledger's lock gives a sign of life."""
QUIET_SECONDS = 120.0
"""After so long without a sign the lock is said to be quiet. Nothing is decided by it: a person is asked."""


@dataclass(eq=False)
class LedgerInUse(KyoseiError):
    """Another program holds the ledger for writing."""

    sentence: ClassVar[str] = N_(
        "台帳「{name}」は{holder}が開いています（{since}）。閉じてもらうか、読み取り専用で開いてください。"
        "もう動いていないと分かっているときだけ、--take-over を付けて引き継げます。"
    )
    name: str
    holder: str
    since: str


@dataclass(eq=False)
class LockTakenOver(KyoseiError):
    """Somebody else took the lock over; the program that had it may not write any more."""

    sentence: ClassVar[str] = N_(
        "台帳「{name}」への書き込みは{holder}が引き継いだため、いまの変更は保存されていません。"
        "その人が閉じてから、書き込みで開き直してください。"
    )
    name: str
    holder: str


@dataclass(eq=False)
class LockGone(KyoseiError):
    """The lock file is gone: somebody took it over and has closed the ledger since, or removed the file."""

    sentence: ClassVar[str] = N_(
        "台帳「{name}」の鍵（.lock）がなくなったため、いまの変更は保存されていません。"
        "ほかの人が引き継いで書き込んだかもしれません。書き込みで開き直して、確かめてください。"
    )
    name: str


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock.

    `started_at` is the process's start in seconds since 1970, which tells apart reused ids; `token` is a random text
    that tells apart two locks of one process; `since` is when the lock was taken, by the holder's clock, in UTC as ISO
    8601, empty in locks of older programs.
    """

    user: str
    host: str
    process: int
    started_at: float
    token: str
    since: str = ""

    @property
    def name(self) -> str:
        """Who and where, such as 「yamada（PC-12）」."""
        return f"{self.user}（{self.host}）"

    @property
    def since_text(self) -> str:
        """Since when, in local time, such as 「4月1日 10:32から」; empty where it is not known."""
        try:
            at = datetime.fromisoformat(self.since).astimezone()
        except (ValueError, OverflowError, OSError):
            return ""
        return _("{month}月{day}日 {time}から").format(month=at.month, day=at.day, time=f"{at:%H:%M}")

    @property
    def is_gone(self) -> bool:
        """Whether it was a process of this machine that no longer runs."""
        if self.host != socket.gethostname():
            return False
        try:
            process = psutil.Process(self.process)
            is_another = abs(process.create_time() - self.started_at) > 1
            # A process that was killed stays in the list as a zombie until its parent asks how it ended.
            return is_another or process.status() == psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return True
        except psutil.AccessDenied:
            return False


def login_name() -> str:
    """Who is logged in; `?` where the system does not say."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # no environment variable and no entry in the user database
        return "?"


def _ourselves() -> Holder:
    me = psutil.Process()
    since = datetime.now(UTC).isoformat(timespec="seconds")
    return Holder(login_name(), socket.gethostname(), me.pid, me.create_time(), uuid.uuid4().hex, since)


def find_holder(ledger: Path) -> Holder | None:
    """Who writes to a ledger now; None where nobody does, or only a process that is dead."""
    try:
        holder = _holder_in(_lock_of(ledger).read_bytes())
    except OSError:
        return None
    return None if holder is None or holder.is_gone else holder


def _lock_of(ledger: Path) -> Path:
    return ledger.with_name(ledger.name + ".lock")


class LedgerLock:
    """The lock of one ledger file, held until `release`."""

    def __init__(self, ledger: Path, *, take_over: bool = False) -> None:
        """Take the lock; of a dead process of this machine silently, of another machine only when told to.

        Raises:
            LedgerInUse: somebody else holds it.
            FileNotWritten: the folder may not be written to.
        """
        self._ledger_name, self._path = ledger.name, _lock_of(ledger)
        self._us = _ourselves()
        self._heart: Thread | None = None
        self._is_to_stop = Event()
        try:
            while not self._create():
                found = self._content()
                holder = _holder_in(found)
                if holder is not None and not (take_over or holder.is_gone):
                    raise LedgerInUse(name=ledger.name, holder=holder.name, since=self._seen(holder))
                self._remove(found)
        except OSError as error:
            raise FileNotWritten(name=self._path.name, cause=error.strerror or str(error)) from error
        self._sweep()

    def _create(self) -> bool:
        """Make the lock file if there is none. It appears whole, so that nobody ever reads half of it."""
        beside = self._path.with_name(f"{self._path.name}.{self._us.token}")
        try:
            with beside.open("x", encoding="utf-8") as file:
                json.dump(asdict(self._us), file)
                file.flush()
                os.fsync(file.fileno())
            self._made_at = beside.stat().st_mtime
            return _put_in_place(beside, self._path)
        finally:
            beside.unlink(missing_ok=True)

    def _content(self) -> bytes | None:
        try:
            return self._path.read_bytes()
        except FileNotFoundError:
            return None

    def _remove(self, found: bytes | None) -> None:
        """Remove the lock that was found to be nobody's any more.

        Of several programs that find it one may do so, under a lock on just that lock: a slower one would remove what
        the quicker one has put there since.
        """
        if found is None:
            return
        try:
            removing = LedgerLock(self._path.with_name(f"{self._path.name}-{hashlib.sha256(found).hexdigest()[:16]}"))
        except LedgerInUse:
            return  # somebody else is just doing so
        try:
            if self._content() == found:
                self._path.unlink(missing_ok=True)
        finally:
            removing.release()

    def _seen(self, holder: Holder) -> str:
        """Since when another one's lock is there, and whether it gives signs of life.

        Both files got their times from the same file system, so that no two clocks are compared.
        """
        try:
            quiet_s = self._made_at - self._path.stat().st_mtime
        except OSError:
            quiet_s = 0.0
        since = holder.since_text or _("いつからかは分かりません")
        if quiet_s < QUIET_SECONDS:
            return since
        return _("{since}、{minutes}分前から合図がありません").format(since=since, minutes=int(quiet_s // 60))

    # While it is held

    def keep_beating(self) -> None:
        """Give signs of life from now on, on a thread of its own, until `release`."""
        self._heart = Thread(target=self._beat_on, name=f"lock of {self._ledger_name}", daemon=True)
        self._heart.start()

    def _beat_on(self) -> None:
        while not self._is_to_stop.wait(BEAT_SECONDS):
            with suppress(OSError):  # the network is away: the next write will say so
                self.beat()

    def beat(self) -> None:
        """Give one sign of life: the same bytes are written again, which the file server dates by its own clock.

        Nothing else is ever written into a lock that is there: what somebody else has put in its place since is theirs.
        """
        with self._path.open("rb+") as file:
            content = file.read()
            if _holder_in(content) == self._us:
                file.seek(0)
                file.write(content)

    def check(self) -> None:
        """Make sure that the lock is still ours. Raises LockTakenOver, LockGone."""
        try:
            content = self._content()
        except OSError as error:
            raise FileNotWritten(name=self._ledger_name, cause=error.strerror or str(error)) from error
        if content is None:
            raise LockGone(name=self._ledger_name)
        holder = _holder_in(content)
        if holder != self._us:
            raise LockTakenOver(name=self._ledger_name, holder="?" if holder is None else holder.name)

    def _sweep(self) -> None:
        """Remove what programs that were killed while they took this lock have left beside it; it hinders nobody."""
        for one in self._path.parent.glob(f"{glob.escape(self._path.name)}[.-]*"):
            with suppress(OSError):
                holder = _holder_in(one.read_bytes())
                if holder is not None and holder.is_gone:
                    one.unlink()

    def release(self) -> None:
        """Give the lock back, unless it has been taken over."""
        self._is_to_stop.set()
        if self._heart is not None:
            self._heart.join()
            self._heart = None
        if _holder_in(self._content()) == self._us:
            self._path.unlink(missing_ok=True)


def _put_in_place(beside: Path, path: Path) -> bool:
    """Give a file another name where no file has it yet. Whether it was so."""
    try:
        os.link(beside, path)
    except FileExistsError:
        return False
    except OSError:  # a file system without links, such as that of a USB stick
        if path.exists():
            return False
        beside.rename(path)
    return True


def _holder_in(content: bytes | None) -> Holder | None:
    """Who holds a lock; None where it is gone, or nothing of ours that could be understood."""
    try:
        said = json.loads(content or b"")
        return Holder(
            str(said["user"]),
            str(said["host"]),
            int(said["process"]),
            float(said["started_at"]),
            str(said["token"]),
            str(said.get("since", "")),
        )
    except (ValueError, TypeError, LookupError):
        return None
