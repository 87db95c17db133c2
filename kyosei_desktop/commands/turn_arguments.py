"""The words and arguments of the year's turn on the command line, and of reminding."""

import argparse
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from kyosei_desktop.commands import reminders, turns
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.reorganisation import Joining, Renaming, Splitting
from kyosei_desktop.domain.years import FiscalYear

AddCommand = Callable[[str, Any, str], argparse.ArgumentParser]
"""Makes the parser of one command on a ledger, from its name, what runs it, and its help."""


def add_turn_commands(command: AddCommand) -> None:
    """Add `rollover`, `reorganise`, `measure` and `remind`."""
    _add_rollover(command("rollover", turns.turn_year, _("年度を更新する：次の年度の欄を作り、予定の案を用意する")))
    _add_reorganise(
        command("reorganise", turns.reorganise_departments, _("組織改正：課の名前を変える、統合する、分ける"))
    )
    _add_measure(command("measure", turns.change_measures, _("施策を加える、終える、番号を変える、分ける")))
    one = command("remind", reminders.remind, _("まだ回答のない課への督促文を出す"))
    one.add_argument("--department", metavar=_("名"), help=_("この課だけ"))


def _add_rollover(one: argparse.ArgumentParser) -> None:
    what = one.add_mutually_exclusive_group(required=True)
    what.add_argument("--year", type=_year, metavar="2022", help=_("新しい年度（西暦）"))
    what.add_argument("--confirm-plans", action="store_true", help=_("予定の案をすべて、予定として確定する"))
    one.add_argument("--years-shown", type=int, metavar="N", help=_("報告書に載せる年度の数（省くと今と同じ）"))
    one.add_argument("--no-plans", action="store_true", help=_("前の年度の予定を、予定の案にしない"))
    one.add_argument("--mark-ended", action="store_true", help=_("終了している取組の新しい欄を「終了」にする"))
    one.add_argument("--as-of", metavar=_("文"), help=_("報告書の時点を表す文"))
    one.add_argument("--dry-run", action="store_true", help=_("調べるだけで何も変えない"))


def _add_reorganise(one: argparse.ArgumentParser) -> None:
    changes: dict[str, Any] = {"dest": "changes", "action": "append"}
    one.add_argument("--rename", type=_renaming, metavar=_("旧=新"), help=_("名前を変える"), **changes)
    one.add_argument("--join", type=_joining, metavar="A,B=C", help=_("いくつかの課を一つにする"), **changes)
    one.add_argument("--split", type=_splitting, metavar="A=B,C", help=_("一つの課をいくつかに分ける"), **changes)
    one.add_argument(
        "--from",
        dest="from_date",
        type=date.fromisoformat,
        required=True,
        metavar="DATE",
        help=_("新しい組織の最初の日"),
    )
    text = _("分けた課のうち、この取組を持つ課（省くと先に書いた課）")
    one.add_argument("--assign", type=_assignment, action="append", default=[], metavar=_("10.1=B課"), help=text)
    one.add_argument("--dry-run", action="store_true", help=_("調べるだけで何も変えない"))


def _add_measure(one: argparse.ArgumentParser) -> None:
    what = one.add_mutually_exclusive_group(required=True)
    what.add_argument("--add", metavar="N", help=_("この番号の施策を加える（--name、--content、--department と）"))
    what.add_argument("--end", metavar="N", help=_("この施策を終え、空の欄を「終了」にする"))
    what.add_argument("--renumber", type=_numbers, metavar="5=6,6=7", help=_("番号を変える"))
    what.add_argument(
        "--split", metavar="N", help=_("--initiative の取組を --into の施策に分ける、または新しい取組をその後に加える")
    )
    one.add_argument("--name", metavar=_("名"), help=_("新しい施策の名前"))
    one.add_argument("--content", metavar=_("文"), help=_("新しい取組の内容"))
    one.add_argument("--department", action="append", metavar=_("名"), help=_("新しい取組の担当課（いくつでも）"))
    one.add_argument("--after", metavar="N", help=_("この施策の次に置く"))
    one.add_argument("--initiative", action="append", type=int, metavar="N", help=_("取組の番号（1から）"))
    one.add_argument("--into", metavar="N", help=_("分けてできる施策の番号"))
    one.add_argument("--year", type=_year, metavar="2022", help=_("始まる、または終える年度（省くと最後の年度）"))
    one.add_argument("--dry-run", action="store_true", help=_("調べるだけで何も変えない"))


def check_turn_arguments(parsers: Mapping[str, argparse.ArgumentParser], options: argparse.Namespace) -> None:
    """What argparse cannot say by itself; a wrong use ends the program."""
    parser = parsers[options.command]
    if options.command == "reorganise" and not options.changes:
        parser.error(_("--rename、--join、--split のどれかを付けてください。"))
    if options.command == "measure":
        is_new = bool(options.content and options.department)
        if options.add is not None and not (options.name and is_new):
            parser.error(_("--add には --name、--content、--department を付けてください。"))
        if options.split is not None and not (options.initiative and (options.into or is_new)):
            parser.error(_("--split には --initiative と、--into か --content と --department を付けてください。"))


def _year(text: str) -> FiscalYear:
    return FiscalYear(int(text))


def _halves(text: str) -> tuple[str, str]:
    left, separator, right = (one.strip() for one in text.partition("="))
    if not (left and separator and right):
        raise ValueError(text)
    return left, right


def _listed(text: str) -> tuple[str, ...]:
    names = tuple(one.strip() for one in text.split(",") if one.strip())
    if not names:
        raise ValueError(text)
    return names


def _renaming(text: str) -> Renaming:
    return Renaming(*_halves(text))


def _joining(text: str) -> Joining:
    names, new_name = _halves(text)
    return Joining(_listed(names), new_name)


def _splitting(text: str) -> Splitting:
    name, new_names = _halves(text)
    return Splitting(name, _listed(new_names))


def _assignment(text: str) -> tuple[str, tuple[str, ...]]:
    place, names = _halves(text)
    return place, _listed(names)


def _numbers(text: str) -> dict[str, str]:
    pairs = [_halves(one) for one in text.split(",")]
    numbers = dict(pairs)
    if len(numbers) < len(pairs):
        raise ValueError(text)
    return numbers
