"""The laws of the merge rule, over the random runs of `merge_model.py`, on one field."""

from collections import Counter
from collections.abc import Callable, Sequence
from copy import deepcopy
from datetime import timedelta
from random import Random

from hypothesis import Phase as Stage
from hypothesis import given, settings
from hypothesis import strategies as st

from kyosei_desktop.domain.merge import Revision, RevisionId, field_state
from kyosei_desktop.domain.plan import Value
from tests.property.merge_model import (
    NOON,
    ROOT,
    SCRIPTS,
    SMALL,
    VALUES,
    Coordinator,
    File,
    Script,
    World,
    last,
    reached,
    states,
)

LAW = settings(max_examples=100, deadline=None)  # a busy machine is no fault of the rule


@LAW
@given(SCRIPTS, st.randoms(use_true_random=False))
def test_the_order_of_arrival_between_two_acts_does_not_matter(script: Script, chance: Random) -> None:
    def shuffled(files: list[File]) -> list[File]:
        return chance.sample(files, len(files))

    assert states(World(arrange=shuffled), script) == states(World(), script)


@LAW
@given(SCRIPTS)
def test_the_same_file_again_does_nothing(script: Script) -> None:
    assert states(World(arrange=lambda files: [*files, *files[::-1]]), script) == states(World(), script)


@LAW
@given(SCRIPTS)
def test_merging_everything_that_is_in_once_more_changes_nothing(script: Script) -> None:
    side = last(script).coordinator
    before = deepcopy(side)

    for number, file in before.merged.items():
        if number not in before.withdrawn:
            side.merge(file)

    assert side == before


@LAW
@given(SCRIPTS, st.tuples(SMALL, SMALL))
def test_a_file_that_is_withdrawn_might_as_well_never_have_come(script: Script, visit: tuple[int, int]) -> None:
    assert states(World(), script, visit) == states(World(), script)


@LAW
@given(SCRIPTS)
def test_withdrawn_and_held_revisions_count_only_as_links_of_the_chain(script: Script) -> None:
    """Whoever saw a withdrawn answer saw what it came after, and that is all that is left of the answer."""
    side = last(script).coordinator
    live = [one for one in side.revisions.values() if one.id not in side.dormant]
    shortened = [
        Revision(
            one.id,
            one.field,
            one.value,
            tuple(sorted(reached(side, one) - side.dormant)),
            one.origin,
            one.author,
            one.made_at,
            one.department,
        )
        for one in live
    ]

    assert field_state(shortened) == side.state


@LAW
@given(SCRIPTS, SMALL)
def test_merging_a_withdrawn_file_again_brings_back_what_was_there(script: Script, choice: int) -> None:
    side = last(script).coordinator
    before = deepcopy(side)
    there = [file for number, file in side.merged.items() if number not in side.withdrawn and side.may_withdraw(file)]
    if there:
        file = there[choice % len(there)]
        side.withdrawn.add(file.number)
        side.merge(file)

    assert side.state == before.state


@LAW
@given(SCRIPTS)
def test_every_revision_is_the_value_or_in_conflict_or_before_those_or_withdrawn_or_held(script: Script) -> None:
    for side in World().run(script):
        heads = {head.revision for head in side.state.heads}
        before = {one for head in heads for one in reached(side, side.revisions[head])}

        assert heads
        assert set(side.revisions) == (set(side.revisions) & before) | heads | side.dormant


@LAW
@given(SCRIPTS)
def test_no_live_revision_comes_after_a_head(script: Script) -> None:
    for side in World().run(script):
        live = [one for one in side.revisions.values() if one.id not in side.dormant]
        before = {parent for one in live for parent in reached(side, one)}

        assert {head.revision for head in side.state.heads} == {one.id for one in live} - before


@LAW
@given(SCRIPTS)
def test_no_value_comes_up_that_nobody_wrote(script: Script) -> None:
    for side in World().run(script):
        state = side.state

        assert all(head.value == side.revisions[head.revision].value for head in state.heads)
        if not state.is_conflict:
            assert {head.value for head in state.heads} == {state.shown}


@LAW
@given(SCRIPTS)
def test_a_conflict_shows_the_coordinators_last_word_or_else_the_root(script: Script) -> None:
    for side in World().run(script):
        if side.state.is_conflict:
            assert side.state.shown == [ROOT, *side.own_words][-1].value


@LAW
@given(SCRIPTS, st.permutations(range(-3, 4)))
def test_no_clock_decides_what_a_field_says(script: Script, clock: Sequence[int]) -> None:
    def said(world: World) -> list[tuple[Value, frozenset[RevisionId]]]:
        return [(one.shown, frozenset(head.revision for head in one.heads)) for one in states(world, script)]

    assert said(World(clock=lambda minute: clock[minute + 3])) == said(World())


@LAW
@given(SCRIPTS)
def test_an_old_submission_adds_nothing_to_a_newer_one_of_the_same_work_file(script: Script) -> None:
    world = last(script)
    side = world.coordinator
    newer = [one.revision for one in side.merged.values() if one.revision.id not in side.dormant]
    before = side.state

    for file in world.files:
        if any(file.revision.id in one.after for one in newer):
            side.merge(file)

    assert side.state == before


@LAW
@given(SCRIPTS, VALUES, SMALL)
def test_the_coordinators_word_ends_every_conflict(script: Script, value: Value, minute: int) -> None:
    side = last(script).coordinator

    side.speak(value, "word", NOON + timedelta(minutes=minute - 4))

    assert side.state.shown == value
    assert not side.state.is_conflict


def test_the_runs_reach_everything_that_the_laws_speak_of() -> None:
    """A model that never came to a conflict would keep every law."""
    wanted: dict[str, Callable[[Coordinator], bool]] = {
        "three values in conflict": lambda side: len({head.value for head in side.state.heads}) > 2,
        "a conflict after two words of the coordinator": lambda side: (
            side.state.is_conflict and len(side.own_words) > 1
        ),
        "a held answer": lambda side: bool(side.held),
        "a withdrawn answer": lambda side: bool(side.dormant - side.held),
        "a word on an answer withdrawn later": lambda side: any(
            set(one.after) & side.dormant for one in side.own_words
        ),
        "an old file after its successor": lambda side: any(
            one.revision.id in other.revision.after and list(side.merged).index(one.number) > place
            for place, other in enumerate(side.merged.values())
            for one in side.merged.values()
        ),
    }
    times: Counter[str] = Counter()

    @settings(LAW, derandomize=True, database=None, phases=[Stage.generate], max_examples=300)
    @given(SCRIPTS)
    def count_what_is_reached(script: Script) -> None:
        times.update({name for side in World().run(script) for name, holds in wanted.items() if holds(side)})

    count_what_is_reached()

    assert {name: times[name] for name in wanted if times[name] < 5} == {}
