"""Reading a finished workbook's sheet back: its texts and row heights, as they stand in the file."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

from openpyxl.utils.cell import coordinate_to_tuple

from kyosei_desktop.report.workbook_text import text_of

_SHEET = "xl/worksheets/sheet1.xml"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass(frozen=True, slots=True)
class SheetReadback:
    """What a sheet holds: row heights in pt by row, texts by row and column, both counted from 1."""

    heights_pt: Mapping[int, float]
    texts: Mapping[tuple[int, int], str]


def read_sheet(workbook: bytes) -> SheetReadback:
    """The first sheet of a workbook that openpyxl wrote, with its texts in the cells themselves.

    openpyxl's own reader makes the borders of all merged cells anew, which takes ten times as long as all else.
    """
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        sheet = ElementTree.fromstring(archive.read(_SHEET))
    rows = sheet.findall(f"{_MAIN}sheetData/{_MAIN}row")
    return SheetReadback(
        heights_pt={int(row.attrib["r"]): float(row.get("ht", 0)) for row in rows},
        texts={
            coordinate_to_tuple(cell.attrib["r"]): text_of(cell.findtext(f"{_MAIN}is/{_MAIN}t"))
            for row in rows
            for cell in row
        },
    )
