"""What an Excel form was made with: the signed document on its hidden sheet.

It says which request the form carries and what was sent in each field. The form's reader believes nothing else of the
workbook, and this only after the HMAC with the key of that round and department, which never travels in a form. The
format is described in `resources/schemas/excel-form.schema.json`.
"""

import base64
import binascii
import hashlib
import hmac
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kyosei_desktop.domain.merge import RevisionId, SourceId
from kyosei_desktop.domain.plan import Department, DepartmentId, FieldId, PlanId, Value
from kyosei_desktop.domain.rounds import RoundId
from kyosei_desktop.exchange.container import time_text
from kyosei_desktop.exchange.excel_form_refusals import FormAltered, FormNotUsable
from kyosei_desktop.exchange.refusals import NewerFormat
from kyosei_desktop.exchange.submission_file import SubmissionFile
from kyosei_desktop.exchange.values import value_document, value_of
from kyosei_desktop.store.documents import (
    DocumentNotValid,
    NotADocument,
    check_document,
    check_texts,
    json_bytes,
    parse_json,
)

FORMAT_VERSION = 1
FORM_MARK = "kyosei:form"
"""Stands in the first cell of the hidden sheet, by which the sheet is known whatever it is called."""

_SCHEMA = "excel-form"
_CELL_CHARACTERS = 30_000
"""Characters of the document in one cell; Excel holds 32,767. Base64 has none that a cell would change."""
_CELL_BEGINS = "|"
"""Before each part: one that began with `+` could be taken for a formula."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One row of a form, as it was sent.

    Attributes:
        heads: the revisions that `value` comes from.
        label: what № and what is asked say, with a space between them.
        is_in_form: whether it can be answered there; not where no cell can hold the text sent.
    """

    field: FieldId
    heads: Sequence[RevisionId]
    value: Value
    is_required: bool
    label: str
    is_in_form: bool = True


@dataclass(frozen=True, slots=True)
class FormDocument:
    """What a form was made with. `request` names the form too: all its copies are one. `made_at` is UTC."""

    plan: PlanId
    round: RoundId
    department: Department
    request: SourceId
    made_at: datetime
    fields: Sequence[FormField]


@dataclass(frozen=True, slots=True)
class SignedForm:
    """A document as a workbook brought it: well-formed, and believed only once `is_signed_with` the ledger's key."""

    document: FormDocument
    content: bytes
    hmac: str

    def is_signed_with(self, key: bytes) -> bool:
        """Whether the document is the one that was sent."""
        return hmac.compare_digest(_digest(self.content, key), self.hmac)


@dataclass(frozen=True, slots=True)
class UnverifiedForm:
    """A well-formed form of which nothing may be believed before `authenticate`.

    Attributes:
        name: the file's name, for messages.
        claimed: what it says, as a submission.
    """

    name: str
    claimed: SubmissionFile
    signed: SignedForm

    @property
    def digest(self) -> str:
        """What tells it apart from any other: what was sent and what is answered, however the file was saved."""
        return self.claimed.digest

    def authenticate(self, key: bytes) -> SubmissionFile:
        """The answers, now that the form is known to be the one sent. Raises FormAltered."""
        if not self.signed.is_signed_with(key):
            raise FormAltered(name=self.name)
        return self.claimed


def hidden_cells(document: FormDocument, key: bytes) -> list[str]:
    """The texts of the hidden sheet's first column, from the top.

    Raises:
        DocumentNotValid: it breaks the limits of the format.
    """
    made = _document(document)
    check_document(made, _SCHEMA, document.department.name)
    content = json_bytes(made)
    text = base64.b64encode(content).decode()
    parts = [text[start : start + _CELL_CHARACTERS] for start in range(0, len(text), _CELL_CHARACTERS)]
    return [FORM_MARK, _digest(content, key), *(_CELL_BEGINS + part for part in parts)]


def read_hidden_cells(cells: Sequence[str], name: str) -> SignedForm:
    """The document that the hidden sheet's first column holds.

    Args:
        cells: without empty ones.
        name: the file's name, for messages.

    Raises:
        NewerFormat
        FormNotUsable: it is not in the form that its schema describes.
    """
    try:
        text = "".join(one.removeprefix(_CELL_BEGINS) for one in cells[2:])
        content = base64.b64decode(text, validate=True)
        made = parse_json(content, name)
        version = made.get("format_version") if isinstance(made, dict) else None
        if isinstance(version, int) and version > FORMAT_VERSION:
            raise NewerFormat(name=name, version=version)
        check_document(made, _SCHEMA, name)
        check_texts(made, name, is_exact=True)
        assert isinstance(made, dict)  # by its schema
        document = _document_of(made, name)
    except (binascii.Error, ValueError) as error:
        raise FormNotUsable(name=name) from error
    except (NotADocument, DocumentNotValid) as error:
        raise FormNotUsable(name=name) from error
    if any(count > 1 for count in Counter(one.field for one in document.fields).values()):
        raise FormNotUsable(name=name)
    return SignedForm(document, content, cells[1] if len(cells) > 1 else "")


def _document(form: FormDocument) -> dict[str, Any]:
    return {
        "format_version": FORMAT_VERSION,
        "plan": form.plan,
        "round": form.round,
        "department": {"id": form.department.id, "name": form.department.name},
        "request": form.request,
        "made_at": time_text(form.made_at),
        "fields": [
            {
                "id": one.field,
                "heads": list(one.heads),
                **value_document(one.value),
                "required": one.is_required,
                "label": one.label,
                "in_form": one.is_in_form,
            }
            for one in form.fields
        ],
    }


def _document_of(made: Mapping[str, Any], name: str) -> FormDocument:
    return FormDocument(
        plan=PlanId(made["plan"]),
        round=RoundId(made["round"]),
        department=Department(DepartmentId(made["department"]["id"]), made["department"]["name"]),
        request=SourceId(made["request"]),
        made_at=datetime.fromisoformat(made["made_at"]),
        fields=tuple(_fields_of(made["fields"], name)),
    )


def _fields_of(made: Sequence[Mapping[str, Any]], name: str) -> Iterator[FormField]:
    for one in made:
        yield FormField(
            field=FieldId(one["id"]),
            heads=tuple(map(RevisionId, one["heads"])),
            value=value_of(one, one["id"], name),
            is_required=one["required"],
            label=one["label"],
            is_in_form=one["in_form"],
        )


def _digest(content: bytes, key: bytes) -> str:
    return hmac.new(key, content, hashlib.sha256).hexdigest()
