"""Commands that act on several departments or conflicts at once, each with a preview, a backup before, and an undo."""

import argparse
from collections.abc import Sequence

from kyosei_desktop.commands.common import Result, address_document, run_watched
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.notation import Notation
from kyosei_desktop.domain.plan import Department
from kyosei_desktop.exchange.requesting import return_missing
from kyosei_desktop.store.acceptance import accept_departments
from kyosei_desktop.store.backup import back_up_ledger
from kyosei_desktop.store.backup_names import BackupReason
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.rounds import NoOpenRound
from kyosei_desktop.store.settling import choose_alike, settle_alike
from kyosei_desktop.store.status import DepartmentStatus, round_status
from kyosei_desktop.store.undoing import UndoableKind, undo_newest


def accept_complete(ledger: Ledger, options: argparse.Namespace) -> Result:
    """`accept --complete`."""
    found = [one.department for one in _statuses(ledger) if one.is_complete]
    if found and not options.dry_run:
        back_up_ledger(ledger, reason=BackupReason.BULK)
        accept_departments(ledger, [one.id for one in found], author=options.author)
    line = _("{count}課の回答を受理します。") if options.dry_run else _("{count}課の回答を受理しました。")
    return _result(line, found, is_dry_run=options.dry_run)


def return_gaps(ledger: Ledger, options: argparse.Namespace, passphrase: str | None) -> Result:
    """`return --missing`."""
    found = [one.department for one in _statuses(ledger) if one.has_gaps]
    files: list[str] = []
    if found and not options.dry_run:
        back_up_ledger(ledger, reason=BackupReason.BULK)
        chosen = [one.id for one in found]
        work = return_missing(
            ledger, chosen, options.out, reason=options.reason, passphrase=passphrase, author=options.author
        )
        made = run_watched(work)
        files = [str(one.file) for one in made]
    line = _("{count}課に差し戻します。") if options.dry_run else _("{count}課への差戻しを書きました。")
    return _result(line, found, files, is_dry_run=options.dry_run)


def settle_notation(ledger: Ledger, options: argparse.Namespace) -> Result:
    """`settle --alike`."""
    choices = choose_alike(ledger, Notation(options.alike))
    if not options.dry_run:
        settle_alike(ledger, choices, author=options.author, reason=options.reason)
    document = {
        "settled": [
            {"id": one.conflict.id, **address_document(one.conflict.address), "text": one.value.text} for one in choices
        ],
        "dry_run": options.dry_run,
    }
    said = (
        _("表記だけの競合{count}件を決めます。")
        if options.dry_run
        else _("表記だけの競合{count}件をまとめて決めました。")
    )
    return Result(
        document, [*(f"{one.conflict.id}　{one.value.text}" for one in choices), said.format(count=len(choices))]
    )


def undo_act(ledger: Ledger, options: argparse.Namespace) -> Result:
    """`undo --act`."""
    undone = undo_newest(ledger, author=options.author)
    names = list(undone.departments)
    document = {"undone": undone.kind.value, "departments": names, "fields": undone.fields}
    line = {
        UndoableKind.ACCEPTED: _("{departments}の受理を取り消しました。"),
        UndoableKind.RETURNED: _("{departments}への差戻しを取り消しました。作ったファイルは送らずに消してください。"),
        UndoableKind.SETTLED_ALIKE: _("まとめて決めた競合{count}件を元に戻しました。"),
    }[undone.kind]
    return Result(document, [line.format(departments="、".join(names), count=undone.fields)])


def _statuses(ledger: Ledger) -> Sequence[DepartmentStatus]:
    status = round_status(ledger)
    if status.round is None:
        raise NoOpenRound
    return status.departments


def _result(line: str, departments: Sequence[Department], files: Sequence[str] = (), *, is_dry_run: bool) -> Result:
    names = [one.name for one in departments]
    document = {"departments": names, "files": list(files), "dry_run": is_dry_run}
    return Result(document, [*(files or names), line.format(count=len(names))])
