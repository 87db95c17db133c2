"""The words and arguments of all commands.

Loaded only where a command is given: the window starts without what the commands import.
"""

import argparse
import re
from collections.abc import Mapping
from datetime import date, datetime
from math import isfinite
from pathlib import Path
from typing import Any

from kyosei_desktop import __version__
from kyosei_desktop.commands import answers, handing_over, joining, ledgers, papers, past, rounds
from kyosei_desktop.commands.backups import add_backup_commands
from kyosei_desktop.commands.book_arguments import add_book_commands
from kyosei_desktop.commands.common import Moment
from kyosei_desktop.commands.common_arguments import common_arguments
from kyosei_desktop.commands.diagnosing import add_diagnose_command
from kyosei_desktop.commands.keeping import add_keeping_commands
from kyosei_desktop.commands.passphrases import add_passphrase_options, check_passphrase_arguments
from kyosei_desktop.commands.probes import add_probe_command
from kyosei_desktop.commands.round_arguments import add_round_commands, check_round_arguments
from kyosei_desktop.commands.sheets import add_sheet_commands, check_sheet_arguments
from kyosei_desktop.commands.starting import add_init_command, check_init_arguments
from kyosei_desktop.commands.turn_arguments import add_turn_commands, check_turn_arguments
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.exchange.request_forms import RequestForm
from kyosei_desktop.store.acts import ActKind

Commands = Mapping[str, argparse.ArgumentParser]
"""The parsers of the single commands by name."""

_ACTS = {"round": ActKind.ROUND_OPENED, "merge": ActKind.MERGED, "accept": ActKind.ACCEPTED}
_YEARS = range(1900, 3000)
_MOST_SEALS = 8
"""More do not fit the width of a page."""


def commands_parser() -> tuple[argparse.ArgumentParser, Commands]:
    """The parser of all commands, and the commands' own by name."""
    parser = argparse.ArgumentParser(
        prog="kyosei-desktop",
        description=_("進捗状況報告書の照会・記入・取りまとめ。操作を付けずに始めると窓が開きます。"),
        parents=[common_arguments()],
    )
    parser.add_argument("--version", action="version", version=f"kyosei-desktop {__version__}")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar=_("操作"))
    common = common_arguments(is_inner=True)

    def command(name: str, run: Any, text: str, *, takes_ledger: bool = True) -> argparse.ArgumentParser:
        one = subparsers.add_parser(name, help=text, description=text, parents=[common])
        one.set_defaults(run=run)
        if takes_ledger:
            one.add_argument("ledger", metavar="LEDGER", help=_("台帳のファイルか、サーバーのアドレス"))
        return one

    add_init_command(command)

    one = command("request", rounds.write_requests, _("照会ファイルを作る"))
    one.add_argument("--out", type=Path, required=True, metavar="DIR", help=_("置き場所"))
    one.add_argument("--department", metavar=_("名"), help=_("この課だけ"))
    forms = [one.value for one in RequestForm]
    one.add_argument("--form", choices=forms, default=forms[0], help=_("ファイルの種類：プログラム用、Excel様式、両方"))
    one.add_argument("--letters", action="store_true", help=_("課ごとの照会文（メールの文）も書く"))

    one = command("fill", answers.fill, _("照会に答えて回答ファイルを作る"), takes_ledger=False)
    one.add_argument("request", type=Path, metavar="REQUEST", help=_("照会ファイル"))
    one.add_argument("--answers", type=Path, required=True, metavar="ANSWERS.json", help=_("回答"))
    one.add_argument("--out", type=Path, required=True, metavar="SUBMISSION", help=_("書き出す回答ファイル"))
    one.add_argument("--work", type=Path, metavar="FILE", help=_("作業ファイル"))
    one.add_argument("--partial", action="store_true", help=_("必須の欄が残っていても提出する"))
    one.add_argument("--person", metavar=_("名"), help=_("問い合わせ先の名前"))
    one.add_argument("--extension", metavar=_("内線"), help=_("内線番号"))
    one.add_argument("--message", metavar=_("文"), help=_("取りまとめへの伝言"))

    one = command("check", ledgers.check, _("ファイルが正しいか調べる"), takes_ledger=False)
    one.add_argument("file", metavar="FILE", help=_("ファイルか、サーバーの台帳のアドレス"))
    one.add_argument("--known", metavar=_("番号"), help=_("前に書き留めた、台帳の履歴の確認番号"))

    one = command("merge", answers.merge, _("回答を取り込む"))
    one.add_argument("files", nargs="+", type=Path, metavar="FILE", help=_("回答ファイルか、記入された Excel様式"))
    one.add_argument("--dry-run", action="store_true", help=_("調べるだけで取り込まない"))

    one = command("join", joining.join, _("同じ課のもう一つの回答を作業ファイルに合わせる"), takes_ledger=False)
    one.add_argument("ledger", metavar="WORKFILE", help=_("作業ファイル"))
    one.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help=_("同じ課の人が提出用に書き出した回答ファイル")
    )
    one.add_argument("--dry-run", action="store_true", help=_("調べるだけで合わせない"))

    command("conflicts", answers.show_conflicts, _("競合の一覧"))

    add_book_commands(command)

    add_sheet_commands(command)

    add_probe_command(command)

    seals = _("決裁欄の見出し（8個まで。省くといつものもの、空なら欄なし）")
    one = command("export", papers.export, _("報告書を書き出す"))
    for name, text in (
        ("--xlsx", _("公式の様式の Excel")),
        ("--pdf", _("PDF")),
        ("--data-xlsx", _("機械で読める Excel")),
        ("--csv", _("CSV")),
        ("--plan", _("計画の文書（JSON）")),
    ):
        one.add_argument(name, type=Path, metavar="F", help=text)
    one.add_argument("--years", type=_years, metavar="2018-2021", help=_("載せる年度"))
    one.add_argument("--department", metavar=_("名"), help=_("この課だけ"))
    one.add_argument("--approval", type=Path, metavar="F.pdf", help=_("その課の決裁用の紙面（A4の PDF）"))
    one.add_argument("--compare", type=Path, metavar="F.pdf", help=_("新旧対照表（A4の PDF）"))
    when = _("2022-04-01、2022-04-01T09:30、または round、merge、accept（最後に照会、取り込み、受理をした直前）")
    one.add_argument("--since", type=_moment, metavar="WHEN", help=_("新旧対照表の旧の時点：{when}").format(when=when))
    one.add_argument(
        "--until", type=_moment, metavar="WHEN", help=_("新の時点（同じ形、省くと今。日付だけならその日の終わり）")
    )
    one.add_argument("--seals", type=_seals, metavar=_("課長,係長"), help=seals)
    one.add_argument(
        "--internal",
        type=Path,
        metavar="F.xlsx",
        help=_("内部用の記録（人の名前、伝言、理由。公開できない Excel）"),
    )

    one = command("slip", papers.slip, _("提出票を作る"), takes_ledger=False)
    one.add_argument("ledger", metavar="WORKFILE", help=_("作業ファイル"))
    one.add_argument("--out", type=Path, required=True, metavar="F.pdf", help=_("書き出す PDF"))
    one.add_argument("--person", metavar=_("名"), help=_("問い合わせ先の名前"))
    one.add_argument("--extension", metavar=_("内線"), help=_("内線番号"))
    one.add_argument("--message", metavar=_("文"), help=_("取りまとめへの伝言"))
    one.add_argument("--seals", type=_seals, metavar=_("課長,係長"), help=seals)

    one = command("handover", handing_over.handover, _("引継書を作る"))
    one.add_argument("--out", type=Path, required=True, metavar="F.pdf", help=_("書き出す PDF"))

    one = command("rehearse", handing_over.rehearse, _("予行演習の台帳と、作りものの回答を作る"))
    one.add_argument("--out", type=Path, required=True, metavar="DIR", help=_("まだないフォルダ"))

    one = command("font", papers.manage_font, _("報告書の書体と大きさを見る、変える"))
    one.add_argument("--family", metavar=_("名"), help=_("書体の名前"))
    one.add_argument("--max", dest="max_pt", type=_size_pt, metavar="PT", help=_("いちばん大きい文字（ポイント）"))
    one.add_argument("--min", dest="min_pt", type=_size_pt, metavar="PT", help=_("いちばん小さい文字（ポイント）"))

    one = command("pages", papers.manage_pages, _("報告書の改ページを見る、決める"))
    breaks = one.add_mutually_exclusive_group()
    breaks.add_argument(
        "--break-before", dest="begins", type=_measures, metavar="5,8,11", help=_("これらの施策の前で改ページする")
    )
    breaks.add_argument("--automatic", action="store_true", help=_("改ページをすべて自動に戻す"))

    add_round_commands(command)
    add_turn_commands(command)

    one = command("history", past.history, _("変更の履歴、ある時点の計画、二つの時点の違い"))
    one.add_argument("--measure", metavar="N", help=_("この施策だけ"))
    one.add_argument("--at", type=_moment, metavar="WHEN", help=_("この時点の計画の文書（{when}）").format(when=when))
    one.add_argument("--since", type=_moment, metavar="WHEN", help=_("この時点からの違い"))
    one.add_argument("--until", type=_moment, metavar="WHEN", help=_("この時点までの違い（省くと今）"))

    add_backup_commands(command)
    add_keeping_commands(command)
    add_diagnose_command(command)

    one = command("tour", papers.tour, _("内蔵の計画で半年の仕事をひととおり行う"), takes_ledger=False)
    one.add_argument("--out", type=Path, required=True, metavar="DIR")
    add_passphrase_options(subparsers.choices)
    return parser, subparsers.choices


def check_arguments(known: Commands, options: argparse.Namespace) -> None:
    """Say what argparse cannot say by itself; exits with 2 on wrong usage."""
    if options.command == "export":
        _check_export(known["export"], options)
    if options.command == "history":
        past.check_history_arguments(known["history"], options)
    check_init_arguments(known, options)
    check_round_arguments(known, options)
    check_turn_arguments(known, options)
    check_sheet_arguments(known, options)
    check_passphrase_arguments(known, options)


def _measures(text: str) -> tuple[str, ...]:
    numbers = tuple(one.strip() for one in text.split(",") if one.strip())
    if not numbers:
        raise ValueError(text)
    return numbers


def _size_pt(text: str) -> float:
    size_pt = float(text)
    if not isfinite(size_pt):
        raise ValueError(text)
    return size_pt


def _years(text: str) -> tuple[FiscalYear, ...]:
    match = re.fullmatch(r"(\d{4})-(\d{4})", text)
    if match is None or int(match[1]) > int(match[2]):
        raise argparse.ArgumentTypeError(_("「{text}」ではなく、2018-2021 のように書いてください。").format(text=text))
    return tuple(FiscalYear(year) for year in range(int(match[1]), int(match[2]) + 1))


def _moment(text: str) -> Moment:
    if text in _ACTS:
        return _ACTS[text]
    try:
        moment = datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
        if moment.year not in _YEARS:
            raise ValueError(text)
        return moment
    except ValueError as error:
        said = _("「{text}」ではなく、2022-04-01 か 2022-04-01T09:30 のように、または {acts} と書いてください。")
        raise argparse.ArgumentTypeError(said.format(text=text, acts=_("、").join(_ACTS))) from error


def _seals(text: str) -> tuple[str, ...]:
    titles = tuple(one.strip() for one in text.split(",") if one.strip())
    if len(titles) > _MOST_SEALS:
        raise argparse.ArgumentTypeError(_("見出しは{most}個までにしてください。").format(most=_MOST_SEALS))
    return titles


def _check_export(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """What argparse cannot say by itself about `export`."""
    wanted = (
        options.xlsx,
        options.pdf,
        options.data_xlsx,
        options.csv,
        options.plan,
        options.approval,
        options.compare,
        options.internal,
    )
    if not any(wanted):
        parser.error(
            _("--xlsx、--pdf、--data-xlsx、--csv、--plan、--approval、--compare、--internal のどれかを付けてください。")
        )
    if (options.compare is None) != (options.since is None) or (options.until and not options.compare):
        parser.error(_("--compare には --since を付けてください。--since と --until は --compare と使います。"))
