"""A plan of everything that has ever gone wrong in print, for the tests of all papers."""

import itertools
from collections.abc import Mapping
from dataclasses import replace

from kyosei_desktop.domain.plan import InitiativeId, Measure, MeasureId, PeriodId, Plan, Value
from kyosei_desktop.domain.years import FiscalYear

MEASURES = 200
PRIVATE = "\ue000"
"""外字: a character of an office of its own, which no font at hand has."""

TEXTS: Mapping[str, str] = {
    "20,000 characters": "".join(f"{number}番目の文、" for number in range(3000))[:20_000],
    "a word of 4,000 characters": "abcdefghij" * 400,
    "a run of 500 opening brackets": "（" * 500,
    "emoji": "😀👪👩\u200d👩\u200d👧\u200d👦👍🏽🇯🇵☺\ufe0f1\ufe0f\u20e3",
    "an office's own character": f"担当は{PRIVATE}野さんと\U000f0001さん",
    "combining marks": "か\u3099は\u309aが カ\u3099ハ\u309a 鎌\u3099゙ﾞ e\u0301 a\u0323\u0302 森ﾟ",
    "a mark on a letter of another font": "𠮷\u3099 😀\u0301 ☃\u0323 \U00029fce\u309a א\u0301",
    "kanji beyond the first plane": "𠮷野家 髙﨑 𩸽 𠀋 𡈽",
    "two rare kanji side by side": "\U00029fce\U00029fd7 \U00029fce\U00029fd7\U00029fce",
    "variants of kanji": "葛\U000e0100城市 葛\U000e0101飾区 辻\U000e0100 祇\U000e0100園",
    "right to left": "שלום עולם، مرحبا بالعالم (123) العربية",
    "marks of direction": "\u202eabc\u202c \u2067שלום\u2069 \ufeff",
    "presentation forms": "①㈱㍻ﾊﾝｶｸ ｶﾞ ﬁ ＡＢＣ ㌔ ﷽",
    "looks like markup": '#panic("x") *太字* _斜体_ $x^2$ @label <name> // c /* d */ \\u{41} `raw` = 見出し',
    "blank lines": "\n\n初め\n\n\n終わり\n",
    "spaces and tabs": "\t　 字　　下げ\t\t",
    "hyphens at the ends of lines": "long-word-" * 60,
}
"""Each kind of text by its name."""


def extreme_plan(plan: Plan) -> Plan:
    """200 measures on pages that break by themselves, the first of them with one of the texts each."""
    shortest = sorted(plan.measures, key=_length)[:12]  # the others only take longer
    sources = itertools.cycle(shortest)
    texts = itertools.chain(TEXTS.values(), itertools.repeat(None))
    measures = (_measure(number, next(sources), next(texts)) for number in range(1, MEASURES + 1))
    return replace(plan, measures=tuple(measures))


def _length(measure: Measure) -> int:
    entries = (value.text for one in measure.initiatives for value in one.entries.values())
    return len(measure.outcome + measure.record) + sum(map(len, entries))


def _measure(number: int, source: Measure, text: str | None) -> Measure:
    initiatives = [
        replace(one, id=InitiativeId(f"initiative{number}-{place}")) for place, one in enumerate(source.initiatives)
    ]
    if text is not None:
        entries = {**initiatives[0].entries, (FiscalYear(2018), PeriodId("plan")): Value(text)}
        initiatives[0] = replace(initiatives[0], entries=entries)
    return replace(source, id=MeasureId(f"measure{number}"), no=number, page=None, initiatives=tuple(initiatives))
