"""From a field's text to what can be printed in a cell: nothing lost that shows, no line wider than its column.

The stored text is never changed by any of this.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kyosei_desktop.report.typeface import Typeface

GETA = "〓"
"""Printed in the place of a character for which no font has a glyph, as Japanese printers always have."""

BREAK_HERE = "\u200b"
"""ZERO WIDTH SPACE: allows a line to end inside a run that otherwise must not be broken."""

BULLET = "・"
OPENING_BRACKETS = "「『（［｛〈《【〔〖"

_UNSEEN = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0"
"""Marks and letters that show nothing (Unicode's Default_Ignorable_Code_Point), beside Cf and variation selectors."""

LineStarts = Mapping[str, float | Mapping[str, float]]
TAB_STOP = "\u3000"
_LINE_SEPARATORS = str.maketrans({"\u2028": "\n", "\u2029": "\n", "\t": TAB_STOP})

# Where the line breaking rules (UAX #14) surely allow a line to end; any other place is taken for one that may not,
# so that at worst a marker is set in vain.
_CLOSING = "、。，．・：；？！」』）］｝〕】〉》％々ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶゝゞヽヾ"
_OPENING = "「『（［｛〔【〈《"
_FREE = "[\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff０-９Ａ-Ｚａ-ｚｱ-ﾝ]"
# After a space only before what may begin a line: full stops and the like stay behind it (LB13), and what an opening
# bracket has before it as well (LB14).
_AFTER_SPACE = f"(?<=[ \u3000])(?<![(\\[{{“‘{_OPENING}] )(?=[^\\W_]|[{_OPENING}])(?![{_CLOSING}\uff67-\uff70])"
_BREAK_OPPORTUNITY = re.compile(
    f"{_AFTER_SPACE}|(?<={_FREE})(?={_FREE})(?![{_CLOSING}])|(?<=[{_CLOSING}])(?={_FREE})(?![{_CLOSING}])"
    f"|(?<={_FREE})(?=[{_OPENING}])|(?<=[{_CLOSING}])(?=[{_OPENING}])"
)


@dataclass(frozen=True, slots=True)
class PrintText:
    """What a cell prints.

    `missing` are the characters of its text that no font has, in their order; `helpers` the families that its
    characters beyond the report's typeface need.
    """

    text: str
    missing: str = ""
    helpers: tuple[str, ...] = ()


def to_print(text: str, typeface: Typeface, width_em: float) -> PrintText:
    """The text as printed in a column of that inner width.

    Tabs become full-width spaces, format characters (which show nothing) go, missing glyphs become `GETA`,
    and runs wider than the column may be broken anywhere.
    """
    text = text.translate(_LINE_SEPARATORS)
    missing = ""
    helpers: dict[str, None] = {}
    if not typeface.plain_characters.issuperset(text):
        clusters = [_show(one, typeface) for one in _clusters("".join(one for one in text if not is_format(one)))]
        text = "".join(one.text for one in clusters)
        missing = "".join(one.missing for one in clusters)
        helpers = {name: None for one in clusters for name in one.helpers}
    lines = [_breakable(line, typeface, width_em) for line in text.split("\n")]
    return PrintText("\n".join(lines), missing, tuple(helpers))


def shortened(text: str, length: int) -> str:
    """The text on one line, cut after so many characters where it is longer; no letter loses its marks."""
    clusters = _clusters(" ".join(text.split()))
    return "".join(clusters) if len(clusters) <= length else "".join(clusters[:length]) + "…"


def is_format(character: str) -> bool:
    """Whether it is a format character (Cf), such as a byte order mark or a change of direction, or like one.

    They show nothing, and some are not allowed in PDF/A.
    """
    return character > "\x7f" and (unicodedata.category(character) == "Cf" or character in _UNSEEN)


def is_variation_selector(character: str) -> bool:
    """Whether it only chooses a form of the character before it; a font without that form shows the usual one."""
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def _show(cluster: str, typeface: Typeface) -> PrintText:
    shown = _drawn(cluster, typeface)
    # A mark that stands by itself has no width: room after it, or the next character would be drawn over it, and PDFium
    # would take the two for one.
    return replace(shown, text=shown.text + " ") if _is_mark(cluster[0]) else shown


def _drawn(cluster: str, typeface: Typeface) -> PrintText:
    if typeface.plain_characters.issuperset(cluster):
        return PrintText(cluster)
    letters = "".join(one for one in cluster if not is_variation_selector(one))
    composed = unicodedata.normalize("NFC", letters)
    for shown, wanted in ((cluster, letters), (composed, composed)):
        helper = None if any(map(_is_nobodys, wanted)) else typeface.helper_for(wanted)
        if helper is not None:
            return PrintText(shown, helpers=(helper,))
    if len(letters) <= 1:
        return PrintText(GETA if letters else "", letters)
    # Side by side as texts of their own, a letter and its marks lose nothing.
    parts = [_show(one, typeface) for one in letters]
    return PrintText(
        BREAK_HERE.join(one.text for one in parts),
        "".join(one.missing for one in parts),
        tuple(name for one in parts for name in one.helpers),
    )


def _is_nobodys(character: str) -> bool:
    """Whether nobody else can know what it shows: 外字 (private use, refused by PDF/A-2a), stand-ins for pictures."""
    return unicodedata.category(character) == "Co" or character == "\ufffc"


@lru_cache(maxsize=16_384)  # a city's report has some 1,700
def runs_of(line: str) -> Sequence[str]:
    """The parts of a line between places where it surely may end; all of its characters."""
    return tuple(_BREAK_OPPORTUNITY.split(line))


def _breakable(line: str, typeface: Typeface, width_em: float) -> str:
    if line.startswith(BULLET):
        width_em -= typeface.width_em(BULLET)  # further lines hang by it
    # No glyph is wider than an em: most runs are so short that nothing need be looked up.
    if len(line) <= width_em:
        return line
    runs = runs_of(line)
    if len(max(runs, key=len)) <= width_em or _fits(line, typeface, width_em):
        return line
    return "".join(run if _fits(run, typeface, width_em) else BREAK_HERE.join(_clusters(run)) for run in runs)


def _fits(run: str, typeface: Typeface, width_em: float) -> bool:
    return len(run) <= width_em or typeface.width_em(run) <= width_em


def _clusters(run: str) -> list[str]:
    clusters: list[str] = []
    for character in run:
        if clusters and clusters[-1] != "\n" and not _is_mark(clusters[-1][0]) and _joins(character):
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters


def _joins(character: str) -> bool:
    """Whether the engine takes it for a part of the letter before it, as HarfBuzz does.

    So marks of all kinds, variation selectors, the half-width sound marks, skin tones.
    """
    is_sound_mark, is_skin_tone = character in "\uff9e\uff9f", "\U0001f3fb" <= character <= "\U0001f3ff"
    return _is_mark(character) or is_sound_mark or is_skin_tone


def _is_mark(character: str) -> bool:
    return character > "\u02ff" and unicodedata.category(character).startswith("M")


def line_starts(typeface: Typeface) -> LineStarts:
    """What the template has to know of a paragraph's first character, in ems.

    `bullet_em` is how wide a bullet is: the lines after a paragraph's first hang by it. `pulled_em` says by bracket how
    far Typst pulls it to the left at the start of a line: by half its width, the empty half of a full-width bracket,
    which a bracket of a proportional typeface does not have.
    """
    pulled = {bracket: typeface.width_em(bracket) / 2 for bracket in OPENING_BRACKETS}
    return {"bullet_em": typeface.width_em(BULLET), "pulled_em": pulled}
