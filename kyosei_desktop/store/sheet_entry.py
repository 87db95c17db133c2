"""Typing in what a department wrote on its answer sheet: taken in like a submission, withdrawn like one."""

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import ClassVar

from sqlalchemy import func, select

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.merge import Origin, Revision, RevisionId
from kyosei_desktop.domain.plan import Address, FieldId, Value
from kyosei_desktop.domain.text import clean_text
from kyosei_desktop.store.acts import ActKind, record_act
from kyosei_desktop.store.answer_sheets import AnswerSheet, SheetField
from kyosei_desktop.store.backup import back_up_ledger
from kyosei_desktop.store.backup_names import BackupReason
from kyosei_desktop.store.editing import find_field, refuse_if_given_twice
from kyosei_desktop.store.ledger import Ledger, Unit, new_id
from kyosei_desktop.store.receiving import MergeId, Receipt, Received, RoundIsClosed, SubmissionId, receive
from kyosei_desktop.store.tables import RoundRow, SubmissionRow


@dataclass(eq=False)
class NotOnTheSheet(KyoseiError):
    """An answer to a field that the sheet does not ask for."""

    sentence: ClassVar[str] = N_("欄「{address}」は、この回答票にありません。回答票にある欄だけを入力してください。")
    address: str


@dataclass(eq=False)
class SheetNotReceivedYet(KyoseiError):
    """A sheet is said to have come on a day that is yet to come."""

    sentence: ClassVar[str] = N_("回答票を受け取った日が今日より後になっています。日付を確かめてください。")


@dataclass(frozen=True, slots=True)
class EnteredSheet:
    """What became of what was typed in. `name` is what it is called among the files merged."""

    name: str
    receipt: Receipt


def enter_sheet(
    ledger: Ledger,
    sheet: AnswerSheet,
    answers: Sequence[tuple[Address, Value]],
    *,
    person: str | None = None,
    extension: str | None = None,
    received_on: date | None = None,
    author: str,
    is_dry_run: bool = False,
) -> EnteredSheet:
    """Take in what stands on a sheet, after a backup. Each text that differs from the printed one is an answer.

    An answer comes after the heads that its field had when the sheet was made; whatever has come since is in conflict
    with it and never overwritten. Typing the same sheet in once more corrects what was typed in before.

    Args:
        answers: of the sheet's fields; those left out, or left as they were, are no answers.
        person: who filled the sheet in, `extension` their number.
        received_on: the day on which the sheet came, in local time; None for today.
        author: who types it in.
        is_dry_run: find out what would happen, and change nothing.

    Raises:
        NoSuchField, FieldGivenTwice, NotOnTheSheet, SheetNotReceivedYet, RoundIsClosed, NotAcceptableText, TextTooLong,
        LedgerReadOnly: nothing was taken in.
    """
    fields = {one.place.id: one for one in sheet.fields}
    plan, cleaned = ledger.plan(), dict[FieldId, Value]()
    places = [find_field(ledger, plan, address) for address, _value in answers]
    refuse_if_given_twice(plan, places)
    for place, (address, value) in zip(places, answers, strict=True):
        if place.id not in fields:
            raise NotOnTheSheet(address=str(address))
        cleaned[place.id] = Value(clean_text(value.text), value.blank)
    received_at = _received_at(ledger, received_on)
    name = _("紙の回答（照合語 {word}）").format(word=sheet.check_word)
    changed = {field: value for field, value in cleaned.items() if value != value_before(fields[field])}
    if not changed and any(one.typed is not None for one in sheet.fields):
        return EnteredSheet(name, Receipt({}, (), is_late=False, is_new=False))
    if not is_dry_run and not ledger.is_read_only:
        back_up_ledger(ledger, reason=BackupReason.MERGE)
    with ledger.begin() as unit:
        if not unit.session.get_one(RoundRow, sheet.round.id).is_open:
            raise RoundIsClosed
        revisions = [_revision(unit, sheet, fields[field], value, person=person) for field, value in changed.items()]
        said = [cleaned.get(one.place.id, value_before(one)) for one in sheet.fields if one.is_required]
        received = Received(
            id=_id_of(sheet, revisions),
            round=sheet.round.id,
            department=sheet.department,
            request=sheet.request,
            work_file=sheet.request,
            serial=_next_serial(unit, sheet),
            made_at=received_at or unit.now,
            is_complete=all(one.is_answered for one in said),
            person=person or None,
            extension=extension or None,
            message=None,
            answers=revisions,
            acknowledgements=(),
            file_name=name,
        )
        receipt = receive(unit, received, MergeId(new_id()))
        if receipt.is_new:
            record_act(
                unit, ActKind.MERGED, author=author, round_id=sheet.round.id, department=sheet.department, note=name
            )
        if not is_dry_run:
            unit.commit()
    return EnteredSheet(name, receipt)


def value_before(field: SheetField) -> Value:
    """What a field of a sheet says before anybody types: what was typed in from it already, else what is printed."""
    return field.printed if field.typed is None else field.typed


def _received_at(ledger: Ledger, received_on: date | None) -> datetime | None:
    """Noon of the day on which the sheet came; None for now. Raises SheetNotReceivedYet."""
    today = ledger.clock().astimezone().date()
    if received_on is None or received_on == today:
        return None
    if received_on > today:
        raise SheetNotReceivedYet
    return datetime.combine(received_on, time(12)).astimezone()


def _revision(unit: Unit, sheet: AnswerSheet, field: SheetField, value: Value, *, person: str | None) -> Revision:
    """The answer, with the same id whoever types it in: the rule of all carriers without revisions of their own."""
    after = (*field.heads, *field.typed_revisions)
    said = json.dumps([field.place.id, value.text, value.blank, sorted(after)], ensure_ascii=False)
    return Revision(
        id=RevisionId(uuid.uuid5(uuid.UUID(sheet.request), said).hex),
        field=field.place.id,
        value=value,
        after=after,
        origin=Origin.DEPARTMENT,
        author=person or _("紙の回答"),
        made_at=unit.now,
        department=sheet.department,
    )


def _id_of(sheet: AnswerSheet, revisions: list[Revision]) -> SubmissionId:
    """The same for the same answers from the same sheet, so that they are taken in once."""
    said = json.dumps([sheet.request, sorted(one.id for one in revisions)])
    return SubmissionId(hashlib.sha256(said.encode()).hexdigest())


def _next_serial(unit: Unit, sheet: AnswerSheet) -> int:
    typed = select(func.count()).where(SubmissionRow.request_id == sheet.request)
    return (unit.session.scalar(typed) or 0) + 1
