"""The official workbook: against raw openpyxl that writes the same cells with the same styles."""

import io
from contextlib import ExitStack
from copy import copy
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import NamedStyle
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from bench import material
from bench.harness import Line, Run, timed
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.report.export import ExportTargets, export_ledger
from kyosei_desktop.report.pages import compose_report
from kyosei_desktop.report.sheet_layout import SheetLayout, lay_out_sheet
from kyosei_desktop.report.workbook import official_workbook
from kyosei_desktop.store.ledger import open_ledger


def _layout() -> SheetLayout:
    with open_ledger(material.ledger_file(), read_only=True) as ledger:
        return lay_out_sheet(compose_report(ledger.plan(), ledger.definition))


class _Raw:
    """What a finished book holds, written again by openpyxl and nothing else."""

    def __init__(self, content: bytes) -> None:
        sheet = load_workbook(io.BytesIO(content)).worksheets[0]
        styled = [one for row in sheet.iter_rows() for one in row if one.has_style]
        self._cells = [(one.row, one.column, one.value, f"style {one.style_id}") for one in styled]
        self._styles = {
            f"style {one.style_id}": [copy(part) for part in (one.font, one.alignment, one.border, one.fill)]
            for one in styled
        }
        self._merged = [str(one) for one in sheet.merged_cells.ranges]
        self._heights = {number: one.height for number, one in sheet.row_dimensions.items()}
        self._widths = {letter: one.width for letter, one in sheet.column_dimensions.items()}
        self._breaks = [one.id for one in sheet.row_breaks.brk]

    def write(self) -> bytes:
        book = Workbook()
        sheet: Any = book.active
        assert isinstance(sheet, Worksheet)
        for name, (font, alignment, border, fill) in self._styles.items():
            book.add_named_style(NamedStyle(name, font=font, alignment=alignment, border=border, fill=fill))
        for row, column, value, style in self._cells:
            cell: Any = sheet.cell(row, column)
            if value is not None:
                cell.value = value
            cell.style = style
        for number, height in self._heights.items():
            sheet.row_dimensions[number].height = height
        for letter, width in self._widths.items():
            sheet.column_dimensions[letter].width = width
        for one in self._merged:
            # Not `merge_cells`, which is several times as slow: it makes borders anew that are here already.
            sheet.merged_cells.add(one)
        for number in self._breaks:
            sheet.row_breaks.append(Break(id=number))
        written = io.BytesIO()
        book.save(written)
        return written.getvalue()


def _write(_stack: ExitStack, _folder: Path) -> tuple[Run, Run]:
    layout = _layout()
    raw = _Raw(official_workbook(layout))
    return lambda: timed(lambda: official_workbook(layout)), lambda: timed(raw.write)


def _export(stack: ExitStack, folder: Path) -> tuple[Run, Run]:
    ledger = stack.enter_context(open_ledger(material.ledger_file(), read_only=True))
    raw = _Raw(official_workbook(_layout()))
    targets = ExportTargets(xlsx=folder / "報告書.xlsx")
    return lambda: timed(lambda: run_to_end(export_ledger(ledger, targets))), lambda: timed(raw.write)


_PEER = "同じセルと書式を openpyxl だけで書く"
LINES = (
    Line("workbook.write", "報告書のブックを書く（行の高さは測ってある）", _PEER, 1.3, _write),
    Line("workbook.export", "報告書のブックを書き出す（測り、書き、読み返す）", _PEER, None, _export, 5),
)
