"""Rules that compare a text with the cells next to it: last half's, and the same period's a year before."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import Value
from kyosei_desktop.domain.rules.findings import Finding, RuleId, Span, digest_of
from kyosei_desktop.domain.rules.numbers import Amount, amounts_in
from kyosei_desktop.domain.rules.question import Question, Tense
from kyosei_desktop.domain.rules.settings import RuleSetting

SAME_AS_BEFORE = RuleId("same_as_before")
TEN_TIMES = RuleId("ten_times")

SHORTEST_REPEATED = 8
"""Shorter texts, such as 「該当なし」 or 「０件」, may well be the same twice."""

# A digit too many or too few makes a factor of about ten; growth seldom does: between these factors lies no number of
# the official report and its year before, and of 60 numbers made ten times as large 51 come to lie there.
_LEAST_FACTOR, _LARGEST_FACTOR = 6.0, 20.0
_LEAST_LARGER = 20
"""Below it, 1回 and 10回, a factor of ten is no sign of a slip."""


def check_same_as_before(question: Question, value: Value, setting: RuleSetting) -> Iterator[Finding]:
    """The text is the last half's, to the character."""
    text = value.text.strip()
    before = question.before
    if question.tense is not Tense.ACTUAL or before is None or len(text) < SHORTEST_REPEATED or value.is_not_begun:
        return
    if text == before.text.strip():
        sentence = _("{label}と同じ文章です。この期間にしたことか、確かめてください。").format(label=before.label)
        yield Finding(SAME_AS_BEFORE, setting.level, sentence, evidence=digest_of(text))


def check_ten_times(question: Question, value: Value, setting: RuleSetting) -> Iterator[Finding]:
    """A number is about ten times last year's, or a tenth of it."""
    before = question.year_before
    if question.tense is not Tense.ACTUAL or before is None or value.is_not_begun:
        return
    units = setting.parameters["units"]
    earlier: dict[str, list[tuple[Amount, str]]] = defaultdict(list)
    for one in amounts_in(before.text, units):
        earlier[one.unit].append((one, before.text[one.start : one.end]))
    seen = set()
    for one in amounts_in(value.text, units):
        said_before = _slip(one, earlier[one.unit])
        said = value.text[one.start : one.end]
        evidence = f"{said}/{said_before}"
        if said_before is not None and evidence not in seen:
            seen.add(evidence)
            sentence = _("「{said}」とあります。{label}は「{before}」でした。桁を確かめてください。")
            yield Finding(
                TEN_TIMES,
                setting.level,
                sentence.format(said=said, label=before.label, before=said_before),
                [Span(one.start, one.end)],
                None,
                evidence,
            )


def _slip(amount: Amount, earlier: Sequence[tuple[Amount, str]]) -> str | None:
    """The earlier amount that this one is ten times or a tenth of; None where it is near to another one."""
    same_label = [one for one in earlier if one[0].label == amount.label]
    compared = same_label or earlier
    if not compared or any(_factor(amount, one) < _LEAST_FACTOR for one, _said in compared):
        return None
    nearest, said = min(compared, key=lambda one: _factor(amount, one[0]))
    is_large = max(amount.number, nearest.number) >= _LEAST_LARGER
    return said if is_large and _factor(amount, nearest) <= _LARGEST_FACTOR else None


def _factor(one: Amount, other: Amount) -> float:
    smaller, larger = sorted((one.number, other.number))
    return larger / smaller if smaller > 0 else float("inf")
