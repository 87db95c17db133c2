"""Reading an Excel form that came back: what it answers, as revisions that any reader makes alike.

A form brings values only. The revision of an answer is named by form, field and value, and comes after the heads that
were noted when the form was made: so the same file twice adds nothing, and two copies that differ are two heads. A
value that is still the one sent is no answer.
"""

import hashlib
import re
import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.merge import Origin, Revision, RevisionId
from kyosei_desktop.domain.plan import FieldId, Value
from kyosei_desktop.domain.text import FORBIDDEN_CHARACTERS
from kyosei_desktop.exchange.excel_form_cells import FormCells
from kyosei_desktop.exchange.excel_form_document import (
    FORM_MARK,
    FormDocument,
    SignedForm,
    UnverifiedForm,
    read_hidden_cells,
)
from kyosei_desktop.exchange.excel_form_layout import (
    ANSWER_MARK,
    ASKED_MARK,
    COLUMNS_MARK,
    EXTENSION_MARK,
    HEADING_MARK,
    MESSAGE_MARK,
    MOST_CONTACT_CHARACTERS,
    NUMBER_MARK,
    PERSON_MARK,
    STATE_MARK,
)
from kyosei_desktop.exchange.excel_form_refusals import (
    AnswerOutsideLimits,
    FieldTwice,
    ForeignRow,
    FormColumnsMissing,
    FormSheetTwice,
    NotAForm,
    ReportInsteadOfForm,
    TextWithoutField,
)
from kyosei_desktop.exchange.spreadsheet import read_spreadsheet
from kyosei_desktop.exchange.spreadsheet_properties import saved_at
from kyosei_desktop.exchange.submission_file import SubmissionFile
from kyosei_desktop.report.workbook_notes import NOTES_SHEET
from kyosei_desktop.report.workbook_text import text_of
from kyosei_desktop.store.documents import json_bytes

_NAMESPACE = uuid.UUID("6c0d5a52-7d0e-5d7e-9f0b-5f1a3c1f7a11")
"""Of the names that revisions of forms get (RFC 9562, section 5.5). It must never change."""

_CONTACTS = {PERSON_MARK: "担当者", EXTENSION_MARK: "内線", MESSAGE_MARK: "伝言"}
_ONE_LINE = re.compile(r"\s+")


def read_form(content: bytes, name: str, now: datetime) -> UnverifiedForm:
    """What a form answers; whose it is only `authenticate` says.

    Args:
        content: the file's bytes.
        name: the file's name, for messages.
        now: UTC; a form that does not say when it was saved counts as saved now, none later.

    Raises:
        FileRefused: with the sentence that says why, and the cell where there is one.
    """
    book = read_spreadsheet(content, name)
    hidden = _hidden_sheet(book, name)
    texts = (text_of(row[0]) for row in hidden.iter_rows(max_col=1, values_only=True))
    signed = read_hidden_cells([one for one in texts if one], name)
    document = signed.document
    cells = _form_cells(book, hidden, name)
    values, contacts = _read_rows(cells, document)
    saved = max(document.made_at, min(saved_at(content) or now, now))
    person = contacts.get(PERSON_MARK) or None
    author = person or document.department.name
    submission = SubmissionFile(
        plan=document.plan,
        round=document.round,
        department=document.department.id,
        request=document.request,
        work_file=document.request,
        made_at=saved,
        serial=1,
        is_complete=all(values[one.field].is_answered for one in document.fields if one.is_required),
        person=person,
        extension=contacts.get(EXTENSION_MARK) or None,
        message=contacts.get(MESSAGE_MARK) or None,
        answers=tuple(
            Revision(
                id=_revision_id(document, one.field, values[one.field]),
                field=one.field,
                value=values[one.field],
                after=tuple(one.heads),
                origin=Origin.DEPARTMENT,
                author=author,
                made_at=saved,
                department=document.department.id,
            )
            for one in document.fields
            if values[one.field] != one.value
        ),
    )
    return UnverifiedForm(name, replace(submission, digest=_digest_of(submission, signed)), signed)


def _hidden_sheet(book: Workbook, name: str) -> Worksheet:
    """The sheet of the form's document, known by its mark whatever it is called."""
    for sheet in book.worksheets:
        if sheet.cell(1, 1).value == FORM_MARK:
            return sheet
    raise ReportInsteadOfForm(name=name) if NOTES_SHEET in book.sheetnames else NotAForm(name=name)


def _form_cells(book: Workbook, hidden: Worksheet, name: str) -> FormCells:
    """The sheet of answers, known by the marks of its columns."""
    found: list[FormCells] = []
    for sheet in book.worksheets:
        columns = {} if sheet is hidden else _marked_columns(sheet)
        if {COLUMNS_MARK, STATE_MARK, ANSWER_MARK} <= columns.keys():
            found.append(FormCells(sheet, name, columns))
    if not found:
        raise FormColumnsMissing(name=name)
    if len(found) > 1:
        raise FormSheetTwice(name=name, one=found[0].sheet.title, other=found[1].sheet.title)
    return found[0]


def _marked_columns(sheet: Worksheet) -> Mapping[str, int]:
    for row in sheet.iter_rows():
        marks = {cell.value: cell.column for cell in row if isinstance(cell.value, str)}
        if COLUMNS_MARK in marks:
            return {mark: number for mark, number in marks.items() if number is not None}
    return {}


def _read_rows(cells: FormCells, document: FormDocument) -> tuple[dict[FieldId, Value], dict[str, str]]:
    """The value of each field, that sent where no row answers it; and the contact by its marks."""
    fields = {one.field: one for one in document.fields}
    answered: dict[FieldId, tuple[int, Value]] = {}
    contacts: dict[str, str] = {}
    has_begun = False
    for row in range(1, cells.sheet.max_row + 1):
        mark = text_of(cells.sheet.cell(row, cells.columns[COLUMNS_MARK]).value)
        if mark in _CONTACTS:
            contacts[mark] = _contact(cells, row, mark)
        elif mark == HEADING_MARK:
            has_begun = True
        elif mark == COLUMNS_MARK:
            continue
        elif not mark:
            if has_begun:
                _refuse_lost_text(cells, row)
        elif FieldId(mark) not in fields:
            raise ForeignRow(name=cells.name, row=row)
        else:
            field = fields[FieldId(mark)]
            _check_label(cells, row, field.label)
            if not field.is_in_form:
                continue
            value = cells.value(row, field.label)
            first, known = answered.setdefault(field.field, (row, value))
            if known != value:
                one, other = cells.place(first, ANSWER_MARK), cells.place(row, ANSWER_MARK)
                raise FieldTwice(name=cells.name, one=one, other=other, label=field.label)
    values = {one.field: answered[one.field][1] if one.field in answered else one.value for one in document.fields}
    return values, contacts


def _refuse_lost_text(cells: FormCells, row: int) -> None:
    """A row that somebody added may hold anything but an answer, which would be lost in it."""
    for mark in (ANSWER_MARK, STATE_MARK):
        if cells.text(row, mark, _("足された行")).strip():
            raise TextWithoutField(name=cells.name, cell=cells.place(row, mark))


def _check_label(cells: FormCells, row: int, label: str) -> None:
    """The words beside an answer must be those of its id: only a part of the row may have been sorted."""
    if {NUMBER_MARK, ASKED_MARK} <= cells.columns.keys():
        number, asked = (text_of(cells.sheet.cell(row, cells.columns[one]).value) for one in (NUMBER_MARK, ASKED_MARK))
        first_line = asked.partition("\n")[0]
        if f"{number} {first_line}" != label:
            raise ForeignRow(name=cells.name, row=row)


def _contact(cells: FormCells, row: int, mark: str) -> str:
    label = _CONTACTS[mark]
    text = cells.text(row, ANSWER_MARK, label).strip()
    if mark != MESSAGE_MARK:
        text = _ONE_LINE.sub(" ", text)
    if len(text) > MOST_CONTACT_CHARACTERS or FORBIDDEN_CHARACTERS.search(text):
        cause = _("{limit}字までで書いてください").format(limit=MOST_CONTACT_CHARACTERS)
        raise AnswerOutsideLimits(name=cells.name, cell=cells.place(row, ANSWER_MARK), label=label, cause=cause)
    return text


def _revision_id(document: FormDocument, field: FieldId, value: Value) -> RevisionId:
    said = json_bytes([document.request, field, value.text, value.blank and value.blank.value])
    return RevisionId(str(uuid.uuid5(_NAMESPACE, said.decode())))


def _digest_of(submission: SubmissionFile, signed: SignedForm) -> str:
    contact = [submission.person, submission.extension, submission.message]
    answers = sorted(one.id for one in submission.answers)
    said = json_bytes([hashlib.sha256(signed.content).hexdigest(), signed.hmac, contact, answers])
    return hashlib.sha256(said).hexdigest()
