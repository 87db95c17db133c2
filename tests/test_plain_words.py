"""やさしい日本語: what the program says is short, polite, and free of double negatives and of officials' words.

The rules follow 「在留支援のためのやさしい日本語ガイドライン」 (出入国在留管理庁・文化庁) as far as a program can
check them: short sentences, nothing denied twice, words of everyday use. Words of the trade (照会, 受理, 差戻し) are
the users' own and stay.
"""

import re

import pytest

from tests.test_translations import marked_texts

LONGEST_SENTENCE = 70
"""Characters, with what is filled in and options of the command line counted as nothing; most have 10 to 40."""

HARD_WORDS = {
    "当該": "その",
    "及び": "と",
    "又は": "か",
    "若しくは": "か",
    "並びに": "と",
    "但し": "ただ",
    "すなわち": "つまり",
    "に基づ": "によって、のとおりに",
    "に際し": "ときに",
    "に関し": "について",
    "遡": "前に戻",
    "棄却": "受け付けない",
    "付与": "付ける",
    "解除": "やめる、切る",
    "不正": "正しくない",
    "不可": "できません",
    "引数": "操作に付けるもの",
    "初期化": "はじめに戻す",
    "致命": "大きな",
    "例外": "ほかのもの、誤り",
    "必要があります": "〜してください",
    "ねばなりません": "〜してください",
    "なければなりません": "〜してください",
    "せざるを得": "〜します",
}
"""What nobody says to a colleague, and what they say."""

DOUBLE_NEGATIVE = re.compile(
    "な(?:い|く)(?:は|も|わけでは|ことは|とは)(?:あり|限り|言え|いえ)ません|なければ[^。、]{0,20}ません。"
)
CURT = re.compile("(?:である|(?<![まで])した|する|いる|ある|ない|だ|った|れる|える|せよ|こと)。$")
"""How one writes for files, and does not speak to a person."""
FILLED_IN = re.compile(r"\{[^}]*\}|--[a-z-]+")
WRITES_A_REPORT = "exchange/samples.py"
"""Made-up answers, in the words of the report."""


def texts() -> dict[str, str]:
    """Every text and the first place where it stands."""
    found: dict[str, str] = {}
    for text, place in marked_texts():
        found.setdefault(text, place)
    return found


TEXTS = texts()


def sentences(text: str) -> list[str]:
    return re.findall(r"[^。\n]+。", text)


def test_sentences_are_short() -> None:
    long = [
        f"{place} {one}"
        for text, place in TEXTS.items()
        for one in sentences(text)
        if len(FILLED_IN.sub("", one)) > LONGEST_SENTENCE
    ]

    assert long == [], "make two sentences of it"


@pytest.mark.parametrize("word", HARD_WORDS)
def test_no_hard_word_is_used(word: str) -> None:
    assert [f"{place} {text}" for text, place in TEXTS.items() if word in text] == [], f"say: {HARD_WORDS[word]}"


def test_nothing_is_denied_twice() -> None:
    assert [f"{place} {text}" for text, place in TEXTS.items() if DOUBLE_NEGATIVE.search(text)] == []


def test_sentences_are_polite() -> None:
    curt = [
        f"{place} {one}"
        for text, place in TEXTS.items()
        for one in sentences(text)
        if CURT.search(one) and not place.startswith(WRITES_A_REPORT)
    ]

    assert curt == []


@pytest.mark.parametrize(
    ("sentence", "is_found"),
    [
        ("できないわけではありません。", True),
        ("決めなければ締め切れません。", True),
        ("先に決めてください。", False),
        ("競合はありません。", False),
    ],
)
def test_the_search_for_double_negatives_finds_them(sentence: str, is_found: bool) -> None:
    assert bool(DOUBLE_NEGATIVE.search(sentence)) is is_found
