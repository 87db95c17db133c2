"""The rules of a definition are checked: what is not known, or may not be changed, is refused in words."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from kyosei_desktop.domain.rules.findings import Level, RuleId
from kyosei_desktop.paths import BUILT_IN_DEFINITION
from kyosei_desktop.store.documents import DocumentNotValid, load_definition

NAME = "my.json"


def with_rules(rules: Mapping[str, Any]) -> bytes:
    document = json.loads(BUILT_IN_DEFINITION.read_bytes())
    return json.dumps({**document, "rules": rules}, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    ("rules", "place", "said"),
    [
        ({"spelling": {"level": "hint"}}, "rules", "知らない項目「spelling」があります（使えるのは required"),
        ({"required": {"level": "off"}}, "rules.required.level", "error"),
        ({"forbidden_characters": {"level": "warning"}}, "rules.forbidden_characters.level", "error"),
        ({"tense": {"level": "loud"}}, "rules.tense.level", "error、warning、hint、off"),
        ({"tense": {}}, "rules.tense", "「level」がありません"),
        ({"tense": {"level": "hint", "max_lines": 3}}, "rules.tense", "知らない項目「max_lines」"),
        ({"length": {"level": "hint", "max_lines": 0}}, "rules.length.max_lines", "1"),
        ({"abolished_department": {"level": "hint", "names": [{"now": "長寿課"}]}}, "names[0]", "「name」がありません"),
    ],
)
def test_rules_that_are_not_right_are_refused_with_place_and_cure(
    rules: Mapping[str, Any], place: str, said: str
) -> None:
    with pytest.raises(DocumentNotValid) as refused:
        load_definition(with_rules(rules), NAME)

    assert NAME in str(refused.value)
    assert place in str(refused.value)
    assert said in str(refused.value)


def test_a_rule_is_switched_off_in_the_definition() -> None:
    definition = load_definition(
        with_rules({"tense": {"level": "off"}, "length": {"level": "hint", "max_lines": 9}}), NAME
    )

    assert definition.rules[RuleId("tense")].level is Level.OFF
    assert definition.rules[RuleId("length")].parameters == {"max_lines": 9, "hint_from_percent": 80}
    assert definition.rules[RuleId("required")].level is Level.ERROR
