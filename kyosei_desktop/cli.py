"""The command line: the same use cases as the window's, without a screen.

Here is what a call amounts to, the window or a command; what each command does, and its words and arguments, are in the
package `commands`.
"""

import argparse
import gc
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kyosei_desktop import paths
from kyosei_desktop.commands.common_arguments import LANGUAGES, common_arguments
from kyosei_desktop.domain import language
from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.years import YearStyle, use_years
from kyosei_desktop.store.log import log_bug, log_event, log_refusal, log_start, logging_to
from kyosei_desktop.store.places import LedgerPlace, ledger_place
from kyosei_desktop.store.user_folders import log_folder

if TYPE_CHECKING:
    from kyosei_desktop.commands.common import Result


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program. Returns the exit code: 0 done, 1 refused or failed; wrong usage exits with 2."""
    with _loading():
        return _run_as_given(list(sys.argv[1:] if arguments is None else arguments))


@contextmanager
def _loading() -> Iterator[None]:
    """Nothing is looked through for rubbish while modules are loaded, for all of them stay.

    Looking through it again and again, while it grows, is a tenth of the start.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _run_as_given(given: list[str]) -> int:
    _use_words(given)
    _speak_utf8()
    opening, words = _window_parser().parse_known_args(given)
    wants_help = bool({"--help", "-h", "--version"} & set(words))
    if not wants_help and not _may_be_a_command(opening.file):
        return _open_window(_window_parser().parse_args(given))
    return _run_command(given, opening.file, wants_help=wants_help)


def _may_be_a_command(file: LedgerPlace | None) -> bool:
    """Whether a word may be a command's; the commands themselves are loaded only where it may."""
    return isinstance(file, Path) and not file.suffix


def _run_command(given: Sequence[str], file: LedgerPlace | None, *, wants_help: bool) -> int:
    from kyosei_desktop.commands.arguments import check_arguments, commands_parser  # slow to load

    parser, known = commands_parser()
    if str(file) not in known and not wants_help:
        if isinstance(file, Path) and not file.exists():
            parser.error(_("「{word}」という操作はありません。--help で一覧を見られます。").format(word=file))
        return _open_window(_window_parser().parse_args(given))
    options = parser.parse_args(given)
    check_arguments(known, options)
    gc.freeze()  # what stays for good need not be looked through while a command works
    gc.enable()
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
    language.use(paths.TRANSLATIONS, words.language if words.language in LANGUAGES else None)
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
    try:
        _tell(result, as_json=options.json)
    except BrokenPipeError:  # whoever reads has seen enough, as `head` does; what the command did is done
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    seconds = round(time.monotonic() - began, 1)
    log_event("done", what=options.command, seconds=seconds, failures=len(result.failures))
    return 1 if result.failures else 0


def _tell(result: "Result", *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(result.document, ensure_ascii=False, indent=1))
    else:
        for line in result.lines:
            print(line)
        for line in result.warnings:
            print(line, file=sys.stderr)
    for sentence in result.failures:
        print(sentence, file=sys.stderr)
    sys.stdout.flush()


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


def _place(text: str) -> LedgerPlace:
    try:
        return ledger_place(text)
    except KyoseiError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _window_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kyosei-desktop", parents=[common_arguments()], add_help=False)
    parser.add_argument("file", nargs="?", type=_place, help=_("台帳、照会ファイル、回答ファイル、サーバーのアドレス"))
    parser.add_argument("--read-only", action="store_true", help=_("読み取り専用で開く"))
    return parser
