"""What a round asks of whom, and what of that is required (design, Rules)."""

from collections.abc import Iterable
from datetime import date

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.plan import Department, Field, FieldKind, Plan
from kyosei_desktop.domain.rounds import Asked, AskedField, Round, RoundId, asked_fields
from kyosei_desktop.domain.years import FiscalYear

ENDED = {1, 8, 9, 24, 29, 31, 32, 33, 43, 45}
"""Measures without any text for 令和３年度; of №34 only the second initiative."""


def second_half(
    definition: Definition,
    asks: Iterable[AskedField] = (AskedField.ENTRY,),
    requires: Iterable[AskedField] = (AskedField.ENTRY,),
) -> Round:
    """令和3年度下期."""
    period = next(one.id for one in definition.periods if one.half == "second")
    return Round(RoundId("round"), FiscalYear(2021), period, date(2022, 4, 15), frozenset(asks), frozenset(requires))


def department(plan: Plan, name: str) -> Department:
    return next(one for one in plan.departments if one.name == name)


def asked(plan: Plan, definition: Definition, collection: Round, name: str) -> list[Asked]:
    return list(asked_fields(plan, collection, department(plan, name).id, definition.planned_periods))


def addresses(plan: Plan, found: Iterable[Asked]) -> list[str]:
    return [str(plan.address_of(one.field)) for one in found]


def test_a_round_asks_for_its_period_of_every_initiative_of_the_department(plan: Plan, definition: Definition) -> None:
    found = asked(plan, definition, second_half(definition), "福祉総務課")

    assert addresses(plan, found) == [f"{no}.1.2021.second_half" for no in (2, 5, 6, 8, 9, 10, 45)]


def test_every_department_is_asked_as_often_as_it_owns_an_initiative(plan: Plan, definition: Definition) -> None:
    collection = second_half(definition)
    numbers = {one.name: len(asked(plan, definition, collection, one.name)) for one in plan.departments}

    assert numbers == {
        "高齢者いきいき課": 8,
        "地域共生課": 7,
        "福祉総務課": 7,
        "生活福祉課": 6,
        "障害福祉課": 4,
        "こども相談課": 3,
        "市民健康課": 3,
        "こども支援課": 2,
        "教育指導課": 2,
        "職員課": 2,
        "行政経営課": 2,
        "保育課": 1,
        "青少年課": 1,
        "市民相談課": 1,
        "文化人権課": 1,
        "契約検査課": 1,
        "商工課": 1,
    }
    assert sum(numbers.values()) == 52  # 50 initiatives, two of them with two owners


def test_owners_of_one_initiative_are_asked_for_the_same_field(plan: Plan, definition: Definition) -> None:
    collection = second_half(definition)

    def fields(name: str) -> set[Field]:
        return {one.field for one in asked(plan, definition, collection, name)}

    assert addresses(plan, [Asked(one, True) for one in fields("福祉総務課") & fields("地域共生課")]) == [
        "10.1.2021.second_half"
    ]
    assert addresses(plan, [Asked(one, True) for one in fields("生活福祉課") & fields("市民相談課")]) == [
        "29.1.2021.second_half"
    ]
    assert not fields("文化人権課") & fields("生活福祉課")


def test_entries_of_ended_initiatives_are_asked_for_but_not_required(plan: Plan, definition: Definition) -> None:
    collection = second_half(definition)
    optional = {
        address
        for one in plan.departments
        for asking in asked(plan, definition, collection, one.name)
        if not asking.is_required
        for address in addresses(plan, [asking])
    }

    assert optional == {f"{no}.1.2021.second_half" for no in ENDED} | {"34.2.2021.second_half"}


def test_an_initiative_not_begun_in_the_rounds_year_is_optional(plan: Plan, definition: Definition) -> None:
    first_year = Round(
        RoundId("round"),
        FiscalYear(2018),
        definition.periods[2].id,
        date(2019, 4, 15),
        {AskedField.ENTRY},
        {AskedField.ENTRY},
    )
    found = asked(plan, definition, first_year, "福祉総務課")

    assert {one.field.measure: one.is_required for one in found}[plan.measures[1].id] is False


def test_nothing_is_required_that_the_round_does_not_require(plan: Plan, definition: Definition) -> None:
    collection = second_half(definition, requires=())

    assert not any(one.is_required for one in asked(plan, definition, collection, "福祉総務課"))


def test_next_plan_is_the_plan_of_the_year_after(plan: Plan, definition: Definition) -> None:
    collection = second_half(
        definition, [AskedField.ENTRY, AskedField.NEXT_PLAN], [AskedField.ENTRY, AskedField.NEXT_PLAN]
    )
    found = asked(plan, definition, collection, "文化人権課")

    assert addresses(plan, found) == ["34.1.2021.second_half", "34.1.2022.plan"]
    assert [one.is_required for one in found] == [True, True]


def test_next_plans_alone_may_be_asked_for_and_are_optional_for_ended_initiatives(
    plan: Plan, definition: Definition
) -> None:
    collection = second_half(definition, [AskedField.NEXT_PLAN], [AskedField.NEXT_PLAN])
    found = asked(plan, definition, collection, "市民相談課")

    assert addresses(plan, found) == ["29.1.2022.plan"]
    assert not found[0].is_required


def test_outcome_and_record_are_asked_of_every_department_of_the_measure(plan: Plan, definition: Definition) -> None:
    collection = second_half(definition, [AskedField.OUTCOME, AskedField.RECORD], [AskedField.RECORD])
    askers: dict[tuple[FieldKind, int | str], set[str]] = {}
    for one in plan.departments:
        for asking in asked(plan, definition, collection, one.name):
            address = plan.address_of(asking.field)
            askers.setdefault((address.field, address.measure), set()).add(one.name)
            assert asking.is_required == (address.field is FieldKind.RECORD)

    shared = {place: names for place, names in askers.items() if len(names) > 1}
    assert len(askers) == 2 * 48
    for kind in (FieldKind.OUTCOME, FieldKind.RECORD):
        assert shared.pop((kind, 34)) == {"文化人権課", "生活福祉課"}
        assert shared.pop((kind, 36)) == {"職員課", "生活福祉課"}
        assert shared.pop((kind, 10)) == {"福祉総務課", "地域共生課"}
        assert shared.pop((kind, 29)) == {"生活福祉課", "市民相談課"}
    assert not shared


def test_all_kinds_of_fields_stand_in_printed_order_measure_by_measure(plan: Plan, definition: Definition) -> None:
    found = asked(plan, definition, second_half(definition, AskedField), "障害福祉課")

    assert addresses(plan, found)[:8] == [
        "11.1.2021.second_half",
        "11.1.2022.plan",
        "11.outcome",
        "11.record",
        "12.1.2021.second_half",
        "12.1.2022.plan",
        "12.outcome",
        "12.record",
    ]


def test_asked_fields_are_the_fields_that_the_plan_itself_finds_at_their_addresses(
    plan: Plan, definition: Definition
) -> None:
    for one in plan.departments:
        for asking in asked(plan, definition, second_half(definition, AskedField), one.name):
            assert plan.field_at(plan.address_of(asking.field)) == asking.field
