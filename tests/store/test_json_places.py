"""Messages about a file that people wrote name the line; also where keys look like brackets, and what is missing."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyosei_desktop.exchange.answers import read_answers
from kyosei_desktop.exchange.definitions import find_definition
from kyosei_desktop.exchange.new_ledger import create_ledger_from_document
from kyosei_desktop.paths import BUILT_IN_DEFINITION, PLANS, SCHEMAS
from kyosei_desktop.store.documents import (
    DocumentNotValid,
    NotADocument,
    load_definition,
    load_plan_document,
    parse_json,
)
from kyosei_desktop.store.json_places import JsonPath, line_of

TEXT = r"""
{
 "a": 1,
 "[\"{": [
  {"b": "]}\n\\"}, {"c": null,
   "2020": [true]}
 ],
 "z":
  {}
}
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 2),
        (("a",), 3),
        (('["{',), 4),
        (('["{', 0), 5),
        (('["{', 0, "b"), 5),
        (('["{', 1), 5),
        (('["{', 1, "2020"), 6),
        (('["{', 1, "2020", 0), 6),
        (("z",), 8),
        (("a", "below a number"), 3),
        (("z", "missing"), 8),
        (('["{', 7), 4),
    ],
)
def test_a_value_is_found_on_its_line_and_what_is_missing_on_that_of_its_container(
    path: Sequence[str | int], line: int
) -> None:
    assert line_of(TEXT, path) == line


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=20,
)


def paths_of(value: object, path: JsonPath = ()) -> list[JsonPath]:
    """Paths of all values, in the order in which they are written."""
    found = [path]
    if isinstance(value, dict):
        for key, inner in value.items():
            found += paths_of(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            found += paths_of(inner, (*path, number))
    return found


@given(values, st.booleans())
def test_each_value_of_an_indented_document_is_found_on_its_own_line(value: Any, is_ascii: bool) -> None:
    """Indented, every value begins on a line of its own, and every bracket that closes a full container ends one."""
    text = json.dumps(value, ensure_ascii=is_ascii, indent=1)
    lines = [line_of(text, path) for path in paths_of(value)]
    closing = {number for number, line in enumerate(text.split("\n"), 1) if line.strip(" ,") in ("]", "}")}
    assert lines == [number for number in range(1, text.count("\n") + 2) if number not in closing]


def refused(content: str, load: Callable[[bytes, str], object], name: str = "my.json") -> str:
    with pytest.raises(DocumentNotValid) as error:
        load(content.encode("utf-8-sig"), name)  # as the editor of Windows writes it
    return str(error.value)


def changed_text(path: Path, old: str, new: str) -> tuple[str, int]:
    """A file's text with something else the first time that something stands there, and the last line of that."""
    content = path.read_text("utf-8")
    before, _old, after = content.partition(old)
    assert after
    return before + new + after, before.count("\n") + 1 + new.count("\n")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            '"title": "施策名", "width_em": 15.3',
            '"title": "施策名", "width_em": 300',
            "columns[1].width_em が正しくありません：0.5以上200以下の数にしてください",
        ),
        (
            '"label": "上期実績"',
            '"lable": "上期実績"',
            "periods[1] が正しくありません：知らない項目「lable」があります（使えるのは id、label、row_label、kind、",
        ),
        (
            '"id": "second_half", ',
            '"id": "first_half", ',
            "periods[2].id が正しくありません：期間「first_half」が重なって",
        ),
        ('"min_pt": 6', '"min_pt": 10', "fonts.min_pt が正しくありません：min_pt は max_pt（9.5）以下にしてください"),
        (
            '"title": "成果内容", ',
            '"title": "成果内容", "year_width_em": {"2020": 3}, ',
            "columns[5].year_width_em が正しくありません：year_width_em は source が entry の列だけに付けてください",
        ),
        ('"starts_on": "1926-12-25"', '"starts_on": "1826-12-25"', "eras[2].starts_on が正しくありません：元号を"),
        ('"footer": "{page}／{pages}"', '"footer": 5', "page.footer が正しくありません：文字列にしてください"),
        (
            '"number_digits": 2,',
            '"number_digits": 2,\n "colour": "red",',
            "全体 が正しくありません：知らない項目「colour」があります（使えるのは format_version、",
        ),
        (
            '"footer": "{page}／{pages}"',
            '"footer": "{seite}"',
            "page.footer が正しくありません：{seite} に入るものがありません。使えるのは {page}、{pages} です",
        ),
        (
            '"title": "{year}取組予定及び実績"',
            '"title": "{jahr}取組予定及び実績"',
            "columns[4].title が正しくありません：{jahr} に入るものがありません。使えるのは {year} です",
        ),
        (
            '"title": "取組実績"',
            '"title": "{year}の実績"',
            "columns[6].title が正しくありません：{year} に入るものがありません。{ } を付けないでください",
        ),
    ],
)
def test_a_mistake_in_a_definition_is_named_by_file_line_key_and_what_is_allowed(old: str, new: str, said: str) -> None:
    changed, line = changed_text(BUILT_IN_DEFINITION, old, new)
    assert refused(changed, load_definition).startswith(f"「my.json」の{line}行目 {said}")


def test_all_keys_that_are_allowed_are_said() -> None:
    changed, _line = changed_text(BUILT_IN_DEFINITION, '"number_digits": 2,', '"number_digits": 2, "colour": "red",')
    said = refused(changed, load_definition)
    keys = json.loads((SCHEMAS / "definition.schema.json").read_bytes())["properties"]
    assert [key for key in keys if key not in said] == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            '"no": "1-2-1-2",\n   "page": null',
            '"no": "1-2-1-2",\n   "page": 0',
            "measures[5].page が正しくありません：1以上99999以下の整数にしてください",
        ),
        ('"no": "1-1-2-2"', '"no": "1-1-2-1"', "measures[3].no が正しくありません：施策の番号「1-1-2-1」が重なって"),
        ("  2023,\n  2024", "  2024,\n  2023", "years[1] が正しくありません：年度を小さい順に"),
        (
            '"q3": "・年末',
            '"q3": "\\u0007・年末',
            "measures[7].initiatives[0].years.2023.q3 が正しくありません：文章に使えない文字",
        ),
    ],
)
def test_a_mistake_in_a_plan_document_is_too(old: str, new: str, said: str) -> None:
    changed, line = changed_text(PLANS / "quarterly-a4.json", old, new)
    assert refused(changed, load_plan_document).startswith(f"「my.json」の{line}行目 {said}")


def test_a_period_that_the_definition_does_not_know_is_named_where_it_stands(tmp_path: Path) -> None:
    changed, line = changed_text(PLANS / "yearly-a4.json", '"result": ', '"resalt": ')
    document = tmp_path / "my.json"
    document.write_text(changed, "utf-8")
    with pytest.raises(DocumentNotValid) as error:
        create_ledger_from_document(
            tmp_path / "a.kyosei", document, definition=find_definition("yearly-a4"), author="取りまとめ"
        )
    said = f"「my.json」の{line}行目 measures[0].initiatives[0].years.2022.resalt が"
    assert str(error.value).startswith(said)
    assert "plan、result のどれか" in str(error.value)


def test_a_mistake_in_answers_is_too() -> None:
    content = (
        '[\n {"measure": 1, "field": "outcome", "text": "一"},\n {"measure": 1, "field": "outcome",\n  "text": 5}]'
    )
    assert refused(content, read_answers).startswith("「my.json」の4行目 [1].text が正しくありません：文字列に")
    content = content.replace("5}", '"二"}')
    assert "3行目 [1] が正しくありません：「1.outcome」への回答が重なって" in refused(content, read_answers)
    content = content.replace('"二"', '"\\u0007"').replace('"outcome",\n', '"record",\n')
    assert "4行目 [1].text が正しくありません：文章に使えない文字" in refused(content, read_answers)


def test_a_key_given_twice_is_named_with_its_line() -> None:
    content = '{"x": {"a": 1},\n "y": [{"a": 1}, {"a": 2,\n  "b": {"a": 3},\n  "\\u0061": 4}]}'
    with pytest.raises(NotADocument) as error:
        parse_json(content.encode(), "my.json")
    assert "4行目の項目「a」が重なっています" in str(error.value)
