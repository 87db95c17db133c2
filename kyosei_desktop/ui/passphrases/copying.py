"""A copy of the ledger that is closed by a passphrase, and a ledger out of such a copy. No Qt here."""

from collections.abc import Generator
from pathlib import Path

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.store.backup import restore_backup
from kyosei_desktop.store.encrypted_copies import back_up_encrypted, opened_copy
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.passphrases import encrypted_name, plain_name
from kyosei_desktop.ui.attempt import attempt
from kyosei_desktop.ui.context import AppContext

_COPIES = N_("合言葉をかけた台帳 (*.age)")
_LEDGERS = N_("台帳 (*.kyosei)")


def write_encrypted_copy(context: AppContext) -> None:
    """Ask where a copy of the ledger goes and, where none holds yet, for a passphrase, and write it."""
    ledger = context.open_ledger
    day = f"{ledger.clock().astimezone():%Y%m%d}"
    suggested = encrypted_name(ledger.path.with_name(f"{ledger.path.stem}_{day}{ledger.path.suffix}"))
    target = context.dialogs.ask_save_file(_("合言葉をかけた控えの置き場所"), suggested, _(_COPIES))
    if target is None:
        return
    passphrase = context.keyring.for_new or context.dialogs.ask_new_passphrase()
    if passphrase is None:
        return
    context.keyring.known.add(passphrase)

    def done(made: Path) -> None:
        said = _("合言葉をかけた控え「{name}」を作りました。合言葉を忘れると、だれにも開けません。")
        context.messages.info(said.format(name=made.name))

    context.jobs.start(_("控えを作っています"), _copied(ledger, target, passphrase), done=done)


def _copied(ledger: Ledger, target: Path, passphrase: str) -> Generator[Step, None, Path]:
    yield Step(0, 1, target.name)
    return back_up_encrypted(ledger, target, passphrase)


def restore_encrypted_copy(context: AppContext, copy: Path, folder: Path) -> None:
    """Ask where the ledger in an encrypted copy goes, put it there and open it; what is there is kept as a backup.

    Args:
        copy: its passphrase is known.
        folder: where the question starts.
    """
    suggested = folder / plain_name(copy).name
    target = context.dialogs.ask_save_file(_("控えの中の台帳の置き場所"), suggested, _(_LEDGERS))
    if target is None:
        return

    def act() -> None:
        with opened_copy(copy, context.keyring.known, beside=target) as plain:
            restore_backup(plain, target)
        context.shell.open_file(target)

    attempt(context, act)
