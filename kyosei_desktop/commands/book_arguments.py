"""The arguments of commands on official workbooks; what they do is in `books`, which is slow to load."""

import argparse
import re
from pathlib import Path

from kyosei_desktop.commands.common import Result
from kyosei_desktop.commands.turn_arguments import AddCommand
from kyosei_desktop.domain.language import _

_NUMBERS = re.compile(r"([1-9][0-9]{0,5})(?:-([1-9][0-9]{0,5}))?")


def add_book_commands(command: AddCommand) -> None:
    """Add `import` to the commands."""
    one = command("import", _import_book, _("書き出した報告書の Excel を、直したところだけ取り込む"))
    one.add_argument("file", type=Path, metavar="BOOK.xlsx", help=_("公式の様式の Excel"))
    one.add_argument("--dry-run", action="store_true", help=_("違いを見るだけで取り込まない"))
    one.add_argument(
        "--take", type=_numbers, metavar="1,4-6", help=_("一覧のこの番号だけ取り込む（省くと、取り込めるものすべて）")
    )
    one.add_argument("--mapping", type=Path, metavar="MAP.json", help=_("ほかの様式のブックの読み方を決めた対応表"))
    one.add_argument(
        "--match",
        type=_match,
        action="append",
        default=[],
        metavar="9=12",
        help=_("対応表で読むとき、ブックの9番は台帳の12番の施策"),
    )


def _numbers(text: str) -> frozenset[int]:
    numbers: set[int] = set()
    for part in text.split(","):
        found = _NUMBERS.fullmatch(part.strip())
        if found is None or int(found[2] or found[1]) - int(found[1]) > 100_000:
            raise argparse.ArgumentTypeError(_("「{text}」ではなく、1,4-6 のように書いてください。").format(text=text))
        numbers.update(range(int(found[1]), int(found[2] or found[1]) + 1))
    return frozenset(numbers)


def _match(text: str) -> tuple[str, str]:
    in_book, separator, in_ledger = text.partition("=")
    if not separator or not in_book.strip() or not in_ledger.strip():
        raise argparse.ArgumentTypeError(_("「{text}」ではなく、9=12 のように書いてください。").format(text=text))
    return in_book.strip(), in_ledger.strip()


def _import_book(options: argparse.Namespace) -> Result:
    from kyosei_desktop.commands.books import import_book  # openpyxl is slow to load

    return import_book(options)
