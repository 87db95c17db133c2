"""What a cell of a workbook says, as text: typed by people, or turned into something else by a spreadsheet program."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import Any

from openpyxl.cell import Cell, MergedCell

from kyosei_desktop.domain.errors import NotAcceptableText, TextTooLong
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.text import clean_text
from kyosei_desktop.report.workbook_text import text_of

_PLAIN_FORMAT = re.compile(r"(?P<thousands>#,##)?0(?:\.(?P<decimals>0+))?(?P<percent>%)?(?:_\))?")
_ZEROS = re.compile("0{2,15}")


@dataclass(frozen=True, slots=True)
class CellText:
    """What one cell says.

    Attributes:
        text: empty where `problem` is given.
        place: such as F12.
        is_number: whether the program keeps a number there, so that the text is one of several ways to write it.
        problem: why nothing can be read there, as the end of a sentence; None where it can.
    """

    text: str
    place: str
    is_number: bool = False
    problem: str | None = None


def read_cell(cell: Cell | MergedCell) -> CellText | None:
    """What a cell says; None for an empty one, and for one that is covered by a merged cell."""
    value = cell.value
    if value is None or value == "":
        return None
    problem = _problem(cell, value)
    if problem is not None:
        return CellText("", cell.coordinate, problem=problem)
    if isinstance(value, bool):
        return CellText(str(value).upper(), cell.coordinate)
    if isinstance(value, int | float):
        return CellText(_number(value, cell.number_format), cell.coordinate, is_number=True)
    try:
        return CellText(clean_text(text_of(value)), cell.coordinate)
    except (NotAcceptableText, TextTooLong) as error:
        return CellText("", cell.coordinate, problem=str(error))


def _problem(cell: Cell | MergedCell, value: Any) -> str | None:
    if cell.data_type == "f":
        return _("式が入っています。値にしてください。")
    if cell.data_type == "e" or (isinstance(value, float) and not isfinite(value)):
        return _("計算の誤りの印（{value}）が入っています。文を書き直してください。").format(value=value)
    if isinstance(value, datetime | date | time | timedelta):
        return _("日付に変わっています。セルの表示形式を「文字列」にして書き直してください。")
    return None


def _number(value: float, number_format: str) -> str:
    """A number as the program shows it, in the formats that it gives to what people type."""
    if _ZEROS.fullmatch(number_format) and value == int(value):
        return f"{int(value):0{len(number_format)}d}"
    found = _PLAIN_FORMAT.fullmatch(number_format)
    if found is None or number_format == "General":
        return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.15g}"
    shown = value * 100 if found["percent"] else value
    separator = "," if found["thousands"] else ""
    return f"{shown:{separator}.{len(found['decimals'] or '')}f}{found['percent'] or ''}"
