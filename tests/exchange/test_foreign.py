"""Books of other cities become plans: guessed, read by the mapping, with nothing dropped without a word."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.mapping import Holds, Numbering
from kyosei_desktop.exchange import foreign_book
from kyosei_desktop.exchange.definitions import definitions_at_hand, find_definition
from kyosei_desktop.exchange.foreign import (
    MappingNotDecided,
    NoTableInBook,
    create_ledger_from_book,
    read_by_guess,
)
from kyosei_desktop.exchange.foreign_book import ForeignBook, TooManyMergedCells, book_of
from kyosei_desktop.exchange.foreign_guess import MappingGuess, guess_mapping
from kyosei_desktop.exchange.foreign_reading import ForeignPlan, NothingInBook, NoYearInBook, read_foreign
from kyosei_desktop.exchange.mapping_file import load_mapping, mapping_text, read_mapping
from kyosei_desktop.store.documents import DocumentNotValid
from tests.exchange import foreign_books as books
from tests.exchange.random_layouts import random_book

DEFINITIONS = [find_definition(one) for one in definitions_at_hand()]


def guessed(book: ForeignBook) -> MappingGuess:
    return guess_mapping(book, DEFINITIONS)


def read(workbook: Workbook, name: str = "本.xlsx") -> ForeignPlan:
    """Read by a guess that has to be sure."""
    book = book_of(workbook, name)
    guess = guessed(book)
    assert guess.mapping is not None
    assert [str(one) for one in guess.open_questions] == []
    return read_foreign(book, guess.mapping)


def entries(plan: ForeignPlan, measure: int, initiative: int = 0) -> Any:
    return plan.document["measures"][measure]["initiatives"][initiative]["years"]


def short(plan: ForeignPlan) -> list[tuple[Any, ...]]:
    return [
        (one["no"], one["name"], [(part["departments"], part["content"]) for part in one["initiatives"]])
        for one in plan.document["measures"]
    ]


def test_columns_may_stand_in_any_order():
    plan = read(books.rearranged())

    assert plan.document["title"] == "みどり市地域福祉計画 進捗状況一覧"
    assert short(plan) == [
        (1, "見守り", [(["福祉政策課"], "・見守る")]),
        (2, "居場所", [(["こども課", "健康課"], "・場を開く")]),
    ]
    assert entries(plan, 1) == {
        "2020": {"plan": "*****", "first_half": "", "second_half": ""},
        "2021": {"plan": "・2か所", "first_half": "・1か所", "second_half": "・2か所"},
    }
    assert plan.document["measures"][0]["outcome"] == "定着した"
    assert [(one.address, one.text) for one in plan.left] == [("I3", "新規")]


def test_a_column_may_stand_for_a_period_below_a_year():
    plan = read(books.period_columns(), "移動計画.xlsx")

    assert plan.document["title"] == "移動計画"  # nothing stands above the table
    assert entries(plan, 0)["2020"] == {"plan": "走らせる", "first_half": "3便", "second_half": "5便"}
    assert entries(plan, 1)["2019"] == {"plan": "", "first_half": "", "second_half": ""}
    assert plan.remarks == ()


def test_sheets_of_years_are_united_by_number_and_a_cover_is_named():
    plan = read(books.year_sheets())

    assert [one["no"] for one in plan.document["measures"]] == [1, 2, 3]
    assert entries(plan, 0) == {
        "2020": {"plan": "100件", "result": "98件"},
        "2021": {"plan": "110件", "result": "120件"},
    }
    assert plan.definition.number_digits == 2
    assert [(one.sheet, one.is_left) for one in plan.remarks] == [("表紙", True)]


def test_sheets_of_departments_are_counted_through_where_each_begins_with_one():
    plan = read(books.department_sheets())

    assert [one["no"] for one in plan.document["measures"]] == [1, 2, 3, 4, 5]
    assert plan.departments == ("保育課", "教育課", "健康増進課")
    assert entries(plan, 4) == {"2022": {"plan": "", "result": "40件"}}


def test_titles_groups_subtotals_notes_and_headings_of_further_pages_are_no_measures():
    plan = read(books.printed_pages())

    assert short(plan) == [
        ("1-1", "研修", [(["人事課"], "職員研修を開く")]),
        ("1-2", "教材", [(["教育委員会指導課"], "教材を作る")]),
        ("2-1", "相談", [(["市民課"], "窓口を置く")]),
    ]
    assert entries(plan, 1)["2018"] == {"plan": "冊子", "first_half": "案", "second_half": "完成"}
    assert [one.address for one in plan.left] == ["A4", "A9", "E9", "F9", "A15", "A19"]
    assert [one.label for one in plan.definition.periods] == ["計画", "中間", "年度末"]


def test_a_list_without_periods_becomes_a_plan_of_blank_entries():
    plan = read(books.plain_list())

    assert plan.document["years"] == [2022]
    assert short(plan)[1] == (2, "雪かき", [(["建設課", "住民課"], "雪をかく人を募る"), (["総務課"], "道具を貸す")])
    assert plan.entries == 0


def test_numbers_and_names_may_stand_in_every_row():
    plan = read(books.every_row_filled())

    assert short(plan) == [
        (1, "手話", [(["障害課"], "手話を広める")]),
        (2, "点字", [(["図書館"], "点字を打つ"), (["営繕課"], "点字を貼る")]),
    ]
    assert entries(plan, 1, 1) == {"2021": {"plan": "3か所", "first_half": "1か所", "second_half": "3か所"}}


def test_months_name_quarters():
    plan = read(books.quarters())

    assert plan.definition.id == "own-quarterly-a4"
    assert entries(plan, 1) == {"2023": {"plan": "1万本", "q1": "2千本", "q2": "4千本", "q3": "", "q4": "1万本"}}


def test_each_row_may_name_its_year():
    plan = read(books.year_rows())

    assert entries(plan, 0) == {"2018": {"plan": "10本", "result": "8本"}, "2019": {"plan": "10本", "result": "12本"}}


def test_the_definition_speaks_the_books_words_and_names_no_other_city():
    definition = read(books.rearranged()).definition

    assert definition.author == ""
    assert [one.title for one in definition.columns][:3] == ["番号", "事業名", "事業の概要"]
    assert [one.row_label for one in definition.periods] == ["予定", "上期", "下期"]
    assert not definition.has_column("record")


# What is not clear


def test_an_unclear_book_is_not_read_and_its_guess_is_kept_to_be_decided(tmp_path):
    (tmp_path / "読み方.json").write_text("前からあるもの")
    book = book_of(books.unclear(), "まとめ.xlsx")

    with pytest.raises(MappingNotDecided) as refused:
        read_by_guess(book, definitions=DEFINITIONS, kept_at=tmp_path / "読み方.json")

    assert refused.value.count == 4
    assert "「メモ」" in str(refused.value)
    assert (tmp_path / "読み方.json").read_text() == "前からあるもの"
    kept = read_mapping(tmp_path / "読み方(2).json")
    assert [one.holds for one in kept.sheets[0].columns] == [
        Holds.NO,
        Holds.NAME,
        Holds.IGNORE,
        Holds.ENTRY,
        Holds.IGNORE,
    ]


def test_what_was_decided_by_hand_is_what_is_read(tmp_path):
    book = book_of(books.unclear(), "まとめ.xlsx")
    mapping = guessed(book).mapping
    assert mapping is not None
    document = json.loads(mapping_text(mapping))
    sheet = document["sheets"][0]
    sheet["year"], sheet["department"] = 2022, "広報課"
    sheet["columns"][2]["holds"] = "content"
    sheet["columns"][4]["holds"] = "record"
    sheet["columns"][3]["period"] = "result"

    plan = read_foreign(book, load_mapping(json.dumps(document).encode(), "読み方.json"))

    assert short(plan) == [(1, "広報", [(["広報課"], "広報紙に載せる")]), (2, "ラジオ", [(["広報課"], "番組を作る")])]
    assert entries(plan, 1) == {"2022": {"plan": "", "result": "3回流した"}}
    assert plan.document["measures"][1]["record"] == "やめる"
    assert plan.left == ()


def test_entries_of_an_unknown_year_are_not_guessed():
    book = book_of(books.unclear(), "まとめ.xlsx")
    mapping = guessed(book).mapping
    assert mapping is not None
    with pytest.raises(NoYearInBook, match="まとめ"):
        read_foreign(book, mapping)


def test_a_book_without_a_table_is_refused(tmp_path):
    with pytest.raises(NoTableInBook, match="予算"):
        read_by_guess(book_of(books.no_table(), "予算.xlsx"), definitions=DEFINITIONS, kept_at=tmp_path / "m.json")
    assert list(tmp_path.iterdir()) == []


def test_a_mapping_of_another_book_finds_nothing():
    mapping = guessed(book_of(books.year_rows(), "経年.xlsx")).mapping
    assert mapping is not None
    with pytest.raises(NothingInBook, match="施策を一つも"):
        read_foreign(book_of(books.no_table(), "予算.xlsx"), mapping)


def test_numbers_twice_and_missing_names_and_departments_are_said():
    rows = [
        ["番号", "施策名", "内容", "令和3年度予定", "担当課"],
        [1, "一", "い", "あ", "甲課"],
        [1, "別のこと", "ろ", "い", "乙課"],
        [3, None, "は", "う", "甲課"],
        [4, "四", "に", "え", None],
        [None, "五", "ほ", "お", "甲課"],
    ]
    plan = read(books.make_book({"表": rows}))

    assert [(one["no"], one["name"]) for one in plan.document["measures"]] == [
        (1, "一"),
        ("1(2)", "別のこと"),
        (3, ""),
        (4, "四"),
        (2, "五"),
    ]
    assert [(one.address, one.sentence) for one in plan.remarks] == [
        ("A3", "番号1が二度あるので、後の方を 1(2) としました。"),
        ("A4", "施策3に名前がありません。"),
        ("A5", "施策4に担当課がないので、仮の名前を入れました。"),
        ("B6", "番号がないので 2 としました。"),
    ]


def test_numbers_days_and_shares_are_read_as_they_are_seen():
    book = books.make_book(
        {
            "表": [
                ["番号", "施策名", "内容", "令和3年度予定", "令和3年度実績", "担当課"],
                [1.0, "一", date(2021, 4, 1), 0.5, 12000, "甲課"],
            ]
        }
    )
    book["表"]["D2"].number_format = "0%"
    book["表"]["E2"].number_format = "#,##0"
    plan = read(book)

    assert short(plan) == [(1, "一", [(["甲課"], "2021年4月1日")])]
    assert entries(plan, 0) == {"2021": {"plan": "50%", "result": "12,000"}}


def test_hidden_rows_are_read_and_said_and_hidden_sheets_are_not():
    book = books.rearranged()
    book["進捗"].row_dimensions[6].hidden = True
    copied = book.copy_worksheet(book["進捗"])
    copied.title, copied.sheet_state = "控え", "hidden"
    plan = read(book)

    assert len(plan.document["measures"]) == 2
    sentences = [one.sentence for one in plan.remarks]
    assert "隠れた行や列も読みました。要らないものがないか確かめてください。" in sentences
    assert any(one.sheet == "控え" and "読みませんでした" in one.sentence for one in plan.left)


def test_merged_entries_go_to_the_first_field_only_and_that_is_said():
    book = books.rearranged()
    for cell in ("F4", "F5"):
        book["進捗"][cell] = None
    book["進捗"].merge_cells("F3:F5")
    plan = read(book)

    assert entries(plan, 0)["2021"] == {"plan": "・月1回", "first_half": "", "second_half": ""}
    assert [one.address for one in plan.remarks if "結合" in one.sentence] == ["F3"]


def test_merged_cells_without_end_are_refused(monkeypatch):
    """The limit is lowered here: openpyxl takes a minute to write as many as it stands at."""
    monkeypatch.setattr(foreign_book, "MOST_COVERED_CELLS", 30)
    with pytest.raises(TooManyMergedCells, match="結合"):
        book_of(books.rearranged(), "広い.xlsx")


# Mappings


def test_a_mapping_is_saved_and_loaded_unchanged():
    for make in (books.rearranged, books.department_sheets, books.year_sheets, books.printed_pages):
        mapping = guessed(book_of(make(), "本.xlsx")).mapping
        assert mapping is not None
        assert load_mapping(mapping_text(mapping).encode(), "m.json") == mapping


def test_a_mapping_reads_next_years_book_with_another_year_and_department_and_title_line():
    mapping = guessed(book_of(books.department_sheets(), "去年.xlsx")).mapping
    assert mapping is not None
    assert mapping.numbering is Numbering.COUNT
    head = ["№", "取組名", "取組の概要", "2022年度予定", "2022年度実績", "2023年度予定"]
    rows = [["こもれび町子ども計画"], ["改訂版"], [], head, [1, "延長保育", "20時まで", "2園", "3園", "4園"]]
    nothing = [["凡例"], ["○", "できた"]]
    plan = read_foreign(book_of(books.make_book({"こども園課": rows, "凡例室": nothing}), "今年.xlsx"), mapping)

    assert plan.departments == ("こども園課",)
    assert entries(plan, 0) == {"2022": {"plan": "2園", "result": "3園"}, "2023": {"plan": "4園", "result": ""}}
    assert [one.sheet for one in plan.left] == ["凡例室"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda one: one["sheets"][0]["columns"][5].update(period="q9"), "期間「q9」"),
        (lambda one: one["labels"][0].update(period=None), "期間「None」"),
        (lambda one: one["sheets"][0].update(header_rows=[3, 2]), "上の行"),
        (lambda one: one["sheets"].append(one["sheets"][0]), "重なっています"),
        (lambda one: one["labels"].append(one["labels"][0]), "重なっています"),
        (lambda one: one["sheets"][0]["columns"][0].update(column="a1"), "列の文字"),
        (lambda one: one.update(extra=1), "extra"),
        (lambda one: one["definition"].update(columns=[]), "columns"),
    ],
)
def test_a_mapping_that_contradicts_itself_is_refused_with_its_place(change: Callable[[Any], Any], said: str):
    mapping = guessed(book_of(books.rearranged(), "本.xlsx")).mapping
    assert mapping is not None
    document = json.loads(mapping_text(mapping))
    change(document)
    with pytest.raises(DocumentNotValid, match=said):
        load_mapping(json.dumps(document).encode(), "m.json")


def test_a_ledger_is_made_of_a_book(tmp_path: Path):
    plan = read(books.quarters())
    with create_ledger_from_book(tmp_path / "l.kyosei", plan, author="試験") as ledger:
        assert [one.name for one in ledger.plan().measures] == ["訓練", "備蓄"]
        assert isinstance(ledger.definition, Definition)
        assert ledger.definition.id == "own-quarterly-a4"


# Any layout


@settings(max_examples=40, deadline=None)
@given(st.integers(min_value=0, max_value=2**32))
def test_any_plan_in_any_layout_is_guessed_and_read_back(seed):
    plan, layout, workbook = random_book(seed)
    assert read(workbook).document == plan, layout
