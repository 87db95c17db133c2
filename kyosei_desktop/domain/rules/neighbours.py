"""Rules that compare a text with the cells next to it: last half's, and the same period's a year before."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

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
# the official report and its year before, and of 60 numbers made ten times as large 46 are found.
_LEAST_FACTOR, _LARGEST_FACTOR = 6.0, 20.0
_NEAR_FACTOR = 2.0
_LEAST_LARGER = 20
"""Below it, 1回 and 10回, a factor of ten is no sign of a slip."""

Amounts = Mapping[tuple[str, str | None], Sequence[Amount]]
"""Amounts by unit and label, and by unit alone, each in the order of their numbers."""


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
    units = tuple(setting.parameters["units"])
    earlier = _amounts_before(before.text, units)
    if not earlier:
        return
    amounts = list(amounts_in(value.text, units))
    present = _by_unit(amounts)
    seen = set()
    for one in amounts:
        slipped = _slip(one, earlier, present)
        if slipped is None:
            continue
        said, said_before = value.text[one.start : one.end], before.text[slipped.start : slipped.end]
        evidence = f"{said}/{said_before}"
        if evidence not in seen:
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


@lru_cache(maxsize=256)
def _amounts_before(text: str, units: tuple[str, ...]) -> Amounts:
    """The amounts of a neighbour, which stays the same while one types."""
    return _by_unit(amounts_in(text, units))


def _by_unit(amounts: Iterable[Amount]) -> Amounts:
    found: dict[tuple[str, str | None], list[Amount]] = defaultdict(list)
    for one in sorted(amounts, key=_number_of):
        found[one.unit, one.label].append(one)
        found[one.unit, None].append(one)
    return dict(found)


def _slip(amount: Amount, earlier: Amounts, present: Amounts) -> Amount | None:
    """The earlier amount that this one is ten times or a tenth of.

    None where it is near to another one, or where the earlier one has its counterpart in another amount already.
    """
    alike = earlier.get((amount.unit, amount.label))
    nearest = _nearest(amount, alike or earlier.get((amount.unit, None), ()))
    if nearest is None or not _LEAST_FACTOR <= _factor(amount, nearest) <= _LARGEST_FACTOR:
        return None
    counterpart = _nearest(nearest, present[amount.unit, None])
    has_counterpart = counterpart is not None and _factor(nearest, counterpart) < _NEAR_FACTOR
    is_small = max(amount.number, nearest.number) < _LEAST_LARGER
    return None if is_small or (has_counterpart and not (alike and amount.label)) else nearest


def _nearest(amount: Amount, others: Sequence[Amount]) -> Amount | None:
    """Of others in the order of their numbers the one nearest to an amount."""
    place = bisect_left(others, amount.number, key=_number_of)
    around = others[max(0, place - 1) : place + 1]
    return min(around, key=lambda one: _factor(amount, one), default=None)


def _number_of(amount: Amount) -> float:
    return amount.number


def _factor(one: Amount, other: Amount) -> float:
    smaller, larger = sorted((one.number, other.number))
    return larger / smaller if smaller > 0 else float("inf")
