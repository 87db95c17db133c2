"""What each command does: options in, a use case called, its result as a document and as lines for people.

The arguments are declared in `cli.py`. To add a command, write a function here that takes the parsed options and
returns a `Result`, and declare its arguments there.
"""

import argparse
import sys
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import Address, DepartmentId, FieldId, FieldKind, Plan, Value
from kyosei_desktop.domain.progress import Step, run_to_end
from kyosei_desktop.domain.rounds import AskedField, DepartmentState
from kyosei_desktop.domain.text import clean_text
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.exchange import handing_in, merging, requesting, work_file
from kyosei_desktop.exchange.answers import read_answers
from kyosei_desktop.exchange.checking import check_file
from kyosei_desktop.exchange.container import MAX_FILE_BYTES
from kyosei_desktop.exchange.new_ledger import create_built_in_ledger, create_ledger_from_document
from kyosei_desktop.store import acceptance, backup, conflicts, editing, history, rounds, withdrawing
from kyosei_desktop.store.acts import list_acts
from kyosei_desktop.store.files import read_file
from kyosei_desktop.store.ledger import Ledger, open_ledger
from kyosei_desktop.store.status import round_status

Outcome = TypeVar("Outcome")


@dataclass(eq=False)
class UnknownDepartment(KyoseiError):
    """A department that the plan does not have."""

    sentence: ClassVar[str] = N_("担当課「{name}」はこの計画にありません。{known} から選んでください。")
    name: str
    known: str


@dataclass(eq=False)
class NoSuchSide(KyoseiError):
    """A text to settle with that the conflict does not have."""

    sentence: ClassVar[str] = N_("{number}番の文はありません。0（照会時の文）から{last}までの番号を選んでください。")
    number: int
    last: int


@dataclass(eq=False)
class NotAskedOf(KyoseiError):
    """A cell to return that the department was not asked for."""

    sentence: ClassVar[str] = N_("{department}に「{place}」は照会していません。施策の番号と項目を確かめてください。")
    department: str
    place: str


@dataclass(eq=False)
class DatabaseNotSupported(KyoseiError):
    """A database URL that this version cannot open."""

    sentence: ClassVar[str] = N_("「{scheme}」の台帳はこの版では開けません。台帳のファイル名を指定してください。")
    scheme: str


@dataclass(frozen=True, slots=True)
class Result:
    """What a command did: the document for `--json`, the lines for people, and what was refused meanwhile."""

    document: Mapping[str, Any]
    lines: Sequence[str] = ()
    failures: Sequence[str] = field(default=())


def make_ledger(options: argparse.Namespace) -> Result:
    """`init`."""
    path = _path_of(options.ledger)
    if options.source is None:
        ledger = create_built_in_ledger(path, author=options.author)
    else:
        ledger = create_ledger_from_document(path, options.source, author=options.author)
    with ledger:
        plan = ledger.plan()
    document = {"ledger": str(path), "measures": len(plan.measures), "departments": len(plan.departments)}
    line = _("台帳「{name}」を作りました（施策{measures}、担当課{departments}）。")
    return Result(document, [line.format(name=path.name, **document)])


def manage_round(options: argparse.Namespace) -> Result:
    """`round`."""
    with _writing(options) as ledger:
        if options.close:
            collection = rounds.close_round(ledger, author=options.author)
            line = _("{label}の照会を締め切りました。")
        elif options.reopen:
            collection = rounds.reopen_round(ledger, author=options.author)
            line = _("{label}の照会を再開しました。")
        elif options.year is None:
            collection = rounds.change_due_date(ledger, options.due, author=options.author)
            line = _("{label}の照会の締切を{due}に変えました。")
        else:
            collection = rounds.open_round(
                ledger,
                year=options.year,
                period=_period(ledger, options),
                due_on=options.due,
                asks=options.fields,
                requires=options.require,
                author=options.author,
            )
            line = _("{label}の照会を始めました（締切 {due}）。")
        document = {
            "round": collection.id,
            "year": collection.year,
            "period": collection.period,
            "due_on": collection.due_on.isoformat(),
            "is_open": collection.is_open,
        }
        due = ledger.definition.calendar.day(collection.due_on)
        return Result(document, [line.format(label=rounds.round_label(ledger, collection), due=due)])


def write_requests(options: argparse.Namespace) -> Result:
    """`request`."""
    with _writing(options) as ledger:
        chosen = None if options.department is None else [_department(ledger, options.department)]
        made = _run(requesting.make_requests(ledger, options.out, departments=chosen, author=options.author))
    document = {"files": [{"file": str(one.file), "department": one.department.name, "form": "app"} for one in made]}
    return Result(document, [f"{one.department.name}　{one.file}" for one in made])


def fill(options: argparse.Namespace) -> Result:
    """`fill`."""
    answers = read_answers(read_file(options.answers, MAX_FILE_BYTES), options.answers.name)
    work = options.work or options.request.with_suffix(".kyosei")
    with work_file.open_request(options.request, work, author=options.author) as ledger:
        handing_in.answer_all(ledger, answers, author=options.author)
        handed_in = handing_in.hand_in(
            ledger,
            options.out,
            person=options.person,
            extension=options.extension,
            message=options.message,
            is_partial=options.partial,
            author=options.author,
        )
    document = {
        "file": str(handed_in.file),
        "work_file": str(work),
        "serial": handed_in.serial,
        "answers": handed_in.answers,
        "check_word": handed_in.check_word,
    }
    line = _("回答{answers}欄を「{file}」に書きました。照合語は「{check_word}」です。")
    return Result(document, [line.format(**document)])


def check(options: argparse.Namespace) -> Result:
    """`check`."""
    found = check_file(options.file)
    document = {
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
    }
    named = [kinds.get(found.kind or "", _("不明")), found.department, found.round]
    good = [_("問題はありません。")] if found.is_ok else []
    return Result(document, ["　".join(filter(None, named)), *good], found.problems)


def merge(options: argparse.Namespace) -> Result:
    """`merge`."""
    with _writing(options) as ledger:
        work = merging.merge_files(ledger, options.files, author=options.author, is_dry_run=options.dry_run)
        result = _run(work)
    files = [
        {
            "file": str(one.file),
            "department": None if one.department is None else one.department.name,
            "taken": one.taken,
            "same": one.same,
            "older": one.older,
            "held": one.held,
            "conflicts": one.conflicts,
            "late": one.is_late,
            "refused": one.refused,
        }
        for one in result.files
    ]
    line = _("{file}　反映{taken}　変更なし{same}　古い{older}　保留{held}　競合{conflicts}")
    lines = [
        line.format(**{**one, "file": merged.file.name}) + (_("　遅れ") if merged.is_late else "")
        for one, merged in zip(files, result.files, strict=True)
        if merged.refused is None
    ]
    lines.append(_("未決の競合は{count}件です。").format(count=result.conflicts))
    document = {"files": files, "conflicts": result.conflicts}
    return Result(document, lines, [_refusal(one) for one in result.files if one.refused is not None])


def _refusal(merged: merging.MergedFile) -> str:
    """Why a file was refused, with its name: of several files one must know which."""
    said = merged.refused or ""
    return said if merged.file.name in said else _("「{file}」：{reason}").format(file=merged.file.name, reason=said)


def show_conflicts(options: argparse.Namespace) -> Result:
    """`conflicts`."""
    with _reading(options) as ledger:
        found = conflicts.list_conflicts(ledger)
        names = ledger.plan().department_names
    documents, lines = [], []
    for one in found:
        texts = [
            {
                "text": side.value.text,
                "blank": side.value.blank,
                "department": None if side.department is None else names[side.department],
                "source": side.source,
            }
            for side in one.sides
        ]
        documents.append(
            {
                "id": one.id,
                **_address(one.address),
                "root": one.root.text,
                "shown": one.shown.text,
                "texts": texts,
                "notation_only": one.is_notation_only,
            }
        )
        lines.append(f"{one.id}　{_('表記だけの違い')}" if one.is_notation_only else one.id)
        lines.append(f"  0 {_('照会時の文')}：{one.root.text}")
        lines += [
            f"  {number} {side['department'] or _('取りまとめ')}：{side['text']}"
            for number, side in enumerate(texts, start=1)
        ]
    return Result({"conflicts": documents}, lines or [_("競合はありません。")])


def settle(options: argparse.Namespace) -> Result:
    """`settle`."""
    with _writing(options) as ledger:
        conflict = conflicts.find_conflict(ledger, options.conflict)
        if options.text is not None:
            value = Value(clean_text(options.text))
        elif options.take == 0:
            value = conflict.root
        elif 1 <= options.take <= len(conflict.sides):
            value = conflict.sides[options.take - 1].value
        else:
            raise NoSuchSide(number=options.take, last=len(conflict.sides))
        conflicts.settle_conflict(ledger, conflict, value, author=options.author, reason=options.reason)
        left = conflicts.count_conflicts(ledger)
    document = {"id": conflict.id, **_address(conflict.address), "text": value.text, "conflicts": left}
    line = _("競合「{id}」を決めました。残りは{conflicts}件です。")
    return Result(document, [line.format(**document)])


def edit(options: argparse.Namespace) -> Result:
    """`edit`."""
    answers = read_answers(read_file(options.answers, MAX_FILE_BYTES), options.answers.name)
    with _writing(options) as ledger:
        edits = [(one.address, one.value) for one in answers]
        changed = editing.edit_fields(ledger, edits, author=options.author, reason=options.reason)
    line = _("{count}欄を書き換えました。").format(count=len(changed))
    return Result({"changed": len(changed)}, [line])


def return_answers(options: argparse.Namespace) -> Result:
    """`return`."""
    with _writing(options) as ledger:
        department = _department(ledger, options.department)
        chosen = None
        if options.measure:
            chosen = _cells(ledger, department, options.measure)
        requesting.return_department(
            ledger, department, options.out, reason=options.reason, fields=chosen, author=options.author
        )
    document = {"file": str(options.out), "department": options.department}
    line = _("{department}への差戻しを「{file}」に書きました。")
    return Result(document, [line.format(**document)])


def accept(options: argparse.Namespace) -> Result:
    """`accept`."""
    with _writing(options) as ledger:
        department = _department(ledger, options.department)
        if options.revoke:
            acceptance.revoke_acceptance(ledger, department, author=options.author)
            line = _("{department}の受理を取り消しました。")
        else:
            acceptance.accept_department(ledger, department, author=options.author)
            line = _("{department}の回答を受理しました。")
    document = {"department": options.department, "accepted": not options.revoke}
    return Result(document, [line.format(department=options.department)])


def show_status(options: argparse.Namespace) -> Result:
    """`status`."""
    with _reading(options) as ledger:
        found = round_status(ledger)
        label = None if found.round is None else rounds.round_label(ledger, found.round)
    document = {
        "round": None
        if found.round is None
        else {
            "id": found.round.id,
            "year": found.round.year,
            "period": found.round.period,
            "due_on": found.round.due_on.isoformat(),
            "is_open": found.round.is_open,
        },
        "departments": [
            {
                "name": one.department.name,
                "state": one.state.value,
                "asked": len(one.asked),
                "answered": one.answered,
                "missing": [_address(place) for place in one.missing],
                "conflicts": one.conflicts,
                "held": one.held,
                "late": one.is_late,
            }
            for one in found.departments
        ],
    }
    states = {
        DepartmentState.NOT_SENT: _("未送付"),
        DepartmentState.ASKED: _("照会中"),
        DepartmentState.SUBMITTED: _("提出済"),
        DepartmentState.RETURNED: _("差戻し中"),
        DepartmentState.ACCEPTED: _("受理"),
    }
    line = _("{name}　{state}　{answered}／{asked}欄")
    lines = [label or _("開いている照会はありません。")]
    for one in found.departments:
        said = line.format(
            name=one.department.name, state=states[one.state], answered=one.answered, asked=len(one.asked)
        )
        if one.missing:
            said += _("　未記入 {places}").format(places="、".join(f"№{place}" for place in one.missing))
        if one.conflicts:
            said += _("　競合{count}").format(count=one.conflicts)
        lines.append(said + (_("　遅れ") if one.is_late else ""))
    return Result(document, lines)


def undo(options: argparse.Namespace) -> Result:
    """`undo`."""
    with _writing(options) as ledger:
        if options.file is not None:
            withdrawal = merging.withdraw_file(ledger, options.file, author=options.author)
        else:
            backup.back_up_ledger(ledger)
            withdrawal = withdrawing.withdraw_last_merge(ledger, author=options.author)
        plan = ledger.plan()
        addresses = {place.id: plan.address_of(place) for place in plan.fields()}
    review = [addresses[one] for one in withdrawal.to_review]
    document = {"withdrawn": list(withdrawal.files), "review": [_address(one) for one in review]}
    lines = [_("「{file}」の取り込みを元に戻しました。").format(file=one) for one in withdrawal.files]
    lines += [
        _("№{place} は、取りまとめで決めた文が残っています。見直してください。").format(place=one) for one in review
    ]
    return Result(document, lines)


def export(options: argparse.Namespace) -> Result:
    """`export`."""
    from kyosei_desktop.report.export import ExportTargets, export_report  # typst, openpyxl and fonts are slow to load

    with _reading(options) as ledger:
        plan, definition = ledger.plan(), ledger.definition
        department = None if options.department is None else _department(ledger, options.department)
    targets = ExportTargets(
        xlsx=options.xlsx,
        pdf=options.pdf,
        data_xlsx=options.data_xlsx,
        csv=options.csv,
        plan_json=options.plan,
        years=options.years,
        department=department,
    )
    result = _run(export_report(plan, definition, targets))
    document = {
        "cells": result.cells,
        "clipped": result.clipped,
        "pages": result.pages,
        "files": [str(one) for one in result.files],
    }
    lines = [str(one) for one in result.files]
    lines.append(_("{cells}欄　切れ{clipped}　{pages}ページ").format(**document))
    failures = []
    if result.clipped:
        failures.append(
            _("{clipped}欄が切れています。書き出した紙面を配らずに、様式の定義を見直してください。").format(**document)
        )
    return Result(document, lines, failures)


def show_history(options: argparse.Namespace) -> Result:
    """`history`."""
    with _reading(options) as ledger:
        changes = history.list_changes(ledger, options.measure)
        acts = [] if options.measure is not None else list_acts(ledger)
        names = ledger.plan().department_names
    document = {
        "changes": [
            {
                **_address(one.address),
                "text": one.revision.value.text,
                "blank": one.revision.value.blank,
                "made_at": one.revision.made_at.isoformat(),
                "author": one.revision.author,
                "origin": one.revision.origin.value,
                "department": names.get(one.revision.department) if one.revision.department else None,
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
                "department": names.get(one.department) if one.department else None,
                "note": one.note,
            }
            for one in acts
        ],
    }
    lines = [
        f"{one.revision.made_at.astimezone():%Y-%m-%d %H:%M}　№{one.address}　{one.revision.author}　"
        f"{one.standing.value}　{one.revision.value.text}"
        for one in changes
    ]
    return Result(document, lines or [_("変更はまだありません。")])


def back_up(options: argparse.Namespace) -> Result:
    """`backup`."""
    with _reading(options) as ledger:
        made = backup.back_up_ledger(ledger, options.out)
    return Result({"file": str(made)}, [_("控えを「{file}」に作りました。").format(file=made)])


def restore(options: argparse.Namespace) -> Result:
    """`restore`."""
    kept = backup.restore_backup(options.backup, _path_of(options.ledger))
    document = {"ledger": options.ledger, "kept": None if kept is None else str(kept)}
    lines = [_("「{name}」から復元しました。").format(name=options.backup.name)]
    if kept is not None:
        lines.append(_("それまでの台帳は「{kept}」に残しました。").format(kept=kept))
    return Result(document, lines)


def tour(options: argparse.Namespace) -> Result:
    """`tour`."""
    from kyosei_desktop.ui.tour import run_tour  # Qt is loaded only where a window is wanted

    files = _run(run_tour(options.out, author=options.author))
    return Result({"files": [str(one) for one in files]}, [str(one) for one in files])


def _path_of(ledger: str) -> Path:
    """The ledger's file. Raises DatabaseNotSupported for a URL of another database than SQLite."""
    scheme, separator, rest = ledger.partition("://")
    if not separator:
        return Path(ledger)
    if scheme != "sqlite":
        raise DatabaseNotSupported(scheme=scheme)
    return Path(rest.removeprefix("/"))


def _writing(options: argparse.Namespace) -> Ledger:
    return open_ledger(_path_of(options.ledger), take_over=options.take_over)


def _reading(options: argparse.Namespace) -> Ledger:
    return open_ledger(_path_of(options.ledger), read_only=True)


def _run(work: Generator[Step, None, Outcome]) -> Outcome:
    """The result of a use case that lasts; its progress is shown on a terminal only."""
    if not sys.stderr.isatty():
        return run_to_end(work)
    try:
        return run_to_end(work, lambda step: _show_on_terminal(f"{step.done}/{step.total} {step.what}"))
    finally:
        _show_on_terminal("")


def _show_on_terminal(text: str) -> None:
    """Put a text in the place of the line before, by the ECMA-48 code that erases to the end of the line."""
    sys.stderr.write(f"\r\x1b[K{text}")
    sys.stderr.flush()


def _address(address: Address) -> dict[str, Any]:
    return {
        "measure": address.measure,
        "initiative": address.initiative,
        "year": address.year,
        "period": address.period,
        "field": address.field.value,
    }


def _department(ledger: Ledger, name: str) -> DepartmentId:
    departments = ledger.plan().departments
    for one in departments:
        if one.name == name:
            return one.id
    raise UnknownDepartment(name=name, known="、".join(one.name for one in departments))


def _period(ledger: Ledger, options: argparse.Namespace) -> Any:
    if options.period is not None:
        return options.period
    for one in ledger.definition.periods:
        if one.half == options.half:
            return one.id
    raise rounds.UnknownPeriod(
        period=options.half, known="、".join(f"--period {one.id}" for one in ledger.definition.periods)
    )


def _cells(ledger: Ledger, department: DepartmentId, places: Sequence[str]) -> list[FieldId]:
    """The fields that `--measure N[:field]` names, among those that the round asks of the department."""
    collection = rounds.find_open_round(ledger)
    if collection is None:
        raise rounds.NoOpenRound
    plan = ledger.plan()
    asked = [(one.field, plan.address_of(one.field)) for one in rounds.asked_of(ledger, plan, collection, department)]
    chosen = []
    for place in places:
        number, _separator, kind = place.partition(":")
        found = [
            one.id
            for one, address in asked
            if _same_number(number, address) and (not kind or _asked_kind(address, collection.year) == kind)
        ]
        if not found:
            raise NotAskedOf(department=_name(plan, department), place=place)
        chosen += found
    return chosen


def _same_number(given: str, address: Address) -> bool:
    if isinstance(address.measure, int) and given.isdecimal():
        return int(given) == address.measure
    return given == str(address.measure)


def _asked_kind(address: Address, year: FiscalYear) -> str:
    if address.field is FieldKind.ENTRY and address.year != year:
        return AskedField.NEXT_PLAN.value
    return address.field.value


def _name(plan: Plan, department: DepartmentId) -> str:
    return plan.department_names[department]
