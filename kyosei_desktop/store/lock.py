"""The lock file beside a ledger: says who is writing to it, so that a second program opens it read-only.

A file of our own, since locks of the operating system are not dependable on shared folders (design §7).
"""

import getpass
import json
import os
import socket
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
    """Who holds a lock. `started_at` is the process's start in seconds since 1970, which tells apart reused ids."""

    user: str
    host: str
    process: int
    started_at: float

    @property
    def is_gone(self) -> bool:
        """Whether it was a process of this machine that no longer runs."""
        if self.host != socket.gethostname():
            return False
        try:
            return bool(abs(psutil.Process(self.process).create_time() - self.started_at) > 1)
        except psutil.NoSuchProcess:
            return True


def _ourselves() -> Holder:
    me = psutil.Process()
    return Holder(getpass.getuser(), socket.gethostname(), me.pid, me.create_time())


class LedgerLock:
    """The lock of one ledger file, held until `release`."""

    def __init__(self, ledger: Path, *, take_over: bool = False) -> None:
        """Take the lock; of a dead process of this machine silently, of another machine only when told to.

        Raises:
            LedgerInUse: somebody else holds it.
            FileNotWritten: the folder may not be written to.
        """
        self._path = ledger.with_name(ledger.name + ".lock")
        try:
            while not self._create():
                holder = self._holder()
                if holder is not None and not (take_over or holder.is_gone):
                    raise LedgerInUse(name=ledger.name, holder=f"{holder.user}（{holder.host}）")
                self._path.unlink(missing_ok=True)
        except OSError as error:
            raise FileNotWritten(name=self._path.name, cause=error.strerror or str(error)) from error

    def _create(self) -> bool:
        try:
            handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        except FileExistsError:
            return False
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(asdict(_ourselves()), file)
            file.flush()
            os.fsync(file.fileno())
        return True

    def _holder(self) -> Holder | None:
        """Who holds it; None where the file is gone, or was cut off while being written by a process that died."""
        try:
            return Holder(**json.loads(self._path.read_text(encoding="utf-8")))
        except (FileNotFoundError, ValueError, TypeError):
            return None

    def release(self) -> None:
        """Give the lock back."""
        self._path.unlink(missing_ok=True)
