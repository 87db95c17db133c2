"""The options for passphrases (合言葉): never from an argument or the environment, which other programs can see."""

import argparse
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from getpass import getpass
from pathlib import Path
from typing import ClassVar

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.store.files import read_file
from kyosei_desktop.store.passphrases import LONGEST_PASSPHRASE, Passphrases, is_encrypted_file, normal_form

_READ = ("fill", "check", "merge", "join", "undo", "restore")
_WRITE = ("request", "fill", "return", "backup", "archive")
_MAX_BYTES = 16 * LONGEST_PASSPHRASE


@dataclass(eq=False)
class PassphraseNotGiven(KyoseiError):
    """A passphrase is wanted, and there is neither a file with it nor somebody to ask."""

    sentence: ClassVar[str] = N_(
        "合言葉がわかりません。合言葉を1行目に書いたファイルを --passphrase-file で指定してください。"
    )


@dataclass(eq=False)
class PassphrasesDiffer(KyoseiError):
    """A new passphrase was typed twice, and not the same."""

    sentence: ClassVar[str] = N_("2回の合言葉が違います。もう一度始めて、同じ合言葉を入れてください。")


@dataclass(eq=False)
class NoPassphraseInFile(KyoseiError):
    """The file that is to hold a passphrase does not."""

    sentence: ClassVar[str] = N_(
        "「{name}」の1行目に合言葉がありません。UTF-8 の文字で書いたファイルを指定してください。"
    )
    name: str


def add_passphrase_options(known: Mapping[str, argparse.ArgumentParser]) -> None:
    """Add `--passphrase-file` to the commands that read or write files that travel or copies, and `--encrypt`."""
    for name in dict.fromkeys((*_READ, *_WRITE)):
        text = _("合言葉を1行目に書いたファイル（省くと、要るときに尋ねる）")
        known[name].add_argument("--passphrase-file", type=Path, metavar="F", help=text)
    for name in _WRITE:
        known[name].add_argument("--encrypt", action="store_true", help=_("書き出すファイルに合言葉をかける（.age）"))


def check_passphrase_arguments(known: Mapping[str, argparse.ArgumentParser], options: argparse.Namespace) -> None:
    """Say what argparse cannot say by itself; exits with 2 on wrong usage."""
    if options.command == "backup" and options.encrypt and options.out is None:
        known["backup"].error(_("--encrypt には --out を付けてください。いつもの控えには合言葉をかけません。"))


def passphrases_of(options: argparse.Namespace, files: Iterable[Path]) -> Passphrases:
    """What opens files; where one is encrypted and nothing is said, the person at the terminal is asked.

    Raises:
        FileNotRead, NoPassphraseInFile.
    """
    if options.passphrase_file is not None:
        return Passphrases([_in_file(options.passphrase_file)])
    if sys.stdin.isatty() and any(map(is_encrypted_file, files)):
        return Passphrases([getpass(_("合言葉：")).rstrip("\r\n")])
    return Passphrases()


def new_passphrase(options: argparse.Namespace) -> str | None:
    """What encrypts the files written; None where they stay plain.

    Raises:
        FileNotRead, NoPassphraseInFile, PassphraseNotGiven, PassphrasesDiffer.
    """
    if not options.encrypt:
        return None
    if options.passphrase_file is not None:
        return _in_file(options.passphrase_file)
    if not sys.stdin.isatty():
        raise PassphraseNotGiven
    typed = getpass(_("新しい合言葉（忘れると、だれにも開けません）："))
    if normal_form(typed) != normal_form(getpass(_("もう一度："))):
        raise PassphrasesDiffer
    return typed


def _in_file(file: Path) -> str:
    try:
        found = read_file(file, _MAX_BYTES).decode("utf-8-sig").split("\n")[0].removesuffix("\r")
    except UnicodeDecodeError:
        found = ""
    if not found:
        raise NoPassphraseInFile(name=file.name)
    return found
