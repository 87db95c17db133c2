"""Commands for what is to outlast the program, and for what is left of a damaged ledger."""

import argparse
from collections.abc import Callable
from pathlib import Path

from kyosei_desktop.commands.common import Result, open_for_reading, path_of, run_watched
from kyosei_desktop.commands.passphrases import new_passphrase
from kyosei_desktop.domain.language import _
from kyosei_desktop.report.archive import export_archive
from kyosei_desktop.report.rescue import rescue_ledger


def add_keeping_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add `archive` and `rescue`; `command` adds one by its name, function and help."""
    for name, run, text in (
        ("archive", archive, _("台帳のすべて（履歴も）を、このプログラムなしで読める形で書き出す")),
        ("rescue", rescue, _("壊れた台帳から、読めるものを書き出す")),
    ):
        one = command(name, run, text)
        one.add_argument("--out", type=Path, required=True, metavar="F.zip", help=_("書き出す先"))


def archive(options: argparse.Namespace) -> Result:
    """`archive`."""
    passphrase = new_passphrase(options)
    with open_for_reading(options) as ledger:
        made = run_watched(export_archive(ledger, options.out, passphrase=passphrase))
    document = {"file": str(made.file), "fields": made.fields, "revisions": made.revisions}
    line = _("台帳のすべてを「{file}」に書き出しました（欄{fields}、履歴{revisions}）。").format(**document)
    return Result(document, [line, _("人の名前や理由も入っています。そのまま公表しないでください。")])


def rescue(options: argparse.Namespace) -> Result:
    """`rescue`."""
    made = run_watched(rescue_ledger(path_of(options.ledger), options.out))
    document = {
        "file": str(made.file),
        "fields": made.fields,
        "revisions": made.revisions,
        "incomplete": list(made.incomplete),
    }
    said = _("読めたものを「{file}」に書き出しました（欄{fields}、履歴{revisions}）。台帳はそのままです。")
    lines = [said.format(**document)]
    if made.incomplete:
        lines.append(_("足りないかもしれない表：{tables}").format(tables="、".join(made.incomplete)))
    return Result(document, lines)
