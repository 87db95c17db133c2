"""Asking for passphrases before files are read, and for the one that new files get. No Qt here."""

from collections.abc import Callable, Generator, Sequence
from pathlib import Path

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.store.encrypted_copies import MAX_ENCRYPTED_LEDGER_BYTES
from kyosei_desktop.store.passphrases import (
    PassphraseNeeded,
    Passphrases,
    WrongPassphrase,
    is_encrypted_file,
    read_opened,
)
from kyosei_desktop.ui.context import AppContext


def unlock(
    context: AppContext,
    files: Sequence[Path],
    then: Callable[[], None],
    *,
    given_up: Callable[[], None] | None = None,
) -> None:
    """Ask until every encrypted file among some opens, and go on. Where none is encrypted, go on at once.

    What else is wrong with a file is left to who reads it.

    Args:
        then: reads the files.
        given_up: instead of it, where the person leaves the question; by default `then`, whose reader refuses the file.
    """
    closed = [one for one in files if is_encrypted_file(one)]
    if not closed:
        then()
        return

    def failed(error: KyoseiError) -> None:
        if not isinstance(error, PassphraseNeeded | WrongPassphrase):
            then()
            return
        typed = context.dialogs.ask_passphrase(str(error))
        if typed is None:
            (given_up or then)()
            return
        context.keyring.known.add(typed)
        unlock(context, files, then, given_up=given_up)

    opening = _open_all(context.keyring.known, closed)
    context.jobs.start(_("合言葉を確かめています"), opening, done=lambda _done: then(), failed=failed)


def _open_all(known: Passphrases, files: Sequence[Path]) -> Generator[Step, None, None]:
    for done, file in enumerate(files):
        yield Step(done, len(files), file.name)
        read_opened(file, MAX_ENCRYPTED_LEDGER_BYTES, known)
    yield Step(len(files), len(files), "")


def toggle_passphrase(context: AppContext) -> None:
    """Close what is written from now on by a passphrase that is asked for, or leave it plain again."""
    if context.keyring.for_new is None:
        context.keyring.for_new = context.dialogs.ask_new_passphrase()
    else:
        context.keyring.for_new = None
    context.shell.refresh_state()
    if context.keyring.for_new is not None:
        context.messages.info(
            _(
                "このプログラムを閉じるまで、作るファイル（照会、回答、差戻し、書き出し、写し）に合言葉をかけます。"
                "合言葉は、ファイルと別の方法で相手に伝えてください。"
            )
        )
