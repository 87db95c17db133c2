"""Who carries on the work of departments that are no more, in any chain of joins and splits."""

import itertools

import pytest

from kyosei_desktop.domain.plan import Department, DepartmentId
from kyosei_desktop.domain.reorganisation import (
    DepartmentNameTaken,
    Joining,
    Renaming,
    Splitting,
    UnknownDepartment,
    leading_to,
    leads_to,
    owners_after,
    reorganised,
)

A, B, C, D, E = (DepartmentId(one) for one in "ABCDE")
SUCCESSORS = {A: [C], B: [C, D], C: [E], D: [D, E]}
"""A became C, B was split into C and D, C became E, and D set E up beside itself."""


def departments(*names: str) -> list[Department]:
    return [Department(DepartmentId(one), one) for one in names]


def test_a_department_leads_through_any_chain_to_those_of_today() -> None:
    assert leads_to(A, SUCCESSORS) == (E,)
    assert leads_to(B, SUCCESSORS) == (E, D)
    assert leads_to(D, SUCCESSORS) == (D, E)
    assert leads_to(E, SUCCESSORS) == (E,)


def test_the_way_back_names_all_whose_work_it_carries_on_itself_first() -> None:
    assert leading_to(E, SUCCESSORS) == (E, A, B, C, D)
    assert leading_to(D, SUCCESSORS) == (D, B)


def test_owners_follow_in_their_order_each_once_the_first_where_none_is_chosen() -> None:
    assert owners_after([A, B], {A: [C], B: [C]}) == (C,)
    assert owners_after([A, B], {A: [C, D]}) == (C, B)
    assert owners_after([A, B], {A: [C, D]}, [D]) == (D, B)
    assert owners_after([A], {A: [C, D]}, [D, C]) == (D, C)


def test_changes_follow_one_another_and_a_rename_keeps_the_id() -> None:
    ids = itertools.count()
    found = reorganised(
        departments("A", "B"),
        [Splitting("A", ["甲", "乙"]), Joining(["乙", "B"], "丙"), Renaming("甲", "丁")],
        lambda: f"new{next(ids)}",
    )
    assert [(one.id, one.name) for one in found.present] == [("new0", "丁"), ("new2", "丙")]
    assert [one.name for one in found.abolished] == ["A", "乙", "B"]
    assert leads_to(A, found.successors) == ("new0", "new2")


def test_only_departments_of_today_are_changed_and_names_are_taken_once() -> None:
    with pytest.raises(UnknownDepartment):
        reorganised(departments("A", "B"), [Joining(["A", "B"], "C"), Renaming("A", "D")], lambda: "new")
    with pytest.raises(DepartmentNameTaken):
        reorganised(departments("A", "B"), [Renaming("A", "B")], lambda: "new")
