"""Answer sheets on paper (紙の回答票): what a sheet asked and showed, found again by the check word printed on it.

A sheet is a request whose carrier is paper. The history keeps with its act which heads every field had when it was
made, so that what is typed in from it weeks later comes after those, and not after what has come since.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from kyosei_desktop.domain.check_word import check_word
from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_
from kyosei_desktop.domain.merge import Origin, RevisionId
from kyosei_desktop.domain.plan import Address, DepartmentId, Field, FieldId, Plan, Value
from kyosei_desktop.domain.rounds import Round
from kyosei_desktop.store.acts import ActKind, record_act
from kyosei_desktop.store.ledger import Ledger, Unit
from kyosei_desktop.store.plans import load_plan
from kyosei_desktop.store.requests import MadeRequest, RequestId, record_request
from kyosei_desktop.store.revisions import FieldHistory, load_histories
from kyosei_desktop.store.rounds import open_round_row, round_of
from kyosei_desktop.store.succession import answering_for
from kyosei_desktop.store.tables import (
    ActRow,
    DepartmentRow,
    RequestFieldRow,
    SubmissionRevisionRow,
    SubmissionRow,
)

_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}


@dataclass(eq=False)
class NoSuchSheet(KyoseiError):
    """A check word that no sheet of the open round has."""

    sentence: ClassVar[str] = N_(
        "照合語「{word}」の回答票は、いまの照会にありません。回答票の右上にある四文字のかなを確かめてください。"
    )
    word: str


@dataclass(eq=False)
class SheetOfAnother(KyoseiError):
    """A check word of another department's sheet."""

    sentence: ClassVar[str] = N_("照合語「{word}」は{department}の回答票です。担当課を選び直してください。")
    word: str
    department: str


@dataclass(frozen=True, slots=True)
class SheetField:
    """A field of a sheet.

    Attributes:
        heads: those that it had when the sheet was made; what is typed in comes after them.
        printed: the value on the sheet; blank where it was in conflict.
        typed: what has been typed in from this sheet and stands in the ledger; None for nothing.
        typed_revisions: all revisions that were typed in from it and are not withdrawn.
        has_changed: whether something else has come since the sheet was made, so that an answer will be in conflict.
    """

    place: Field
    address: Address
    is_required: bool
    heads: Sequence[RevisionId]
    printed: Value
    typed: Value | None
    typed_revisions: Sequence[RevisionId]
    has_changed: bool


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """A sheet as the ledger remembers it. `made_at` is UTC; `fields` are in the order of the sheet."""

    request: RequestId
    round: Round
    department: DepartmentId
    check_word: str
    made_at: datetime
    fields: Sequence[SheetField]


def record_sheet(unit: Unit, plan: Plan, collection: Round, department: DepartmentId, *, author: str) -> str:
    """Make a request whose carrier is a sheet, and remember what it shows; its check word. Raises NothingToAsk."""
    made = record_request(unit, plan, collection, department)
    word = _word_of(made)
    heads = {one.place.id: one.heads for one in made.fields}
    note = "\n".join([word, made.id, *(" ".join([field, *ids]) for field, ids in heads.items())])
    record_act(unit, ActKind.SHEET_MADE, author=author, round_id=collection.id, department=department, note=note)
    return word


def find_sheet(ledger: Ledger, department: DepartmentId, word: str) -> AnswerSheet:
    """The newest sheet of a department, or of one whose work it carries on, with that check word.

    Args:
        word: as somebody typed it; white space and the kind of kana do not matter.

    Raises:
        NoOpenRound, NoSuchSheet, SheetOfAnother.
    """
    wanted = _cleaned(word)
    with ledger.reading() as session:
        collection = round_of(open_round_row(session))
        acts = select(ActRow).where(ActRow.kind == ActKind.SHEET_MADE.value, ActRow.round_id == collection.id)
        found = [row for row in session.scalars(acts.order_by(ActRow.sequence.desc())) if _read(row).word == wanted]
        if not found:
            raise NoSuchSheet(word=word.strip())
        own = answering_for(session, department)
        for row in found:
            if row.department_id in own:
                return _sheet(session, collection, row)
        name = session.get_one(DepartmentRow, found[0].department_id).name
        raise SheetOfAnother(word=wanted, department=name)


@dataclass(frozen=True, slots=True)
class _Note:
    """What the act of making a sheet tells: its word, its request, and the heads that its fields had."""

    word: str
    request: RequestId
    heads: Mapping[FieldId, Sequence[RevisionId]]


def _read(row: ActRow) -> _Note:
    word, request, *lines = (row.note or "").split("\n")
    heads = {}
    for line in lines:
        field, *ids = line.split(" ")
        heads[FieldId(field)] = [RevisionId(one) for one in ids]
    return _Note(word, RequestId(request), heads)


def _sheet(session: Session, collection: Round, row: ActRow) -> AnswerSheet:
    note, plan = _read(row), load_plan(session)
    asked = session.scalars(
        select(RequestFieldRow).where(RequestFieldRow.request_id == note.request).order_by(RequestFieldRow.position)
    ).all()
    places = {place.id: place for place in plan.fields()}
    histories = load_histories(session, note.heads)
    typed = set(
        session.scalars(
            select(SubmissionRevisionRow.revision_id)
            .join(SubmissionRow, SubmissionRow.id == SubmissionRevisionRow.submission_id)
            .where(SubmissionRow.request_id == note.request, SubmissionRow.is_withdrawn.is_(False))
        )
    )
    return AnswerSheet(
        request=note.request,
        round=collection,
        department=DepartmentId(row.department_id or ""),
        check_word=note.word,
        made_at=row.done_at,
        fields=tuple(
            _field(plan, places[field], one.is_required, note.heads[field], histories[field], typed)
            for one in asked
            if (field := FieldId(one.field_id)) in places
        ),
    )


def _field(
    plan: Plan, place: Field, is_required: bool, heads: Sequence[RevisionId], history: FieldHistory, typed: set[str]
) -> SheetField:
    known = {one.id: one for one in history.revisions}
    printed = {known[one].value for one in heads}
    own = [one for one in history.revisions if one.id in typed]
    earlier = {parent for one in own for parent in one.after}
    newest = next((one.value for one in reversed(own) if one.id not in earlier), None)
    now = {head.revision for head in history.state(Origin.COORDINATOR).heads}
    return SheetField(
        place=place,
        address=plan.address_of(place),
        is_required=is_required,
        heads=tuple(heads),
        printed=printed.pop() if len(printed) == 1 else Value(),
        typed=newest,
        typed_revisions=tuple(one.id for one in own),
        has_changed=bool(now - set(heads) - {one.id for one in own}),
    )


def _word_of(made: MadeRequest) -> str:
    """Same word, same content: what is asked, what it says, and which revisions say so."""
    return check_word(
        (one.place.id, Value("\n".join((*one.heads, one.value.text)), one.value.blank)) for one in made.fields
    )


def _cleaned(word: str) -> str:
    """A check word as it is printed: hiragana without white space."""
    return "".join(unicodedata.normalize("NFKC", word).split()).translate(_KATAKANA_TO_HIRAGANA)
