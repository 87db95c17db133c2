"""The report as open data: one datum a row, Western years beside eras, no merged cells.

The rules are those of 総務省「統計表における機械判読可能なデータの表記方法の統一ルール」. What is published is Japanese
whatever the language of the window, so these texts do not go through translation.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.edition import Edition
from kyosei_desktop.domain.plan import BlankReason, Initiative, Measure, Plan, Value
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.report.workbook_file import workbook_file
from kyosei_desktop.report.workbook_text import set_text, split_text


@dataclass(frozen=True, slots=True)
class DataColumn:
    """A column of the data table and what its data dictionary says about it."""

    title: str
    meaning: str


DATA_COLUMNS = (
    DataColumn("№", "施策の番号。報告書に印刷されるとおり。"),
    DataColumn("施策名", "施策の名前。"),
    DataColumn("取組番号", "施策の中の何番目の取組か（1から）。施策全体の項目では空。"),
    DataColumn("担当課", "担当する課。複数あるときは「・」でつなぐ。"),
    DataColumn("項目", "取組内容・成果内容・取組実績・記載のいずれか。"),
    DataColumn("西暦年度", "年度が始まる西暦年（4月から翌年3月まで）。記載だけにある。"),
    DataColumn("和暦年度", "同じ年度を元号で表したもの。"),
    DataColumn("期間", "予定か、どの期の実績か。記載だけにある。"),
    DataColumn("本文", "書かれている文章。改行もそのまま。"),
    DataColumn("空欄の理由", "本文が空のとき、その理由。理由がなければ未記入。"),
)
_BLANK_REASONS = {BlankReason.ENDED: "終了", BlankReason.NOT_APPLICABLE: "該当なし"}
_CONTINUED_TITLE = "本文（続き）"


@dataclass(frozen=True, slots=True)
class Datum:
    """One row of the data table."""

    number: str
    name: str
    initiative: int | None
    departments: str
    item: str
    year: FiscalYear | None
    era_year: str
    period: str
    text: str
    blank: str

    def values(self) -> list[str | int]:
        """The row's values in the order of `DATA_COLUMNS`; empty text where there is none."""
        return [
            self.number,
            self.name,
            "" if self.initiative is None else self.initiative,
            self.departments,
            self.item,
            "" if self.year is None else self.year,
            self.era_year,
            self.period,
            self.text,
            self.blank,
        ]


def data_of(plan: Plan, definition: Definition, years: Sequence[FiscalYear]) -> Iterator[Datum]:
    """All data in printed order: a measure's outcome and record, then each initiative's content and entries."""
    for measure in plan.measures:
        all_departments = _joined(plan, measure)
        for item, text in (("成果内容", measure.outcome), ("取組実績", measure.record)):
            yield _datum(definition, measure, all_departments, item, Value(text))
        for number, initiative in enumerate(measure.initiatives, start=1):
            departments = _joined(plan, initiative)
            yield _datum(definition, measure, departments, "取組内容", Value(initiative.content), initiative=number)
            for year in years:
                for period in definition.periods:
                    yield _datum(
                        definition,
                        measure,
                        departments,
                        "記載",
                        initiative.entry(year, period.id),
                        initiative=number,
                        year=year,
                        period=period.label,
                    )


def data_csv(plan: Plan, definition: Definition, years: Sequence[FiscalYear]) -> bytes:
    """The data as CSV: UTF-8 with BOM, CR LF, every field that needs it in quotes, texts as they are."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow([column.title for column in DATA_COLUMNS])
    writer.writerows(datum.values() for datum in data_of(plan, definition, years))
    return written.getvalue().encode("utf-8-sig")


def data_workbook(
    plan: Plan, definition: Definition, years: Sequence[FiscalYear], edition: Edition | None = None
) -> bytes:
    """The same table as a workbook, with its data dictionary on a second sheet.

    Its properties say which edition it shows. A text longer than a cell can hold continues in further columns at the
    right.
    """
    book = Workbook()
    table = book.active
    assert isinstance(table, Worksheet)
    table.title = "データ"
    _write_table(table, list(data_of(plan, definition, years)))
    dictionary = book.create_sheet("データ項目の説明")
    _write_row(dictionary, 1, ["項目名", "説明"], is_head=True)
    for row, column in enumerate(DATA_COLUMNS, start=2):
        _write_row(dictionary, row, [column.title, column.meaning])
    for letter, width in (("A", 16), ("B", 80)):
        dictionary.column_dimensions[letter].width = width
    return workbook_file(book, plan, definition, edition)


def _datum(
    definition: Definition,
    measure: Measure,
    departments: str,
    item: str,
    value: Value,
    *,
    initiative: int | None = None,
    year: FiscalYear | None = None,
    period: str = "",
) -> Datum:
    return Datum(
        number=definition.number_label(measure.no),
        name=measure.name,
        initiative=initiative,
        departments=departments,
        item=item,
        year=year,
        era_year="" if year is None else definition.calendar.fiscal_year(year),
        period=period,
        text=value.text,
        blank="" if value.blank is None else _BLANK_REASONS[value.blank],
    )


def _joined(plan: Plan, owned: Measure | Initiative) -> str:
    return "・".join(plan.names_of(owned.departments))


def _write_table(sheet: Worksheet, data: Sequence[Datum]) -> None:
    place = [column.title for column in DATA_COLUMNS].index("本文")
    longest = 1
    for row, datum in enumerate(data, start=2):
        values = datum.values()
        pieces = list(split_text(datum.text))
        values[place] = pieces[0]
        _write_row(sheet, row, [*values, *pieces[1:]])
        longest = max(longest, len(pieces))
    titles = [column.title for column in DATA_COLUMNS] + [_CONTINUED_TITLE] * (longest - 1)
    _write_row(sheet, 1, titles, is_head=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    for letter, width in (("B", 30), ("D", 20), ("I", 80)):
        sheet.column_dimensions[letter].width = width


def _write_row(sheet: Worksheet, row: int, values: Sequence[str | int], *, is_head: bool = False) -> None:
    for number, value in enumerate(values, start=1):
        cell = sheet.cell(row, number)
        if isinstance(value, int):
            cell.value = value
        elif value:
            set_text(cell, value)
        if is_head:
            cell.font = Font(bold=True)
