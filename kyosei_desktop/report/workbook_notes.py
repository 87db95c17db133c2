"""What an official workbook carries for its way back into the ledger: whose it is, and what each field was made of.

A hidden sheet of texts: an explanation; a line with the version, the plan's id, its title, subtitle and as-of line; the
measures' manual pages in printed order; then lines with the fields of one measure or initiative each. A field is noted
as `name=digest=revision+revision`: the end of its id, the digest of its text as the sheet shows it, and the revisions
that its reader has before their eyes. The form is described in `docs/formats.md`.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from openpyxl import Workbook

from kyosei_desktop.domain.merge import RevisionId
from kyosei_desktop.domain.plan import FieldId, PlanId
from kyosei_desktop.report.composition import Composition
from kyosei_desktop.report.workbook_text import MOST_CELL_UNITS, set_text

NOTES_SHEET = "取り込み用"
NOTES_VERSION = "kyosei-notes-1"
_EXPLANATION = (
    "このシートは、書き直したブックを台帳に取り込むときに使います。個人の情報は入っていません。"
    "消したブックも取り込めますが、台帳との違いを見せるだけになります。"
)
_DIGEST_DIGITS = 16
_PAGES, _NO_PAGE = "pages", "-"
_COLUMNS, _FIRST_NOTE = 5, 3
_PAGE = re.compile("[1-9][0-9]{0,4}")
_MOST_UNITS = MOST_CELL_UNITS - 1_000  # room for the longest note of a field


@dataclass(frozen=True, slots=True)
class FieldNote:
    """What the sheet showed of a field: the digest of its text, and the revisions seen; none where it did not exist."""

    digest: str
    seen: tuple[RevisionId, ...] = ()


@dataclass(frozen=True, slots=True)
class MergeNotes:
    """The notes of one workbook. `pages` are the measures' manual page groups in printed order."""

    plan: PlanId
    title: str
    subtitle: str | None
    as_of: str | None
    pages: tuple[int | None, ...]
    fields: Mapping[FieldId, FieldNote]


def text_digest(text: str) -> str:
    """What tells whether a text is still the one that the sheet was written with."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST_DIGITS]


def merge_notes(composition: Composition, seen: Mapping[FieldId, Sequence[RevisionId]]) -> MergeNotes:
    """The notes of a report; `seen` are the revisions that its texts come from."""
    fields = {
        cell.field.id: FieldNote(text_digest(cell.text), tuple(seen.get(cell.field.id, ())))
        for cell in composition.cells
        if cell.field is not None
    }
    plan = composition.plan
    pages = tuple(one.page for one in composition.measures)
    return MergeNotes(plan.id, plan.title, plan.subtitle, plan.as_of, pages, fields)


def write_notes(book: Workbook, notes: MergeNotes) -> None:
    """Add the hidden sheet to a book."""
    sheet = book.create_sheet(NOTES_SHEET)
    sheet.sheet_state = "veryHidden"
    for row, line in enumerate(_lines(notes), start=1):
        for column, text in enumerate(line, start=1):
            set_text(sheet.cell(row, column), text)


def notes_in(lines: Sequence[Sequence[str]]) -> MergeNotes | None:
    """The notes that the texts of a sheet's rows hold; None where they are none, or have been altered.

    Nothing is believed of them but their form: what they say of revisions is for the ledger to check.
    """
    rows = [[*line, *[""] * _COLUMNS][:_COLUMNS] for line in lines]
    if len(rows) < _FIRST_NOTE or rows[1][0] != NOTES_VERSION:
        return None
    fields: dict[FieldId, FieldNote] = {}
    pages: list[int | None] = []
    for owner, said, *_rest in rows[_FIRST_NOTE - 1 :]:
        if owner == _PAGES:
            pages += (int(one) if _PAGE.fullmatch(one) else None for one in said.split())
            continue
        for one in said.split():
            name, *rest = one.split("=")
            if len(rest) != 2 or len(rest[0]) != _DIGEST_DIGITS:
                return None
            seen = tuple(RevisionId(revision) for revision in rest[1].split("+") if revision)
            fields[FieldId(f"{owner}.{name}")] = FieldNote(rest[0], seen)
    _version, plan, title, subtitle, as_of = rows[1]
    return MergeNotes(PlanId(plan), title, subtitle or None, as_of or None, tuple(pages), fields)


def _lines(notes: MergeNotes) -> Iterator[tuple[str, ...]]:
    yield (_EXPLANATION,)
    yield NOTES_VERSION, notes.plan, notes.title, notes.subtitle or "", notes.as_of or ""
    pages = (_NO_PAGE if one is None else str(one) for one in notes.pages)
    yield from ((_PAGES, text) for text in _filled_cells(pages))
    by_owner: dict[str, list[str]] = defaultdict(list)
    for field, note in notes.fields.items():
        owner, _, name = field.partition(".")
        by_owner[owner].append(_said(name, note))
    for owner, said in by_owner.items():
        yield from ((owner, text) for text in _filled_cells(said))


def _said(name: str, note: FieldNote) -> str:
    return f"{name}={note.digest}={'+'.join(note.seen)}"


def _filled_cells(said: Iterable[str]) -> Iterator[str]:
    """The notes of one owner, as many in a cell as it can hold."""
    filled: list[str] = []
    units = 0
    for one in said:
        if filled and units + len(one) > _MOST_UNITS:
            yield " ".join(filled)
            filled, units = [], 0
        filled.append(one)
        units += len(one) + 1
    yield " ".join(filled)
