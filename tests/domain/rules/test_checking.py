"""The table of rules: it agrees with the schema, definitions set it, and it is quick enough for every keystroke."""

import json
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from kyosei_desktop.domain.definition import Definition, definition_from_document
from kyosei_desktop.domain.plan import Value
from kyosei_desktop.domain.rules.checking import RULES, check_value, rules_from_document
from kyosei_desktop.domain.rules.findings import Acknowledgement, Level, digest_of, evidence_of
from kyosei_desktop.domain.rules.printed_form import line_limit
from kyosei_desktop.domain.rules.question import Neighbour, Printed, Question
from kyosei_desktop.paths import SCHEMAS

FAULTY = "・㈱鎌倉で１２回の研修を実施する予定。\x07"


@pytest.fixture(scope="module")
def in_schema() -> Mapping[str, Any]:
    """What the definition's schema says of each rule."""
    schema = json.loads((SCHEMAS / "definition.schema.json").read_bytes())
    properties: Mapping[str, Any] = schema["$defs"]["rules"]["properties"]
    return properties


def test_the_schema_knows_the_rules_of_the_table_and_no_others(in_schema: Mapping[str, Any]) -> None:
    assert set(in_schema) == {one.id for one in RULES}
    assert len({one.id for one in RULES}) == len(RULES)


def test_the_schema_knows_the_parameters_of_each_rule(in_schema: Mapping[str, Any]) -> None:
    for rule in RULES:
        assert set(in_schema[rule.id].get("properties", {"level"})) == {"level", *rule.parameters}, rule.id


def test_just_the_rules_that_cannot_be_switched_off_are_fixed_in_the_schema(in_schema: Mapping[str, Any]) -> None:
    fixed = {name for name, one in in_schema.items() if one.get("$ref") == "#/$defs/fixed_rule"}

    assert fixed == {one.id for one in RULES if one.is_fixed} == {"required", "forbidden_characters", "too_long"}


def test_a_definition_without_rules_has_those_of_the_table(definition: Definition) -> None:
    document = {key: value for key, value in definition.document.items() if key != "rules"}
    rules = definition_from_document(document).rules

    assert {one.id: one.level for one in RULES} == {name: one.level for name, one in rules.items()}
    assert line_limit(rules) is None


def test_the_built_in_definition_sets_every_rule_that_can_be_set(definition: Definition) -> None:
    assert set(definition.document["rules"]) == {one.id for one in RULES if not one.is_fixed}
    assert line_limit(definition.rules) == 15


@pytest.mark.parametrize("rule", [one.id for one in RULES if not one.is_fixed])
def test_every_other_rule_can_be_switched_off_and_made_graver(question: Question, rule: str) -> None:
    asked = replace(
        question,
        printed=Printed(99, "髙"),
        before=Neighbour("令和２年度 下期実績", FAULTS),
        year_before=Neighbour("令和２年度 上期実績", "延べ386人"),
    )
    parameters = {"length": {"max_lines": 15}, "abolished_department": {"names": [{"name": "福祉課"}]}}.get(rule, {})

    def found(level: str) -> list[tuple[str, Level]]:
        rules = rules_from_document({rule: {"level": level, **parameters}})
        return [(one.rule, one.level) for one in check_value(asked, Value(FAULTS), rules) if one.rule == rule]

    assert found("off") == []
    assert found("error") == [(rule, Level.ERROR)]
    assert found("hint") == [(rule, Level.HINT)]


FAULTS = (
    "\ue000ｱ髙①\n・延べ3860人が参加した。\n・令和２年度は１２回開いた。\n・福祉課と協議した。\n・研修を実施する予定。"
)


def test_a_definition_may_name_departments_that_are_no_more_and_units_that_count(question: Question) -> None:
    rules = rules_from_document(
        {
            "abolished_department": {"level": "warning", "names": [{"name": "高齢者課", "now": "長寿課"}]},
            "ten_times": {"level": "warning", "units": ["匹"]},
        }
    )
    asked = replace(question, year_before=Neighbour("令和２年度 上期実績", "猫300匹"))
    found = {one.rule: one for one in check_value(asked, Value("高齢者課が猫3000匹を助けた。"), rules)}

    assert found["ten_times"].evidence == "3000匹/300匹"
    fix = found["abolished_department"].fix
    assert fix is not None
    assert fix.text == "長寿課が猫3000匹を助けた。"


def test_the_gravest_finding_comes_first(question: Question, definition: Definition) -> None:
    levels = [one.level for one in check_value(question, Value(FAULTY), definition.rules)]

    assert levels == [Level.ERROR, Level.WARNING, Level.HINT, Level.HINT]


def test_a_rule_never_gives_the_same_evidence_twice_for_one_text(question: Question, definition: Definition) -> None:
    """A tick is known by rule and evidence."""
    asked = replace(question, year_before=Neighbour("令和２年度 上期実績", "延べ386人、職員12人"))
    found = check_value(asked, Value("延べ3860人が参加。3860人のうち120人。" * 3 + FAULTY * 2), definition.rules)

    assert len({(one.rule, one.evidence) for one in found}) == len(found)


def test_a_tick_holds_while_the_same_thing_stands_there(question: Question, definition: Definition) -> None:
    def only(text: str) -> Any:
        (finding,) = check_value(question, Value(text), definition.rules)
        return finding

    finding = only("・研修会を開催予定。")
    tick = Acknowledgement("field", finding.rule, finding.evidence, None, "担当者", time.time)  # type: ignore[arg-type]

    assert tick.covers("field", only("・研修会を３回開いた。次も開催予定。"))  # type: ignore[arg-type]
    assert not tick.covers("other", finding)  # type: ignore[arg-type]
    assert not tick.covers("field", only("・研修会を開催する予定です。"))  # type: ignore[arg-type]


def test_evidence_is_short_and_does_not_hang_on_order_or_number() -> None:
    assert evidence_of(["い", "あ", "い"]) == evidence_of(["あ", "い"]) == "あ、い"
    assert evidence_of(["あ" * 200]) == digest_of("あ" * 200)
    assert len(digest_of("あ")) == 32


@pytest.mark.parametrize("part", ["一", "1,", "予定", "する", "令和３年", "ｱ", "あ1人", "1", "十", "50人、", "①"])
def test_no_text_takes_long_however_it_is_made(question: Question, definition: Definition, part: str) -> None:
    """A text as long as a field may be; a rule that looked at pairs of characters would take minutes."""
    asked = replace(question, year_before=Neighbour("令和２年度 上期実績", "延べ5人"))
    begun = time.process_time()
    check_value(asked, Value((part * 100_000)[:100_000]), definition.rules)

    assert time.process_time() - begun < 10
