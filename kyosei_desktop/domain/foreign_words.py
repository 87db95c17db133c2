"""What the words in other cities' workbooks mean: years, numbers, departments, headings and row labels.

Pure functions over texts; who asks them decides how sure that makes it. To teach the program another word, add
it to the pattern of its meaning: the tests walk through all of them.
"""

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum

from kyosei_desktop.domain.mapping import YEAR, Holds
from kyosei_desktop.domain.plan import MeasureNumber
from kyosei_desktop.domain.years import Era, FiscalYear

_ERA_LETTERS = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"}
_LONGEST_HEADING = 40
_FIRST_OF_OLD_ERA = 20
"""A year without its era from here on is of the era before the newest: reports reach back a few years, not twenty."""

# Within a line: below 「R3」 may stand 「4月～9月」, which makes no day of it.
_SPACE = r"[^\S\n]*"
_NO_MONTH = rf"(?!{_SPACE}年?{_SPACE}\d{{1,2}}{_SPACE}月)"
_YEAR_END = rf"{_SPACE}(?:年度|年(?![^\S\n]*\d|間)|(?=\D|$))"
_WESTERN = re.compile(rf"(?<![\d.,])((?:19|20)\d\d){_NO_MONTH}(?:{_SPACE}年度|{_SPACE}年(?![^\S\n]*\d|間)|(?![\d.,]))")
_BARE = re.compile(rf"(?<![\d.,])(元|\d{{1,2}}){_NO_MONTH}{_SPACE}年度")
_NUMBER = re.compile(
    r"(?:no\.?|№|第|施策|事業|取組|番号)?\s*[((]?([0-9a-z]{1,6}(?:[-.ー()の][0-9a-zア-ン()]{1,6}){0,6})[))]?\.?\s*(?:号|番)?",
    re.IGNORECASE,
)
_DASHES = str.maketrans(dict.fromkeys("‐‑–—―−ｰ", "-"))
_DEPARTMENT_ENDS = (
    "課", "室", "局", "部", "センター", "係", "館", "委員会", "担当", "署", "園", "校", "病院", "事務所", "会", "支所",
    "グループ", "チーム", "班", "所",
)  # fmt: skip
_ABOVE_SECTIONS, _SECTIONS = ("部", "局", "委員会"), ("課", "室", "係", "班")
SEPARATORS = ("、", "・", "，", ",", "／", "/", "；", "\n")
"""What stands between two departments in one cell; only where each part is called as departments are."""

# A heading or label that means a period is made of such words alone; a sentence is not.
_PERIOD_WORDS = re.compile(
    "(?:予定|計画|目標|見込み?|実績|実施|結果|状況|取組|取り組み|進捗|報告|内容|達成|活動|年間|通年|年度末?|"
    "上期|上半期|前期|前半|中間|下期|下半期|後期|後半|四半期|半期|第?[1-4]|[1-4]?q[1-4]?|期|"
    "[0-9]{1,2}月?[-~][0-9]{1,2}月|まで|及び|と|の|・|等|分|度|末)+",
    re.IGNORECASE,
)
_QUARTER = re.compile("第?([1-4])四半期|q([1-4])|([1-4])q", re.IGNORECASE)
_MONTHS = re.compile("([0-9]{1,2})月?[-~]([0-9]{1,2})月")
_FIRST = re.compile("上期|上半期|前期|前半|中間")
_SECOND = re.compile("下期|下半期|後期|後半|年度末")
_PLANNED = re.compile("予定|計画|目標|見込")
_ACTUAL = re.compile("実績|実施|結果|状況|報告")

_HEADINGS: tuple[tuple[Holds, re.Pattern[str]], ...] = (
    (Holds.NO, re.compile("(no|#|コード|.*番号|通番|連番|項番|番)", re.IGNORECASE)),
    (
        Holds.IGNORE,
        re.compile(
            "(備考|注|注記|参考|摘要|.*分野|.*分類|基本(目標|方針|施策|方向).*|.*の柱|柱|[大中小]項目|体系.*|頁|ページ|.*掲載.*|"
            ".*予算.*|.*決算.*|事業費.*|人員|対象.*|根拠.*|新規.*|達成度|ランク|判定|進捗度|進捗率|優先.*|重点)"
        ),
    ),
    (
        Holds.DEPARTMENTS,
        re.compile(
            "(担当|所管|主管|関係|実施|推進|取組)(部署|部局|部課|課|課名|課等|所属|組織|機関|主体)名?|担当|所管|主管|課名?|部署名?|所属"
        ),
    ),
    (Holds.OUTCOME, re.compile("(主な|取組の|事業の)?(成果|効果|評価)(内容|及び課題|と課題|・課題)?|成果.{0,6}|課題")),
    (Holds.CONTENT, re.compile(".{0,8}(内容|概要|方針|方向性?|説明|目的)")),
    (
        Holds.NAME,
        re.compile(
            "(施策|事業|取組|取り組み|事務事業|項目|件|活動|名称|個別施策|具体的施策|具体的な取組|主な取組|主要施策|重点施策)"
            "(名|名称|項目|の名称|・事業名|・取組名)?"
        ),
    ),
    (Holds.RECORD, re.compile("(取組の?|これまでの|主な|活動|全体の)?(実績|総括|経過)|まとめ")),
    (Holds.PERIOD, re.compile("区分|時期|期間?|種別|予実|予定実績")),
    (Holds.YEAR, re.compile("(実施|会計|対象)?年度?")),
)


class Span(StrEnum):
    """The part of a year that a heading or a row label speaks of, before a definition gives it a period."""

    PLANNED = "planned"
    ACTUAL = "actual"
    FIRST = "first"
    SECOND = "second"
    Q1 = "1"
    Q2 = "2"
    Q3 = "3"
    Q4 = "4"


_HALVES = {(4, 9): Span.FIRST, (10, 3): Span.SECOND}
_QUARTERS = {4: Span.Q1, 7: Span.Q2, 10: Span.Q3, 1: Span.Q4}
_QUARTER_LENGTH = 3
"""First and last month of each half, first month of each quarter, and months of a quarter, by the fiscal year."""


def folded(text: str) -> str:
    """The text in NFKC, each line without white space at its ends and empty lines left out."""
    lines = (line.strip() for line in unicodedata.normalize("NFKC", text).translate(_DASHES).split("\n"))
    return "\n".join(line for line in lines if line)


def bare_words(text: str) -> str:
    """The text in NFKC without white space, brackets and what stands in them, for comparing headings."""
    return re.sub(r"\s+|\([^)]*\)|【|】|\[|\]|「|」|[:.]$", "", folded(text).replace("〜", "~"))


def years_in(text: str, eras: Sequence[Era]) -> list[tuple[int, int, FiscalYear]]:
    """The fiscal years that a folded text names, each with where it begins and ends; days are none."""
    found = [(*one.span(), FiscalYear(int(one[1]))) for one in _WESTERN.finditer(text)]
    for era in eras:
        letters = "|".join(letter for letter, name in _ERA_LETTERS.items() if name == era.name)
        names = re.escape(era.name) + (rf"|(?<![A-Za-z])(?:{letters})\.?" if letters else "")
        pattern = re.compile(rf"(?:{names}){_SPACE}(元|\d{{1,2}}(?!\d)){_NO_MONTH}{_YEAR_END}")
        for one in pattern.finditer(text):
            number = 1 if one[1] == "元" else int(one[1])
            found.append((*one.span(), FiscalYear(era.first_fiscal_year + number - 1)))
    return sorted(found)


def bare_years_in(text: str, eras: Sequence[Era]) -> list[tuple[int, int, FiscalYear]]:
    """Fiscal years said without their era (30年度, ３年度), taken to be of one of the two newest."""
    if years_in(text, eras) or len(eras) < 2:
        return []
    newest, before = eras[-1], eras[-2]
    found = []
    for one in _BARE.finditer(text):
        number = 1 if one[1] == "元" else int(one[1])
        era = newest if number < _FIRST_OF_OLD_ERA else before
        found.append((*one.span(), FiscalYear(era.first_fiscal_year + number - 1)))
    return found


def heading_of(text: str, eras: Sequence[Era]) -> tuple[str, FiscalYear | None, bool]:
    """A heading as mappings have it, its year, and whether the era had to be guessed.

    Returns:
        The folded text with `{year}` in the year's place; the year is None where there is none or more than one.
    """
    text = folded(text)
    found, is_bare = years_in(text, eras), False
    if not found:
        found, is_bare = bare_years_in(text, eras), True
    if len({year for _start, _end, year in found}) != 1:
        return text, None, False
    year = found[0][2]
    for start, end, _year in reversed(found):
        text = text[:start] + YEAR + text[end:]
    return text, year, is_bare


def number_in(text: str) -> MeasureNumber | None:
    """The measure's number that a cell holds, such as 1 for 「No.01」 and 「1-2」 for 「１－２」; else None."""
    plain = folded(text).replace(" ", "")
    if plain.casefold().startswith(("no", "№")):
        plain = re.sub(r"^(?:no|№)[.:]?", "", plain, flags=re.IGNORECASE)
    match = _NUMBER.fullmatch(plain)
    if match is None or not any(character.isdigit() for character in match[1]):
        return None
    number = match[1]
    if number.isdecimal():
        return int(number)
    return number.replace("ー", "-").removesuffix(")") if number.count("(") < number.count(")") else number


def departments_in(text: str, separators: Sequence[str]) -> list[str]:
    """The departments that a cell names, each once: split where both parts are called as departments are."""
    if not text.strip():
        return []
    pieces = re.split("(" + "|".join(map(re.escape, separators)) + ")", text) if separators else [text]
    names, pending = [], ""
    for position in range(0, len(pieces), 2):
        part = pending + pieces[position].strip()
        separator = pieces[position + 1] if position + 1 < len(pieces) else ""
        following = pieces[position + 2] if separator else ""
        is_broken = separator == "\n" and part.endswith(_ABOVE_SECTIONS) and following.strip().endswith(_SECTIONS)
        if separator and (is_broken or not is_department(pieces[position])):
            # a name that goes on after it: 「高齢・障害福祉課」, or one that was broken over two lines
            pending = part + ("" if separator == "\n" or not part else separator)
            continue
        names.append(part)
        pending = ""
    unnamed = [re.sub(r"\s+", " ", one).strip() for one in names]
    return list(dict.fromkeys(one for one in unnamed if one))


def is_department(text: str) -> bool:
    """Whether a text is called as departments are."""
    plain = bare_words(text)
    return 1 < len(plain) <= _LONGEST_HEADING and plain.endswith(_DEPARTMENT_ENDS)


def meaning_of_heading(heading: str) -> Holds | None:
    """What a column of that heading most likely holds; None where no word is known. Periods are not looked at."""
    plain = bare_words(heading.replace(YEAR, ""))
    if not plain or len(plain) > _LONGEST_HEADING:
        return None
    return next((holds for holds, pattern in _HEADINGS if pattern.fullmatch(plain)), None)


def span_of(text: str) -> Span | None:
    """The part of a year that a heading or a row label speaks of; None where it is none, or more than one."""
    plain = bare_words(text.replace(YEAR, "")).replace("年度末", "\0").replace("年度", "").replace("\0", "年度末")
    if not plain or not _PERIOD_WORDS.fullmatch(plain):
        return None
    spans = _narrow_spans(plain)
    is_planned, is_actual = bool(_PLANNED.search(plain)), bool(_ACTUAL.search(plain))
    if len(spans) == 1 and not is_planned:
        return next(iter(spans))
    if spans or is_planned == is_actual:
        return None
    return Span.PLANNED if is_planned else Span.ACTUAL


def _narrow_spans(plain: str) -> set[Span]:
    spans = {Span(next(filter(None, one.groups()))) for one in _QUARTER.finditer(plain)}
    for one in _MONTHS.finditer(plain):
        first, last = int(one[1]), int(one[2])
        length = (last - first) % 12 + 1
        if (first, last) in _HALVES:
            spans.add(_HALVES[first, last])
        elif length == _QUARTER_LENGTH and first in _QUARTERS:
            spans.add(_QUARTERS[first])
    if _FIRST.search(plain):
        spans.add(Span.FIRST)
    if _SECOND.search(plain):
        spans.add(Span.SECOND)
    return spans
