"""Inside a workbook that somebody sent: XML, cells and sizes that no plan needs are refused or left out."""

import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kyosei_desktop.exchange import spreadsheet, spreadsheet_parts
from kyosei_desktop.exchange.refusals import FileRefused
from kyosei_desktop.exchange.spreadsheet import MAX_AREA, read_spreadsheet
from kyosei_desktop.exchange.spreadsheet_refusals import (
    SheetTooWide,
    SpreadsheetDamaged,
    SpreadsheetStrange,
    SpreadsheetTooLarge,
)
from tests.exchange.spreadsheets import (
    HIDDEN,
    MAIN,
    MEMBERS,
    READ,
    RELATIONS,
    STRINGS,
    STYLES,
    WORKBOOK,
    refuse,
    with_part,
    with_sheet,
)
from tests.exchange.zips import members_of, zipped

# XML

LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
FETCHES = b'<!DOCTYPE x SYSTEM "file:///etc/passwd">'


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
