"""Definitions are found by id or by file, each with its example; nothing else is taken for one."""

import json
import shutil
from pathlib import Path

import pytest

from kyosei_desktop.domain.plan_document import plan_document_text
from kyosei_desktop.exchange.definitions import (
    NoExamplePlan,
    UnknownDefinition,
    definitions_at_hand,
    example_plan_of,
    find_definition,
)
from kyosei_desktop.exchange.new_ledger import create_built_in_ledger, create_ledger_from_document
from kyosei_desktop.paths import BUILT_IN_DEFINITION, BUILT_IN_PLAN, DEFINITIONS, PLANS
from kyosei_desktop.store.documents import DocumentNotValid

SHIPPED = ("half-yearly-a3", "quarterly-a4", "yearly-a4")


def own_definition(folder: Path, definition_id: str) -> Path:
    document = json.loads(BUILT_IN_DEFINITION.read_bytes())
    path = folder / "市の様式.json"
    path.write_text(json.dumps({**document, "id": definition_id}, ensure_ascii=False), "utf-8")
    return path


def test_the_built_in_definition_is_named_first() -> None:
    assert definitions_at_hand() == SHIPPED


@pytest.mark.parametrize("named", SHIPPED)
def test_a_shipped_definition_is_found_by_its_id_and_has_an_example(named: str) -> None:
    definition = find_definition(named)
    assert definition.id == named
    assert example_plan_of(definition).exists()


def test_each_definition_at_hand_has_a_name_of_its_own() -> None:
    assert len({find_definition(one).name for one in SHIPPED}) == len(SHIPPED)


@pytest.mark.parametrize("named", SHIPPED)
def test_a_ledger_of_a_definition_alone_holds_its_example_to_the_character(named: str, tmp_path: Path) -> None:
    definition = find_definition(named)
    with create_ledger_from_document(tmp_path / "a.kyosei", definition=definition, author="取りまとめ") as ledger:
        assert ledger.definition == definition
        assert plan_document_text(ledger.plan()) == example_plan_of(definition).read_text("utf-8")


def test_the_built_in_ledger_is_that_of_the_first(tmp_path: Path) -> None:
    with create_built_in_ledger(tmp_path / "a.kyosei", author="取りまとめ") as ledger:
        assert ledger.definition.id == SHIPPED[0]
        assert plan_document_text(ledger.plan()) == BUILT_IN_PLAN.read_text("utf-8")


def test_a_file_is_a_definition_too(tmp_path: Path) -> None:
    assert find_definition(str(own_definition(tmp_path, "city-own"))).id == "city-own"


def test_a_definition_of_ones_own_needs_a_plan(tmp_path: Path) -> None:
    definition = find_definition(str(own_definition(tmp_path, "city-own")))
    with pytest.raises(NoExamplePlan, match="city-own"):
        create_ledger_from_document(tmp_path / "a.kyosei", definition=definition, author="取りまとめ")
    with create_ledger_from_document(
        tmp_path / "a.kyosei", BUILT_IN_PLAN, definition=definition, author="取りまとめ"
    ) as ledger:
        assert ledger.definition.id == "city-own"


def test_a_plan_of_other_periods_is_refused_with_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(DocumentNotValid, match=r"first_half.*plan、result"):
        create_ledger_from_document(
            tmp_path / "a.kyosei", BUILT_IN_PLAN, definition=find_definition("yearly-a4"), author="取りまとめ"
        )
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_definition_is_refused_with_all_that_there_are() -> None:
    with pytest.raises(UnknownDefinition, match=r"「monthly」.*half-yearly-a3、quarterly-a4、yearly-a4"):
        find_definition("monthly")


def test_one_that_lies_beside_the_others_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(DEFINITIONS, tmp_path / "definitions")
    own_definition(tmp_path, "city-own").rename(tmp_path / "definitions" / "city-own.json")
    monkeypatch.setattr("kyosei_desktop.exchange.definitions.DEFINITIONS", tmp_path / "definitions")
    assert definitions_at_hand() == ("half-yearly-a3", "city-own", "quarterly-a4", "yearly-a4")
    assert find_definition("city-own").id == "city-own"


def test_every_example_belongs_to_a_definition_and_says_that_it_is_one() -> None:
    examples = {path.stem: json.loads(path.read_text("utf-8")) for path in PLANS.glob("*.json")}
    del examples[BUILT_IN_PLAN.stem]
    assert set(examples) == set(SHIPPED[1:])
    assert all("記入例" in one["subtitle"] for one in examples.values())
