"""Commands on a ledger as a whole: making, editing, telling its history, backing up, restoring, checking files."""

import argparse
from pathlib import Path
from typing import Any

from kyosei_desktop.commands.common import (
    Result,
    address_document,
    coordinators,
    open_for_reading,
    open_for_writing,
    shown_place,
)
from kyosei_desktop.commands.passphrases import passphrases_of
from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.field_labels import field_label
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import DepartmentId, FieldKind
from kyosei_desktop.exchange.answer_files import is_spreadsheet
from kyosei_desktop.exchange.answers import read_answers
from kyosei_desktop.exchange.checking import check_file
from kyosei_desktop.exchange.container import MAX_FILE_BYTES
from kyosei_desktop.exchange.definitions import find_definition
from kyosei_desktop.exchange.new_ledger import create_ledger_from_document, create_ledger_from_report
from kyosei_desktop.exchange.spreadsheet import open_spreadsheet
from kyosei_desktop.store import editing, history
from kyosei_desktop.store.acts import list_acts
from kyosei_desktop.store.files import read_file
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.places import LedgerPlace, ledger_place
from kyosei_desktop.store.succession import NamesOfThen, department_names_at
from kyosei_desktop.store.verifying import Verified


def make_ledger(options: argparse.Namespace) -> Result:
    """`init`."""
    place = ledger_place(options.ledger)
    definition = None if options.definition is None else find_definition(options.definition)
    with _new_ledger(place, options, definition) as ledger:
        plan, shape = ledger.plan(), ledger.definition.id
    document = {
        "ledger": shown_place(place),
        "definition": shape,
        "measures": len(plan.measures),
        "departments": len(plan.departments),
    }
    line = _("台帳「{name}」を作りました（施策{measures}、担当課{departments}）。")
    return Result(document, [line.format(name=place.name, **document)])


def _new_ledger(place: LedgerPlace, options: argparse.Namespace, definition: Definition | None) -> Ledger:
    source: Path | None = options.source
    if source is None or not is_spreadsheet(source):
        return create_ledger_from_document(place, source, definition=definition, author=options.author)
    # openpyxl is slow to load
    from kyosei_desktop.exchange.workbook_in import NotTheReport
    from kyosei_desktop.exchange.workbook_layout import recognise
    from kyosei_desktop.exchange.workbook_plan import recognise_any

    book = open_spreadsheet(source)
    if definition is None:
        found = recognise_any(book, source.name)
    else:
        recognised = recognise(book, definition, source.name)
        found = None if recognised is None else (recognised, definition)
    if found is None:
        raise NotTheReport(name=source.name)
    return create_ledger_from_report(place, *found, file=source, author=options.author)


def edit(options: argparse.Namespace) -> Result:
    """`edit`."""
    answers = read_answers(read_file(options.answers, MAX_FILE_BYTES), options.answers.name)
    with coordinators(open_for_writing(options)) as ledger:
        edits = [(one.address, one.value) for one in answers]
        changed = editing.edit_fields(ledger, edits, author=options.author, reason=options.reason)
    line = _("{count}欄を書き換えました。").format(count=len(changed))
    return Result({"changed": len(changed)}, [line])


def show_history(options: argparse.Namespace) -> Result:
    """`history`."""
    with open_for_reading(options) as ledger:
        changes = history.list_changes(ledger, options.measure)
        acts = [] if options.measure is not None else list_acts(ledger)
        names, definition = department_names_at(ledger), ledger.definition
    document = {
        "changes": [
            {
                **address_document(one.address),
                "text": _text_of(one, names),
                "blank": one.revision.value.blank,
                "made_at": one.revision.made_at.isoformat(),
                "author": one.revision.author,
                "origin": one.revision.origin.value,
                "department": names.at(one.revision.made_at).get(one.revision.department or DepartmentId("")),
                "reason": one.revision.reason,
                "source": one.source,
                "standing": one.standing.value,
            }
            for one in changes
        ],
        "acts": [
            {
                "kind": one.kind.value,
                "done_at": one.done_at.isoformat(),
                "author": one.done_by,
                "department": names.at(one.done_at).get(one.department or DepartmentId("")),
                "note": one.note,
            }
            for one in acts
        ],
    }
    lines = [_change_line(definition, names, one) for one in changes]
    return Result(document, lines or [_("変更はまだありません。")])


def _text_of(change: history.Change, names: NamesOfThen) -> str:
    value = change.revision.value
    if change.address.field is not FieldKind.DEPARTMENTS:
        return value.text
    return history.named_departments(value, names.at(change.revision.made_at)).text


def _change_line(definition: Definition, names: NamesOfThen, change: history.Change) -> str:
    """When, where, who, whether it counts, what and, where known, why and out of which file."""
    revision = change.revision
    department = names.at(revision.made_at).get(revision.department or DepartmentId(""), "")
    parts = [
        f"{revision.made_at.astimezone():%Y-%m-%d %H:%M}",
        field_label(definition, change.address),
        f"{department} {revision.author}".strip(),
        history.standing_label(change.standing),
        _text_of(change, names),
    ]
    if revision.reason:
        parts.append(_("理由：{reason}").format(reason=revision.reason))
    if change.source:
        parts.append(_("ファイル：{name}").format(name=change.source))
    return "　".join(parts)


def check(options: argparse.Namespace) -> Result:
    """`check`."""
    place = ledger_place(options.file)
    known = passphrases_of(options, [place] if isinstance(place, Path) else [])
    found = check_file(place, known=options.known, passphrases=known)
    document: dict[str, Any] = {
        "kind": found.kind,
        "ok": found.is_ok,
        "department": found.department,
        "round": found.round,
        "problems": list(found.problems),
    }
    kinds = {
        "ledger": _("台帳"),
        "work_file": _("作業ファイル"),
        "request": _("照会ファイル"),
        "submission": _("回答ファイル"),
        "form": _("Excel様式"),
        "workbook": _("報告書のExcel"),
        "probe": _("届くかを試すファイル"),
    }
    named = [kinds.get(found.kind or "", _("不明")), found.department, found.round]
    lines = ["　".join(filter(None, named))]
    if found.history is not None:
        document["history"] = _history_document(found.history)
        lines += _history_lines(found.history)
    good = [_("問題はありません。")] if found.is_ok else []
    return Result(document, [*lines, *good], found.problems)


def _history_document(history: Verified) -> dict[str, Any]:
    head, known_at = history.head, history.known_at
    return {
        "number": None if head is None else head.number,
        "hash": None if head is None else head.hash,
        "sealed_at": None if head is None else head.sealed_at.isoformat(),
        "revisions": history.revisions,
        "known_at": None if known_at is None else known_at.isoformat(),
    }


def _history_lines(history: Verified) -> list[str]:
    lines = []
    if history.head is not None:
        said = _("履歴の確認番号 {number}（{when}の記録まで、履歴{count}件）")
        when = f"{history.head.sealed_at.astimezone():%Y-%m-%d %H:%M}"
        lines.append(said.format(number=history.head.number, when=when, count=history.revisions))
    if history.known_at is not None:
        when = f"{history.known_at.astimezone():%Y-%m-%d %H:%M}"
        lines.append(
            _("書き留めた確認番号は {when} のものです。それまでの履歴はそのときのままです。").format(when=when)
        )
    return lines
