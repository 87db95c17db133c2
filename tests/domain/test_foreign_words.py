"""What the words in other cities' workbooks mean."""

import pytest

from kyosei_desktop.domain.foreign_words import (
    SEPARATORS,
    Span,
    departments_in,
    heading_of,
    meaning_of_heading,
    number_in,
    span_of,
)
from kyosei_desktop.domain.mapping import Holds
from kyosei_desktop.exchange.definitions import built_in_definition

ERAS = built_in_definition().eras


@pytest.mark.parametrize(
    ("text", "heading", "year"),
    [
        ("平成30年度取組予定及び実績", "{year}取組予定及び実績", 2018),
        ("令和元年度", "{year}", 2019),
        ("令和３年度\n上期", "{year}\n上期", 2021),
        ("R3", "{year}", 2021),
        ("R3\n4月～9月", "{year}\n4月~9月", 2021),
        ("H31年度", "{year}", 2019),
        ("㋿5年度 計画", "{year} 計画", 2023),
        ("2022", "{year}", 2022),
        ("2022年度実績", "{year}実績", 2022),
        ("令和3年4月1日現在", "令和3年4月1日現在", None),
        ("令和3年度～令和5年度", "令和3年度~令和5年度", None),
        ("延べ2,022人", "延べ2,022人", None),
        ("担当課", "担当課", None),
    ],
)
def test_a_heading_gives_its_year_away(text, heading, year):
    assert heading_of(text, ERAS) == (heading, year, False)


@pytest.mark.parametrize(("text", "year"), [("30年度", 2018), ("２年度", 2020), ("元年度", 2019)])
def test_a_year_without_its_era_is_one_of_the_last(text, year):
    assert heading_of(text, ERAS) == ("{year}", year, True)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1", 1),
        ("01", 1),
        ("No.1", 1),
        ("№１２", 12),
        ("１－２", "1-2"),
        ("1-2-(3)", "1-2-(3)"),
        ("（4）", 4),
        ("⑤", 5),
        ("第3号", 3),
        ("A-1", "A-1"),
        ("小計", None),
        ("基本目標1", None),
        ("※1 延べ人数", None),
        ("", None),
    ],
)
def test_a_number_is_one_in_whatever_way_it_is_written(text, number):
    assert number_in(text) == number


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("福祉総務課・地域共生課", ["福祉総務課", "地域共生課"]),
        ("福祉課、こども課／保健センター", ["福祉課", "こども課", "保健センター"]),
        ("高齢・障害福祉課", ["高齢・障害福祉課"]),
        ("高齢者\nいきいき課", ["高齢者いきいき課"]),
        ("健康福祉部\n福祉課", ["健康福祉部福祉課"]),
        ("福祉課\n福祉課", ["福祉課"]),
        ("社会福祉協議会", ["社会福祉協議会"]),
        ("", []),
    ],
)
def test_departments_are_split_where_both_parts_are_departments(text, names):
    assert departments_in(text, SEPARATORS) == names


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("予定", Span.PLANNED),
        ("上期\n実績", Span.FIRST),
        ("下半期", Span.SECOND),
        ("年度末実績", Span.SECOND),
        ("4月～9月", Span.FIRST),
        ("10～3月", Span.SECOND),
        ("第１四半期", Span.Q1),
        ("１～３月", Span.Q4),
        ("実施状況", Span.ACTUAL),
        ("取組予定及び実績", None),
        ("上期予定", None),
        ("計画を実施した", None),
        ("4月～7月", None),
    ],
)
def test_a_label_names_a_part_of_the_year_only_where_it_says_nothing_else(text, span):
    assert span_of(text) is span


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("№", Holds.NO),
        ("事業番号", Holds.NO),
        ("施策名", Holds.NAME),
        ("具体的な取組", Holds.NAME),
        ("事業の概要", Holds.CONTENT),
        ("主管課", Holds.DEPARTMENTS),
        ("担当部署名", Holds.DEPARTMENTS),
        ("成果と課題", Holds.OUTCOME),
        ("これまでの実績", Holds.RECORD),
        ("区分", Holds.PERIOD),
        ("年度", Holds.YEAR),
        ("備考（任意）", Holds.IGNORE),
        ("メモ", None),
        ("相談会を開いた。", None),
    ],
)
def test_a_heading_says_what_its_column_holds(text, holds):
    assert meaning_of_heading(text) is holds
