"""The table of rules, and the one function that applies them to a text.

To add a rule: write a function of question, text and setting in the module of its subject, give it a line in
`RULES`, and its id with its parameters to `rules` in `resources/schemas/definition.schema.json`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kyosei_desktop.domain.plan import Value
from kyosei_desktop.domain.rules import (
    characters,
    departments,
    digits,
    neighbours,
    presence,
    printed_form,
    tenses,
    year_words,
)
from kyosei_desktop.domain.rules.findings import Finding, Level, RuleId
from kyosei_desktop.domain.rules.question import Question
from kyosei_desktop.domain.rules.settings import Rules, RuleSetting

Check = Callable[[Question, Value, RuleSetting], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its id, the level and parameters that it has where a definition says nothing, and what it does.

    `is_fixed`: no definition can change its level.
    """

    id: RuleId
    level: Level
    check: Check
    parameters: Mapping[str, Any] = field(default_factory=dict)
    is_fixed: bool = False


RULES: tuple[Rule, ...] = (
    Rule(presence.REQUIRED, Level.ERROR, presence.check_required, is_fixed=True),
    Rule(presence.FORBIDDEN, Level.ERROR, presence.check_forbidden, is_fixed=True),
    Rule(presence.TOO_LONG, Level.ERROR, presence.check_too_long, is_fixed=True),
    Rule(characters.PRIVATE_USE, Level.WARNING, characters.check_private_use),
    Rule(characters.HALF_WIDTH_KANA, Level.WARNING, characters.check_half_width_kana),
    Rule(printed_form.MISSING_GLYPH, Level.WARNING, printed_form.check_missing_glyph),
    Rule(printed_form.LENGTH, Level.WARNING, printed_form.check_length, {"max_lines": None, "hint_from_percent": 80}),
    Rule(tenses.TENSE, Level.WARNING, tenses.check_tense),
    Rule(neighbours.TEN_TIMES, Level.WARNING, neighbours.check_ten_times, {"units": ()}),
    Rule(departments.ABOLISHED_DEPARTMENT, Level.WARNING, departments.check_abolished_department, {"names": ()}),
    Rule(year_words.YEAR, Level.WARNING, year_words.check_year),
    Rule(neighbours.SAME_AS_BEFORE, Level.HINT, neighbours.check_same_as_before),
    Rule(characters.PLATFORM_DEPENDENT, Level.HINT, characters.check_platform_dependent),
    Rule(digits.DIGIT_HABIT, Level.HINT, digits.check_digit_habit),
)


def rules_from_document(document: Mapping[str, Mapping[str, Any]]) -> Rules:
    """The setting of every rule, given the key `rules` of a definition that has passed its schema."""
    return {one.id: _setting(one, document.get(one.id, {})) for one in RULES}


def _setting(rule: Rule, document: Mapping[str, Any]) -> RuleSetting:
    said = {key: value for key, value in document.items() if key != "level"}
    level = rule.level if rule.is_fixed else Level(document.get("level", rule.level))
    return RuleSetting(level, {**rule.parameters, **said})


def check_value(question: Question, value: Value, rules: Rules) -> list[Finding]:
    """Everything that the rules point out about a value, errors first, else in the order of the table.

    Quick enough for every keystroke: well below a millisecond for 300 characters.
    """
    found = [
        finding
        for rule in RULES
        if rules[rule.id].level is not Level.OFF
        for finding in rule.check(question, value, rules[rule.id])
    ]
    order = list(Level)
    return sorted(found, key=lambda finding: order.index(finding.level))
