"""Reorganisations: departments renamed, joined and split; owners, names of then, and one undo."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from kyosei_desktop.domain.plan import Address, FieldKind, InitiativeId
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.domain.reorganisation import (
    Change,
    DepartmentNameTaken,
    Joining,
    NoReorganisation,
    Renaming,
    Splitting,
    UnknownDepartment,
)
from kyosei_desktop.domain.rules.checking import RULES
from kyosei_desktop.store.acts import ActKind, list_acts
from kyosei_desktop.store.backup import list_backups
from kyosei_desktop.store.editing import NotADepartmentName
from kyosei_desktop.store.history import list_changes
from kyosei_desktop.store.reorganising import (
    ChosenOwners,
    DayTooFar,
    Reorganisation,
    preview_reorganisation,
    reorganise,
)
from kyosei_desktop.store.succession import DepartmentIsNoMore, abolished_names, department_names_at, list_departments
from kyosei_desktop.store.turning import OnlyInALedger, undo_turn
from tests.office import KYOSEI, SOUMU, Office, check_stored_is_derived, entry

FROM = date(2022, 4, 1)


def change(office: Office, *changes: Change, chosen: ChosenOwners | None = None) -> Reorganisation:
    return run_to_end(reorganise(office.ledger, changes, FROM, chosen=chosen, author="取りまとめ"))


def owners(office: Office, measure: int | str) -> list[Sequence[str]]:
    plan = office.ledger.plan()
    (found,) = (one for one in plan.measures if one.no == measure)
    return [plan.names_of(one.departments) for one in found.initiatives]


def initiative(office: Office, measure: int | str, number: int = 1) -> InitiativeId:
    (found,) = (one for one in office.ledger.plan().measures if one.no == measure)
    return found.initiatives[number - 1].id


@pytest.mark.parametrize("day", [date(202, 4, 1), date(2202, 4, 1)])
def test_a_day_that_nobody_can_mean_is_refused(office: Office, day: date) -> None:
    with pytest.raises(DayTooFar, match="前後10年"):
        preview_reorganisation(office.ledger, [Renaming(SOUMU, "福祉政策課")], day)


class TestRenaming:
    def test_keeps_the_departments_id_and_changes_no_owner(self, office: Office) -> None:
        soumu = office.department(SOUMU)
        found = change(office, Renaming(SOUMU, "福祉政策課"))
        assert office.department("福祉政策課") == soumu
        assert owners(office, 2) == [["福祉政策課", KYOSEI]]
        assert (found.owners, found.added, found.abolished) == ([], (), ())

    def test_leaves_the_history_the_name_of_then(self, office: Office) -> None:
        soumu = office.department(SOUMU)
        change(office, Renaming(SOUMU, "福祉政策課"))
        change(office, Renaming("福祉政策課", "福祉戦略課"))
        names = department_names_at(office.ledger)
        assert names.at(datetime(2022, 3, 31, 3, tzinfo=UTC))[soumu] == SOUMU
        assert names.at(datetime(2022, 4, 1, 3, tzinfo=UTC))[soumu] == "福祉戦略課"
        assert abolished_names(office.ledger) == {SOUMU: "福祉戦略課", "福祉政策課": "福祉戦略課"}

    def test_takes_no_name_that_another_has(self, office: Office) -> None:
        with pytest.raises(DepartmentNameTaken):
            change(office, Renaming(SOUMU, KYOSEI))
        with pytest.raises(UnknownDepartment, match=f"{SOUMU}、{KYOSEI}"):
            change(office, Renaming("ない課", "新しい課"))
        with pytest.raises(NotADepartmentName):
            change(office, Renaming(SOUMU, "\t"))

    def test_back_again_is_no_abolished_name(self, office: Office) -> None:
        change(office, Renaming(SOUMU, "福祉政策課"))
        change(office, Renaming("福祉政策課", SOUMU))
        assert abolished_names(office.ledger) == {"福祉政策課": SOUMU}


class TestJoining:
    def test_gives_all_initiatives_to_the_new_department_without_duplicates(self, office: Office) -> None:
        found = change(office, Joining([SOUMU, KYOSEI], "福祉課"))
        assert [owners(office, one) for one in (1, 2, 3, "4-(1)")] == [
            [["福祉課"]],
            [["福祉課"]],
            [["福祉課"], ["福祉課"]],
            [["福祉課"]],
        ]
        assert (found.added, found.abolished) == (("福祉課",), (SOUMU, KYOSEI))
        assert [(str(one.address), one.before, one.after) for one in found.owners][1] == (
            "2.1.departments",
            [SOUMU, KYOSEI],
            ("福祉課",),
        )
        check_stored_is_derived(office.ledger)

    def test_into_one_of_them_ends_the_other_only(self, office: Office) -> None:
        soumu = office.department(SOUMU)
        change(office, Joining([SOUMU, KYOSEI], SOUMU))
        assert office.department(SOUMU) == soumu
        assert owners(office, 2) == [[SOUMU]]
        assert abolished_names(office.ledger) == {KYOSEI: SOUMU}

    def test_says_from_when_to_when_departments_are(self, office: Office) -> None:
        change(office, Joining([SOUMU, KYOSEI], "福祉課"))
        past = {one.department.name: one for one in list_departments(office.ledger)}
        assert (past["福祉課"].begins_on, past["福祉課"].ends_on) == (FROM, None)
        assert past[SOUMU].ends_on == FROM
        assert past[SOUMU].successors == (past["福祉課"].department.id,)

    def test_needs_two(self, office: Office) -> None:
        with pytest.raises(NoReorganisation):
            change(office, Joining([SOUMU, SOUMU], "福祉課"))


class TestSplitting:
    def test_gives_all_to_the_first_where_nobody_chooses(self, office: Office) -> None:
        found = change(office, Splitting(SOUMU, ["一課", "二課"]))
        assert owners(office, 1) == [["一課"]]
        assert owners(office, 2) == [["一課", KYOSEI]]
        assert (str(found.owners[0].address), found.owners[0].choices) == ("1.1.departments", ("一課", "二課"))
        assert abolished_names(office.ledger) == {SOUMU: ""}

    def test_gives_each_initiative_to_those_that_are_chosen(self, office: Office) -> None:
        chosen = {initiative(office, 1): ["二課"], initiative(office, 2): ["二課", "一課"]}
        change(office, Splitting(SOUMU, ["一課", "二課"]), chosen=chosen)
        assert owners(office, 1) == [["二課"]]
        assert owners(office, 2) == [["二課", "一課", KYOSEI]]
        assert owners(office, 3) == [["一課"], [KYOSEI]]

    def test_may_leave_the_department_beside_the_new_one(self, office: Office) -> None:
        change(office, Splitting(SOUMU, [SOUMU, "二課"]), chosen={initiative(office, 1): ["二課"]})
        assert owners(office, 1) == [["二課"]]
        assert owners(office, 3) == [[SOUMU], [KYOSEI]]
        assert abolished_names(office.ledger) == {}

    def test_refuses_owners_that_do_not_come_of_it(self, office: Office) -> None:
        with pytest.raises(UnknownDepartment, match="一課、二課"):
            change(office, Splitting(SOUMU, ["一課", "二課"]), chosen={initiative(office, 1): [KYOSEI]})
        with pytest.raises(NoReorganisation):
            change(office, Splitting(SOUMU, ["一課", "一課"]))


def test_several_changes_follow_one_another_in_one_act(office: Office) -> None:
    change(office, Splitting(SOUMU, ["一課", "二課"]), Joining(["二課", KYOSEI], "三課"), Renaming("一課", "四課"))
    assert owners(office, 2) == [["四課", "三課"]]
    assert [one.kind for one in list_acts(office.ledger)].count(ActKind.REORGANISED) == 1
    assert list_acts(office.ledger)[-1].note == f"{SOUMU}→一課＋二課、二課＋{KYOSEI}→三課、一課→四課"
    assert abolished_names(office.ledger) == {SOUMU: "", KYOSEI: "三課", "二課": "三課", "一課": "四課"}


def test_the_change_of_owners_stands_in_the_history_with_its_reason(office: Office) -> None:
    change(office, Joining([SOUMU, KYOSEI], "福祉課"))
    changes = [one for one in list_changes(office.ledger, 1) if one.address.field is FieldKind.DEPARTMENTS]
    assert [one.revision.reason for one in changes] == [None, "組織改正"]


def test_names_that_are_no_more_are_pointed_out_in_texts(office: Office) -> None:
    change(office, Joining([SOUMU, KYOSEI], "福祉課"))
    (setting,) = (setting for rule, setting in office.ledger.definition.rules.items() if rule == "abolished_department")
    assert setting.parameters["names"] == [{"name": SOUMU, "now": "福祉課"}, {"name": KYOSEI, "now": "福祉課"}]
    assert "abolished_department" in {one.id for one in RULES}


def test_the_preview_keeps_nothing(office: Office) -> None:
    before, acts = office.ledger.plan(), list_acts(office.ledger)
    preview = preview_reorganisation(office.ledger, [Joining([SOUMU, KYOSEI], "福祉課")], FROM)
    assert (office.ledger.plan(), list_acts(office.ledger), list_backups(office.path)) == (before, acts, [])
    assert change(office, Joining([SOUMU, KYOSEI], "福祉課")) == preview


@pytest.mark.parametrize(
    "made",
    [Renaming(SOUMU, "福祉政策課"), Joining([SOUMU, KYOSEI], "福祉課"), Splitting(SOUMU, [SOUMU, "二課"])],
    ids=["rename", "join", "split"],
)
def test_undo_brings_back_all_that_was_there(office: Office, made: Change) -> None:
    before, departments = office.ledger.plan(), list_departments(office.ledger)
    definition = office.ledger.definition.document
    change(office, made)
    assert len(list_backups(office.path)) == 1
    assert undo_turn(office.ledger, author="取りまとめ") is ActKind.REORGANISED
    assert office.ledger.plan() == before
    assert list_departments(office.ledger) == departments
    assert office.ledger.definition.document == definition
    check_stored_is_derived(office.ledger)
    merged = office.merge(office.soumu.answer({entry(1): "一"}))
    assert [one.refused for one in merged.files] == [None]


def test_an_abolished_department_is_given_no_work_by_an_edit(office: Office) -> None:
    change(office, Joining([SOUMU, KYOSEI], SOUMU))
    with pytest.raises(DepartmentIsNoMore, match=SOUMU):
        office.edit(Address(1, FieldKind.DEPARTMENTS, 1), KYOSEI)
    assert owners(office, 1) == [[SOUMU]]


def test_a_work_file_is_not_reorganised(office: Office) -> None:
    with pytest.raises(OnlyInALedger):
        preview_reorganisation(office.soumu.work, [Renaming(SOUMU, "福祉政策課")], FROM)


def test_the_answers_of_a_split_department_count_for_all_that_carry_its_work_on(office: Office) -> None:
    def heirs(*changes: Change) -> object:
        return preview_reorganisation(office.ledger, changes, FROM).heirs

    assert heirs(Splitting(SOUMU, ["一課", "二課"])) == {SOUMU: ["一課", "二課"]}
    assert heirs(Splitting(SOUMU, [SOUMU, "二課"])) == {SOUMU: [SOUMU, "二課"]}
    assert heirs(Joining([SOUMU, KYOSEI], "福祉課")) == {SOUMU: ["福祉課"], KYOSEI: ["福祉課"]}
