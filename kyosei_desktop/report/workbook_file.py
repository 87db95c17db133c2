"""A workbook as a file: what its document properties say, and the same bytes for the same content."""

import io
import zipfile
from datetime import UTC

from openpyxl import Workbook
from openpyxl.packaging.core import DocumentProperties
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Font
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.writer.excel import ExcelWriter

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.edition import Edition
from kyosei_desktop.domain.plan import Plan
from kyosei_desktop.report.workbook_text import plain_xml_text

PLAN_PROPERTY = "kyosei:plan"
CHECK_WORD_PROPERTY = "kyosei:check_word"
CHANGED_AT_PROPERTY = "kyosei:changed_at"
"""Custom properties: the plan's id, and the check word and time (UTC, ISO 8601) of the edition that the book shows."""

_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


class _UndatedProperties(DocumentProperties):
    """Leaves out when the document was made, for which openpyxl has no other value than now."""

    __nested__ = DocumentProperties.__nested__
    __elements__ = tuple(
        element for element in DocumentProperties.__elements__ if element not in ("created", "modified")
    )


def set_standard_font(book: Workbook, font: Font) -> None:
    """Make a font that of a new book's standard style, in whose digits the widths of columns are counted."""
    # openpyxl has no public way to it. Some programs take the book's first font for the standard one.
    book._fonts = IndexedList([font])  # type: ignore[attr-defined]
    book._named_styles["Normal"].font = font  # type: ignore[attr-defined]


def workbook_file(book: Workbook, plan: Plan, definition: Definition, edition: Edition | None) -> bytes:
    """The finished file of a book that publishes a plan.

    Its properties say title, publisher and language, and of the edition the check word and the time of the last
    change, which is also when the document counts as made: no clock enters the file. Without an edition it has no
    date. What is published is Japanese whatever the language of the window.
    """
    book.properties = _properties(plan, definition, edition)
    for name, value in _identity(plan, edition).items():
        book.custom_doc_props.append(StringProperty(name=name, value=value))  # type: ignore[attr-defined]
    written = io.BytesIO()
    # Workbook.save would put the present time in the place of `modified`.
    ExcelWriter(book, zipfile.ZipFile(written, "w", zipfile.ZIP_STORED)).save()
    return _packed(written)


def _properties(plan: Plan, definition: Definition, edition: Edition | None) -> DocumentProperties:
    known = {
        "title": plain_xml_text(plan.title),
        "creator": plain_xml_text(definition.author) or None,
        "language": "ja-JP",
    }
    if edition is None:
        return _UndatedProperties(**known)
    changed_at = edition.changed_at.astimezone(UTC)
    return DocumentProperties(
        **known,
        keywords=f"照合語 {edition.check_word}",
        description=f"最終変更 {definition.calendar.moment(changed_at)}",
        created=changed_at,
        modified=changed_at,
    )


def _identity(plan: Plan, edition: Edition | None) -> dict[str, str]:
    identity = {PLAN_PROPERTY: str(plan.id)}
    if edition is not None:
        identity[CHECK_WORD_PROPERTY] = edition.check_word
        identity[CHANGED_AT_PROPERTY] = edition.changed_at.astimezone(UTC).isoformat()
    return identity


def _packed(written: io.BytesIO) -> bytes:
    """The same members compressed, without the time and the system they were written on."""
    packed = io.BytesIO()
    with zipfile.ZipFile(written) as members, zipfile.ZipFile(packed, "w") as archive:
        for member in members.infolist():
            info = zipfile.ZipInfo(member.filename, _ZIP_EPOCH)
            info.create_system = 0
            archive.writestr(info, members.read(member), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
