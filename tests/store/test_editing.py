"""The coordinator's own edits: all or none, of every kind of field, each seeing what is there."""

import pytest

from kyosei_desktop.domain.errors import NotAcceptableText, TextTooLong
from kyosei_desktop.domain.plan import Address, BlankReason, FieldKind, Value
from kyosei_desktop.store.editing import (
    MAX_DEPARTMENT_NAME,
    FieldGivenTwice,
    NoDepartmentNamed,
    NoSuchField,
    NotADepartmentName,
    edit_fields,
)
from tests.office import KYOSEI, SOUMU, Office, check_stored_is_derived, entry, ledger_state, of_measure


def test_every_kind_of_field_can_be_edited(office: Office) -> None:
    content = Address(3, FieldKind.CONTENT, 2)
    edits = {
        entry(1): "記載",
        of_measure(2): "新しい成果",
        of_measure(2, "record"): "新しい実績",
        of_measure(3, "name"): "新しい名前",
        content: "新しい内容",
    }
    chosen = [(address, Value(text)) for address, text in edits.items()]
    changed = edit_fields(office.ledger, chosen, author="取りまとめ", reason="まとめて")
    assert changed == [office.field(one) for one in edits]
    plan = office.ledger.plan()
    assert {one: office.text(one) for one in edits if one.field is not FieldKind.NAME and one != content} == {
        one: text for one, text in edits.items() if one.field is not FieldKind.NAME and one != content
    }
    assert plan.measures[2].name == "新しい名前"
    assert plan.measures[2].initiatives[1].content == "新しい内容"
    check_stored_is_derived(office.ledger)


def test_departments_are_named_one_a_line_and_new_ones_are_made(office: Office) -> None:
    office.edit(Address(1, FieldKind.DEPARTMENTS), f"障害福祉課\r\n{SOUMU}\n\n障害福祉課")
    plan = office.ledger.plan()
    assert plan.names_of(plan.measures[0].initiatives[0].departments) == ["障害福祉課", SOUMU]
    assert [one.name for one in plan.departments] == [SOUMU, KYOSEI, "障害福祉課"]
    office.edit(Address(1, FieldKind.DEPARTMENTS), "障害福祉課")
    assert len(office.ledger.plan().departments) == 3


def test_an_initiative_is_not_left_without_a_department(office: Office) -> None:
    with pytest.raises(NoDepartmentNamed):
        office.edit(Address(1, FieldKind.DEPARTMENTS), " \n")


@pytest.mark.parametrize("name", ["福祉\t総務課", "課" * (MAX_DEPARTMENT_NAME + 1)])
def test_a_department_gets_no_name_that_no_request_could_carry(office: Office, name: str) -> None:
    with pytest.raises(NotADepartmentName):
        office.edit(Address(1, FieldKind.DEPARTMENTS), name)
    office.request(SOUMU)


@pytest.mark.parametrize(
    "address",
    [
        entry(99),
        entry(1, 2),
        Address(3, FieldKind.ENTRY, None, entry(3).year, entry(3).period),
        entry(1, year=2019),
        entry(1, year=2022, period="first_half"),
        entry(1, period="quarter"),
        Address(3, FieldKind.CONTENT),
        of_measure(0),
    ],
    ids=str,
)
def test_an_address_that_the_plan_does_not_have_is_refused_by_name_and_nothing_is_changed(
    office: Office, address: Address
) -> None:
    before = ledger_state(office.ledger)
    with pytest.raises(NoSuchField) as refused:
        edit_fields(office.ledger, [(entry(1), Value("一")), (address, Value("x"))], author="取りまとめ")
    assert f"「{address}」" in str(refused.value)
    assert ledger_state(office.ledger) == before


@pytest.mark.parametrize(("text", "reason"), [("\x00", NotAcceptableText), ("あ" * 100_001, TextTooLong)])
def test_one_text_outside_the_limits_stops_all(office: Office, text: str, reason: type[Exception]) -> None:
    with pytest.raises(reason):
        edit_fields(office.ledger, [(entry(1), Value("一")), (entry(2), Value(text))], author="取りまとめ")
    assert office.text(entry(1)) == ""


def test_a_cell_of_a_shown_year_that_did_not_exist_is_made(office: Office) -> None:
    office.edit(entry("4-(1)", period="first_half", year=2020), "書き足した")
    assert office.text(entry("4-(1)", period="first_half", year=2020)) == "書き足した"
    check_stored_is_derived(office.ledger)


def test_next_years_plan_can_be_edited_once_a_round_asked_for_it(office: Office) -> None:
    office.edit(entry(1, year=2022, period="plan"), "来年の予定")
    assert '"2022"' in ledger_state(office.ledger)[0]


def test_what_is_there_already_is_no_edit(office: Office) -> None:
    before = office.stored()
    assert office.edit(of_measure(1), "成果") == []
    assert office.stored() == before


def test_an_edit_settles_the_conflict_that_it_saw(office: Office) -> None:
    office.merge(office.soumu.answer({entry(2): "x"}), office.kyosei.answer({entry(2): "y"}))
    assert office.edit(entry(2), "") == [office.field(entry(2))]
    assert office.conflict_texts() == {}
    assert office.text(entry(2)) == ""


def test_a_reason_for_a_blank_is_kept(office: Office) -> None:
    office.edit(entry(1), Value(blank=BlankReason.ENDED))
    assert office.value(entry(1)) == Value(blank=BlankReason.ENDED)
    assert '"blanks"' in ledger_state(office.ledger)[0]


def test_one_field_named_twice_is_refused(office: Office) -> None:
    """№1 as number and as text, a single initiative named and left out: the later would silently win."""
    twice = [
        (entry(1), Value("一")),
        (Address("1", FieldKind.ENTRY, None, entry(1).year, entry(1).period), Value("二")),
    ]
    with pytest.raises(FieldGivenTwice) as refused:
        edit_fields(office.ledger, twice, author="取りまとめ")
    assert refused.value.address == "1.1.2021.second_half"
    assert office.text(entry(1)) == ""
