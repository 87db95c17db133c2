"""The built-in plan and small plans of one measure for the tests of the report."""

import itertools
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kyosei_desktop import paths
from kyosei_desktop.domain.definition import Definition, definition_from_document
from kyosei_desktop.domain.plan import PeriodId, Plan, Value
from kyosei_desktop.domain.plan_document import plan_from_document
from kyosei_desktop.domain.years import FiscalYear
from tests.report.libre_office import LibreOffice

PlanWith = Callable[[str], Plan]


@pytest.fixture(scope="session")
def definition() -> Definition:
    """The built-in definition."""
    return definition_from_document(json.loads(paths.BUILT_IN_DEFINITION.read_text("utf-8")))


@pytest.fixture(scope="session")
def plan() -> Plan:
    """The built-in plan: the real report of 48 measures."""
    numbers = itertools.count()
    document = json.loads(paths.BUILT_IN_PLAN.read_text("utf-8"))
    return plan_from_document(document, lambda: f"id{next(numbers)}")


@pytest.fixture(scope="session")
def plan_with(plan: Plan) -> PlanWith:
    """Makes a plan of the first two measures with a text of its own as the very first entry."""

    def make(text: str) -> Plan:
        first, second = plan.measures[:2]
        initiative = first.initiatives[0]
        entries = {**initiative.entries, (FiscalYear(2018), PeriodId("plan")): Value(text)}
        changed = replace(first, initiatives=(replace(initiative, entries=entries),))
        return replace(plan, measures=(changed, second))

    return make


@pytest.fixture(scope="session")
def libre_office(tmp_path_factory: pytest.TempPathFactory) -> LibreOffice:
    """LibreOffice with the report's typeface."""
    return LibreOffice(tmp_path_factory.mktemp("libreoffice"), [Path("/usr/share/fonts"), paths.FONTS])


@pytest.fixture(scope="session")
def libre_office_without_typeface(tmp_path_factory: pytest.TempPathFactory) -> LibreOffice:
    """LibreOffice as on a machine that has only Noto Sans CJK to take the place of the report's typeface."""
    folder = tmp_path_factory.mktemp("libreoffice-noto")
    return LibreOffice(folder, [Path("/usr/share/fonts/opentype/noto"), Path("/usr/share/fonts/truetype")])
