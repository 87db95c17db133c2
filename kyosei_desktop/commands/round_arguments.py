"""The words and arguments of a round on the command line: opening it, returning, accepting, settling, and undoing."""

import argparse
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from kyosei_desktop.commands import answers, rounds, turns
from kyosei_desktop.commands.turn_arguments import AddCommand
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.notation import Notation
from kyosei_desktop.domain.rounds import AskedField
from kyosei_desktop.domain.years import FiscalYear


def add_round_commands(command: AddCommand) -> None:
    """Add `round`, `status`, `settle`, `return`, `accept` and `undo`."""
    _add_round(command("round", rounds.manage_round, _("照会を始める、締め切る、再開する、締切を変える")))
    command("status", rounds.show_status, _("どこまで集まったか"))
    _add_settle(command("settle", answers.settle, _("競合を決める")))
    _add_return(command("return", rounds.return_answers, _("回答を差し戻す")))
    _add_accept(command("accept", rounds.accept, _("回答を受理する")))
    _add_undo(command("undo", turns.undo, _("取り込みなどを元に戻す")))


def _add_round(one: argparse.ArgumentParser) -> None:
    one.add_argument("--year", type=lambda text: FiscalYear(int(text)), help=_("年度（西暦）"))
    period = one.add_mutually_exclusive_group()
    period.add_argument("--half", choices=("first", "second"), help=_("上期か下期か"))
    period.add_argument("--period", metavar="ID", help=_("期間の名前"))
    one.add_argument("--due", type=date.fromisoformat, metavar="DATE", help=_("締切（2021-10-15 の形）"))
    one.add_argument("--fields", type=_asked_fields, default=frozenset({AskedField.ENTRY}), help=_("照会する項目"))
    one.add_argument("--require", type=_asked_fields, help=_("必須にする項目"))
    state = one.add_mutually_exclusive_group()
    state.add_argument("--close", action="store_true", help=_("締め切る"))
    state.add_argument("--reopen", action="store_true", help=_("再開する"))
    state.add_argument("--add", type=_asked_fields, metavar="FIELDS", help=_("開いている照会に項目を足す"))


def _add_settle(one: argparse.ArgumentParser) -> None:
    one.add_argument("conflict", nargs="?", metavar="CONFLICT", help=_("競合の番号（一覧にあるもの）"))
    choice = one.add_mutually_exclusive_group(required=True)
    choice.add_argument("--take", type=int, metavar="N", help=_("N番の文を採る（0は照会時の文）"))
    choice.add_argument("--text", metavar=_("文"), help=_("この文にする"))
    text = _("表記だけの競合をまとめて決める：半角の多い文、全角の多い文、先に書かれた文を採る")
    choice.add_argument("--alike", choices=[one.value for one in Notation], help=text)
    one.add_argument("--reason", metavar=_("文"), help=_("理由"))
    one.add_argument("--dry-run", action="store_true", help=_("--alike で、調べるだけで決めない"))


def _add_return(one: argparse.ArgumentParser) -> None:
    whose = one.add_mutually_exclusive_group(required=True)
    whose.add_argument("--department", metavar=_("名"))
    whose.add_argument(
        "--missing", action="store_true", help=_("必須の欄を空けたまま提出した課すべてに、その欄を差し戻す")
    )
    one.add_argument("--reason", metavar=_("文"), help=_("差し戻す理由"))
    one.add_argument("--out", type=Path, metavar="FILE", help=_("書き出す照会ファイル（--missing ではフォルダ）"))
    one.add_argument("--measure", action="append", metavar="N[:field]", help=_("差し戻す施策と項目"))
    one.add_argument("--take-back", action="store_true", help=_("差戻しを取り消す"))
    one.add_argument("--dry-run", action="store_true", help=_("--missing で、調べるだけで差し戻さない"))


def _add_accept(one: argparse.ArgumentParser) -> None:
    whose = one.add_mutually_exclusive_group(required=True)
    whose.add_argument("--department", metavar=_("名"))
    whose.add_argument("--complete", action="store_true", help=_("記入が揃い競合のない課をまとめて受理する"))
    one.add_argument("--revoke", action="store_true", help=_("受理を取り消す"))
    one.add_argument("--without-answers", action="store_true", help=_("回答がまだなくても受理する"))
    one.add_argument("--dry-run", action="store_true", help=_("--complete で、調べるだけで受理しない"))


def _add_undo(one: argparse.ArgumentParser) -> None:
    undone = one.add_mutually_exclusive_group()
    undone.add_argument("--file", type=Path, metavar="SUBMISSION", help=_("このファイルだけ"))
    undone.add_argument(
        "--act", action="store_true", help=_("最後の受理、差戻し、まとめて決めた競合のうち、新しいものを元に戻す")
    )
    undone.add_argument("--turn", action="store_true", help=_("最後の年度更新、組織改正、施策の整理を元に戻す"))


def _asked_fields(text: str) -> frozenset[AskedField]:
    return frozenset(AskedField(one.strip()) for one in text.split(",") if one.strip())


def check_round_arguments(known: Mapping[str, argparse.ArgumentParser], options: argparse.Namespace) -> None:
    """Say what argparse cannot say by itself about these commands; exits with 2 on wrong usage."""
    checks: dict[str, Callable[[argparse.ArgumentParser, argparse.Namespace], None]] = {
        "round": _check_round,
        "settle": _check_settle,
        "return": _check_return,
        "accept": _check_accept,
    }
    if options.command in checks:
        checks[options.command](known[options.command], options)


def _check_round(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    opens = options.year is not None
    if opens and (options.due is None or (options.half is None and options.period is None)):
        parser.error(_("--year には --half か --period と、--due を付けてください。"))
    if opens and (options.close or options.reopen or options.add):
        parser.error(_("--year は --close や --reopen や --add と一緒には使えません。"))
    if not (opens or options.close or options.reopen or options.add or options.due):
        parser.error(_("--year、--close、--reopen、--add、--due のどれかを付けてください。"))


def _check_settle(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    if (options.alike is None) == (options.conflict is None):
        parser.error(_("競合の番号と --take か --text を、または番号なしで --alike を付けてください。"))
    if options.dry_run and options.alike is None:
        parser.error(_("--dry-run は --alike と使います。"))


def _check_return(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    if options.take_back:
        if options.missing or options.measure or options.reason or options.out or options.dry_run:
            parser.error(_("--take-back は --department とだけ使います。"))
        return
    if options.reason is None or (options.out is None and not options.dry_run):
        parser.error(_("--reason と --out を付けてください。"))
    if options.missing and options.measure:
        parser.error(_("--measure は --department と使います。"))
    if options.dry_run and not options.missing:
        parser.error(_("--dry-run は --missing と使います。"))


def _check_accept(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    if options.complete and (options.revoke or options.without_answers):
        parser.error(_("--revoke と --without-answers は --department と使います。"))
    if options.dry_run and not options.complete:
        parser.error(_("--dry-run は --complete と使います。"))
