"""A workbook with something of everything that people put in, and others like it with one part changed."""

import io
from collections.abc import Callable
from datetime import datetime

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from kyosei_desktop.exchange.refusals import FileRefused
from kyosei_desktop.exchange.spreadsheet import read_spreadsheet
from tests.exchange.zips import members_of, zipped

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
EMPTY = f'<worksheet xmlns="{MAIN}"/>'.encode()
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HIDDEN = "xl/worksheets/sheet2.xml"
SHEET, STRINGS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
WORKBOOK, RELATIONS, TYPES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
READ = (TYPES, WORKBOOK, RELATIONS, SHEET, STRINGS, STYLES, "docProps/custom.xml")
"""The parts that the program reads."""


def real_book() -> bytes:
    """A book with something of everything that people put in."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "報告書"
    sheet["A1"], sheet["B1"], sheet["C1"], sheet["D1"] = "見出し <&>\n_x000D_ 𠮷", 3, "=1+1", True
    sheet["E1"] = datetime(2020, 4, 1)  # noqa: DTZ001 - cells have no zone
    sheet["A1"].font = Font(bold=True)
    sheet["B1"].fill = PatternFill("solid", fgColor="FFFF00")
    sheet["A3"] = "結合"
    sheet.merge_cells("A3:B4")
    sheet["A5"] = "リンク"
    sheet["A5"].hyperlink = "https://example.com/"
    sheet["A5"].comment = Comment("注記", "担当者")
    sheet["XFD1048576"].fill = PatternFill("solid", fgColor="FF0000")
    sheet.column_dimensions["C"].hidden = True
    sheet.row_dimensions[3].hidden = True
    sheet.print_title_rows = "1:2"
    sheet.add_data_validation(DataValidation("list", formula1='"終了,該当なし"', sqref="B1:B9"))
    hidden = book.create_sheet("記録")
    hidden.sheet_state = "veryHidden"
    hidden["A1"] = "識別子"
    book.custom_doc_props.append(StringProperty(name="kyosei:plan", value="a" * 32))  # type: ignore[attr-defined]
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def with_shared_strings(content: bytes) -> bytes:
    """The book with its hidden sheet's text where Excel puts texts."""
    members = members_of(content)
    inline = "<is><t>識別子</t></is>".encode()
    hidden = members[HIDDEN].replace(inline, b"<v>0</v>").replace(b't="inlineStr"', b't="s"')
    strings = f'<sst xmlns="{MAIN}"><si><t>識別子</t></si></sst>'
    override = f'<Override PartName="/{STRINGS}" ContentType="{TYPE}.sharedStrings+xml"/></Types>'
    types = members[TYPES].replace(b"</Types>", override.encode())
    return zipped({**members, HIDDEN: hidden, STRINGS: strings.encode(), TYPES: types})


BOOK = with_shared_strings(real_book())
MEMBERS = members_of(BOOK)


def with_part(part: str, change: Callable[[bytes], bytes]) -> bytes:
    return zipped({**MEMBERS, part: change(MEMBERS[part])})


def with_sheet(inside: str) -> bytes:
    """The book whose first sheet holds this and nothing else."""
    return zipped({**MEMBERS, HIDDEN: EMPTY, SHEET: f'<worksheet xmlns="{MAIN}">{inside}</worksheet>'.encode()})


def saying(old: str, new: str, part: str = TYPES) -> bytes:
    """The book with other words in one part."""
    assert old.encode() in MEMBERS[part]
    return with_part(part, lambda xml: xml.replace(old.encode(), new.encode()))


def refuse(content: bytes, refusal: type[FileRefused]) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        read_spreadsheet(content, "回答.xlsx")
    assert type(caught.value) is refusal
    assert "「回答.xlsx」" in str(caught.value)
    return caught.value
