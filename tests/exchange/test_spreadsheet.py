"""Workbooks that somebody sent: what is in their cells is read, and what is no workbook of ours is refused."""

import io
import stat
import subprocess
import sys
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from kyosei_desktop.exchange import spreadsheet
from kyosei_desktop.exchange.refusals import FileRefused
from kyosei_desktop.exchange.spreadsheet import open_spreadsheet, read_spreadsheet
from kyosei_desktop.exchange.spreadsheet_refusals import (
    NotASpreadsheet,
    OldSpreadsheet,
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
from tests.exchange.spreadsheets import (
    BOOK,
    HIDDEN,
    MAIN,
    MEMBERS,
    SHEET,
    STRINGS,
    TYPE,
    WORKBOOK,
    refuse,
    saying,
    with_part,
    with_sheet,
)
from tests.exchange.zips import members_of, zipped

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
