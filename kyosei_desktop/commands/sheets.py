"""Commands on answer sheets of paper: making them, and typing in what was written on them."""

import argparse
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from kyosei_desktop.commands import ledgers
from kyosei_desktop.commands.common import (
    Result,
    address_document,
    coordinators,
    department_named,
    open_for_writing,
    run_watched,
)
from kyosei_desktop.domain.language import _
from kyosei_desktop.exchange.answers import read_answers
from kyosei_desktop.exchange.container import MAX_FILE_BYTES
from kyosei_desktop.store.answer_sheets import find_sheet
from kyosei_desktop.store.conflicts import count_conflicts
from kyosei_desktop.store.files import read_file
from kyosei_desktop.store.receiving import Outcome
from kyosei_desktop.store.sheet_entry import enter_sheet

AddCommand = Callable[[str, Any, str], argparse.ArgumentParser]


def add_sheet_commands(command: AddCommand) -> None:
    """Add `sheet`, and `edit`: the coordinator's own edits, or with `--paper` a department's answers on paper."""
    one = command("sheet", write_sheets, _("紙の回答票を作る"))
    one.add_argument("--out", type=Path, required=True, metavar="DIR", help=_("置き場所"))
    one.add_argument("--department", metavar=_("名"), help=_("この課だけ"))
    one = command("edit", edit, _("取りまとめ側で書き換える、紙の回答を入力する"))
    text = _("書き換える欄と文か、回答票の回答")
    one.add_argument("--answers", type=Path, required=True, metavar="ANSWERS.json", help=text)
    one.add_argument("--reason", metavar=_("文"), help=_("理由"))
    one.add_argument("--paper", metavar=_("照合語"), help=_("この照合語の回答票に書かれた回答として入力する"))
    one.add_argument("--department", metavar=_("名"), help=_("回答票の担当課（--paper と）"))
    one.add_argument("--person", metavar=_("名"), help=_("回答票に書いた人（--paper と）"))
    one.add_argument("--extension", metavar=_("内線"), help=_("内線番号（--paper と）"))
    text = _("回答票を受け取った日（--paper と。省くと今日）")
    one.add_argument("--received", type=date.fromisoformat, metavar="DATE", help=text)
    one.add_argument("--dry-run", action="store_true", help=_("--paper で、調べるだけで入力しない"))


def check_sheet_arguments(known: Mapping[str, argparse.ArgumentParser], options: argparse.Namespace) -> None:
    """Say what argparse cannot say by itself about these commands; exits with 2 on wrong usage."""
    if options.command != "edit":
        return
    if (options.paper is None) != (options.department is None):
        known["edit"].error(_("--paper には --department を、--department には --paper を付けてください。"))
    of_paper = options.person or options.extension or options.received or options.dry_run
    if options.paper is None and of_paper:
        known["edit"].error(_("--person、--extension、--received、--dry-run は --paper と使ってください。"))
    if options.paper is not None and options.reason is not None:
        known["edit"].error(_("--reason は --paper と一緒には使えません。"))


def write_sheets(options: argparse.Namespace) -> Result:
    """`sheet`."""
    from kyosei_desktop.commands.papers import exported  # typst and fonts are slow to load
    from kyosei_desktop.exchange.answer_sheets import make_sheets

    with coordinators(open_for_writing(options)) as ledger:
        chosen = None if options.department is None else [department_named(ledger, options.department)]
        made = run_watched(make_sheets(ledger, options.out, departments=chosen, author=options.author))
    result = exported([one.export for one in made])
    sheets = [{"file": str(one.file), "department": one.department.name, "check_word": one.check_word} for one in made]
    lines = [_("{department}　照合語 {check_word}　{file}").format(**one) for one in sheets]
    document = {**result.document, "files": sheets}
    return Result(document, [*lines, *result.lines[len(made) :]], result.failures)


def edit(options: argparse.Namespace) -> Result:
    """`edit`."""
    if options.paper is None:
        return ledgers.edit(options)
    answers = read_answers(read_file(options.answers, MAX_FILE_BYTES), options.answers.name)
    with coordinators(open_for_writing(options)) as ledger:
        sheet = find_sheet(ledger, department_named(ledger, options.department), options.paper)
        entered = enter_sheet(
            ledger,
            sheet,
            [(one.address, one.value) for one in answers],
            person=options.person,
            extension=options.extension,
            received_on=options.received,
            author=options.author,
            is_dry_run=options.dry_run,
        )
        conflicts = count_conflicts(ledger)
    receipt = entered.receipt
    document = {
        "source": entered.name,
        "department": options.department,
        "taken": receipt.count(Outcome.TAKEN),
        "same": receipt.count(Outcome.SAME),
        "held": receipt.count(Outcome.HELD),
        "conflicts": len(receipt.in_conflict),
        "late": receipt.is_late,
        "changed_since": [address_document(one.address) for one in sheet.fields if one.has_changed],
    }
    line = _("{source}　反映{taken}　変更なし{same}　保留{held}　競合{conflicts}").format(**document)
    lines = [line + (_("　遅れ") if receipt.is_late else ""), _("未決の競合は{count}件です。").format(count=conflicts)]
    lines += [
        _("№{place} は、この票を作った後に変わっています。").format(place=one.address)
        for one in sheet.fields
        if one.has_changed
    ]
    return Result(document, lines)
