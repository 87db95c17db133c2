"""What a field's text may hold, and which differences are a matter of notation."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyosei_desktop.domain.errors import NotAcceptableText, TextTooLong
from kyosei_desktop.domain.text import MAX_FIELD_CHARACTERS, clean_text, differ_in_notation_only

ACCEPTABLE = st.text(st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from("\n\t"))


@given(ACCEPTABLE)
def test_acceptable_text_is_kept_to_the_character(text: str) -> None:
    assert clean_text(text) == text


@pytest.mark.parametrize(
    "text", ["𠮷野家", "葛\U000e0100城", "が", "か\u3099", "①㈱", "\ue000", "👨‍👩‍👧", "　行頭", "行末　 \n\n", "\u2028"]
)
def test_rare_characters_and_spaces_are_kept(text: str) -> None:
    assert clean_text(text) == text


def test_line_ends_of_windows_become_line_feeds() -> None:
    assert clean_text("一行目\r\n二行目\r\n") == "一行目\n二行目\n"
    assert clean_text("一行目\r二行目") == "一行目\n二行目"


@pytest.mark.parametrize(
    "code", [n for n in range(0x110000) if unicodedata.category(chr(n)) == "Cc" and chr(n) not in "\n\t\r"]
)
def test_every_other_control_character_is_refused(code: int) -> None:
    with pytest.raises(NotAcceptableText, match=f"U\\+{code:04X}"):
        clean_text(f"あ{chr(code)}い")


@pytest.mark.parametrize("text", ["\ud800", "あ\udfff", "\udc00\ud800"])
def test_lone_surrogates_are_refused(text: str) -> None:
    with pytest.raises(NotAcceptableText):
        clean_text(text)


def test_text_at_the_limit_is_taken_and_one_character_more_is_refused() -> None:
    longest = "あ" * MAX_FIELD_CHARACTERS

    assert clean_text(longest) == longest
    with pytest.raises(TextTooLong, match=r"100001.*100000"):
        clean_text(longest + "い")


def test_the_limit_counts_characters_after_the_line_ends_are_joined() -> None:
    assert len(clean_text("\r\n" * MAX_FIELD_CHARACTERS)) == MAX_FIELD_CHARACTERS


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12人", "１２人"),
        ("ｱﾝｹｰﾄ", "アンケート"),
        ("ＷＥＢ", "WEB"),
        ("講座を開催、参加者募集", "講座を開催，参加者募集"),
        ("1,000円", "１，０００円"),
        ("1.5倍", "１．５倍"),
        ("実施した。", "実施した．"),
        ("･検討", "・検討"),
        ("4～5月", "4〜5月"),
        ("4-5", "4－5"),
        ("（関連）", "(関連)"),
        ("検討\n実施", "検討 実施"),
        ("検討　実施 ", "検討実施"),
        ("4ー5月", "4-5月"),
        ("山―川", "山ー川"),
        ("ｾﾝﾀｰ", "センター"),
        ("会議‥", "会議．．"),
        ("会議…", "会議⋯"),
        ("“共生”", "〝共生〟"),
        ("·検討", "・検討"),
        ("検\u200b討", "検討"),
        ("㈱", "(株)"),
        ("㋃", "4月"),
    ],
)
def test_width_punctuation_and_white_space_are_a_matter_of_notation(one: str, other: str) -> None:
    assert differ_in_notation_only(one, other)
    assert differ_in_notation_only(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12人", "13人"),
        ("", "未実施"),
        ("実施した", "実施しなかった"),
        ("1.5", "15"),
        ("1,2", "12"),
        ("10 20", "1020"),
        ("4月\n2日", "4月\n3日"),
        ("ハハ", "パパ"),
        ("センター", "センタ-"),
        ("コーヒー", "コヒ"),
        ("らーめん", "ら―めん"),
        ("ソーーシャル", "ソーシャル"),
        ("10²", "102"),
        ("1½", "11/2"),
        ("①2", "12"),
        ("第一", "第ー"),
        ("「共生」", "『共生』"),
    ],
)
def test_what_says_something_else_is_not(one: str, other: str) -> None:
    assert not differ_in_notation_only(one, other)


@given(ACCEPTABLE)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert not differ_in_notation_only(text, text)
