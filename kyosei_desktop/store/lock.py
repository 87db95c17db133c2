"""The lock file beside a ledger: says who is writing to it, so that a second program opens it read-only.

A file of our own, since locks of the operating system are not dependable on shared folders (decision 0006).
"""

import getpass
import hashlib
import json
import os
import socket
import uuid
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import ClassVar

import psutil

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_
from kyosei_desktop.store.files import FileNotWritten


@dataclass(eq=False)
class LedgerInUse(KyoseiError):
    """Another program holds the ledger for writing."""

    sentence: ClassVar[str] = N_(
        "台帳「{name}」は{holder}が開いています。閉じてもらうか、読み取り専用で開いてください。"
        "もう動いていないと分かっているときだけ、--take-over を付けて引き継げます。"
    )
    name: str
    holder: str


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock.

    `started_at` is the process's start in seconds since 1970, which tells apart reused ids; `token` is a random text
    that tells apart two locks of one process.
    """

    user: str
    host: str
    process: int
    started_at: float
    token: str

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
    return Holder(login_name(), socket.gethostname(), me.pid, me.create_time(), uuid.uuid4().hex)


class LedgerLock:
    """The lock of one ledger file, held until `release`."""

    def __init__(self, ledger: Path, *, take_over: bool = False) -> None:
        """Take the lock; of a dead process of this machine silently, of another machine only when told to.

        Raises:
            LedgerInUse: somebody else holds it.
            FileNotWritten: the folder may not be written to.
        """
        self._path = ledger.with_name(ledger.name + ".lock")
        self._us = _ourselves()
        try:
            while not self._create():
                found = self._content()
                holder = _holder_in(found)
                if holder is not None and not (take_over or holder.is_gone):
                    raise LedgerInUse(name=ledger.name, holder=f"{holder.user}（{holder.host}）")
                self._remove(found)
        except OSError as error:
            raise FileNotWritten(name=self._path.name, cause=error.strerror or str(error)) from error

    def _create(self) -> bool:
        """Make the lock file if there is none. It appears whole, so that nobody ever reads half of it."""
        beside = self._path.with_name(f"{self._path.name}.{self._us.token}")
        try:
            with beside.open("x", encoding="utf-8") as file:
                json.dump(asdict(self._us), file)
                file.flush()
                os.fsync(file.fileno())
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

    def release(self) -> None:
        """Give the lock back, unless it has been taken over."""
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
        )
    except (ValueError, TypeError, LookupError):
        return None
