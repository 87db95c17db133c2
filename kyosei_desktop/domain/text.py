"""What a field's text may hold, and when two texts differ in notation only."""

import re
import unicodedata

from kyosei_desktop.domain.errors import NotAcceptableText, TextTooLong

MAX_FIELD_CHARACTERS = 100_000
"""Characters a field may hold (docs/formats.md, Limits)."""

FORBIDDEN_CHARACTERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Unicode category Cc without LF and TAB, and lone surrogates, which no UTF-8 file can hold."""

# Characters whose NFKC form says something else: 10² is not 102, ½ after 1 is not 11/2, ① before 2 is not 12. Of those
# that the Unicode Character Database decomposes as <super>, <sub>, <fraction> and <circle>, the ones in Japanese fonts.
_SAYS_MORE = "ªº²³¹¼-¾⁰-ₜ⅐-⅟↉℠™①-⑳Ⓐ-⓪㉄-㉇㉑-㉟㊀-㊿㋐-㋾"
_FOLDED_BY_NFKC = re.compile(f"[^{_SAYS_MORE}]+")
# What offices write for one another and NFKC, which has folded 全角/半角 by then, leaves apart.
_SAME_PUNCTUATION = str.maketrans(
    {
        ",": "、",
        ".": "。",
        "⋯": "。。。",
        **dict.fromkeys("•·‧∙⋅", "・"),
        **dict.fromkeys("〜∼∿", "~"),
        **dict.fromkeys("‐‑‒–—―−─━", "-"),
        **dict.fromkeys("“”„‟〝〞〟", '"'),
        **dict.fromkeys("‘’‚‛′", "'"),
        **dict.fromkeys("\u200b\u2060\ufeff\u00ad", " "),
    }
)
# The long vowel mark is a letter of the kana word before it (センター is not センタ-); elsewhere it is typed as a dash.
_DASH_OF_KANA = re.compile("(?<![\u3041-\u3096\u309d\u309e\u30a1-\u30fa\u30fc-\u30fe])ー+")
# White space between digits is no notation: 「10 20」 is not 「1020」. No field can hold the sign put there.
_BETWEEN_DIGITS = re.compile(r"(?<=\d)\s+(?=\d)")
_SPACE_THAT_COUNTS = "\0"


def clean_text(text: str) -> str:
    """The text as a field keeps it: CR LF and CR become LF, the only change ever made silently.

    Raises:
        NotAcceptableText: it holds a control character other than LF and TAB, or a lone surrogate.
        TextTooLong: it is longer than `MAX_FIELD_CHARACTERS`.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = FORBIDDEN_CHARACTERS.search(text)
    if found:
        raise NotAcceptableText(found=f"U+{ord(found.group()):04X}")
    if len(text) > MAX_FIELD_CHARACTERS:
        raise TextTooLong(length=len(text), limit=MAX_FIELD_CHARACTERS)
    return text


def differ_in_notation_only(one: str, other: str) -> bool:
    """Whether two unequal texts differ in 全角/半角, punctuation and white space alone (表記だけの違い)."""
    return one != other and fold_notation(one) == fold_notation(other)


def fold_notation(text: str) -> str:
    """The text with 全角/半角, punctuation variants and white space folded away, for comparing only.

    By Unicode's NFKC, but for the characters whose compatibility form says something else.
    """
    folded = _FOLDED_BY_NFKC.sub(lambda run: unicodedata.normalize("NFKC", run.group()), text)
    folded = _DASH_OF_KANA.sub(lambda run: "-" * len(run.group()), folded.translate(_SAME_PUNCTUATION))
    return "".join(_BETWEEN_DIGITS.sub(_SPACE_THAT_COUNTS, folded).split())
