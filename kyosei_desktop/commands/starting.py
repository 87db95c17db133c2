"""The command `init`: a new ledger of a plan document, of an example, or of another city's workbook."""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kyosei_desktop.commands.common import Result, shown_place
from kyosei_desktop.commands.ledgers import make_ledger
from kyosei_desktop.commands.turn_arguments import AddCommand
from kyosei_desktop.domain.language import _
from kyosei_desktop.exchange.answer_files import is_spreadsheet
from kyosei_desktop.exchange.definitions import definitions_at_hand, find_definition
from kyosei_desktop.exchange.refusals import FileRefused
from kyosei_desktop.store.places import LedgerPlace, ServerPlace, ledger_place

if TYPE_CHECKING:
    from kyosei_desktop.exchange.foreign import BookReading
    from kyosei_desktop.exchange.foreign_rows import Remark

_MOST_REMARKS = 20
"""Remarks that are shown to people; the JSON has all."""


def add_init_command(command: AddCommand) -> None:
    """Add `init`."""
    one = command("init", start_ledger, _("新しい台帳を作る"))
    one.add_argument(
        "--from",
        dest="source",
        type=Path,
        metavar="PLAN.json|BOOK.xlsx",
        help=_("計画の文書か、ほかの様式の Excel ブック（省くと定義の記入例）"),
    )
    known = "、".join(definitions_at_hand()).replace("%", "%%")  # argparse fills help texts in
    text = _("様式の定義のファイルか、{known} のどれか（省くと先頭のもの）").format(known=known)
    one.add_argument("--definition", metavar="FILE.json|ID", help=text)
    one.add_argument(
        "--mapping", type=Path, metavar="MAP.json", help=_("ブックの読み方を決めた対応表（省くと推測する）")
    )
    one.add_argument("--save-mapping", type=Path, metavar="MAP.json", help=_("使った対応表をここに書く"))


def check_init_arguments(parsers: Mapping[str, argparse.ArgumentParser], options: argparse.Namespace) -> None:
    """What argparse cannot say by itself."""
    if options.command != "init":
        return
    has_book = options.source is not None and is_spreadsheet(options.source)
    if not has_book and (options.mapping or options.save_mapping):
        parsers["init"].error(_("--mapping と --save-mapping は、--from に Excel ブックを指定したときだけ使えます。"))
    if options.mapping and options.definition:
        parsers["init"].error(
            _("対応表には様式の定義が入っています。--mapping と --definition は一方だけにしてください。")
        )


def start_ledger(options: argparse.Namespace) -> Result:
    """`init`. A workbook in the official layout keeps all of it; any other is read as its mapping says."""
    if options.source is None or not is_spreadsheet(options.source):
        return make_ledger(options)
    # openpyxl is slow to load
    from kyosei_desktop.exchange.foreign import create_ledger_from_book
    from kyosei_desktop.exchange.mapping_file import save_mapping
    from kyosei_desktop.exchange.workbook_plan import BookNotReadable

    if options.mapping is None and options.save_mapping is None:
        try:
            return make_ledger(options)
        except BookNotReadable:
            raise  # in the official layout, where a guess would be a worse answer than the cell to be mended
        except FileRefused:
            pass  # not in the official layout; what else may be wrong with the file is said when it is read below

    place = ledger_place(options.ledger)
    reading = _read(options, place)
    if options.save_mapping is not None:
        save_mapping(options.save_mapping, reading.mapping)
    create_ledger_from_book(place, reading.plan, author=options.author).close()
    return Result(_document(place, reading), _lines(place, reading), warnings=_shown(reading.plan.remarks))


def _read(options: argparse.Namespace, place: LedgerPlace) -> "BookReading":
    # openpyxl is slow to load
    from kyosei_desktop.exchange.foreign import BookReading, known_definitions, read_book, read_by_guess
    from kyosei_desktop.exchange.foreign_reading import read_foreign
    from kyosei_desktop.exchange.mapping_file import read_mapping

    book = read_book(options.source)
    if options.mapping is not None:
        mapping = read_mapping(options.mapping)
        return BookReading(read_foreign(book, mapping), mapping, None)
    definitions = known_definitions() if options.definition is None else [find_definition(options.definition)]
    path = Path(place.schema) if isinstance(place, ServerPlace) else place
    beside = path.with_name(_("{name}の対応表.json").format(name=path.stem))
    return read_by_guess(book, definitions=definitions, kept_at=options.save_mapping or beside)


def _document(place: LedgerPlace, reading: "BookReading") -> dict[str, Any]:
    plan, guess = reading.plan, reading.guess
    return {
        "ledger": shown_place(place),
        "definition": plan.definition.id,
        "measures": len(plan.document["measures"]),
        "departments": len(plan.departments),
        "years": plan.document["years"],
        "entries": plan.entries,
        "sheets": list(plan.sheets),
        "left": [_remark(one) for one in plan.left],
        "remarks": [_remark(one) for one in plan.remarks if not one.is_left],
        "guesses": [
            {"sheet": one.sheet, "column": one.column, "sureness": one.sureness.value, "sentence": one.sentence}
            for one in (() if guess is None else guess.reasons)
        ],
    }


def _remark(one: "Remark") -> dict[str, Any]:
    return {"sheet": one.sheet, "cell": one.address, "sentence": one.sentence, "text": one.text}


def _lines(place: LedgerPlace, reading: "BookReading") -> list[str]:
    plan = reading.plan
    made = _("台帳「{name}」を作りました（施策{measures}、担当課{departments}）。")
    read = _("{sheets}シートから、{first}〜{last}年度の記載 {entries}欄を読み取りました。取り込まなかったセル {left}。")
    years = plan.document["years"]
    return [
        made.format(name=place.name, measures=len(plan.document["measures"]), departments=len(plan.departments)),
        read.format(sheets=len(plan.sheets), first=years[0], last=years[-1], entries=plan.entries, left=len(plan.left)),
    ]


def _shown(remarks: "Sequence[Remark]") -> list[str]:
    lines = [str(one) for one in remarks[:_MOST_REMARKS]]
    if len(remarks) > _MOST_REMARKS:
        more = _("ほか{count}件。--json で全部を見られます。")
        lines.append(more.format(count=len(remarks) - _MOST_REMARKS))
    return lines
