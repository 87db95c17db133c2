"""The open data, rule by rule of 総務省「統計表における機械判読可能なデータの表記方法の統一ルール」."""

import csv
import io
import itertools
from dataclasses import replace

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.plan import BlankReason, PeriodId, Plan, Value
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.report.data_table import INTEGER, TEXT, DataColumn, data_table
from kyosei_desktop.report.open_data import data_csv, data_workbook
from kyosei_desktop.report.workbook_text import MOST_CELL_UNITS, text_of
from tests.report.conftest import PlanWith
from tests.report.extreme import TEXTS
from tests.report.libre_office import LibreOffice

ONE_YEAR = [FiscalYear(2018)]


def table_of(csv_file: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file by column title."""
    return list(csv.DictReader(io.StringIO(csv_file.decode("utf-8-sig"), newline="")))


@pytest.fixture(scope="module")
def rows(plan: Plan, definition: Definition) -> list[dict[str, str]]:
    """The built-in plan's data, read back from its CSV."""
    return table_of(data_csv(plan, definition, plan.years))


@pytest.fixture(scope="module")
def columns(plan: Plan, definition: Definition) -> list[DataColumn]:
    """The columns of the built-in plan's data."""
    return list(data_table(plan, definition, plan.years).columns)


@pytest.fixture(scope="module")
def sheets(plan: Plan, definition: Definition) -> list[Worksheet]:
    """The sheets of the built-in plan's data workbook."""
    return load_workbook(io.BytesIO(data_workbook(plan, definition, plan.years))).worksheets


def test_each_text_of_the_plan_is_one_row_with_both_kinds_of_year(rows: list[dict[str, str]]) -> None:
    entries = [row for row in rows if row["項目"] == "記載"]
    assert len(entries) == 600
    assert sum(bool(row["本文"]) for row in entries) == 490
    assert len(rows) == 600 + 2 * 48 + 50
    assert {(row["西暦年度"], row["和暦年度"]) for row in entries} == {
        ("2018", "平成30年度"),
        ("2019", "令和元年度"),
        ("2020", "令和２年度"),
        ("2021", "令和３年度"),
    }


def test_the_csv_is_utf_8_with_a_byte_order_mark_and_ends_rows_as_windows_does(
    plan_with: PlanWith, definition: Definition
) -> None:
    made = data_csv(plan_with("一行目\n二行目"), definition, ONE_YEAR)
    assert made.startswith("\ufeff地方公共団体名,計画名,施策番号,".encode())
    assert made.endswith(b"\r\n")
    assert "一行目\n二行目".encode() in made


def test_each_department_has_a_cell_of_its_own(rows: list[dict[str, str]]) -> None:
    owners = {(row["担当課1"], row["担当課2"]) for row in rows if row["施策番号"] == "10"}
    assert owners == {("福祉総務課", "地域共生課")}
    assert {row["担当課2"] for row in rows if row["施策番号"] == "01"} == {""}
    assert not any("・" in row["担当課1"] for row in rows)


def test_every_row_says_whose_and_which_plan_it_is_of(
    rows: list[dict[str, str]], plan: Plan, definition: Definition
) -> None:
    said = {(row["地方公共団体名"], row["計画名"]) for row in rows}
    assert said == {(definition.author, plan.title)}
    assert all(row["施策番号"] and row["施策名"] and row["項目"] and row["状態"] for row in rows)


def test_the_state_of_a_text_is_a_datum_of_its_own(plan_with: PlanWith, definition: Definition) -> None:
    plan = plan_with("書いた")
    first = plan.measures[0].initiatives[0]
    values = {
        (FiscalYear(2018), PeriodId("first_half")): Value("", BlankReason.ENDED),
        (FiscalYear(2018), PeriodId("second_half")): Value("", BlankReason.NOT_APPLICABLE),
        (FiscalYear(2019), PeriodId("plan")): Value("***** 令和２年度からの取組を予定"),
        (FiscalYear(2019), PeriodId("first_half")): Value(""),
    }
    measure = replace(plan.measures[0], initiatives=(replace(first, entries={**first.entries, **values}),), record="")
    made = table_of(data_csv(replace(plan, measures=(measure,)), definition, [FiscalYear(2018), FiscalYear(2019)]))
    entries = [(row["状態"], row["本文"]) for row in made if row["項目"] == "記載"]
    assert entries[:5] == [
        ("記載あり", "書いた"),
        ("終了", ""),
        ("該当なし", ""),
        ("未着手", "***** 令和２年度からの取組を予定"),
        ("未記入", ""),
    ]
    assert {row["項目"]: row["状態"] for row in made[:3]} == {
        "成果内容": "記載あり",
        "取組実績": "未記入",
        "取組内容": "記載あり",
    }


def test_nothing_is_merged_calculated_or_drawn_and_a_sheet_holds_one_table(sheets: list[Worksheet]) -> None:
    assert [sheet.title for sheet in sheets] == ["データ", "データ項目の説明"]
    for sheet in sheets:
        assert not sheet.merged_cells.ranges
        assert not sheet._images
        assert not sheet._charts
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
        assert all(cell.value for cell in sheet[1])
        assert all(sheet.cell(row, 1).value for row in range(1, sheet.max_row + 1))


def test_numbers_are_numbers_and_texts_are_texts(sheets: list[Worksheet], columns: list[DataColumn]) -> None:
    kinds = {INTEGER: int, TEXT: str}
    for row in sheets[0].iter_rows(min_row=2, max_row=sheets[0].max_row):
        for column, cell in zip(columns, row, strict=True):
            assert cell.value is None or type(cell.value) is kinds[column.kind], column.title
    assert {column.title for column in columns if column.kind == INTEGER} == {"取組番号", "西暦年度"}


def test_headings_are_whole_unique_and_on_one_line(sheets: list[Worksheet], columns: list[DataColumn]) -> None:
    titles = [cell.value for cell in sheets[0][1]]
    assert titles == [column.title for column in columns]
    assert len(set(titles)) == len(titles)
    assert all(title == "".join(title.split()) for title in titles)


def test_the_programs_own_words_hold_no_character_of_single_machines(
    columns: list[DataColumn], rows: list[dict[str, str]]
) -> None:
    """JIS X 0208, which ISO-2022-JP stands for, has none of ①, ㈱, Ⅳ, №."""
    for column in columns:
        (column.title + column.kind + column.meaning).encode("iso2022_jp")
    for row in rows:
        "".join((row["項目"], row["和暦年度"], row["期間"], row["状態"])).encode("iso2022_jp")
    with pytest.raises(UnicodeEncodeError):
        "№".encode("iso2022_jp")


def test_the_dictionary_explains_every_column_and_every_value(
    sheets: list[Worksheet], columns: list[DataColumn], rows: list[dict[str, str]]
) -> None:
    explained = {name.value: meaning.value for name, _kind, meaning in sheets[1].iter_rows(min_row=2)}
    assert list(explained) == [column.title for column in columns]
    assert all(explained.values())
    for title in ("項目", "期間", "状態"):
        assert all(row[title] in explained[title] for row in rows)


def test_quotes_commas_line_feeds_and_formulas_survive_the_csv(plan_with: PlanWith, definition: Definition) -> None:
    text = '=1+1,"引用",\n改行'
    assert text in [row["本文"] for row in table_of(data_csv(plan_with(text), definition, ONE_YEAR))]


@pytest.mark.parametrize("name", TEXTS)
def test_every_kind_of_text_is_the_same_in_both_files(name: str, plan_with: PlanWith, definition: Definition) -> None:
    plan = plan_with(TEXTS[name])
    assert TEXTS[name] in [row["本文"] for row in table_of(data_csv(plan, definition, ONE_YEAR))]
    table = load_workbook(io.BytesIO(data_workbook(plan, definition, ONE_YEAR))).worksheets[0]
    assert TEXTS[name] in [text_of(row[-1].value) for row in table.iter_rows(min_row=2)]


def test_a_text_longer_than_a_cell_continues_in_columns_with_names_of_their_own(
    plan_with: PlanWith, definition: Definition
) -> None:
    text = "長い文が続き、" * 10_000
    table, dictionary = load_workbook(io.BytesIO(data_workbook(plan_with(text), definition, ONE_YEAR))).worksheets
    titles = [cell.value for cell in table[1]]
    assert titles[-3:] == ["本文", "本文の続き1", "本文の続き2"]
    assert [cell.value for (cell,) in dictionary[f"A2:A{dictionary.max_row}"]] == titles
    pieces = [[text_of(cell.value) for cell in row[-3:]] for row in table.iter_rows(min_row=2)]
    assert text in ["".join(one) for one in pieces]
    assert all(len(piece) <= MOST_CELL_UNITS for one in pieces for piece in one)


def test_a_spreadsheet_program_reads_the_workbooks_texts_to_the_character(
    plan_with: PlanWith, definition: Definition, libre_office: LibreOffice
) -> None:
    """LibreOffice opens the workbook and writes it as CSV of its own, in which formulas would have become results."""
    texts = ["=1+1", "-5", "@名前", "+81", "01", "2021/4/1", "_x0041_", "一行目\n二行目", "前後の空白 "]
    plan = plan_with("")
    first = plan.measures[0].initiatives[0]
    cells = itertools.product(plan.years, [period.id for period in definition.periods])
    entries = dict(zip(cells, map(Value, texts), strict=False))
    measure = replace(plan.measures[0], initiatives=(replace(first, entries=entries),))
    made = data_workbook(replace(plan, measures=(measure,)), definition, plan.years)
    seen = libre_office.convert(made, to="csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false")
    read = [row["本文"] for row in table_of(seen) if row["項目"] == "記載"]
    assert read[: len(texts)] == texts
