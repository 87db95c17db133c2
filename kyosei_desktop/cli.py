"""The command line: the same use cases as the window's, without a screen.

Here are the words and arguments; what each command does is in the package `commands`.
"""

import argparse
import json
import re
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from math import isfinite
from pathlib import Path
from typing import Any

from kyosei_desktop import __version__, paths
from kyosei_desktop.commands import answers, handing_over, joining, ledgers, papers, past, rounds
from kyosei_desktop.commands.backups import add_backup_commands
from kyosei_desktop.commands.book_arguments import add_book_commands
from kyosei_desktop.commands.common import Moment, Result
from kyosei_desktop.commands.diagnosing import add_diagnose_command
from kyosei_desktop.commands.keeping import add_keeping_commands
from kyosei_desktop.commands.passphrases import add_passphrase_options, check_passphrase_arguments
from kyosei_desktop.commands.probes import add_probe_command
from kyosei_desktop.commands.round_arguments import add_round_commands, check_round_arguments
from kyosei_desktop.commands.sheets import add_sheet_commands, check_sheet_arguments
from kyosei_desktop.commands.starting import add_init_command, check_init_arguments
from kyosei_desktop.commands.turn_arguments import add_turn_commands, check_turn_arguments
from kyosei_desktop.domain import language
from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.years import FiscalYear, YearStyle, use_years
from kyosei_desktop.exchange.request_forms import RequestForm
from kyosei_desktop.store.acts import ActKind
from kyosei_desktop.store.lock import login_name
from kyosei_desktop.store.log import log_bug, log_event, log_refusal, log_start, logging_to
from kyosei_desktop.store.places import LedgerPlace, ledger_place
from kyosei_desktop.store.user_folders import log_folder

_ACTS = {"round": ActKind.ROUND_OPENED, "merge": ActKind.MERGED, "accept": ActKind.ACCEPTED}
_YEARS = range(1900, 3000)
_LANGUAGES = ("ja", "en")
_MOST_SEALS = 8
"""More do not fit the width of a page."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program. Returns the exit code: 0 done, 1 refused or failed; wrong usage exits with 2."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    _use_words(given)
    _speak_utf8()
    parser, known = _parser()
    opening, words = _window_parser().parse_known_args(given)
    word = None if opening.file is None else str(opening.file)
    if word not in known and not {"--help", "-h", "--version"} & set(words):
        if isinstance(opening.file, Path) and not opening.file.suffix and not opening.file.exists():
            parser.error(_("「{word}」という操作はありません。--help で一覧を見られます。").format(word=word))
        return _open_window(_window_parser().parse_args(given))
    options = parser.parse_args(given)
    if options.command == "export":
        _check_export(known["export"], options)
    if options.command == "history":
        past.check_history_arguments(known["history"], options)
    check_init_arguments(known, options)
    check_round_arguments(known, options)
    check_turn_arguments(known, options)
    check_sheet_arguments(known, options)
    check_passphrase_arguments(known, options)
    with logging_to(log_folder()):
        return _run(options)


def _words_parser() -> argparse.ArgumentParser:
    """Reads how to speak, before anything is said; a wrong value is refused later, by the parser of everything."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    parser.add_argument("--language")
    parser.add_argument("--calendar")
    return parser


def _use_words(given: Sequence[str]) -> None:
    try:
        words, _others = _words_parser().parse_known_args(given)
    except argparse.ArgumentError:  # an option without its value
        words = argparse.Namespace(language=None, calendar=None)
    language.use(paths.TRANSLATIONS, words.language if words.language in _LANGUAGES else None)
    use_years(YearStyle(words.calendar) if words.calendar in set(YearStyle) else None)


def _run(options: argparse.Namespace) -> int:
    """Run a command, print what it says, and write to the log how it ended."""
    began = time.monotonic()
    log_start(options.command)
    try:
        result: Result = options.run(options)
    except KyoseiError as error:
        log_refusal(error, during=options.command)
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(_("中止しました。"), file=sys.stderr)
        return 1
    except Exception as error:  # noqa: BLE001 - the last resort: a sentence, never a traceback
        log_bug(error, during=options.command)
        kind = type(error).__name__
        message = _(
            "予期しない誤りが起きました（{kind}：{error}）。台帳はそのままです。この文を情報担当に伝えてください。"
        )
        print(message.format(kind=kind, error=error), file=sys.stderr)
        return 1
    if options.json:
        print(json.dumps(result.document, ensure_ascii=False, indent=1))
    else:
        for line in result.lines:
            print(line)
        for line in result.warnings:
            print(line, file=sys.stderr)
    for sentence in result.failures:
        print(sentence, file=sys.stderr)
    seconds = round(time.monotonic() - began, 1)
    log_event("done", what=options.command, seconds=seconds, failures=len(result.failures))
    return 1 if result.failures else 0


def _speak_utf8() -> None:
    """Japanese must come out whatever the terminal's locale; a character it cannot show becomes a question mark."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def _open_window(options: argparse.Namespace) -> int:
    from kyosei_desktop.ui.app import Words, run  # Qt is loaded only where a window is wanted
    from kyosei_desktop.ui.preferences import Language, Years

    words = Words(
        None if options.language is None else Language(options.language),
        None if options.calendar is None else Years(options.calendar),
    )
    return run(
        options.file, author=options.author, read_only=options.read_only, take_over=options.take_over, words=words
    )


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


def _common(*, is_inner: bool = False) -> argparse.ArgumentParser:
    """The options that stand before or after the command; an inner parser leaves alone what it was not given."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS if is_inner else None)
    author: dict[str, Any] = {} if is_inner else {"default": login_name()}
    flag: dict[str, Any] = {"action": "store_true", **({"default": argparse.SUPPRESS} if is_inner else {})}
    common.add_argument("--json", help=_("結果を JSON で出す"), **flag)
    common.add_argument("--as", dest="author", metavar=_("名"), help=_("操作する人の名前"), **author)
    common.add_argument("--take-over", help=_("残った鍵を引き継いで開く"), **flag)
    chosen: dict[str, Any] = {"default": argparse.SUPPRESS} if is_inner else {}
    common.add_argument("--language", choices=_LANGUAGES, help=_("言葉（省くと環境のもの）"), **chosen)
    years = [one.value for one in YearStyle]
    common.add_argument("--calendar", choices=years, help=_("年を元号（era）か西暦（western）で言う"), **chosen)
    return common


def _place(text: str) -> LedgerPlace:
    try:
        return ledger_place(text)
    except KyoseiError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _window_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kyosei-desktop", parents=[_common()], add_help=False)
    parser.add_argument("file", nargs="?", type=_place, help=_("台帳、照会ファイル、回答ファイル、サーバーのアドレス"))
    parser.add_argument("--read-only", action="store_true", help=_("読み取り専用で開く"))
    return parser


def _parser() -> tuple[argparse.ArgumentParser, Mapping[str, argparse.ArgumentParser]]:
    """The parser of all commands, and the commands' own by name."""
    parser = argparse.ArgumentParser(
        prog="kyosei-desktop",
        description=_("進捗状況報告書の照会・記入・取りまとめ。操作を付けずに始めると窓が開きます。"),
        parents=[_common()],
    )
    parser.add_argument("--version", action="version", version=f"kyosei-desktop {__version__}")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar=_("操作"))
    common = _common(is_inner=True)

    def command(name: str, run: Any, text: str, *, takes_ledger: bool = True) -> argparse.ArgumentParser:
        one = subparsers.add_parser(name, help=text, description=text, parents=[common])
        one.set_defaults(run=run)
        if takes_ledger:
            one.add_argument("ledger", metavar="LEDGER", help=_("台帳のファイル、またはサーバーのアドレス"))
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
    one.add_argument("file", metavar="FILE", help=_("ファイル、またはサーバーの台帳のアドレス"))
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
    )
    if not any(wanted):
        parser.error(_("--xlsx、--pdf、--data-xlsx、--csv、--plan、--approval、--compare のどれかを付けてください。"))
    if (options.compare is None) != (options.since is None) or (options.until and not options.compare):
        parser.error(_("--compare には --since を付けてください。--since と --until は --compare と使います。"))
