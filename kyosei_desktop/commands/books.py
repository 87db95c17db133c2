"""Commands on official workbooks that come back."""

import argparse
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from kyosei_desktop.commands.common import (
    Result,
    address_document,
    coordinators,
    open_for_reading,
    open_for_writing,
    run_watched,
)
from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.field_labels import field_label
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import FieldId
from kyosei_desktop.exchange.foreign import read_book
from kyosei_desktop.exchange.foreign_changes import foreign_report
from kyosei_desktop.exchange.foreign_reading import read_foreign
from kyosei_desktop.exchange.mapping_file import read_mapping
from kyosei_desktop.exchange.workbook_changes import BookChange, BookChanges
from kyosei_desktop.exchange.workbook_in import look_at_book, take_book
from kyosei_desktop.exchange.workbook_layout import Recognised
from kyosei_desktop.store.ledger import Ledger


@dataclass(eq=False)
class NoSuchChange(KyoseiError):
    """A number to take that the list does not have, or that cannot be taken."""

    sentence: ClassVar[str] = N_("{number}番は取り込めません。--dry-run の一覧にある、取り込める番号を選んでください。")
    number: int


def _report(options: argparse.Namespace, ledger: Ledger) -> Recognised | None:
    """What a mapping reads of the book; None where the book is in the official layout."""
    if options.mapping is None:
        return None
    foreign = read_foreign(read_book(options.file), read_mapping(options.mapping))
    return foreign_report(foreign, ledger.plan(), ledger.definition, dict(options.match))


def import_book(options: argparse.Namespace) -> Result:
    """`import`."""
    if options.dry_run:
        with coordinators(open_for_reading(options)) as ledger:
            found = run_watched(look_at_book(ledger, options.file, report=_report(options, ledger)))
            if options.take is not None:
                _fields(found, options.take)
            return _result(ledger, options.file, found, taken=(), conflicts=None)
    with coordinators(open_for_writing(options)) as ledger:
        chosen, report = None, _report(options, ledger)
        if options.take is not None:
            chosen = _fields(run_watched(look_at_book(ledger, options.file, report=report)), options.take)
        result = run_watched(take_book(ledger, options.file, author=options.author, chosen=chosen, report=report))
        return _result(ledger, options.file, result.found, taken=result.taken, conflicts=result.conflicts)


def _fields(found: BookChanges, numbers: Collection[int]) -> list[FieldId]:
    """The fields of numbers in the list. Raises NoSuchChange."""
    for number in sorted(numbers):
        if number > len(found.changes) or not found.changes[number - 1].can_be_taken:
            raise NoSuchChange(number=number)
    return [found.changes[number - 1].place.id for number in numbers]


def _result(
    ledger: Ledger, file: Path, found: BookChanges, *, taken: Collection[FieldId], conflicts: int | None
) -> Result:
    document = {
        "file": str(file),
        "has_notes": found.has_notes,
        "changes": [_document(number, one, taken) for number, one in enumerate(found.changes, start=1)],
        "remarks": list(found.remarks),
        "taken": len(taken),
        "conflicts": conflicts,
    }
    count = len(found.changes)
    lines = [_("このブックで変わった{count}か所").format(count=count) if count else _("変わったところはありません。")]
    for number, one in enumerate(found.changes, start=1):
        lines += _lines(ledger.definition, number, one)
    if conflicts is not None:
        lines.append(_("{taken}か所を取り込みました。競合は{conflicts}件です。").format(**document))
    return Result(document, lines, warnings=list(found.remarks))


def _document(number: int, change: BookChange, taken: Collection[FieldId]) -> dict[str, Any]:
    return {
        "number": number,
        **address_document(change.address),
        "cell": change.cell,
        "old": change.old,
        "new": change.new,
        "shown": change.shown,
        "standing": change.standing.name.lower(),
        "remark": change.remark,
        "taken": change.place.id in taken,
    }


def _lines(definition: Definition, number: int, change: BookChange) -> list[str]:
    head = f"{number:>3} {field_label(definition, change.address)}（{change.cell}）　{_(change.standing)}"
    texts = ((_("前"), change.old), (_("後"), change.new))
    lines = [head, *(f"    {when}：{text}".replace("\n", "\n        ") for when, text in texts)]
    return [*lines, f"    {change.remark}"] if change.remark else lines
