"""The built-in plan's figures, and how its fields are named by id and by number."""

from collections import Counter

import pytest

from kyosei_desktop.domain.plan import (
    Address,
    BlankReason,
    Field,
    FieldKind,
    Initiative,
    InitiativeId,
    Measure,
    MeasureId,
    MeasureNumber,
    PeriodId,
    Plan,
    PlanId,
    Value,
)
from kyosei_desktop.domain.years import FiscalYear

LAST_HALF = (FiscalYear(2021), PeriodId("second_half"))


def initiatives(plan: Plan) -> list[Initiative]:
    return [one for measure in plan.measures for one in measure.initiatives]


def owners(plan: Plan, no: int) -> list[list[str]]:
    measure = next(one for one in plan.measures if one.no == no)
    return [plan.names_of(one.departments) for one in measure.initiatives]


def numbered(*numbers: MeasureNumber, parts: int = 1) -> Plan:
    """A plan of empty measures with these numbers."""
    measures = [
        Measure(
            MeasureId(f"m{n}"),
            no,
            None,
            "施策",
            "",
            "",
            [Initiative(InitiativeId(f"m{n}i{part}"), "", (), {}) for part in range(parts)],
        )
        for n, no in enumerate(numbers)
    ]
    return Plan(PlanId("p"), "計画", None, None, (FiscalYear(2021),), (), measures)


def test_the_built_in_plan_has_the_printed_reports_figures(plan: Plan) -> None:
    values = [value for one in initiatives(plan) for value in one.entries.values()]
    not_begun = [value for value in values if value.is_not_begun]

    assert [one.no for one in plan.measures] == list(range(1, 49))
    assert len(initiatives(plan)) == 50
    assert len(plan.departments) == 17
    assert len(values) == 600
    assert len([value for value in values if not value.is_answered]) == 110
    assert len(not_begun) == 21
    assert len([value for value in not_begun if value.text != "*****"]) == 6
    assert len([value for value in values if value.is_answered and not value.is_not_begun]) == 469


def test_the_departments_have_the_printed_reports_shares(plan: Plan) -> None:
    shares = Counter(name for one in initiatives(plan) for name in plan.names_of(one.departments))

    assert shares.most_common(5) == [
        ("高齢者いきいき課", 8),
        ("地域共生課", 7),
        ("福祉総務課", 7),
        ("生活福祉課", 6),
        ("障害福祉課", 4),
    ]
    assert all(1 <= share <= 3 for _, share in shares.most_common()[5:])


def test_the_longest_cells_are_the_printed_reports(plan: Plan) -> None:
    def longest(lengths: dict[MeasureNumber, int]) -> tuple[MeasureNumber, int]:
        return max(lengths.items(), key=lambda item: item[1])

    assert longest({one.no: len(one.name) for one in plan.measures}) == (11, 31)
    assert longest({one.no: len(one.outcome) for one in plan.measures}) == (33, 73)
    assert longest({one.no: len(one.record) for one in plan.measures}) == (16, 273)
    assert longest({one.no: len(one.initiatives[0].content) for one in plan.measures}) == (24, 294)


def test_the_longest_entry_is_the_printed_reports(plan: Plan) -> None:
    entries = {
        (measure.no, year, period): value.text
        for measure in plan.measures
        for one in measure.initiatives
        for (year, period), value in one.entries.items()
    }
    place, text = max(entries.items(), key=lambda item: len(item[1]))

    assert place == (22, 2018, "second_half")
    assert len(text) == 212
    assert len(text.split("\n")) == 6


def test_two_measures_have_two_owners_with_a_part_each_and_two_share_one_part(plan: Plan) -> None:
    assert owners(plan, 34) == [["文化人権課"], ["生活福祉課"]]
    assert owners(plan, 36) == [["職員課"], ["生活福祉課"]]
    assert owners(plan, 10) == [["福祉総務課", "地域共生課"]]
    assert owners(plan, 29) == [["生活福祉課", "市民相談課"]]
    assert {one.no for one in plan.measures if len(one.departments) > 1} == {10, 29, 34, 36}


def test_the_printed_pages_are_seventeen(plan: Plan) -> None:
    groups = Counter(one.page for one in plan.measures)

    assert [groups[page] for page in range(1, 18)] == [4, 3, 3, 3, 3, 3, 2, 2, 3, 3, 3, 2, 3, 3, 4, 2, 2]


def test_the_last_half_year_is_still_blank_everywhere(plan: Plan) -> None:
    assert {one.entry(*LAST_HALF) for one in initiatives(plan)} == {Value()}


@pytest.mark.parametrize("text", ["*****", "*****\n(令和元年度からの取組を予定）", "　*****"])
def test_five_stars_with_or_without_a_note_mean_not_begun(text: str) -> None:
    assert Value(text).is_not_begun
    assert Value(text).is_answered


@pytest.mark.parametrize("text", ["****", "・実施", "実施 *****", ""])
def test_other_texts_do_not_mean_not_begun(text: str) -> None:
    assert not Value(text).is_not_begun


def test_a_reason_for_a_blank_is_an_answer_and_white_space_is_none() -> None:
    assert Value(blank=BlankReason.ENDED).is_answered
    assert not Value(" 　\n").is_answered


def test_field_ids_and_addresses_name_one_place_each_and_lead_to_each_other(plan: Plan) -> None:
    places = list(plan.fields())
    addresses = [plan.address_of(one) for one in places]

    assert len(places) == 48 * 3 + 50 * 2 + 600
    assert len({one.id for one in places}) == len(places)
    assert len(set(addresses)) == len(places)
    assert [plan.field_at(one) for one in addresses] == places


def test_a_field_is_read_where_it_stands(plan: Plan) -> None:
    def at(address: Address) -> Value:
        place = plan.field_at(address)
        assert place is not None
        return plan.value(place)

    measure = plan.measures[33]
    second = measure.initiatives[1]
    plans_of_2019 = Address(34, initiative=2, year=FiscalYear(2019), period=PeriodId("plan"))

    assert at(plans_of_2019) == Value("保護司活動を周知する。")
    assert at(Address(34, FieldKind.NAME)) == Value(measure.name)
    assert at(Address(34, FieldKind.OUTCOME)) == Value(measure.outcome)
    assert at(Address(34, FieldKind.RECORD)) == Value(measure.record)
    assert at(Address(34, FieldKind.CONTENT, initiative=2)) == Value(second.content)
    assert at(Address(34, FieldKind.DEPARTMENTS, initiative=2)) == Value("\n".join(second.departments))
    assert at(Address(34, initiative=2, year=FiscalYear(2050), period=PeriodId("plan"))) == Value()


def test_addresses_say_number_part_year_and_period() -> None:
    entry = Address(10, initiative=1, year=FiscalYear(2021), period=PeriodId("second_half"))

    assert str(entry) == "10.1.2021.second_half"
    assert str(Address(10, FieldKind.OUTCOME)) == "10.outcome"
    assert str(Address("1-2", FieldKind.CONTENT, initiative=2)) == "1-2.2.content"


def test_an_initiative_left_out_means_the_only_one_and_never_one_of_two(plan: Plan) -> None:
    year, period = LAST_HALF

    found = plan.field_at(Address(10, year=year, period=period))

    assert found is not None
    assert found.initiative == plan.measures[9].initiatives[0].id
    assert plan.field_at(Address(34, year=year, period=period)) is None


@pytest.mark.parametrize(
    "address",
    [
        Address(49, FieldKind.OUTCOME),
        Address("十", FieldKind.OUTCOME),
        Address(10, initiative=2, year=LAST_HALF[0], period=LAST_HALF[1]),
        Address(10, initiative=0, year=LAST_HALF[0], period=LAST_HALF[1]),
        Address(34, initiative=-1, year=LAST_HALF[0], period=LAST_HALF[1]),
        Address(10, initiative=1, year=LAST_HALF[0]),
        Address(10, initiative=1, period=LAST_HALF[1]),
        Address(34, FieldKind.CONTENT, initiative=3),
    ],
    ids=str,
)
def test_an_address_that_names_no_place_finds_none(plan: Plan, address: Address) -> None:
    assert plan.field_at(address) is None


@pytest.mark.parametrize(("kept", "asked"), [(7, 7), (7, "7"), (7, "07"), ("7", 7), ("1-2-(3)", "1-2-(3)")])
def test_a_measure_is_found_by_its_number_as_number_or_as_text(kept: MeasureNumber, asked: MeasureNumber) -> None:
    found = numbered(kept).field_at(Address(asked, FieldKind.OUTCOME))

    assert found == Field(FieldKind.OUTCOME, MeasureId("m0"))


def test_fields_of_another_plan_are_not_found(plan: Plan) -> None:
    foreign = Field(FieldKind.ENTRY, plan.measures[0].id, InitiativeId("foreign"), *LAST_HALF)

    with pytest.raises(KeyError):
        plan.value(foreign)
    with pytest.raises(KeyError):
        plan.address_of(foreign)
    with pytest.raises(KeyError):
        plan.value(Field(FieldKind.OUTCOME, MeasureId("foreign")))


def test_an_initiative_is_active_in_a_year_with_any_text_but_the_stars(plan: Plan) -> None:
    second = plan.measures[1].initiatives[0]

    assert second.entry(FiscalYear(2018), PeriodId("plan")).is_not_begun
    assert [second.is_active_in(FiscalYear(year)) for year in (2018, 2019, 2021, 2022)] == [
        False,
        True,
        True,
        False,
    ]
