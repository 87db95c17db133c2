"""Amounts as texts name them: a number in digits of either width or in kanji, and its unit."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

UNITS = (
    *("人", "名", "件", "回", "団体", "世帯", "家庭", "校", "社", "店舗", "施設", "事業所", "法人", "部署", "課"),
    *("か所", "箇所", "カ所", "ヶ所", "ヵ所", "ケ所", "館", "園", "床", "戸", "棟", "室", "拠点", "台", "冊", "部"),
    *("枚", "通", "本", "個", "組", "箱", "コース", "講座", "クラス", "チーム", "グループ", "種類", "項目", "ページ"),
    *("時間", "円", "％", "%", "ポイント"),
)
"""What the report counts in. Dates, years, ages and numbers of things (第２回, №28) are no amounts."""

_SAME_UNIT = {"名": "人", "%": "％", **dict.fromkeys(("箇所", "カ所", "ヶ所", "ヵ所", "ケ所"), "か所")}
_KANJI_DIGITS = {one: digit for digit, one in enumerate("〇一二三四五六七八九")}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "億": 10**8}
_ORDINAL = frozenset("第数何№-－")
"""Before a number: it is no amount."""
_LABEL_CHARACTERS = 4
_MOST_DIGITS = 20
_PLAIN_POINTS = str.maketrans({",": None, "，": None, "．": "."})
_LABEL = re.compile(r"[一-龠々ァ-ヶー]{1,4}\Z")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit, and where it stands. `label` is the word right before it, such as 参加者 or 延べ."""

    start: int
    end: int
    number: float
    unit: str
    label: str


def amounts_in(text: str, more_units: tuple[str, ...] = ()) -> Iterator[Amount]:
    """All amounts in a text. Ordinals, and numbers that are vague (数十人), are left out."""
    for found in _pattern(more_units).finditer(text):
        start, end = found.span()
        if found["unit"] is None or text[start - 1 : start] in _ORDINAL:
            continue
        number = _number(found["number"])
        if number is not None:
            unit = _SAME_UNIT.get(found["unit"], found["unit"])
            yield Amount(start, end, number, unit, _label_before(text, start))


def _label_before(text: str, start: int) -> str:
    label = _LABEL.search(text[max(0, start - _LABEL_CHARACTERS) : start].rstrip("：:（( 　"))
    return label.group() if label else ""


@lru_cache(maxsize=8)
def _pattern(more_units: tuple[str, ...]) -> re.Pattern[str]:
    """Matches numbers, and the unit after one that has any.

    Possessive, for a number is never taken apart: so no text takes more than one look at each character.
    """
    units = sorted({*UNITS, *more_units}, key=len, reverse=True)
    number = "0-9０-９.．,，" + "".join((*_KANJI_DIGITS, *_TENS, *_MYRIADS))
    # 「２回目」 is an ordinal, 「３人組」 and 「二部構成」 are words
    unit = f"(?:{'|'.join(map(re.escape, units))})(?![目制組]|構成|以上の)"
    return re.compile(f"(?P<number>[{number}]++)(?P<unit>{unit})?")


def _number(text: str) -> float | None:
    """The number that such as 1,492, ３８, 二十五, 一〇五, 1万2千 or 3.5万 says; None where it says none.

    一 and 二 by themselves are rather parts of words (一部, 一人ひとり).
    """
    text = text.translate(_PLAIN_POINTS)
    if len(text) > _MOST_DIGITS:
        return None
    try:
        return float(text)  # which knows digits of either width
    except ValueError:
        if text in ("一", "二") or text.count(".") > 1 or text.startswith("."):
            return None
    total, below, digits = 0.0, 0.0, ""
    for one in text:
        if one in _MYRIADS:
            total += (below + float(digits or (0 if below else 1))) * _MYRIADS[one]
            below, digits = 0.0, ""
        elif one in _TENS:
            below += float(digits or 1) * _TENS[one]
            digits = ""
        else:
            digits += str(_KANJI_DIGITS[one]) if one in _KANJI_DIGITS else one
    return total + below + float(digits or 0)
