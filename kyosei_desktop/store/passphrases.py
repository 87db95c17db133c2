"""Files closed by a passphrase (合言葉): the age format, version 1, recipient type `scrypt` (decision 0022).

What a file from outside can make us compute is bounded before anything is computed: its size by whoever reads it, its
header and its work factor here. https://age-encryption.org/v1
"""

import hashlib
import re
import unicodedata
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pyrage  # type: ignore[import-untyped]  # it brings no types along

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_
from kyosei_desktop.store.files import FileTooLarge, read_file

ENCRYPTED_SUFFIX = ".age"

SHORTEST_PASSPHRASE = 8
"""Characters. A guess costs a second of computing; less than this is guessed all the same."""

LONGEST_PASSPHRASE = 1000

MOST_WORK = 20
"""The largest binary logarithm of scrypt's N that is computed: 1 GiB and about ten seconds. age itself writes 18, rage
what takes the computer a second."""

_VERSION_LINE = b"age-encryption.org/v1\n"
_HEADER = re.compile(
    rb"age-encryption\.org/v1\n-> scrypt [A-Za-z0-9+/]{22} ([1-9][0-9]?)\n[A-Za-z0-9+/]{43}\n--- [A-Za-z0-9+/]{43}\n"
)
_CHUNK_BYTES, _TAG_BYTES, _HEADER_BYTES = 64 * 2**10, 16, 256
_KEPT_BYTES = 64 * 2**20
_MOST_KEPT_PASSPHRASES = 8


@dataclass(eq=False)
class PassphraseNeeded(KyoseiError):
    """A file is encrypted, and no passphrase for it is known."""

    sentence: ClassVar[str] = N_(
        "「{name}」には合言葉がかかっています。合言葉を入れてください（操作のときは --passphrase-file も使えます）。"
    )
    name: str


@dataclass(eq=False)
class WrongPassphrase(KyoseiError):
    """A file is encrypted, and no passphrase given opens it."""

    sentence: ClassVar[str] = N_(
        "「{name}」は、この合言葉では開きません。全角と半角、大文字と小文字を確かめて、もう一度入れてください。"
    )
    name: str


@dataclass(eq=False)
class EncryptedFileDamaged(KyoseiError):
    """An encrypted file was cut off or altered."""

    sentence: ClassVar[str] = N_(
        "合言葉のかかった「{name}」は途中で切れているか、壊れています。送り手からもう一度受け取ってください。"
    )
    name: str


@dataclass(eq=False)
class NotByPassphrase(KyoseiError):
    """An age file that was encrypted to a key, in a later version, or with a header that no program writes."""

    sentence: ClassVar[str] = N_(
        "「{name}」は、このプログラムで開ける合言葉のかけ方ではありません。合言葉をかけ直したものを受け取ってください。"
    )
    name: str


@dataclass(eq=False)
class TooMuchWork(KyoseiError):
    """Opening an encrypted file would take minutes or all of the memory."""

    sentence: ClassVar[str] = N_(
        "「{name}」を開くには計算がかかりすぎるため、開きません。このプログラムで合言葉をかけ直したものを受け取ってください。"
    )
    name: str


@dataclass(eq=False)
class PassphraseTooShort(KyoseiError):
    """A new passphrase is shorter than one may be, or longer than anybody can type."""

    sentence: ClassVar[str] = N_("合言葉は{shortest}文字以上、{longest}文字までにしてください。")
    shortest: int = SHORTEST_PASSPHRASE
    longest: int = LONGEST_PASSPHRASE


class Passphrases:
    """The passphrases that were given since the program started. In memory only; says none of them when it is shown."""

    def __init__(self, given: Iterable[str] = ()) -> None:
        """Know these, as people type them."""
        self._given: list[str] = []
        self._opened: OrderedDict[str, bytes] = OrderedDict()
        for one in given:
            self.add(one)

    def add(self, passphrase: str) -> None:
        """Know another one, which is tried before those of earlier."""
        typed = normal_form(passphrase)
        self._given = [typed, *(one for one in self._given if one != typed)][:_MOST_KEPT_PASSPHRASES]

    def opened(self, content: bytes, name: str) -> bytes:
        """The plain content of an encrypted file; what was opened is remembered, as far as it is not much.

        Args:
            content: the file's bytes; the size has been looked at.
            name: the file's name, for messages.

        Raises:
            NotByPassphrase, TooMuchWork, EncryptedFileDamaged, WrongPassphrase, PassphraseNeeded.
        """
        _check_header(content, name)
        digest = hashlib.sha256(content).hexdigest()
        if digest not in self._opened:
            self._keep(digest, self._decrypted(content, name))
        return self._opened[digest]

    def _decrypted(self, content: bytes, name: str) -> bytes:
        if not self._given:
            raise PassphraseNeeded(name=name)
        for one in self._given:
            try:
                return decrypt(content, one, name)
            except WrongPassphrase:
                continue
        raise WrongPassphrase(name=name)

    def _keep(self, digest: str, plain: bytes) -> None:
        self._opened[digest] = plain
        while len(self._opened) > 1 and sum(map(len, self._opened.values())) > _KEPT_BYTES:
            self._opened.popitem(last=False)


def encrypt(content: bytes, passphrase: str) -> bytes:
    """Close a file's content by a passphrase; takes about a second. Raises PassphraseTooShort."""
    typed = normal_form(passphrase)
    check_new_passphrase(typed)
    encrypted: bytes = pyrage.passphrase.encrypt(content, typed)
    return encrypted


def check_new_passphrase(passphrase: str) -> None:
    """Make sure that a passphrase may be used for new files. Raises PassphraseTooShort."""
    if not SHORTEST_PASSPHRASE <= len(normal_form(passphrase)) <= LONGEST_PASSPHRASE:
        raise PassphraseTooShort


def decrypt(content: bytes, passphrase: str, name: str) -> bytes:
    """The plain content of an encrypted file; takes about a second.

    Raises:
        NotByPassphrase, TooMuchWork: nothing was computed.
        EncryptedFileDamaged, WrongPassphrase.
    """
    _check_header(content, name)
    try:
        plain: bytes = pyrage.passphrase.decrypt(content, normal_form(passphrase))
    except pyrage.DecryptError as error:
        # It has no classes of its own for the two; a test holds these words against the library.
        if "Decryption failed" in str(error):
            raise WrongPassphrase(name=name) from None
        if "work parameter" in str(error):
            raise TooMuchWork(name=name) from None
        raise EncryptedFileDamaged(name=name) from None
    return plain


def normal_form(passphrase: str) -> str:
    """A passphrase as it is used: composed characters (NFC), so that two systems' keyboards give the same bytes."""
    return unicodedata.normalize("NFC", passphrase)


def is_encrypted(content: bytes) -> bool:
    """Whether a file's content says that it is an age file."""
    return content.startswith(_VERSION_LINE)


def is_encrypted_file(path: Path) -> bool:
    """The same of a file; False for one that cannot be read."""
    try:
        with path.open("rb") as file:
            return is_encrypted(file.read(len(_VERSION_LINE)))
    except OSError:
        return False


def encrypted_name(path: Path) -> Path:
    """What a file is called when it is encrypted."""
    return path if path.suffix.lower() == ENCRYPTED_SUFFIX else path.with_name(path.name + ENCRYPTED_SUFFIX)


def plain_name(path: Path) -> Path:
    """What an encrypted file is called when it is not."""
    return path.with_suffix("") if path.suffix.lower() == ENCRYPTED_SUFFIX else path


def read_opened(path: Path, limit_bytes: int, passphrases: Passphrases | None) -> bytes:
    """A whole file, decrypted where it is encrypted.

    Args:
        limit_bytes: of its plain content.
        passphrases: what may open it.

    Raises:
        FileNotRead, FileTooLarge; as `Passphrases.opened`.
    """
    chunks = limit_bytes // _CHUNK_BYTES + 1
    content = read_file(path, limit_bytes + chunks * _TAG_BYTES + _HEADER_BYTES)
    if is_encrypted(content):
        content = (passphrases or Passphrases()).opened(content, path.name)
    if len(content) > limit_bytes:
        raise FileTooLarge(name=path.name, limit_mib=limit_bytes // 2**20)
    return content


def _check_header(content: bytes, name: str) -> None:
    """Make sure that there is exactly one stanza, of a passphrase, whose work can be done."""
    found = _HEADER.match(content[:_HEADER_BYTES])
    if found is None:
        is_cut = len(content) < _HEADER_BYTES and content.startswith(_VERSION_LINE + b"-> scrypt ")
        raise EncryptedFileDamaged(name=name) if is_cut else NotByPassphrase(name=name)
    if int(found[1]) > MOST_WORK:
        raise TooMuchWork(name=name)
