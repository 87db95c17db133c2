"""The rule on tense: the cells of the report that tell what was done do not tell what is meant to be done."""

import re
from collections.abc import Iterator

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import Value
from kyosei_desktop.domain.rules.characters import quoted, spans_of
from kyosei_desktop.domain.rules.findings import Finding, RuleId, evidence_of
from kyosei_desktop.domain.rules.question import Question, Tense
from kyosei_desktop.domain.rules.settings import RuleSetting
from kyosei_desktop.domain.rules.year_words import sentences_of, years_in

TENSE = RuleId("tense")

# Only at the end of a sentence: within one, 「開設予定者」「予定どおり」「予定していた」「実施する際」 tell of what was
# done. In the official report three sentences of 303 written actuals end so: all three are plans left standing.
_PLANNED_END = re.compile(
    r"""(?:
        予定(?:です|だ|である|とする|する|している|しています|しております)?
      | [一-龠々ァ-ヶーＡ-Ｚａ-ｚA-Za-z]{0,12}(?:
            (?<![有要属関])(?<!存在)(?<!該当)する | します | いたします | したい | いきたい | いく | いきます
          | 行う | 行なう | 行います | 図る | 図ります | 進める | 進めます | 努める | 努めます | 目指す | 目指します
          | 設ける | 続ける | 深める | 高める | 広げる | 整える | 始める | 開く | 取り組む | 取組む | 取り組みます
        )
    )\s*\Z""",
    re.VERBOSE,
)
_LONGEST_END = 24
_LAST_CHARACTERS = frozenset("定だるすいくう")
"""What such an end ends in; most sentences end in た and need no closer look."""


def check_tense(question: Question, value: Value, setting: RuleSetting) -> Iterator[Finding]:
    """A sentence in an actual ends as plans do. One that names a later year rightly speaks of that."""
    if question.tense is not Tense.ACTUAL or value.is_not_begun:
        return
    found = []
    for start, end in sentences_of(value.text):
        if value.text[start:end].rstrip()[-1:] not in _LAST_CHARACTERS:
            continue
        match = _PLANNED_END.search(value.text, max(start, end - _LONGEST_END), end)
        if match and not _names_later_year(question, value.text[start:end]):
            found.append(match)
    if found:
        words = list(dict.fromkeys(_word(one) for one in found))
        sentence = _("{words}とあります。実績には、したことを書いてください。").format(words=quoted(words))
        yield Finding(TENSE, setting.level, sentence, spans_of(found), None, evidence_of(words))


def _word(found: re.Match[str]) -> str:
    return found.group().rstrip()


def _names_later_year(question: Question, sentence: str) -> bool:
    year = question.year
    return year is not None and any(one.year > year for one in years_in(sentence, question.calendar))
