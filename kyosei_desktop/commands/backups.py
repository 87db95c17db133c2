"""Commands on backups: making one, seeing those that there are, restoring one, and the word that it was right."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kyosei_desktop.commands.common import Result, open_for_reading, run_watched, shown_place
from kyosei_desktop.commands.passphrases import new_passphrase, passphrases_of
from kyosei_desktop.domain.language import _
from kyosei_desktop.store import backup
from kyosei_desktop.store.backup_contents import BackupLook, look_into_backups
from kyosei_desktop.store.backup_names import BackupReason
from kyosei_desktop.store.encrypted_copies import back_up_encrypted, opened_copy
from kyosei_desktop.store.places import ledger_place, path_beside


def add_backup_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add `backup` and `restore`; `command` adds one by its name, function and help."""
    one = command("backup", back_up, _("控えを作る、見る"))
    acts = one.add_mutually_exclusive_group()
    acts.add_argument("--out", type=Path, metavar="F", help=_("書き出す先"))
    acts.add_argument("--list", dest="is_list", action="store_true", help=_("いまある控えと、その中身を見る"))
    acts.add_argument("--also", type=Path, metavar="DIR", help=_("控えを作り、写しをこのフォルダにも置く"))
    acts.add_argument(
        "--confirm", dest="is_confirm", action="store_true", help=_("復元した台帳が正しいと認め、控えの整理を再開する")
    )

    one = command("restore", restore, _("控えから復元する"), takes_ledger=False)
    one.add_argument("backup", type=Path, metavar="BACKUP")
    one.add_argument("ledger", metavar="LEDGER")
    one.add_argument(
        "--other-plan", dest="is_other_plan", action="store_true", help=_("別の計画の控えでも、承知の上で置き換える")
    )


def back_up(options: argparse.Namespace) -> Result:
    """`backup`."""
    if options.is_list:
        return _list(options)
    if options.is_confirm:
        backup.confirm_restore(path_beside(ledger_place(options.ledger)))
        return Result({"confirmed": True}, [_("復元した台帳を正しいと認めました。控えの整理を再開します。")])
    passphrase = new_passphrase(options)
    document: dict[str, Any] = {}
    with open_for_reading(options) as ledger:
        if passphrase is None:
            made = backup.back_up_ledger(ledger, options.out, reason=BackupReason.BY_HAND)
        else:
            made = back_up_encrypted(ledger, options.out, passphrase)
        lines = [_("控えを「{file}」に作りました。").format(file=made)]
        if options.also is not None:
            document["copied"] = run_watched(backup.copy_backups(ledger, options.also))
            said = _("控え{count}個の写しを「{folder}」に置きました。")
            lines.append(said.format(count=document["copied"], folder=options.also))
    return Result({"file": str(made), **document}, lines)


def _list(options: argparse.Namespace) -> Result:
    path = path_beside(ledger_place(options.ledger))
    looks, waiting = run_watched(look_into_backups(path)), backup.pending_restore(path)
    lines = [_line(one) for one in looks] or [_("控えはまだありません。")]
    if waiting is not None:
        lines.append(_("復元の確認を待っています。正しければ、命令 backup --confirm を使ってください。"))
    document = {"backups": [_document(one) for one in looks], "awaits_confirmation": waiting is not None}
    return Result(document, lines)


def _document(look: BackupLook) -> dict[str, Any]:
    contents = look.contents
    document: dict[str, Any] = {
        "file": str(look.backup.path),
        "made_at": look.backup.made_at.isoformat(),
        "reason": look.backup.reason,
        "bytes": look.size_bytes,
        "problem": look.problem or None,
    }
    if contents is not None:
        changed_at = contents.changed_at
        document |= {
            "rounds": list(contents.rounds),
            "revisions": contents.revisions,
            "answered": contents.answered,
            "changed_at": None if changed_at is None else changed_at.isoformat(),
            "number": contents.number,
        }
    return document


def _line(look: BackupLook) -> str:
    when = f"{look.backup.made_at:%Y-%m-%d %H:%M}"
    parts = [when, _(look.backup.reason) if look.backup.reason else "", look.backup.path.name, look.problem]
    if look.contents is not None:
        parts.append(_("変更{count}件").format(count=look.contents.revisions))
    return "　".join(part for part in parts if part)


def restore(options: argparse.Namespace) -> Result:
    """`restore`."""
    place, known = ledger_place(options.ledger), passphrases_of(options, [options.backup])
    with opened_copy(options.backup, known, beside=place if isinstance(place, Path) else None) as copy:
        kept = backup.restore_backup(copy, place, is_other_plan_taken=options.is_other_plan)
    document = {"ledger": shown_place(place), "kept": None if kept is None else str(kept)}
    lines = [_("「{name}」から復元しました。").format(name=options.backup.name)]
    if kept is not None:
        lines.append(_("それまでの台帳は「{kept}」に残しました。").format(kept=kept))
    lines.append(_("中身を確かめて、正しければ命令 backup --confirm を使ってください。それまで古い控えは消しません。"))
    return Result(document, lines)
