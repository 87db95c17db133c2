"""Opening a workbook that somebody sent: checked within bounds, reduced to its cells, then given to openpyxl.

Excel forms, official workbooks and those of other layouts all come in here. What openpyxl sees is a package that this
module has made out of the cells, texts, merges and formats of the one that came (`spreadsheet_parts.py`): nothing that
a workbook may bring besides is read, followed or run.

The bounds, of a file as large as is allowed: no more than `MAX_SPREADSHEET_BYTES` is read, no more than `MAX_XML_BYTES`
is inflated, and the sheets span no more than `MAX_AREA` cells together.
"""

import io
import posixpath
import warnings
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from kyosei_desktop.exchange import spreadsheet_parts as parts
from kyosei_desktop.exchange.refusals import FileRefused
from kyosei_desktop.exchange.spreadsheet_refusals import (
    NotASpreadsheet,
    OldSpreadsheet,
    SheetTooWide,
    SpreadsheetDamaged,
    SpreadsheetLocked,
    SpreadsheetStrange,
    SpreadsheetTooLarge,
    SpreadsheetWithLinks,
    SpreadsheetWithMacros,
    StrictSpreadsheet,
)
from kyosei_desktop.exchange.spreadsheet_sheets import CellTooFar, SheetReader
from kyosei_desktop.exchange.zip_checks import (
    LOCAL_SIGNATURE,
    CheckedZip,
    ZipFault,
    ZipLimits,
    ZipRefused,
    checked_zip,
    zipped,
)
from kyosei_desktop.store.files import FileTooLarge, read_file

if TYPE_CHECKING:
    from openpyxl import Workbook

MAX_SPREADSHEET_BYTES = 32 * 2**20
"""A book of a city's plan has less than 1 MiB; the rest is room for pictures, which are not read."""

MAX_XML_BYTES = 64 * 2**20
"""All parts that are read, unpacked: as much as a request's payload."""

MAX_AREA = 200_000
"""Cells from A1 to the last one with content, in all sheets together: 20 sheets of 250 rows and 40 columns."""

MAX_SHEETS = 250
"""More than one for each department of the largest city."""

MAX_TEXT_CHARACTERS = 64 * 2**20
"""In all cells together, also where a thousand cells share one text."""

PACKAGE_LIMITS = ZipLimits(MAX_SPREADSHEET_BYTES, fewest_members=3, most_members=3_000, directory_bytes=2**20)

_REFUSALS: dict[ZipFault, type[FileRefused]] = {
    ZipFault.NOT_A_ZIP: NotASpreadsheet,
    ZipFault.DAMAGED: SpreadsheetDamaged,
    ZipFault.FOREIGN: SpreadsheetStrange,
    ZipFault.TOO_LARGE: SpreadsheetTooLarge,
}

_OLE_SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")

_TYPES, _WORKBOOK, _RELATIONS = "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_STRINGS, _STYLES, _PROPERTIES = "xl/sharedStrings.xml", "xl/styles.xml", "docProps/custom.xml"

_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_BOOK_TYPES = (f"{_MAIN_TYPE}.sheet.main+xml", f"{_MAIN_TYPE}.template.main+xml")
_STRINGS_TYPE, _LINK_TYPE = f"{_MAIN_TYPE}.sharedStrings+xml", f"{_MAIN_TYPE}.externalLink+xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def open_spreadsheet(path: Path, *, values: bool = False) -> "Workbook":
    """The workbook that a file holds, whatever the file is called.

    Cells, merges, widths, hidden rows and columns, page breaks, print titles, formats of numbers, bold and fills are
    there, and the custom properties that are texts. Drawings, comments, hyperlinks, validations and protection are not.

    Args:
        values: give a formula's last value. By default a formula stays a text with `data_type` "f", so that the caller
            can refuse it by the name of its cell; and a book whose values come from other books is refused.

    Raises:
        FileNotRead
        FileRefused: one of `spreadsheet_refusals`, with place and cure.
    """
    try:
        content = read_file(path, MAX_SPREADSHEET_BYTES)
    except FileTooLarge as error:
        raise SpreadsheetTooLarge(name=path.name) from error
    return read_spreadsheet(content, path.name, values=values)


def read_spreadsheet(content: bytes, name: str, *, values: bool = False) -> "Workbook":
    """The same of a file that has been read. `name` is for messages. Raises FileRefused."""
    if content.startswith(_OLE_SIGNATURE):
        raise SpreadsheetLocked(name=name) if _ENCRYPTED_STREAM in content else OldSpreadsheet(name=name)
    try:
        with checked_zip(content, PACKAGE_LIMITS) as archive:
            package = _Package(archive, name, values=values).reduced()
    except ZipRefused as error:
        raise _REFUSALS[error.fault](name=name) from error
    except parts.PartStrict as error:
        raise StrictSpreadsheet(name=name) from error
    except parts.PartStrange as error:
        raise SpreadsheetStrange(name=name) from error
    except parts.PartTooLarge as error:
        raise SpreadsheetTooLarge(name=name) from error
    except parts.PartDamaged as error:
        raise SpreadsheetDamaged(name=name) from error
    book = _load(package, name, values=values)
    _check_texts(book, name)
    return book


def looks_like_spreadsheet(content: bytes) -> bool:
    """Whether a file is one that `read_spreadsheet` takes, or refuses in words on workbooks."""
    is_zip = content.startswith(LOCAL_SIGNATURE) and _TYPES.encode() in content and b"xl/" in content
    return is_zip or content.startswith(_OLE_SIGNATURE)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet in the package that came: its name, the id of its relationship and where it lies; "" for no cells."""

    title: str
    relation: str
    part: str


class _Package:
    """The package that came, and the reduced one that is made of it."""

    def __init__(self, archive: CheckedZip, name: str, *, values: bool) -> None:
        self._archive = archive
        self._name = name
        self._values = values
        self._bytes = parts.Budget(MAX_XML_BYTES)
        self._budgets = parts.Budgets(MAX_AREA)

    def reduced(self) -> bytes:
        """The bytes of a workbook with nothing but what is read."""
        types = self._types()
        workbook = next((part for kind in _BOOK_TYPES for part in types.get(kind, ())), _WORKBOOK)
        reader = parts.WorkbookReader(self._read(workbook), self._budgets)
        members = {_WORKBOOK: reader.reduced()}
        sheets = self._sheets(reader.sheets, workbook)
        members |= self._cells([one for one in sheets if one.part])
        for part in types.get(_STRINGS_TYPE, ())[:1]:
            members[_STRINGS] = parts.StringsReader(self._read(part), self._budgets).reduced()
        for part, kind in ((_STYLES, parts.StylesReader), (_PROPERTIES, parts.PropertiesReader)):
            if part in self._archive.names:
                members[part] = kind(self._read(part), self._budgets).reduced()
        members[_RELATIONS] = _relations(sheets)
        members[_TYPES] = _content_types(_STRINGS in members)
        return zipped(members, zipfile.ZIP_STORED)

    def _read(self, part: str) -> bytes:
        if part not in self._archive.names:
            raise parts.PartDamaged
        content = self._archive.read(part, self._bytes.left)
        self._bytes.spend(len(content))
        return content

    def _types(self) -> dict[str, list[str]]:
        """Parts by what they are said to be. Raises what makes a package no workbook, or one that is refused."""
        if _TYPES not in self._archive.names:
            raise NotASpreadsheet(name=self._name)
        types: dict[str, list[str]] = {}
        for element, attributes in parts.elements_of(self._read(_TYPES), self._budgets):
            if element in ("Override", "Default"):
                part = attributes.get("PartName", "").removeprefix("/")
                types.setdefault(attributes.get("ContentType", ""), []).extend([part] if part else [])
        if any("macro" in kind.lower() or "vbaproject" in kind.lower() for kind in types) or any(
            one.lower().endswith("vbaproject.bin") for one in self._archive.names
        ):
            raise SpreadsheetWithMacros(name=self._name)
        if not any(kind in types for kind in _BOOK_TYPES):
            raise NotASpreadsheet(name=self._name)
        if not self._values and _LINK_TYPE in types:
            raise SpreadsheetWithLinks(name=self._name)
        return types

    def _sheets(self, listed: list[tuple[str, str]], workbook: str) -> list[_Sheet]:
        """Where the sheets lie. One part is one sheet: listed a thousand times it would be read as often."""
        if len(listed) > MAX_SHEETS:
            raise parts.PartTooLarge
        folder, file = posixpath.split(workbook)
        targets: dict[str, str] = {}
        for element, attributes in parts.elements_of(self._read(f"{folder}/_rels/{file}.rels"), self._budgets):
            if element == "Relationship" and attributes.get("TargetMode") != "External":
                kind = attributes.get("Type", "").rpartition("/")[2]
                path = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", ""))).lstrip("/")
                targets[attributes.get("Id", "")] = path if kind == "worksheet" else ""
        if not {relation for _, relation in listed} <= targets.keys():
            raise parts.PartDamaged
        sheets = [_Sheet(title, relation, targets[relation]) for title, relation in listed]
        with_cells = [one.part for one in sheets if one.part]
        if len({one.relation for one in sheets}) != len(sheets) or len(set(with_cells)) != len(with_cells):
            raise parts.PartStrange
        if not with_cells:
            raise parts.PartDamaged
        return sheets

    def _cells(self, sheets: list[_Sheet]) -> Mapping[str, bytes]:
        members = {}
        for number, sheet in enumerate(sheets, start=1):
            content = self._read(sheet.part)
            reader = SheetReader(content, self._budgets, has_formulas=not self._values)
            try:
                members[_sheet_part(number)] = reader.reduced()
            except CellTooFar as error:
                raise SheetTooWide(name=self._name, sheet=sheet.title, cell=error.cell) from error
        return members


def _sheet_part(number: int) -> str:
    return f"xl/worksheets/sheet{number}.xml"


def _relations(sheets: list[_Sheet]) -> bytes:
    """Chart sheets keep their place in the list, and no part, so that they are passed over."""
    lines, number = [], 0
    for sheet in sheets:
        number += bool(sheet.part)
        target = f"/{_sheet_part(number)}" if sheet.part else "/none"
        lines.append(
            f'<Relationship Id={quoteattr(sheet.relation)} Type="{parts.RELATIONSHIPS}/worksheet" Target="{target}"/>'
        )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(lines)}</Relationships>'.encode()


def _content_types(has_strings: bool) -> bytes:
    overrides = {_WORKBOOK: _BOOK_TYPES[0]} | ({_STRINGS: _STRINGS_TYPE} if has_strings else {})
    lines = [f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in overrides.items()]
    return f'<Types xmlns="{_PACKAGE}/content-types">{"".join(lines)}</Types>'.encode()


def _load(package: bytes, name: str, *, values: bool) -> "Workbook":
    from openpyxl import load_workbook  # slow to load

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they speak of looks that are left out
            return load_workbook(io.BytesIO(package), data_only=values, keep_links=False)
    except Exception as error:
        # openpyxl says in a dozen ways that a value is not what it expects.
        raise SpreadsheetDamaged(name=name) from error


def _check_texts(book: "Workbook", name: str) -> None:
    left = MAX_TEXT_CHARACTERS
    for sheet in book.worksheets:
        # The cells that are there; its public way to them makes one for every place in between.
        for cell in sheet._cells.values():
            left -= len(cell.value) if isinstance(cell.value, str) else 0
        if left < 0:
            raise SpreadsheetTooLarge(name=name)
