"""Files closed by a passphrase: the format others read, and what a file from outside may make us do."""

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest

from kyosei_desktop.store.files import FileTooLarge
from kyosei_desktop.store.passphrases import (
    EncryptedFileDamaged,
    NotByPassphrase,
    PassphraseNeeded,
    Passphrases,
    PassphraseTooShort,
    TooMuchWork,
    WrongPassphrase,
    encrypt,
    encrypted_name,
    is_encrypted,
    plain_name,
    read_opened,
)

SECRET = "合言葉は がぎぐ１２"
CONTENT = b"0123456789abcdef" * 5000
HEADER = re.compile(rb"age-encryption\.org/v1\n-> scrypt \S{22} (\d+)\n\S{43}\n--- \S{43}\n")


@pytest.fixture(scope="module")
def closed() -> bytes:
    """Encrypted once: it takes a second, by design."""
    return encrypt(CONTENT, SECRET)


def test_the_file_is_of_the_age_format_with_one_stanza_of_a_passphrase(closed: bytes) -> None:
    """https://age-encryption.org/v1: the version line, `scrypt` with 16 bytes of salt and the work factor, the MAC."""
    header = HEADER.match(closed)

    assert header is not None
    assert is_encrypted(closed)
    assert 10 <= int(header[1]) <= 20
    # nonce, then chunks of 64 KiB with a tag of 16 bytes each
    assert len(closed) == header.end() + 16 + len(CONTENT) + 16 * 2


def test_another_program_opens_it_and_we_open_its(closed: bytes) -> None:
    """`pyrage` alone is such a program; a keyboard may send the letters of the passphrase taken apart."""
    assert pyrage.passphrase.decrypt(closed, unicodedata.normalize("NFC", SECRET)) == CONTENT
    assert Passphrases([unicodedata.normalize("NFD", SECRET)]).opened(closed, "照会.kyoq.age") == CONTENT


def test_a_wrong_passphrase_or_none_is_said_and_the_right_one_is_found_among_several(closed: bytes) -> None:
    known = Passphrases()
    with pytest.raises(PassphraseNeeded, match=r"照会\.kyoq\.age"):
        known.opened(closed, "照会.kyoq.age")
    known.add(SECRET)
    known.add("ちがう合言葉です")
    assert known.opened(closed, "x") == CONTENT
    with pytest.raises(WrongPassphrase):
        Passphrases(["ちがう合言葉です"]).opened(closed, "x")


def test_what_was_opened_is_not_computed_again(closed: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    known = Passphrases([SECRET])
    known.opened(closed, "x")
    monkeypatch.setattr(pyrage.passphrase, "decrypt", None)

    assert known.opened(closed, "y") == CONTENT


@pytest.mark.parametrize("cut", [30, 100, 149])
def test_a_header_that_is_cut_off_is_damage_and_computes_nothing(closed: bytes, cut: int) -> None:
    with pytest.raises((EncryptedFileDamaged, NotByPassphrase)):
        Passphrases([SECRET]).opened(closed[:cut], "x")


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda content: content[:-1], id="cut by a byte"),
        pytest.param(lambda content: content[:-1] + bytes([content[-1] ^ 1]), id="a bit turned over"),
    ],
)
def test_a_body_that_is_cut_or_altered_is_damage(closed: bytes, spoil: Callable[[bytes], bytes]) -> None:
    with pytest.raises(EncryptedFileDamaged):
        Passphrases([SECRET]).opened(spoil(closed), "x")


@pytest.mark.parametrize(
    ("header", "error"),
    [
        (b"-> scrypt AAAAAAAAAAAAAAAAAAAAAA 30\n" + b"A" * 43, TooMuchWork),
        (b"-> scrypt AAAAAAAAAAAAAAAAAAAAAA 21\n" + b"A" * 43, TooMuchWork),
        (b"-> scrypt AAAAAAAAAAAAAAAAAAAAAA 018\n" + b"A" * 43, NotByPassphrase),
        (b"-> scrypt AAAAAAAAAAAAAAAAAAAAAA -1\n" + b"A" * 43, NotByPassphrase),
        (b"-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43, NotByPassphrase),
        (b"-> scrypt AAAAAAAAAAAAAAAAAAAAAA 10\n" + b"A" * 43 + b"\n-> X25519 " + b"A" * 43, NotByPassphrase),
        (b"-> scrypt AAAAAAAAAAAAAAAAAAAAAA 10\n" + (b"A" * 64 + b"\n") * 100_000 + b"A" * 43, NotByPassphrase),
    ],
)
def test_a_hostile_header_is_refused_before_anything_is_computed(
    header: bytes, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    content = b"age-encryption.org/v1\n" + header + b"\n--- " + b"A" * 43 + b"\n" + bytes(1000)
    computed: list[bytes] = []
    monkeypatch.setattr(pyrage.passphrase, "decrypt", lambda given, _passphrase: computed.append(given) or given)

    with pytest.raises(error):
        Passphrases([SECRET]).opened(content, "x")

    assert computed == []


def test_a_short_passphrase_is_refused_for_new_files() -> None:
    with pytest.raises(PassphraseTooShort, match="8文字"):
        encrypt(CONTENT, "みじかい")


def test_a_file_that_is_larger_than_its_kind_may_be_is_not_opened(tmp_path: Path, closed: bytes) -> None:
    file = tmp_path / "大きい.kyoq.age"
    file.write_bytes(closed)
    known = Passphrases([SECRET])

    assert read_opened(file, len(CONTENT), known) == CONTENT
    with pytest.raises(FileTooLarge):
        read_opened(file, len(CONTENT) - 1, known)
    with pytest.raises(FileTooLarge):
        read_opened(file, 1000, Passphrases())  # before anybody asks for a passphrase


def test_names_get_and_lose_the_ending_once() -> None:
    assert encrypted_name(Path("照会.kyoq")).name == "照会.kyoq.age"
    assert encrypted_name(Path("照会.kyoq.AGE")).name == "照会.kyoq.AGE"
    assert plain_name(Path("照会.kyoq.age")).name == "照会.kyoq"
    assert plain_name(Path("照会.kyoq")).name == "照会.kyoq"


def test_what_shows_the_passphrases_shows_none(closed: bytes) -> None:
    known = Passphrases([SECRET])

    assert SECRET not in repr(known)
    with pytest.raises(EncryptedFileDamaged) as raised:
        known.opened(closed[:-1], "x")
    assert SECRET not in repr(raised.value)
    assert raised.value.__cause__ is None
