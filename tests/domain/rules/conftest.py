"""A cell of the official report's kind, as the rules see it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.plan import FieldKind, Value
from kyosei_desktop.domain.rules.checking import check_value, rules_from_document
from kyosei_desktop.domain.rules.findings import Finding
from kyosei_desktop.domain.rules.question import DigitHabit, Question, Tense, Width
from kyosei_desktop.domain.years import FiscalYear

Find = Callable[..., dict[str, list[Finding]]]


@pytest.fixture(scope="session")
def question(definition: Definition) -> Question:
    """An actual of 令和３年度 上期, in a plan that writes numbers of more than one digit in half width."""
    return Question(
        kind=FieldKind.ENTRY,
        calendar=definition.calendar,
        label="令和３年度 上期実績",
        tense=Tense.ACTUAL,
        year=FiscalYear(2021),
        habit=DigitHabit(None, Width.HALF),
        departments=frozenset({"生活福祉課", "福祉総務課", "地域共生課"}),
    )


@pytest.fixture(scope="session")
def find(question: Question, definition: Definition) -> Find:
    """What the built-in rules find in a text, by rule. Two departments are no more; keywords change the question."""
    names = [{"name": "福祉課", "now": "生活福祉課"}, {"name": "こども相談課"}]
    rules = rules_from_document(
        {**definition.document["rules"], "abolished_department": {"level": "warning", "names": names}}
    )

    def find(text: str, **changes: Any) -> dict[str, list[Finding]]:
        found: dict[str, list[Finding]] = {}
        for one in check_value(replace(question, **changes), Value(text), rules):
            found.setdefault(one.rule, []).append(one)
        return found

    return find
