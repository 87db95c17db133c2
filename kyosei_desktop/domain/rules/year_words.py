"""Years as texts name them (令和３年度, 令和3年10月, 2021年度), and the rule on a year that is not the field's."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import Value
from kyosei_desktop.domain.rules.characters import quoted
from kyosei_desktop.domain.rules.findings import Finding, RuleId, Span, evidence_of
from kyosei_desktop.domain.rules.question import Question, Tense
from kyosei_desktop.domain.rules.settings import RuleSetting
from kyosei_desktop.domain.years import Calendar, FiscalYear

YEAR = RuleId("year")

_FIRST_MONTH = 4
_SENTENCE = re.compile(r"[^。\n]+")
_PAST_END = re.compile(r"た(?:ところ)?\s*\Z")
# The year is when the act took place, unlike in 「令和４年度に向けた」「令和２年度からの」「令和４年度の予算」.
_AS_TIME = re.compile(r"(?:[0-9０-９]{1,2}日)?(?:は|も|、|第|に(?!向|む|係|関|おい|つい|比|対|引|続|備|延))")
# A verb before a noun: then the year may belong to that verb, as in 「令和４年度に開設する施設を決定した」.
_ATTRIBUTE = re.compile(r"[たるうくすぐつむぶ](?=[一-龠々ァ-ヶＡ-ＺA-Z0-9０-９「『（])")
_NEXT_YEAR = re.compile(r"(?:来年度|次年度|翌年度)(?=は|も|、|に(?!向|む|係|関|つい|備))")


@dataclass(frozen=True, slots=True)
class YearWord:
    """A fiscal year that a text names, and where."""

    start: int
    end: int
    year: FiscalYear


def sentences_of(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a text begin and end; a line's end ends one too."""
    return (one.span() for one in _SENTENCE.finditer(text))


def years_in(text: str, calendar: Calendar) -> list[YearWord]:
    """The fiscal years that a text names, by themselves or by a month; years without either are left out."""
    found = []
    for one in _pattern(calendar).finditer(text):
        year = _fiscal_year(one, calendar)
        if year is not None:
            found.append(YearWord(one.start(), one.end(), year))
    return found


def check_year(question: Question, value: Value, setting: RuleSetting) -> Iterator[Finding]:
    """An act of another year is told as if it were this year's, or 来年度 is named as the time of one."""
    year = question.year
    if question.tense is not Tense.ACTUAL or year is None or value.is_not_begun:
        return
    spans = [Span(*one.span()) for one in _NEXT_YEAR.finditer(value.text)]
    words = years_in(value.text, question.calendar)
    for start, end in sentences_of(value.text) if words else ():
        named = [one for one in words if start <= one.start < end]
        if named and _PAST_END.search(value.text, start, end) and all(one.year != year for one in named):
            spans += [Span(one.start, one.end) for one in named if _is_time(value.text, one, end)]
    if spans:
        spans.sort(key=lambda one: one.start)
        said = list(dict.fromkeys(value.text[one.start : one.end] for one in spans))
        sentence = _("{words}とあります。ここは{label}です。年度を確かめてください。").format(
            words=quoted(said), label=question.label
        )
        yield Finding(YEAR, setting.level, sentence, spans, None, evidence_of(said))


def _is_time(text: str, word: YearWord, end: int) -> bool:
    """Whether the year tells when the act of its sentence, which goes to `end`, took place."""
    return bool(_AS_TIME.match(text, word.end, end)) and not _ATTRIBUTE.search(text, word.end, end)


@lru_cache(maxsize=8)
def _pattern(calendar: Calendar) -> re.Pattern[str]:
    names = "|".join(re.escape(era.name) for era in calendar.eras) or "(?!)"
    number = "[0-9０-９]"
    return re.compile(
        f"(?:(?P<era>{names})(?P<number>元|{number}{{1,2}})|(?P<west>{number}{{4}}))年"
        f"(?:度|(?P<month>{number}{{1,2}})月)"
    )


def _fiscal_year(found: re.Match[str], calendar: Calendar) -> FiscalYear | None:
    month = found["month"] and int(unicodedata.normalize("NFKC", found["month"]))
    if found["west"]:
        year = int(unicodedata.normalize("NFKC", found["west"]))
    else:
        era = next(one for one in calendar.eras if one.name == found["era"])
        number = 1 if found["number"] == "元" else int(unicodedata.normalize("NFKC", found["number"]))
        year = number - 1 + (era.starts_on.year if month else era.first_fiscal_year)
    return FiscalYear(year - 1 if month and month < _FIRST_MONTH else year)
