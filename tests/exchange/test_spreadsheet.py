"""Workbooks that somebody sent: what is in their cells is read, and what no plan needs is refused or left out."""

import io
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from kyosei_desktop.exchange import spreadsheet, spreadsheet_parts
from kyosei_desktop.exchange.refusals import FileRefused
from kyosei_desktop.exchange.spreadsheet import MAX_AREA, open_spreadsheet, read_spreadsheet
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
from kyosei_desktop.report.workbook_text import text_of
from kyosei_desktop.store.files import FileNotRead

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
EMPTY = f'<worksheet xmlns="{MAIN}"/>'.encode()
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HIDDEN = "xl/worksheets/sheet2.xml"
SHEET, STRINGS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
WORKBOOK, RELATIONS, TYPES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"


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


def members_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {one: archive.read(one) for one in archive.namelist()}


def zipped(members: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


BOOK = with_shared_strings(real_book())
MEMBERS = members_of(BOOK)


def with_part(part: str, change: Callable[[bytes], bytes]) -> bytes:
    return zipped({**MEMBERS, part: change(MEMBERS[part])})


def with_sheet(inside: str) -> bytes:
    """The book whose first sheet holds this and nothing else."""
    return zipped({**MEMBERS, HIDDEN: EMPTY, SHEET: f'<worksheet xmlns="{MAIN}">{inside}</worksheet>'.encode()})


def refuse(content: bytes, refusal: type[FileRefused]) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        read_spreadsheet(content, "回答.xlsx")
    assert type(caught.value) is refusal
    assert "「回答.xlsx」" in str(caught.value)
    return caught.value


# What is read


def test_a_book_is_read_with_what_helps_to_understand_it(tmp_path: Path) -> None:
    path = tmp_path / "回答 (1).zip"  # by its content, not by its name
    path.write_bytes(BOOK)

    book = open_spreadsheet(path)

    sheet = book["報告書"]
    assert [sheet.cell(1, column).value for column in range(1, 5)] == ["見出し <&>\n_x000D_ 𠮷", 3, "=1+1", True]
    assert sheet["E1"].value == datetime(2020, 4, 1)  # noqa: DTZ001 - cells have no zone
    assert sheet["C1"].data_type == "f"
    assert (sheet["A1"].font.b, sheet["B1"].fill.fgColor.rgb) == (True, "00FFFF00")
    assert [str(one) for one in sheet.merged_cells.ranges] == ["A3:B4"]
    assert sheet.column_dimensions["C"].hidden
    assert sheet.row_dimensions[3].hidden
    assert sheet.print_title_rows == "$1:$2"
    assert book["記録"].sheet_state == "veryHidden"
    assert [(one.name, one.value) for one in book.custom_doc_props.props] == [("kyosei:plan", "a" * 32)]  # type: ignore[attr-defined]


def test_cells_without_content_are_left_out_however_far_away_they_stand() -> None:
    assert read_spreadsheet(BOOK, "回答.xlsx")["報告書"].dimensions == "A1:E5"


def test_drawings_comments_links_and_validations_are_not_read() -> None:
    sheet = read_spreadsheet(BOOK, "回答.xlsx")["報告書"]

    assert (sheet["A5"].value, sheet["A5"].hyperlink, sheet["A5"].comment) == ("リンク", None, None)
    assert sheet.data_validations.dataValidation == []


def test_formulas_are_read_as_their_last_values_where_asked() -> None:
    content = with_sheet('<sheetData><row r="1"><c r="A1"><f>B1</f><v>7</v></c></row></sheetData>')

    assert read_spreadsheet(content, "x").worksheets[0]["A1"].value == "=B1"
    assert read_spreadsheet(content, "x", values=True).worksheets[0]["A1"].value == 7


def test_a_shared_formula_is_a_formula_in_every_cell() -> None:
    shared = (
        '<c r="A1"><f t="shared" ref="A1:A2" si="0">B1</f></c></row><row r="2"><c r="A2"><f t="shared" si="0"/></c>'
    )
    sheet = read_spreadsheet(with_sheet(f'<sheetData><row r="1">{shared}</row></sheetData>'), "x").worksheets[0]

    assert [sheet[cell].data_type for cell in ("A1", "A2")] == ["f", "f"]


def test_a_text_with_looks_and_phonetic_guides_inside_is_read_as_its_text() -> None:
    strings = (
        f'<sst xmlns="{MAIN}"><si><r><rPr><b/><color rgb="12"/></rPr><t>福祉</t></r>'
        '<r><t xml:space="preserve"> 計画</t></r>'
        '<rPh sb="0" eb="2"><t>フクシ</t></rPh><phoneticPr fontId="1"/></si></sst>'
    )
    sheet = '<sheetData><row><c t="s"><v>0</v></c></row></sheetData>'
    members = members_of(with_sheet(sheet))

    assert (
        read_spreadsheet(zipped({**members, STRINGS: strings.encode()}), "x").worksheets[0]["A1"].value == "福祉 計画"
    )


def test_a_text_that_looks_like_an_escape_is_read_as_it_was_typed() -> None:
    """openpyxl takes `x005F_` out of shared texts, after which `_x000D_` was a line end."""
    typed = "_x000D_ _x005F_ x005F_x005F_ _x0041_x0042_"
    kept = "_x005F_x000D_ _x005F_x005F_ x005F_x005F_x005F_ _x005F_x0041_x005F_x0042_"
    cells = f'<c t="s"><v>0</v></c><c t="inlineStr"><is><t>{kept}</t></is></c>'
    members = members_of(with_sheet(f"<sheetData><row>{cells}</row></sheetData>"))
    strings = f'<sst xmlns="{MAIN}"><si><t>{kept}</t></si></sst>'.encode()

    sheet = read_spreadsheet(zipped({**members, STRINGS: strings}), "x").worksheets[0]
    assert [text_of(sheet[cell].value) for cell in ("A1", "B1")] == [typed, typed]


def test_openpyxl_reads_with_the_parser_that_refuses_entities() -> None:
    assert openpyxl.DEFUSEDXML


# What is no workbook, or one in another form


def saying(old: str, new: str, part: str = TYPES) -> bytes:
    """The book with other words in one part."""
    assert old.encode() in MEMBERS[part]
    return with_part(part, lambda xml: xml.replace(old.encode(), new.encode()))


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600
LINKED = saying("</Types>", f'<Override PartName="/x" ContentType="{TYPE}.externalLink+xml"/></Types>')


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", NotASpreadsheet),
        ("№,施策名".encode(), NotASpreadsheet),
        (zipped({"a": b"", "b": b"", "c": b""}), NotASpreadsheet),
        (saying("sheet.main", "document.main"), NotASpreadsheet),
        (OLE + "Workbook".encode("utf-16-le"), OldSpreadsheet),
        (OLE + "EncryptedPackage".encode("utf-16-le"), SpreadsheetLocked),
        (saying(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main", WORKBOOK), StrictSpreadsheet),
        (BOOK[:-1], SpreadsheetDamaged),
        (BOOK[: len(BOOK) // 2], SpreadsheetDamaged),
        (zipped({name: content for name, content in MEMBERS.items() if name != SHEET}), SpreadsheetDamaged),
        (with_part(SHEET, lambda xml: xml[:-9]), SpreadsheetDamaged),
        (saying("<v>0<", "<v>99<", HIDDEN), SpreadsheetDamaged),
        (zipped({**MEMBERS, "xl/vbaProject.bin": b"\0"}), SpreadsheetWithMacros),
        (saying(f"{TYPE}.sheet.main", "application/vnd.ms-excel.sheet.macroEnabled.main"), SpreadsheetWithMacros),
        (LINKED, SpreadsheetWithLinks),
    ],
)
def test_each_is_refused_with_its_own_cure(content: bytes, refusal: type[FileRefused]) -> None:
    refuse(content, refusal)


def test_a_book_whose_values_come_from_others_is_read_as_they_were_last() -> None:
    assert read_spreadsheet(LINKED, "x", values=True).sheetnames == ["報告書", "記録"]


def test_a_file_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotRead):
        open_spreadsheet(tmp_path / "無い.xlsx")


# Zips


@pytest.mark.parametrize("name", ["../a.xml", "/a.xml", "xl/../a", "C:/a", "xl\\a", "xl//a", "a\nb", "XL/Workbook.xml"])
def test_a_member_with_a_name_that_leads_elsewhere_or_is_there_twice_is_refused(name: str) -> None:
    refuse(zipped({**MEMBERS, name: b""}), SpreadsheetStrange)


def test_a_link_is_refused() -> None:
    packed = io.BytesIO(BOOK)
    with zipfile.ZipFile(packed, "a") as archive:
        link = zipfile.ZipInfo("xl/link.xml")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    refuse(packed.getvalue(), SpreadsheetStrange)


def test_members_that_share_their_bytes_are_refused() -> None:
    content = bytearray(BOOK)
    first = content.index(b"PK\x01\x02")
    second = content.index(b"PK\x01\x02", first + 4)
    content[second + 42 : second + 46] = content[first + 42 : first + 46]
    refuse(bytes(content), SpreadsheetDamaged)


def test_a_huge_directory_is_not_parsed() -> None:
    refuse(
        zipped({**MEMBERS, **{f"xl/{number}": b"" for number in range(3_000)}}, zipfile.ZIP_STORED), SpreadsheetStrange
    )


def test_a_bomb_is_refused_before_it_is_inflated_and_one_that_is_not_read_does_no_harm() -> None:
    bomb = b" " * (8 * 2**20)
    refuse(with_part(SHEET, lambda xml: xml + bomb), SpreadsheetTooLarge)
    assert read_spreadsheet(zipped({**MEMBERS, "xl/media/image1.png": zipped({"inner.zip": bomb})}), "x").worksheets


def test_a_file_is_read_up_to_its_limit_and_no_larger(tmp_path: Path) -> None:
    def padded(length: int) -> Path:
        filler = length - len(zipped(MEMBERS, zipfile.ZIP_STORED)) - len(zipped({"xl/media/a": b""}, 0)) + 22
        path = tmp_path / f"{length}.xlsx"
        path.write_bytes(zipped({**MEMBERS, "xl/media/a": b"\0" * filler}, zipfile.ZIP_STORED))
        assert path.stat().st_size == length
        return path

    assert open_spreadsheet(padded(spreadsheet.MAX_SPREADSHEET_BYTES)).worksheets
    with pytest.raises(SpreadsheetTooLarge):
        open_spreadsheet(padded(spreadsheet.MAX_SPREADSHEET_BYTES + 1))


# XML

LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
FETCHES = b'<!DOCTYPE x SYSTEM "file:///etc/passwd">'


READ = (TYPES, WORKBOOK, RELATIONS, SHEET, STRINGS, STYLES, "docProps/custom.xml")


@pytest.mark.parametrize("part", READ)
@pytest.mark.parametrize("doctype", [LAUGHS, FETCHES, b"<!DOCTYPE x>"])
def test_a_document_type_is_refused_in_every_part_that_is_read(part: str, doctype: bytes) -> None:
    refuse(with_part(part, lambda xml: doctype + xml), SpreadsheetStrange)


def test_other_encodings_are_refused() -> None:
    for encoding in ("utf-16", "utf-7", "shift_jis"):
        declared = f'<?xml version="1.0" encoding="{encoding}"?>'
        refuse(zipped({**MEMBERS, STRINGS: declared.encode() + MEMBERS[STRINGS]}), SpreadsheetStrange)
    refuse(with_part(STRINGS, lambda xml: xml.decode().encode("utf-16")), SpreadsheetStrange)
    refuse(with_part(STRINGS, lambda xml: b"\xff" + xml), SpreadsheetDamaged)
    assert read_spreadsheet(with_part(STRINGS, lambda xml: b"\xef\xbb\xbf" + xml), "x").worksheets


def test_deep_xml_and_elements_with_too_many_attributes_are_refused() -> None:
    def crowded(count: int) -> bytes:
        attributes = " ".join(f"a{number} = '>'" for number in range(count))
        return with_sheet(f"<sheetData><row {attributes}/></sheetData>")

    assert read_spreadsheet(crowded(199), "x").worksheets
    refuse(crowded(200), SpreadsheetStrange)
    refuse(crowded(500_000), SpreadsheetStrange)  # at once, not in a minute
    refuse(with_sheet("<extLst>" + "<a>" * 1000 + "</a>" * 1000 + "</extLst>"), SpreadsheetStrange)


def test_elements_out_of_place_are_left_out() -> None:
    """openpyxl acts on some wherever they stand."""
    merge, link = '<mergeCell ref="A1:XFD1048576"/>', '<hyperlink ref="A1:XFD1048576"/>'
    inside = f"<mergeCells>{merge}</mergeCells><hyperlinks>{link}</hyperlinks>"
    row = f'<row r="1"><c r="A1"><v>1</v><extLst>{inside}</extLst></c>{inside}</row>'
    content = with_sheet(f"<sheetData>{row}</sheetData><extLst>{inside}</extLst>")

    sheet = read_spreadsheet(content, "x").worksheets[0]

    assert (sheet["A1"].value, sheet.merged_cells.ranges) == (1, set())


def test_attributes_with_angle_brackets_are_cut_out_whole() -> None:
    content = with_sheet(
        '<drawing a="/>" b=\'">\'/><sheetData><row r="1"><c r="A1"><f t="array" x="/>">1</f></c></row></sheetData>'
    )

    assert read_spreadsheet(content, "x").worksheets[0]["A1"].value == "=1"


# Cells


def cell(reference: str, row: int | None = None) -> str:
    number = row or int("".join(filter(str.isdigit, reference)))
    return f'<row r="{number}"><c r="{reference}"><v>1</v></c></row>'


@pytest.mark.parametrize(
    "rows",
    [
        *(cell("A1") + cell("A1"), cell("A2") + cell("A1"), cell("A1", 2), cell("XFE1"), cell("A1048577")),
        *(cell("A1").replace('"A1"', f'"{reference}"') for reference in ("a1", "1A", "A", "A01", "")),
        *(cell("A1").replace('"1"', f'"{number}"') for number in ("1e0", "0", "-1", "", "9" * 5000)),
    ],
)
def test_cells_twice_out_of_order_or_where_none_can_be_are_refused(rows: str) -> None:
    refuse(with_sheet(f"<sheetData>{rows}</sheetData>"), SpreadsheetDamaged)


def test_the_area_is_held_to_the_cell_and_the_cell_is_named() -> None:
    last = MAX_AREA // 20

    def of(rows: int) -> bytes:
        return with_sheet(f"<sheetData>{cell('A1')}{cell(f'T{rows}')}</sheetData>")

    assert read_spreadsheet(of(last), "x").worksheets[0].max_row == last
    refusal = refuse(of(last + 1), SheetTooWide)
    assert f"シート「報告書」はセル T{last + 1} まで" in str(refusal)
    assert "セル XFD1048576 まで" in str(
        refuse(with_sheet(f"<sheetData>{cell('XFD1048576')}</sheetData>"), SheetTooWide)
    )


def test_the_area_is_that_of_all_sheets_together() -> None:
    content = with_sheet(f"<sheetData>{cell('A1')}{cell(f'A{MAX_AREA}')}</sheetData>")
    assert read_spreadsheet(content, "x").worksheets[0].max_row == MAX_AREA
    refuse(zipped({**members_of(content), HIDDEN: MEMBERS[HIDDEN]}), SheetTooWide)


def test_merged_cells_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet_parts, "MAX_MERGED_CELLS", 400)

    def merging(*ranges: str) -> bytes:
        merges = "".join(f'<mergeCell ref="{one}"/>' for one in ranges)
        return with_sheet(f"<sheetData>{cell('A1')}</sheetData><mergeCells>{merges}</mergeCells>")

    half = spreadsheet_parts.MAX_MERGED_CELLS // 40
    halves = (f"A1:T{half}", f"A{half + 1}:T{2 * half}")
    assert len(read_spreadsheet(merging(*halves), "x").worksheets[0].merged_cells.ranges) == 2
    refuse(merging(*halves, "U1:V1"), SpreadsheetTooLarge)
    refuse(merging("A1:XFD1048576"), SheetTooWide)
    refuse(merging("B2:A1"), SpreadsheetDamaged)
    refuse(merging("A1:B2", "B2:C3"), SpreadsheetDamaged)


def test_a_sheet_that_is_listed_twice_is_refused() -> None:
    refuse(with_part(WORKBOOK, lambda xml: xml.replace(b'r:id="rId2"', b'r:id="rId1"')), SpreadsheetStrange)
    refuse(with_part(RELATIONS, lambda xml: xml.replace(b"sheet2.xml", b"./sheet1.xml")), SpreadsheetStrange)


def test_a_text_that_a_thousand_cells_share_counts_a_thousand_times() -> None:
    text = "あ" * (spreadsheet.MAX_TEXT_CHARACTERS // 1000)

    def shared_by(cells: int) -> bytes:
        rows = "".join('<row><c t="s"><v>0</v></c></row>' for _ in range(cells))
        strings = f'<sst xmlns="{MAIN}"><si><t>{text}</t></si></sst>'.encode()
        return zipped(
            {**members_of(with_sheet(f"<sheetData>{rows}</sheetData>")), STRINGS: strings}, zipfile.ZIP_STORED
        )

    assert read_spreadsheet(shared_by(999), "x").worksheets
    refuse(shared_by(1001), SpreadsheetTooLarge)


def test_elements_are_counted() -> None:
    refuse(with_sheet("<extLst>" + "<a/>" * spreadsheet_parts.MAX_ELEMENTS + "</extLst>"), SpreadsheetTooLarge)
    refuse(
        with_part(
            STYLES, lambda xml: xml.replace(b"</fonts>", b"<font/>" * spreadsheet_parts.MAX_OBJECTS + b"</fonts>")
        ),
        SpreadsheetTooLarge,
    )


# Memory

MEASURED = """
import re, sys
from pathlib import Path
from kyosei_desktop.exchange.spreadsheet import read_spreadsheet
content = sys.stdin.buffer.read()
# Not ru_maxrss, which begins with what the parent had when it forked.
peak = lambda: int(re.search("VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
before = peak()
book = read_spreadsheet(content, "x")
print((peak() - before) * 1024)
"""


def test_a_book_that_is_as_large_as_it_may_be_takes_six_times_its_size() -> None:
    """The file, its texts' part, that part in the reduced package, and the texts themselves; the rest is slack."""
    text = "a" * (spreadsheet.MAX_SPREADSHEET_BYTES - len(zipped(MEMBERS, zipfile.ZIP_STORED)) - 1000)
    strings = f'<sst xmlns="{MAIN}"><si><t>{text}</t></si></sst>'
    content = zipped({**MEMBERS, STRINGS: strings.encode()}, zipfile.ZIP_STORED)
    taken = subprocess.run([sys.executable, "-c", MEASURED], input=content, capture_output=True, check=True).stdout

    assert int(taken) < 6 * spreadsheet.MAX_SPREADSHEET_BYTES


# Everything else


@st.composite
def damaged_part(draw: st.DrawFn) -> bytes:
    """The book with some bytes of one part changed."""
    part = draw(st.sampled_from(READ))
    content = bytearray(MEMBERS[part])
    for _number in range(draw(st.integers(1, 3))):
        position = draw(st.integers(0, len(content)))
        match draw(st.sampled_from(["digit", "cut", "copy"])):
            case "digit":
                content[position : position + 1] = draw(st.sampled_from([b"0", b"9", b"-", b"<", b'"', b"A", b"\0"]))
            case "cut":
                del content[position : position + draw(st.integers(1, 30))]
            case _copy:
                content[position:position] = content[draw(st.integers(0, len(content))) :][:60]
    return zipped({**MEMBERS, part: bytes(content)}, zipfile.ZIP_STORED)


@settings(max_examples=100, deadline=None)
@given(damaged_part())
def test_any_damage_is_refused_in_words_or_read(content: bytes) -> None:
    try:
        assert read_spreadsheet(content, "回答.xlsx").worksheets
    except FileRefused:
        return
