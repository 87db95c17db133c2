"""Commands on answers: filling in, merging, settling conflicts, and undoing a merge."""

import argparse
from dataclasses import dataclass
from typing import Any, ClassVar

from kyosei_desktop.commands import bulk
from kyosei_desktop.commands.common import (
    Result,
    address_document,
    coordinators,
    open_for_reading,
    open_for_writing,
    run_watched,
)
from kyosei_desktop.commands.passphrases import new_passphrase, passphrases_of
from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import Value
from kyosei_desktop.domain.rules.findings import Level
from kyosei_desktop.domain.text import clean_text
from kyosei_desktop.exchange import handing_in, merging, work_file
from kyosei_desktop.exchange.answers import read_answers
from kyosei_desktop.exchange.container import MAX_FILE_BYTES
from kyosei_desktop.report.measuring import print_measure
from kyosei_desktop.store import backup, conflicts
from kyosei_desktop.store.backup_names import BackupReason
from kyosei_desktop.store.books_taken import withdraw_newest
from kyosei_desktop.store.files import read_file
from kyosei_desktop.store.passphrases import plain_name
from kyosei_desktop.store.work_findings import WorkFinding, find_in_work

_LEVEL_WORDS = {Level.ERROR: N_("誤り"), Level.WARNING: N_("注意"), Level.HINT: N_("ヒント")}


@dataclass(eq=False)
class NoSuchSide(KyoseiError):
    """A text to settle with that the conflict does not have."""

    sentence: ClassVar[str] = N_("{number}番の文はありません。0（照会時の文）から{last}までの番号を選んでください。")
    number: int
    last: int


def fill(options: argparse.Namespace) -> Result:
    """`fill`."""
    answers = read_answers(read_file(options.answers, MAX_FILE_BYTES), options.answers.name)
    work = options.work or plain_name(options.request).with_suffix(".kyosei")
    known, passphrase = passphrases_of(options, [options.request]), new_passphrase(options)
    with work_file.open_request(options.request, work, author=options.author, passphrases=known) as ledger:
        handing_in.answer_all(ledger, answers, author=options.author)
        measure = print_measure(ledger.definition, ledger.plan())
        handed_in = handing_in.hand_in(
            ledger,
            options.out,
            person=options.person,
            extension=options.extension,
            message=options.message,
            is_partial=options.partial,
            measure=measure,
            passphrase=passphrase,
            author=options.author,
        )
        plan = ledger.plan()
        filled = {place.id for place in map(plan.field_at, (one.address for one in answers)) if place is not None}
        findings = [one for one in find_in_work(ledger, measure, among=filled) if one.acknowledgement is None]
    document = {
        "file": str(handed_in.file),
        "work_file": str(work),
        "serial": handed_in.serial,
        "answers": handed_in.answers,
        "check_word": handed_in.check_word,
        "findings": [_finding_document(one) for one in findings],
    }
    line = _("回答{answers}欄を「{file}」に書きました。照合語は「{check_word}」です。")
    return Result(document, [line.format(**document)], warnings=[_finding_line(one) for one in findings])


def _finding_document(found: WorkFinding) -> dict[str, Any]:
    finding = found.finding
    said = {"rule": finding.rule, "level": finding.level.value, "sentence": finding.sentence}
    return {**address_document(found.address), **said}


def _finding_line(found: WorkFinding) -> str:
    level = _(_LEVEL_WORDS[found.finding.level])
    line = _("№{place}　{level}：{sentence}")
    return line.format(place=found.address, level=level, sentence=found.finding.sentence)


def merge(options: argparse.Namespace) -> Result:
    """`merge`."""
    known = passphrases_of(options, options.files)
    with open_for_writing(options) as ledger:
        work = merging.merge_files(
            ledger, options.files, author=options.author, is_dry_run=options.dry_run, passphrases=known
        )
        result = run_watched(work)
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
    with open_for_reading(options) as ledger:
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
                **address_document(one.address),
                "root": one.root.text,
                "shown": one.shown.text,
                "texts": texts,
                "notation_only": one.is_notation_only,
            }
        )
        lines.append(f"{one.id}　{_('表記だけの違い')}" if one.is_notation_only else one.id)
        lines.append(f"  0 {_('照会時の文')}：{one.root.text}")
        authors = [side["department"] for side in texts]
        for number, side in enumerate(texts, start=1):
            who = side["department"] or _("取りまとめ")
            file = f"（{side['source']}）" if authors.count(side["department"]) > 1 and side["source"] else ""
            lines.append(f"  {number} {who}{file}：{side['text']}")
    return Result({"conflicts": documents}, lines or [_("競合はありません。")])


def settle(options: argparse.Namespace) -> Result:
    """`settle`."""
    with open_for_writing(options) as ledger:
        if options.alike is not None:
            return bulk.settle_notation(coordinators(ledger), options)
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
    document = {"id": conflict.id, **address_document(conflict.address), "text": value.text, "conflicts": left}
    line = _("競合「{id}」を決めました。残りは{conflicts}件です。")
    return Result(document, [line.format(**document)])


def undo(options: argparse.Namespace) -> Result:
    """`undo`: of a merge, in a work file of a joining, or with `--act` of the newest act of the round."""
    with open_for_writing(options) as ledger:
        if options.act:
            return bulk.undo_act(coordinators(ledger), options)
        if options.file is not None:
            from kyosei_desktop.exchange.workbook_in import withdraw_any_file  # openpyxl is slow to load

            known = passphrases_of(options, [options.file])
            withdrawal = withdraw_any_file(ledger, options.file, author=options.author, passphrases=known)
        else:
            backup.back_up_ledger(ledger, reason=BackupReason.WITHDRAWAL)
            withdrawal = withdraw_newest(ledger, author=options.author)
        plan = ledger.plan()
        addresses = {place.id: plan.address_of(place) for place in plan.fields()}
    review = [addresses[one] for one in withdrawal.to_review]
    document = {"withdrawn": list(withdrawal.files), "review": [address_document(one) for one in review]}
    lines = [_("「{file}」の取り込みを元に戻しました。").format(file=one) for one in withdrawal.files]
    lines += [
        _("№{place} は、取りまとめで決めた文が残っています。見直してください。").format(place=one) for one in review
    ]
    return Result(document, lines)
