"""The rule on the width of digits: one plan writes its numbers in one way, where it has one."""

import re
import unicodedata
from collections.abc import Iterator

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import Value
from kyosei_desktop.domain.rules.characters import quoted, spans_of
from kyosei_desktop.domain.rules.findings import Finding, Fix, RuleId, evidence_of
from kyosei_desktop.domain.rules.question import DigitHabit, Question, Width
from kyosei_desktop.domain.rules.settings import RuleSetting

DIGIT_HABIT = RuleId("digit_habit")

NUMBER = re.compile(r"[0-9０-９]+(?:[,.，．][0-9０-９]+)*")
"""A number in digits of either width, with commas and a point."""

_WIDE = str.maketrans("0123456789,.", "０１２３４５６７８９，．")


def width_of(number: str) -> Width | None:
    """How a number is written; None where it is mixed."""
    if number.isascii():
        return Width.HALF
    return None if any(one.isascii() for one in number) else Width.FULL


def check_digit_habit(question: Question, value: Value, setting: RuleSetting) -> Iterator[Finding]:
    """There are numbers in another width than the plan writes such numbers in."""
    habit = question.habit
    if habit == DigitHabit():
        return
    found = [one for one in NUMBER.finditer(value.text) if _is_against(habit, one.group())]
    if not found:
        return
    numbers = list(dict.fromkeys(one.group() for one in found))
    widths = {_wanted(habit, one) for one in numbers}
    if widths == {Width.HALF}:
        sentence, label = (
            _("全角の数字{numbers}があります。この計画では半角で書いています。そろえてください。"),
            _("半角に直す"),
        )
    elif widths == {Width.FULL}:
        sentence, label = (
            _("半角の数字{numbers}があります。この計画では全角で書いています。そろえてください。"),
            _("全角に直す"),
        )
    else:
        sentence = _("数字{numbers}の全角・半角が、この計画の書き方と違います。そろえてください。")
        label = _("計画の書き方に直す")
    fixed = NUMBER.sub(lambda one: _written(habit, one.group()), value.text)
    said = sentence.format(numbers=quoted(numbers))
    yield Finding(DIGIT_HABIT, setting.level, said, spans_of(found), Fix(label, fixed), evidence_of(numbers))


def is_long(number: str) -> bool:
    """Whether a number has more than one digit."""
    return len(number) > 1


def _wanted(habit: DigitHabit, number: str) -> Width | None:
    return habit.more_digits if is_long(number) else habit.one_digit


def _is_against(habit: DigitHabit, number: str) -> bool:
    wanted = _wanted(habit, number)
    return wanted is not None and width_of(number) is not wanted


def _written(habit: DigitHabit, number: str) -> str:
    wanted = _wanted(habit, number)
    if wanted is None:
        return number
    narrow = unicodedata.normalize("NFKC", number)
    return narrow if wanted is Width.HALF else narrow.translate(_WIDE)
