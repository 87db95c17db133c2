"""What an official workbook says otherwise than it was exported, held against the ledger: nothing is changed here.

A book that carries its notes is merged: what its author changed becomes revisions after those that the book showed. Of
a book without them nobody knows what its author had before their eyes, so that every difference is shown, and none is
taken by itself.
"""

import hashlib
import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from sqlalchemy.orm import Session

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.field_labels import measure_label
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.merge import Origin, Revision, RevisionId, field_state
from kyosei_desktop.domain.plan import (
    Address,
    DepartmentId,
    Field,
    FieldId,
    FieldKind,
    Measure,
    Plan,
    Value,
)
from kyosei_desktop.domain.text import clean_text, fold_notation
from kyosei_desktop.exchange.workbook_layout import BookField, BookMeasure, BookText, Recognised, names_in, number_key
from kyosei_desktop.report.composition import BETWEEN_DEPARTMENTS, without_ended
from kyosei_desktop.report.workbook_notes import FieldNote, text_digest
from kyosei_desktop.store.editing import NoDepartmentNamed
from kyosei_desktop.store.ledger import utc_now
from kyosei_desktop.store.plans import departments_in, load_plan
from kyosei_desktop.store.revisions import FieldHistory, load_histories
from kyosei_desktop.store.succession import DepartmentIsNoMore, names_of_heirs, present_departments

_NAMESPACE = uuid.UUID("6f1f7d7e-3c64-5d0f-9a55-0f8d8f5f6a3e")
"""Of the ids of revisions that come out of workbooks; never to be changed."""


class BookStanding(StrEnum):
    """What taking a change would do."""

    READY = N_("変わる")
    CONFLICT = N_("競合になる")
    SAME = N_("台帳と同じ")
    TAKEN = N_("取り込み済み")
    CHOICE = N_("選べば変わる")
    UNREADABLE = N_("取り込めない")


_BY_ITSELF = (BookStanding.READY, BookStanding.CONFLICT, BookStanding.SAME)


@dataclass(frozen=True, slots=True)
class BookChange:
    """A field of which the book says something else.

    Attributes:
        old: the text that the book was exported with, or where nobody knows that, the ledger's.
        new: the text in the book; for departments their names, one a line.
        shown: what the ledger says now.
        cell: such as F12.
        remark: what a person should know, in words; empty for nothing.
        revision: the id of the revision that it would be.
        seen: the revisions that its author had before their eyes; None where nobody knows that.
        in_view: the revisions that somebody has before their eyes to whom `shown` is shown (`FieldHistory.shown_by`).
    """

    place: Field
    address: Address
    old: str
    new: str
    shown: str
    cell: str
    standing: BookStanding
    remark: str
    revision: RevisionId
    seen: tuple[RevisionId, ...] | None
    in_view: tuple[RevisionId, ...]

    @property
    def is_taken_by_itself(self) -> bool:
        """Whether it is taken unless somebody says otherwise."""
        return self.standing in _BY_ITSELF

    @property
    def can_be_taken(self) -> bool:
        """Whether it can be chosen at all."""
        return self.standing in (*_BY_ITSELF, BookStanding.CHOICE)


@dataclass(frozen=True, slots=True)
class BookChanges:
    """All that a book says otherwise, in printed order; `remarks` are sentences on what is left out and why.

    `has_notes` tells whether the book carries what it takes to merge it into this ledger.
    """

    changes: Sequence[BookChange]
    remarks: Sequence[str]
    has_notes: bool


def compare_book(session: Session, recognised: Recognised, definition: Definition) -> BookChanges:
    """Hold a book against the ledger as it is in a transaction."""
    return _Comparison(session, recognised, definition).result()


def book_id(recognised: Recognised) -> str:
    """What a book says, in one digest: the same however often it is saved, whatever it is called."""
    notes = recognised.notes
    fields = [] if notes is None else sorted((key, one.digest, one.seen) for key, one in notes.fields.items())
    texts = [
        (one.label, field.kind, field.initiative, field.year, field.period, text.text)
        for one in recognised.measures
        for field, text in one.texts.items()
    ]
    said = json.dumps([notes and notes.plan, fields, texts], ensure_ascii=False)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A text that is not, to the character, the one exported."""

    place: Field
    text: BookText
    note: FieldNote | None


@dataclass(frozen=True)
class _Comparison:
    session: Session
    recognised: Recognised
    definition: Definition

    @cached_property
    def plan(self) -> Plan:
        return load_plan(self.session)

    @cached_property
    def book(self) -> str:
        return book_id(self.recognised)

    @cached_property
    def notes(self) -> Mapping[FieldId, FieldNote] | None:
        """The notes, if they are of this plan."""
        notes = self.recognised.notes
        return notes.fields if notes is not None and notes.plan == self.plan.id else None

    @cached_property
    def measures(self) -> Mapping[str, Measure]:
        return {self._key(one): one for one in self.plan.measures}

    @cached_property
    def departments(self) -> Mapping[str, DepartmentId]:
        return {one.name: one.id for one in present_departments(self.session)}

    @cached_property
    def no_more(self) -> Mapping[str, Sequence[str]]:
        return names_of_heirs(self.session)

    def result(self) -> BookChanges:
        remarks = list(self._remarks())
        candidates = list(self._candidates())
        histories = load_histories(self.session, [one.place.id for one in candidates])
        found = (self._change(one, histories.get(one.place.id)) for one in candidates)
        order = {one.id: number for number, one in enumerate(self.plan.measures)}
        changes = sorted((one for one in found if one is not None), key=lambda one: order[one.place.measure])
        return BookChanges(tuple(changes), remarks, self.notes is not None)

    def _remarks(self) -> Iterator[str]:
        recognised = self.recognised
        if self.notes is None:
            yield _(
                "このブックには、書き出した時の控えがありません。違いを見せるだけで、選んだものだけを取り込めます。"
            )
        for title in recognised.missing_columns:
            yield _("「{title}」の列がありません。その欄は台帳のままにします。").format(title=title)
        for one in recognised.measures:
            problem = one.problem or self._strange(one)
            if problem is not None:
                said = _("{row}行目からの№{label}は読みません：{problem}")
                yield said.format(row=one.row, label=one.label, problem=problem)
        labels = {number_key(one.label) for one in recognised.measures}
        missing = [one for one in self._exported_measures() if self._key(one) not in labels]
        if missing:
            named = "、".join(measure_label(self.definition, one.no) for one in missing)
            yield _("{measures}の行がありません。台帳のままにします。").format(measures=named)
        notes = recognised.notes
        if self.notes is not None and notes is not None:
            title = "　".join(one for one in (notes.title, notes.subtitle, notes.as_of) if one)
            if fold_notation(title) != fold_notation(recognised.heading):
                yield _("題名は取り込みません。計画の題名は台帳のままにします。")

    def _strange(self, one: BookMeasure) -> str | None:
        measure = self.measures.get(number_key(one.label))
        if measure is None:
            return _("この台帳にない番号です。施策を足したり番号を変えたりするには「更新・改正」を使ってください。")
        if one.initiatives != len(measure.initiatives):
            said = _("取組が{count}つあるはずですが、{found}つあります。")
            return said.format(count=len(measure.initiatives), found=one.initiatives)
        return None

    def _key(self, measure: Measure) -> str:
        return number_key(self.definition.number_label(measure.no))

    def _exported_measures(self) -> Sequence[Measure]:
        """Those that the book must have had: reports leave out what has ended and says nothing in their years."""
        if self.notes is None:
            return without_ended(self.plan, self.recognised.years).measures
        return [one for one in self.plan.measures if Field(FieldKind.NAME, one.id).id in self.notes]

    def _candidates(self) -> Iterator[_Candidate]:
        for one in self.recognised.measures:
            if one.problem is not None or self._strange(one) is not None:
                continue
            measure = self.measures[number_key(one.label)]
            for field, text in one.texts.items():
                place = _place(measure, field)
                note = None if self.notes is None else self.notes.get(place.id)
                if text.problem is not None or not self._is_as_exported(place, text, note):
                    yield _Candidate(place, text, note)

    def _is_as_exported(self, place: Field, text: BookText, note: FieldNote | None) -> bool:
        if note is not None:
            return any(text_digest(one) == note.digest for one in text.readings)
        return any(_is_same(one, self._printed(place, self.plan.value(place)), text) for one in text.readings)

    def _printed(self, place: Field, value: Value) -> str:
        if place.kind is not FieldKind.DEPARTMENTS:
            return value.text
        names = self.plan.department_names
        return BETWEEN_DEPARTMENTS.join(names.get(one, one) for one in departments_in(value.text))

    def _change(self, one: _Candidate, history: FieldHistory | None) -> BookChange | None:
        shown = self._printed(one.place, self.plan.value(one.place))
        exported = self._exported(one, history)
        old = shown if exported is None else exported
        revision = RevisionId(uuid.uuid5(_NAMESPACE, f"{self.book}\n{one.place.id}\n{one.text.text}").hex)
        change = BookChange(
            place=one.place,
            address=self.plan.address_of(one.place),
            old=self._listed(one.place, old),
            new=self._listed(one.place, one.text.text),
            shown=self._listed(one.place, shown),
            cell=one.text.place,
            standing=BookStanding.UNREADABLE,
            remark=one.text.problem or "",
            revision=revision,
            seen=_seen(one.note, history, revision),
            in_view=() if history is None else tuple(history.shown_by(Origin.COORDINATOR)),
        )
        if one.text.problem is not None:
            return change
        if change.new == change.old or any(_is_same(reading, old, one.text) for reading in one.text.readings):
            return None  # only what stands between departments, spaces at the ends of lines, or how a number is written
        return self._judged(change, one.text, history)

    def _exported(self, one: _Candidate, history: FieldHistory | None) -> str | None:
        """The text that the book was exported with; None where no revision here has it."""
        if one.note is None:
            return None
        texts = ["", *(self._printed(one.place, each.value) for each in history.revisions)] if history else [""]
        return next((text for text in texts if text_digest(text) == one.note.digest), None)

    def _listed(self, place: Field, text: str) -> str:
        return "\n".join(self._names_in(text)) if place.kind is FieldKind.DEPARTMENTS else text

    def _names_in(self, text: str) -> list[str]:
        """Names of departments as people write them: one a line, with 、 or ・ between them."""
        found: list[str] = []
        for bare in names_in(text):
            parts = [part.strip() for part in bare.split("・")]
            is_known = bare in self.departments or not all(part in self.departments for part in parts)
            found += [bare] if is_known else parts
        return list(dict.fromkeys(found))

    def _judged(self, change: BookChange, text: BookText, history: FieldHistory | None) -> BookChange:
        doubts = [_("行が足されています。文のつながりを確かめてください。")] if text.has_rows_added else []
        try:
            value = Value(clean_text(change.new))
            if change.place.kind is FieldKind.DEPARTMENTS:
                doubts += self._doubts_of_departments(change.new)
                ids = (self.departments.get(name, name) for name in change.new.split("\n"))
                value = Value("\n".join(ids))
        except KyoseiError as error:
            return replace(change, remark=str(error))
        standing = self._standing(change, value, history)
        if standing is not BookStanding.TAKEN and (doubts or change.seen is None):
            standing = BookStanding.CHOICE
        return replace(change, standing=standing, remark="".join(doubts))

    def _doubts_of_departments(self, names: str) -> list[str]:
        """What to look at before departments are taken. Raises what makes them impossible."""
        if not names:
            raise NoDepartmentNamed
        for name in names.split("\n"):
            if name not in self.departments and name in self.no_more:
                raise DepartmentIsNoMore(name=name, now="、".join(self.no_more[name]))
        new = [name for name in names.split("\n") if name not in self.departments]
        said = _("台帳にない担当課です：{names}。取り込むと新しい課になります。")
        return [said.format(names="、".join(new))] if new else []

    def _standing(self, change: BookChange, value: Value, history: FieldHistory | None) -> BookStanding:
        if history is None or change.seen is None:
            return BookStanding.READY
        if change.revision in history.ids:
            if change.revision not in history.withdrawn:
                return BookStanding.TAKEN
            revisions, dormant = list(history.revisions), history.withdrawn - {change.revision} | history.held
        else:
            roots = tuple(one.id for one in history.revisions if one.origin is Origin.ROOT)
            revision = Revision(
                change.revision, change.place.id, value, change.seen or roots, Origin.COORDINATOR, "", utc_now()
            )
            revisions, dormant = [*history.revisions, revision], history.withdrawn | history.held
        if field_state(revisions, dormant).is_conflict:
            return BookStanding.CONFLICT
        return BookStanding.SAME if change.shown == change.new else BookStanding.READY


def _place(measure: Measure, field: BookField) -> Field:
    initiative = None if field.initiative is None else measure.initiatives[field.initiative].id
    return Field(field.kind, measure.id, initiative, field.year, field.period)


def _seen(note: FieldNote | None, history: FieldHistory | None, revision: RevisionId) -> tuple[RevisionId, ...] | None:
    """The noted revisions that this ledger has; none at all where the field did not exist at the export.

    Notes are signed by nothing: revisions that are not this field's are passed over, and a book that names none that is
    counts as one without notes.
    """
    if note is None or (history is not None and revision in history.mentioned - set(history.ids)):
        return None  # a revision that comes after itself would leave the field without a head
    if not note.seen:
        is_empty = history is None or any(
            one.origin is Origin.ROOT and one.value == Value() for one in history.revisions
        )
        return () if is_empty and note.digest == text_digest("") else None
    known = () if history is None else tuple(one for one in note.seen if one in history.ids)
    return known or None


def _is_same(text: str, other: str, found: BookText) -> bool:
    """Whether two texts differ in nothing that anybody wrote."""
    if found.is_number and fold_notation(text.replace(",", "")) == fold_notation(other.replace(",", "")):
        return True
    return _without_spaces_at_ends(text) == _without_spaces_at_ends(other)


def _without_spaces_at_ends(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.split("\n")).rstrip()
