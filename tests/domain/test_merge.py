"""The examples of the merge rule, one case a row, and what withdrawing, holding and wrong clocks do to them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from kyosei_desktop.domain.merge import Origin, Revision, RevisionId, ancestors, common_word, field_state
from kyosei_desktop.domain.plan import BlankReason, DepartmentId, FieldId, Value

NOON = datetime(2021, 10, 1, 12, 0, tzinfo=UTC)


def revision(name: str, text: str, after: str = "", *, minute: int = 0, blank: BlankReason | None = None) -> Revision:
    """One revision. Its name's first letter says whose it is: p the root, k the coordinator, a … z a department."""
    origin = {"p": Origin.ROOT, "k": Origin.COORDINATOR}.get(name[0], Origin.DEPARTMENT)
    return Revision(
        id=RevisionId(name),
        field=FieldId("initiative.2021.first_half"),
        value=Value(text, blank),
        after=tuple(RevisionId(one) for one in after.split()),
        origin=origin,
        author="担当者",
        made_at=NOON + timedelta(minutes=minute),
        department=DepartmentId(name[0]) if origin is Origin.DEPARTMENT else None,
    )


@dataclass(frozen=True)
class Example:
    """One row: what is there, and what the field then says. `conflict` holds the differing texts, if any."""

    says: str
    revisions: Sequence[Revision]
    shown: str
    conflict: frozenset[str] = field(default_factory=frozenset)
    withdrawn: frozenset[str] = field(default_factory=frozenset)
    notation_only: bool = False


BLANK = revision("p", "")
EXAMPLES = [
    Example("one answer is taken", [BLANK, revision("a", "x", "p")], shown="x"),
    Example(
        "two departments that say the same agree",
        [BLANK, revision("a", "x", "p"), revision("b", "x", "p")],
        shown="x",
    ),
    Example(
        "two that differ are a conflict and the root shows",
        [BLANK, revision("a", "x", "p"), revision("b", "y", "p")],
        shown="",
        conflict=frozenset("xy"),
    ),
    Example(
        "the newer answer of one work file stands",
        [BLANK, revision("a1", "x", "p"), revision("a2", "y", "p a1")],
        shown="y",
    ),
    Example(
        "two copies of one work file that went apart are a conflict",
        [BLANK, revision("a1", "x", "p"), revision("a2", "y", "p a1"), revision("a3", "z", "p a1")],
        shown="",
        conflict=frozenset("yz"),
    ),
    Example(
        "the coordinator who saw the answer has the last word",
        [BLANK, revision("a", "x", "p"), revision("k", "z", "a")],
        shown="z",
    ),
    Example(
        "an answer that did not see the coordinator's edit is a conflict and the edit shows",
        [BLANK, revision("k", "z", "p"), revision("a", "x", "p")],
        shown="z",
        conflict=frozenset("xz"),
    ),
    Example(
        "the coordinator may take the plan's text back",
        [revision("p", "p"), revision("a", "x", "p"), revision("k", "p", "a")],
        shown="p",
    ),
    Example(
        "an answer that did not see the settlement is a conflict with it",
        [
            BLANK,
            revision("a", "x", "p"),
            revision("b1", "y", "p"),
            revision("k", "x", "a b1"),
            revision("b2", "y2", "p b1"),
        ],
        shown="x",
        conflict=frozenset({"x", "y2"}),
    ),
    Example(
        "an answer to a request made after the settlement is taken",
        [
            BLANK,
            revision("a", "x", "p"),
            revision("b1", "y", "p"),
            revision("k", "x", "a b1"),
            revision("b3", "y3", "k p b1"),
        ],
        shown="y3",
    ),
    Example(
        "a settlement stands although the answers it settled are withdrawn",
        [BLANK, revision("a", "x", "p"), revision("b", "y", "p"), revision("k", "x", "a b")],
        withdrawn=frozenset("ab"),
        shown="x",
    ),
    Example(
        "an answer may be cleared again",
        [BLANK, revision("a1", "x", "p"), revision("a2", "", "p a1")],
        shown="",
    ),
    Example(
        "a department that leaves the text as it was does not speak against the other",
        [revision("p", "p"), revision("b", "y", "p")],
        shown="y",
    ),
    Example(
        "answers in full and half width are a conflict of notation only",
        [BLANK, revision("a", "12人", "p"), revision("b", "１２人", "p")],
        shown="",
        conflict=frozenset({"12人", "１２人"}),
        notation_only=True,
    ),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.says)
@pytest.mark.parametrize("turn", range(3))
def test_the_rule_holds_in_its_examples_whatever_arrives_first(example: Example, turn: int) -> None:
    arrived = [*example.revisions[turn:], *reversed(example.revisions[:turn])]

    state = field_state(arrived, {RevisionId(one) for one in example.withdrawn})

    assert state.shown == Value(example.shown)
    assert state.is_conflict == bool(example.conflict)
    assert {head.value.text for head in state.heads} == (example.conflict or {example.shown})
    assert state.is_notation_only == example.notation_only


def heads(revisions: Sequence[Revision], dormant: str = "") -> list[str]:
    state = field_state(revisions, {RevisionId(one) for one in dormant.split()})
    return [head.revision for head in state.heads]


def test_a_withdrawn_answer_gives_its_place_back_to_what_it_came_after() -> None:
    revisions = [BLANK, revision("a1", "x", "p"), revision("a2", "y", "p a1")]

    assert heads(revisions, "a2") == ["a1"]
    assert heads(revisions, "a1 a2") == ["p"]


def test_withdrawing_the_older_submission_leaves_the_newer_one() -> None:
    assert heads([BLANK, revision("a1", "x", "p"), revision("a2", "y", "p a1")], "a1") == ["a2"]


def test_withdrawing_one_side_ends_the_conflict() -> None:
    revisions = [BLANK, revision("a", "x", "p"), revision("b", "y", "p")]

    state = field_state(revisions, {RevisionId("b")})

    assert state.shown == Value("x")
    assert not state.is_conflict


def test_what_came_before_a_withdrawn_answer_stays_superseded_by_what_came_after_it() -> None:
    revisions = [BLANK, revision("a", "x", "p"), revision("k", "z", "a")]

    assert heads(revisions, "a") == ["k"]


def test_a_held_answer_waits_without_a_say_and_speaks_when_released() -> None:
    revisions = [BLANK, revision("a1", "x", "p"), revision("a2", "y", "p a1")]

    assert field_state(revisions, {RevisionId("a2")}).shown == Value("x")
    assert field_state(revisions).shown == Value("y")


def test_a_held_answer_released_after_the_coordinators_edit_is_a_conflict_with_it() -> None:
    revisions = [BLANK, revision("a1", "x", "p"), revision("a2", "y", "p a1"), revision("k", "z", "a1")]

    assert field_state(revisions, {RevisionId("a2")}).shown == Value("z")
    released = field_state(revisions)
    assert released.is_conflict
    assert released.shown == Value("z")


def test_an_answer_whose_forerunner_never_came_is_taken() -> None:
    assert heads([BLANK, revision("a2", "y", "p a1")]) == ["a2"]


def test_a_field_without_an_answer_says_what_the_plan_says() -> None:
    state = field_state([revision("p", "p")])

    assert state.shown == Value("p")
    assert [head.revision for head in state.heads] == ["p"]
    assert not state.is_conflict


def test_the_same_revision_twice_is_one_head() -> None:
    answer = revision("a", "x", "p")

    assert heads([BLANK, answer, answer]) == ["a"]


def test_a_later_answer_stands_although_the_clerks_clock_was_set_back() -> None:
    revisions = [BLANK, revision("a1", "x", "p", minute=60), revision("a2", "y", "p a1", minute=-600)]

    assert field_state(revisions).shown == Value("y")


def test_a_conflict_shows_the_coordinators_later_word_although_the_clock_was_set_back() -> None:
    revisions = [
        BLANK,
        revision("k1", "first", "p", minute=60),
        revision("k2", "second", "k1", minute=-600),
        revision("a", "x", "p"),
    ]

    state = field_state(revisions)

    assert state.is_conflict
    assert state.shown == Value("second")


def test_of_two_words_of_coordinators_that_did_not_see_each_other_the_later_one_shows() -> None:
    revisions = [BLANK, revision("k1", "early", "p", minute=1), revision("k2", "late", "p", minute=2)]

    state = field_state(revisions)

    assert state.is_conflict
    assert state.shown == Value("late")


def test_a_conflict_shows_the_coordinators_word_that_both_sides_had_seen() -> None:
    revisions = [BLANK, revision("k", "z", "p"), revision("a", "x", "k"), revision("b", "y", "k")]

    state = field_state(revisions)

    assert {head.value.text for head in state.heads} == {"x", "y"}
    assert state.shown == Value("z")


def test_a_work_file_shows_the_departments_own_word_in_a_conflict() -> None:
    revisions = [BLANK, revision("k", "z", "p"), revision("a", "x", "p")]

    assert field_state(revisions, authority=Origin.DEPARTMENT).shown == Value("x")


def test_heads_stand_in_the_order_of_their_making_and_then_of_their_ids() -> None:
    revisions = [
        BLANK,
        revision("d", "1", "p", minute=2),
        revision("c", "2", "p", minute=1),
        revision("b", "3", "p", minute=2),
    ]

    assert heads(revisions) == heads(revisions[::-1]) == ["c", "b", "d"]


def test_a_blank_with_a_reason_is_another_value_than_a_blank_without() -> None:
    revisions = [BLANK, revision("a", "", "p", blank=BlankReason.ENDED), revision("b", "x", "p")]

    state = field_state(revisions)

    assert {head.value for head in state.heads} == {Value(blank=BlankReason.ENDED), Value("x")}


def test_blanks_for_different_reasons_are_not_a_matter_of_notation() -> None:
    ended, other = BlankReason.ENDED, BlankReason.NOT_APPLICABLE
    state = field_state([BLANK, revision("a", "", "p", blank=ended), revision("b", "", "p", blank=other)])

    assert state.is_conflict
    assert not state.is_notation_only


def test_a_reason_for_a_blank_beside_white_space_is_not_a_matter_of_notation() -> None:
    spaces, ended = revision("a", "　", "p"), revision("b", "", "p", blank=BlankReason.ENDED)

    assert not field_state([revision("p", "p"), spaces, ended]).is_notation_only


def test_a_third_answer_that_says_something_else_makes_it_more_than_notation() -> None:
    same = [BLANK, revision("a", "12人", "p"), revision("b", "１２人", "p"), revision("c", "12人", "p")]

    assert field_state(same).is_notation_only
    assert not field_state([*same, revision("d", "13人", "p")]).is_notation_only


def test_heads_of_one_value_are_no_matter_of_notation() -> None:
    assert not field_state([BLANK, revision("a", "x", "p"), revision("b", "x", "p")]).is_notation_only


def test_ancestors_are_found_through_chains_and_named_even_when_they_never_came() -> None:
    chain = [revision("a1", "x", "p"), revision("a2", "y", "a1 lost"), revision("a3", "z", "a2")]
    known = {one.id: one for one in chain}

    assert ancestors(known, [chain[-1]]) == {"a2", "a1", "lost", "p"}


def test_ancestors_that_a_forged_file_chains_in_a_ring_are_found_in_the_end() -> None:
    ring = [revision("a1", "x", "a2"), revision("a2", "y", "a1")]

    assert ancestors({one.id: one for one in ring}, ring[:1]) == {"a1", "a2"}


def test_a_chain_of_ten_thousand_changes_needs_no_deep_stack() -> None:
    chain = [BLANK]
    for n in range(10_000):
        chain.append(replace(revision(f"a{n}", str(n)), after=(chain[-1].id,)))

    assert field_state(chain).shown == Value("9999")


@pytest.mark.parametrize(
    ("revisions", "heads", "common"),
    [
        ([BLANK, revision("a", "x", "p"), revision("b", "y", "p")], "a b", "p"),
        ([BLANK, revision("k", "x", "p"), revision("a", "y", "p k"), revision("b", "z", "k")], "a b", "k"),
        ([BLANK, revision("k", "x", "p"), revision("a", "y", "p")], "a k", "p"),
        ([BLANK, revision("b1", "y", "p"), revision("k", "x", "b1"), revision("b2", "z", "b1")], "k b2", "b1"),
        ([BLANK, revision("a1", "y", "p"), revision("a2", "x", "p a1")], "a1 a2", "a1"),
        ([BLANK, revision("a", "x", "unknown"), revision("b", "y", "p")], "a b", None),
    ],
)
def test_what_all_heads_have_seen_is_what_they_are_compared_with(
    revisions: Sequence[Revision], heads: str, common: str | None
) -> None:
    found = common_word(revisions, [RevisionId(one) for one in heads.split()])
    assert (None if found is None else found.id) == common
