"""The plan document goes in and out unchanged."""

import json
from collections.abc import Mapping
from copy import deepcopy
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kyosei_desktop.domain.errors import NotAcceptableText
from kyosei_desktop.domain.plan import BlankReason, PeriodId, Plan, Value
from kyosei_desktop.domain.plan_document import plan_document_text, plan_from_document, plan_to_document
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.paths import BUILT_IN_PLAN

PERIODS = ("plan", "first_half", "second_half")


def read(document: Mapping[str, Any]) -> Plan:
    numbers = count()
    return plan_from_document(document, lambda: f"id{next(numbers)}")


def small_document(**initiative: Any) -> dict[str, Any]:
    """A document of one measure; keywords change its only initiative."""
    cells = dict.fromkeys(PERIODS, "")
    return {
        "title": "計画",
        "subtitle": None,
        "as_of": None,
        "years": [2020, 2021],
        "measures": [
            {
                "no": 1,
                "page": None,
                "name": "施策",
                "outcome": "",
                "record": "",
                "initiatives": [
                    {
                        "departments": ["福祉総務課"],
                        "content": "",
                        "years": {"2020": dict(cells), "2021": dict(cells)},
                        **initiative,
                    }
                ],
            }
        ],
    }


def test_the_built_in_plan_comes_out_as_it_went_in_to_the_character(plan: Plan) -> None:
    assert plan_document_text(plan) == BUILT_IN_PLAN.read_text("utf-8")


def test_a_reason_for_a_blank_comes_out_as_it_went_in() -> None:
    document = small_document(blanks={"2020": {"plan": "ended"}, "2021": {"second_half": "not_applicable"}})

    plan = read(document)

    initiative = plan.measures[0].initiatives[0]
    assert initiative.entry(FiscalYear(2020), PeriodId("plan")) == Value(blank=BlankReason.ENDED)
    assert initiative.entry(FiscalYear(2020), PeriodId("first_half")) == Value()
    assert plan_to_document(plan) == document


def test_a_document_without_reasons_has_no_key_for_them(plan: Plan) -> None:
    assert not any("blanks" in one for measure in plan_to_document(plan)["measures"] for one in measure["initiatives"])


def test_a_reason_beside_a_text_is_dropped_since_the_cell_is_not_blank() -> None:
    document = small_document(years={"2021": {"plan": "実施"}}, blanks={"2021": {"plan": "ended"}})

    assert read(document).measures[0].initiatives[0].entry(FiscalYear(2021), PeriodId("plan")) == Value("実施")


def test_a_reason_is_kept_where_the_document_lists_no_cell() -> None:
    document = small_document(years={"2020": {"plan": "実施"}}, blanks={"2021": {"plan": "ended"}})

    plan = read(document)

    assert plan.measures[0].initiatives[0].entry(FiscalYear(2021), PeriodId("plan")).blank is BlankReason.ENDED
    assert plan_to_document(plan)["measures"][0]["initiatives"][0]["blanks"] == {"2021": {"plan": "ended"}}


def test_years_beyond_the_plans_come_out_where_something_is_written() -> None:
    document = small_document()
    years = document["measures"][0]["initiatives"][0]["years"]
    years["2022"] = {"plan": "・次年度の予定"}
    years["2023"] = {"plan": " "}

    assert plan_to_document(read(document)) == document


def test_empty_cells_of_years_beyond_the_plans_are_left_out() -> None:
    document = small_document()
    with_empty_year = deepcopy(document)
    with_empty_year["measures"][0]["initiatives"][0]["years"]["2022"] = {"plan": ""}

    assert plan_to_document(read(with_empty_year)) == document


def test_cells_that_a_document_does_not_list_are_not_made_up() -> None:
    document = small_document(years={"2021": {"second_half": "実施"}})

    assert plan_to_document(read(document)) == document


def test_departments_of_one_name_are_one_department() -> None:
    document = small_document()
    measure = document["measures"][0]
    document["measures"].append({**measure, "no": 2})
    document["measures"][1]["initiatives"] = [
        {**measure["initiatives"][0], "departments": ["福祉総務課", "地域共生課"]}
    ]

    plan = read(document)

    assert [one.name for one in plan.departments] == ["福祉総務課", "地域共生課"]
    assert plan.measures[0].departments == plan.measures[1].departments[:1]


def test_every_part_gets_an_id_of_its_own(plan: Plan) -> None:
    ids = [plan.id, *(one.id for one in plan.departments), *(one.id for one in plan.measures)]
    ids += [one.id for measure in plan.measures for one in measure.initiatives]

    assert len(ids) == len(set(ids)) == 1 + 17 + 48 + 50


@pytest.mark.parametrize("key", ["title", "subtitle", "as_of"])
def test_control_characters_are_refused_in_the_headings_too(key: str) -> None:
    with pytest.raises(NotAcceptableText):
        read({**small_document(), key: "計画\x00"})


@pytest.mark.parametrize("key", ["name", "outcome", "record"])
def test_control_characters_are_refused_in_a_measure(key: str) -> None:
    document = small_document()
    document["measures"][0][key] = "\x1b[31m"

    with pytest.raises(NotAcceptableText):
        read(document)


TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from("\n\t"), max_size=20)
LINE = TEXT.filter(bool)
CELLS = st.fixed_dictionaries({}, optional=dict.fromkeys(PERIODS, TEXT)).filter(bool)
INITIATIVES = st.fixed_dictionaries(
    {
        "departments": st.lists(st.sampled_from(["甲課", "乙課", "丙課"]), min_size=1, max_size=3, unique=True),
        "content": TEXT,
        "years": st.dictionaries(st.sampled_from(["2020", "2021"]), CELLS, min_size=1),
    }
)
MEASURES = st.fixed_dictionaries(
    {
        "page": st.none() | st.integers(1, 9),
        "name": LINE,
        "outcome": TEXT,
        "record": TEXT,
        "initiatives": st.lists(INITIATIVES, min_size=1, max_size=2),
    }
)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(MEASURES, min_size=1, max_size=3),
    LINE,
    st.none() | TEXT,
    st.lists(st.booleans(), min_size=3, max_size=3),
)
def test_any_document_comes_out_as_it_went_in(
    measures: list[dict[str, Any]], title: str, subtitle: str | None, textual: list[bool]
) -> None:
    numbered = [{"no": f"1-({n})" if textual[n] else n + 1, **one} for n, one in enumerate(measures)]
    document = {
        "title": title,
        "subtitle": subtitle,
        "as_of": subtitle,
        "years": [2020, 2021],
        "measures": numbered,
    }

    assert json.loads(plan_document_text(read(document))) == document
