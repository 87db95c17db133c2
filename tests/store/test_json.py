"""JSON from outside is parsed strictly: what readers might understand differently is refused in words."""

import contextlib
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyosei_desktop.store.documents import MAX_INTEGER, MAX_NESTING, MAX_VALUES, NotADocument, json_bytes, parse_json
from tests.store.json_values import json_values


@given(json_values)
def test_what_json_writes_is_read_back_equal(value: object) -> None:
    assert parse_json(json.dumps(value).encode(), "a.json") == value
    assert parse_json(json_bytes(value), "a.json") == value


@given(st.binary() | st.text(alphabet='[]{}",:\\u0dD8cC1eE+-. NaIn', max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with contextlib.suppress(NotADocument):
        parse_json(content, "a.json")


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b'{"a": 1, "b": 2, "a": 3}', "1行目の項目「a」が重なっています"),
        (b'[{"b": {"c": 1, "c": 1}}]', "1行目の項目「c」が重なっています"),
        (b"[NaN]", "数ではない値 NaN があります"),
        (b"[Infinity]", "数ではない値 Infinity があります"),
        (b"[-Infinity]", "数ではない値 -Infinity があります"),
        (b"[1e999]", "大きすぎる数があります"),
        (b"[9007199254740992]", "大きすぎる数があります"),
        (b"[-9007199254740992]", "大きすぎる数があります"),
        (b"[0." + b"1" * 40 + b"]", "大きすぎる数があります"),
        (b'["\\ud800"]', "対になっていないサロゲート文字があります"),
        (b'{"\\udfff": 1}', "対になっていないサロゲート文字があります"),
        ('["予定"]'.encode("shift_jis"), "文字コードが UTF-8 ではありません"),
        (b'["\xed\xa0\x80"]', "文字コードが UTF-8 ではありません"),
        (b"", "1行1文字目の書き方が JSON ではありません"),
        (b"[1,\n 2,\n ]", "3行2文字目の書き方が JSON ではありません"),
        (b'["a', "1行2文字目の書き方が JSON ではありません"),
        (b"[1] [2]", "1行5文字目の書き方が JSON ではありません"),
        (b'["a\nb"]', "1行4文字目の書き方が JSON ではありません"),
    ],
)
def test_json_on_which_readers_differ_is_refused(content: bytes, cause: str) -> None:
    with pytest.raises(NotADocument) as refused:
        parse_json(content, "a.json")
    assert refused.value.cause == cause


def test_the_largest_exact_integer_is_read() -> None:
    assert parse_json(b"[9007199254740991, -9007199254740991]", "a.json") == [MAX_INTEGER, -MAX_INTEGER]


def test_a_whole_number_is_an_integer_however_it_is_written() -> None:
    numbers = parse_json(b"[3.0, 1e3, 2.5]", "a.json")
    assert [type(one) for one in numbers] == [int, int, float]  # type: ignore[attr-defined]


def test_a_pair_of_surrogate_escapes_is_one_character() -> None:
    assert parse_json(b'["\\ud842\\udfb7"]', "a.json") == ["𠮷"]


def test_a_byte_order_mark_is_passed_over() -> None:
    assert parse_json(b"\xef\xbb\xbf[1]", "a.json") == [1]


def test_nesting_is_read_up_to_its_limit_and_no_deeper() -> None:
    parse_json(b"[" * MAX_NESTING + b"]" * MAX_NESTING, "a.json")
    with pytest.raises(NotADocument, match="入れ子が深すぎます"):
        parse_json(b"[" * (MAX_NESTING + 1) + b"]" * (MAX_NESTING + 1), "a.json")


def test_brackets_in_texts_are_not_nesting() -> None:
    text = '[[[{"\\' * 1000
    assert parse_json(json_bytes([text, text]), "a.json") == [text, text]


def test_a_million_open_brackets_are_refused_without_exhausting_the_stack() -> None:
    with pytest.raises(NotADocument, match="入れ子が深すぎます"):
        parse_json(b"[" * 1_000_000, "a.json")


def test_values_are_read_up_to_their_limit_and_no_more() -> None:
    parse_json(b"[" + b"0," * (MAX_VALUES - 1) + b"0]", "a.json")
    with pytest.raises(NotADocument, match="値が多すぎます"):
        parse_json(b"[" + b"0," * MAX_VALUES + b"0]", "a.json")


def test_a_text_that_never_ends_is_scanned_only_once() -> None:
    """Each escaped quote could begin another unclosed text: scanning from each would take hours."""
    content = b'["' + b'\\"' * 4_000_000
    begun = time.process_time()
    with pytest.raises(NotADocument):
        parse_json(content, "a.json")
    assert time.process_time() - begun < 10


def test_a_message_holds_nothing_that_steers_a_terminal() -> None:
    key = "\\u001b[31m" + "x" * 100
    with pytest.raises(NotADocument) as refused:
        parse_json(f'{{"{key}": 1, "{key}": 1}}'.encode(), "a.json")
    assert "\x1b" not in str(refused.value)
    assert len(refused.value.cause) < 70
