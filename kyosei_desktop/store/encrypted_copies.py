"""Copies of ledgers that are closed by a passphrase: written, and opened for as long as something reads them.

SQLite reads nothing but files: while an encrypted copy is checked or restored, its plain content lies in a folder for
its owner alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_
from kyosei_desktop.store.backup import back_up_ledger
from kyosei_desktop.store.engine import begins_as_ledger
from kyosei_desktop.store.files import FileTooLarge, not_written, write_file
from kyosei_desktop.store.ledger import Ledger, LedgerExists
from kyosei_desktop.store.passphrases import (
    Passphrases,
    check_new_passphrase,
    encrypt,
    encrypted_name,
    is_encrypted_file,
    plain_name,
    read_opened,
)

MAX_ENCRYPTED_LEDGER_BYTES = 256 * 2**20
"""It is held in memory as a whole, twice; ten years of the built-in plan make some 20 MiB."""


@dataclass(eq=False)
class NotACopyOfALedger(KyoseiError):
    """An encrypted file holds something else than a ledger."""

    sentence: ClassVar[str] = N_("「{name}」に入っているのは台帳の控えではありません。控えのファイルを選んでください。")
    name: str


def back_up_encrypted(ledger: Ledger, out: Path, passphrase: str) -> Path:
    """Copy a ledger as it is now, verify the copy, and encrypt it.

    Args:
        out: where to; must not exist. Gets the ending of encrypted files where it has none.

    Returns:
        The file written.

    Raises:
        PassphraseTooShort, FileTooLarge; as `back_up_ledger`.
    """
    check_new_passphrase(passphrase)
    out = encrypted_name(out)
    if out.exists():
        raise LedgerExists(name=out.name)
    with _private_folder(out) as folder:
        copy = back_up_ledger(ledger, folder / plain_name(out).name)
        if copy.stat().st_size > MAX_ENCRYPTED_LEDGER_BYTES:
            raise FileTooLarge(name=out.name, limit_mib=MAX_ENCRYPTED_LEDGER_BYTES // 2**20)
        content = copy.read_bytes()
    write_file(out, encrypt(content, passphrase))
    return out


@contextmanager
def opened_copy(copy: Path, passphrases: Passphrases | None, *, beside: Path | None = None) -> Iterator[Path]:
    """A copy of a ledger as a plain file within the block; one that is not encrypted is its own.

    Args:
        beside: what the plain file is put beside for that time; by default the copy.

    Raises:
        NotACopyOfALedger, FileNotRead, FileTooLarge, FileNotWritten; as `Passphrases.opened`.
    """
    if not is_encrypted_file(copy):
        yield copy
        return
    content = read_opened(copy, MAX_ENCRYPTED_LEDGER_BYTES, passphrases)
    if not begins_as_ledger(content):
        raise NotACopyOfALedger(name=copy.name)
    with _private_folder(beside or copy) as folder:
        plain = folder / plain_name(copy).name
        write_file(plain, content)
        yield plain


@contextmanager
def _private_folder(near: Path) -> Iterator[Path]:
    """A folder beside a file, for its owner alone, which is gone after the block."""
    try:
        made = TemporaryDirectory(prefix=".", dir=near.parent)
    except OSError as error:
        raise not_written(near, error) from error
    with made as folder:
        yield Path(folder)
