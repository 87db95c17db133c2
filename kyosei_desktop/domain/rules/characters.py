"""Rules on single characters that other computers, paper or readers may not know, each with its plain replacement."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import Value
from kyosei_desktop.domain.rules.findings import Finding, Fix, RuleId, Span, evidence_of
from kyosei_desktop.domain.rules.question import Question
from kyosei_desktop.domain.rules.settings import RuleSetting

PRIVATE_USE = RuleId("private_use")
HALF_WIDTH_KANA = RuleId("half_width_kana")
PLATFORM_DEPENDENT = RuleId("platform_dependent")

PRIVATE_USE_CHARACTERS = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
"""The three private use areas (The Unicode Standard, section 23.5), for a character class."""

_PRIVATE_USE = re.compile(f"[{PRIVATE_USE_CHARACTERS}]")
# Halfwidth Forms FF61–FF9F: what JIS X 0201 brought, its punctuation and sound marks included.
_HALF_WIDTH_KANA = re.compile("[｡-ﾟ]+")
# 機種依存文字 by their blocks in Unicode: row 13 of NEC and the extensions of IBM in Windows-31J, of which JIS X 0208
# has none, and what Unicode added beside them since. № (U+2116) is left out: the report's own heads have it.
_PLATFORM_DEPENDENT = re.compile(
    "["
    "\u2121"  # ℡
    "\u2160-\u2188"  # Number Forms: Ⅰ ⅰ
    "\u2460-\u24ff"  # Enclosed Alphanumerics: ① ⑴
    "\u2776-\u2793"  # Dingbats: ❶ ➀
    "\u3200-\u32ff"  # Enclosed CJK Letters and Months: ㈱ ㊤ ㋿
    "\u3300-\u33ff"  # CJK Compatibility: ㌔ ㍻ ㎡
    "\U0001f100-\U0001f2ff"  # Enclosed Alphanumeric and Ideographic Supplement: 🄰 🈁
    "]"
)
_PLAIN = {"㎡": "平方メートル", "㎥": "立方メートル", "㎠": "平方センチメートル", "㎢": "平方キロメートル"}
_WIDE_BRACKETS = str.maketrans("()", "（）")
_LOOSE_SOUND_MARKS = str.maketrans({"\u3099": "゛", "\u309a": "゜"})
_SHOWN = 5


def check_private_use(_question: Question, value: Value, setting: RuleSetting) -> Iterator[Finding]:
    """There are 外字. Nobody but their author knows what they look like, so there is no fix."""
    found = list(_PRIVATE_USE.finditer(value.text))
    if found:
        names = list(dict.fromkeys(f"U+{ord(one.group()):04X}" for one in found))
        sentence = _("外字（{names}）があります。ほかのパソコンでは読めません。ふつうの文字に書き換えてください。")
        yield Finding(
            PRIVATE_USE, setting.level, sentence.format(names=listed(names)), spans_of(found), None, evidence_of(names)
        )


def check_half_width_kana(_question: Question, value: Value, setting: RuleSetting) -> Iterator[Finding]:
    """There are kana in half width; the fix makes them full, ﾊﾞ one character."""
    found = list(_HALF_WIDTH_KANA.finditer(value.text))
    if found:
        words = list(dict.fromkeys(one.group() for one in found))
        yield Finding(
            HALF_WIDTH_KANA,
            setting.level,
            _("半角カナ{words}があります。全角に直してください。").format(words=quoted(words)),
            spans_of(found),
            Fix(_("全角に直す"), _replaced(_HALF_WIDTH_KANA, value.text, _full_width)),
            evidence_of(words),
        )


def check_platform_dependent(_question: Question, value: Value, setting: RuleSetting) -> Iterator[Finding]:
    """There are 機種依存文字, № apart; the fix writes them in plain characters."""
    found = list(_PLATFORM_DEPENDENT.finditer(value.text))
    if found:
        characters = list(dict.fromkeys(one.group() for one in found))
        pairs = [f"{one}→{plain_form(one)}" for one in characters]
        sentence = _("機種依存文字{characters}があります。ふつうの文字に直してください。")
        yield Finding(
            PLATFORM_DEPENDENT,
            setting.level,
            sentence.format(characters=quoted(characters)),
            spans_of(found),
            Fix(
                _("{pairs}に置き換える").format(pairs=listed(pairs)),
                _replaced(_PLATFORM_DEPENDENT, value.text, plain_form),
            ),
            evidence_of(characters),
        )


def plain_form(character: str) -> str:
    """A 機種依存文字 in plain characters: （1） for ①, （株） for ㈱, キロ for ㌔, 平方メートル for ㎡."""
    if character in _PLAIN:
        return _PLAIN[character]
    plain = unicodedata.normalize("NFKC", character)
    name = unicodedata.name(character, "")
    if "CIRCLED" in name or "SQUARED" in name or plain == character:
        number = unicodedata.numeric(character, None)
        return f"（{plain if number is None else int(number)}）"
    return plain.translate(_WIDE_BRACKETS)


def _full_width(kana: str) -> str:
    return unicodedata.normalize("NFKC", kana).translate(_LOOSE_SOUND_MARKS)


def _replaced(pattern: re.Pattern[str], text: str, change: Callable[[str], str]) -> str:
    return pattern.sub(lambda found: change(found.group()), text)


def spans_of(found: Sequence[re.Match[str]]) -> list[Span]:
    """Where the matches are."""
    return [Span(*one.span()) for one in found]


def listed(words: Sequence[str]) -> str:
    """The first few of some words, side by side."""
    return _("、").join(words[:_SHOWN]) + ("…" if len(words) > _SHOWN else "")


def quoted(words: Sequence[str]) -> str:
    """The first few of some parts of a text, each in quotation marks."""
    return "".join(f"「{one}」" for one in words[:_SHOWN]) + ("…" if len(words) > _SHOWN else "")
