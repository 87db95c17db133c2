"""The built-in plan and definition, read once."""

import json
from collections.abc import Mapping
from itertools import count
from typing import Any

import pytest

from kyosei_desktop.domain.definition import Definition, definition_from_document
from kyosei_desktop.domain.plan import Plan
from kyosei_desktop.domain.plan_document import plan_from_document
from kyosei_desktop.paths import BUILT_IN_DEFINITION, BUILT_IN_PLAN


@pytest.fixture(scope="session")
def plan_document() -> Mapping[str, Any]:
    """The built-in plan document; not to be changed."""
    document: Mapping[str, Any] = json.loads(BUILT_IN_PLAN.read_text("utf-8"))
    return document


@pytest.fixture(scope="session")
def plan(plan_document: Mapping[str, Any]) -> Plan:
    """The built-in plan with ids that tell the order of their making."""
    numbers = count()
    return plan_from_document(plan_document, lambda: f"id{next(numbers)}")


@pytest.fixture(scope="session")
def definition() -> Definition:
    """The built-in definition."""
    return definition_from_document(json.loads(BUILT_IN_DEFINITION.read_text("utf-8")))
