"""Many desks on one ledger on a server: nothing that anybody wrote is lost, and what was not seen is a conflict."""

import itertools
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.plan import Value
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.exchange.new_ledger import create_ledger_from_document
from kyosei_desktop.store import postgresql
from kyosei_desktop.store.conflicts import find_conflict, settle_conflict
from kyosei_desktop.store.editing import edit_fields
from kyosei_desktop.store.ledger import Ledger, open_ledger
from kyosei_desktop.store.postgresql import WritersTurnMissed
from kyosei_desktop.store.revisions import load_histories
from kyosei_desktop.store.seen_revisions import list_seen, seen_with
from kyosei_desktop.store.verifying import verify_history
from tests.office import PLAN, check_stored_is_derived, entry, of_measure
from tests.postgres import Server

WRITERS = 20
AT_ONCE, IN_TURN, LATER, NEW, SETTLED, WAITING = (
    entry(1, period=one, year=year)
    for one, year in (
        ("plan", 2020),
        ("first_half", 2020),
        ("second_half", 2020),
        ("second_half", 2021),
        ("plan", 2021),
        ("first_half", 2021),
    )
)


@pytest.fixture(scope="module")
def desks(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Ledger]]:
    """Twenty desks that have one ledger open. Each test has a field of its own."""
    folder = tmp_path_factory.mktemp("席")
    place = server.place("many_writers", folder)
    document = folder / "計画.json"
    document.write_text(json.dumps(PLAN, ensure_ascii=False), "utf-8")
    create_ledger_from_document(place, document, author="取りまとめ").close()
    with ExitStack() as stack:
        yield [stack.enter_context(open_ledger(place)) for _ in range(WRITERS)]


def at_once(act: Callable[[int], object]) -> list[object]:
    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(act, range(WRITERS)))


def test_edits_of_one_field_of_which_none_saw_another_are_all_kept_as_a_conflict(desks: list[Ledger]) -> None:
    seen = list_seen(desks[0])

    at_once(lambda n: edit_fields(desks[n], [(AT_ONCE, Value(f"案{n}"))], author=f"係{n}", seen=seen))

    conflict = find_conflict(desks[0], str(AT_ONCE))
    assert sorted(side.value.text for side in conflict.sides) == sorted(f"案{n}" for n in range(WRITERS))
    assert {side.author for side in conflict.sides} == {f"係{n}" for n in range(WRITERS)}
    check_stored_is_derived(desks[0])


def test_edits_after_what_is_there_follow_one_another_and_none_is_lost(desks: list[Ledger]) -> None:
    """Each desk writes to a field of its own and to one that all write to, twice over."""
    targets = [of_measure(no, kind) for no in (1, 2, 3, "4-(1)") for kind in ("name", "outcome", "record")]

    def work(n: int) -> None:
        for turn in range(2):
            edits = [(IN_TURN, Value(f"案{n}-{turn}")), (targets[n % len(targets)], Value(f"文{n}-{turn}"))]
            edit_fields(desks[n], edits, author=f"係{n}")

    at_once(work)

    place = desks[0].plan().field_at(IN_TURN)
    assert place is not None
    with desks[0].reading() as session:
        history = load_histories(session, [place.id])[place.id].revisions
    written = [one for one in history if one.value.text.startswith("案")]
    assert len(written) == 2 * WRITERS
    for before, after in itertools.pairwise(history):
        assert after.after == (before.id,)  # each saw the one before, so that the last one is everybody's word
    assert run_to_end(verify_history(desks[0])).findings == []
    check_stored_is_derived(desks[0])


def test_what_came_after_the_screen_was_filled_is_not_overwritten(desks: list[Ledger]) -> None:
    first, second = desks[:2]
    place = first.plan().field_at(LATER)
    assert place is not None
    screen = first.plan().value(place)
    edit_fields(second, [(LATER, Value("隣の席の文"))], author="隣")

    seen = seen_with(first, place.id, screen)  # asked only now, when the other has written already
    edit_fields(first, [(LATER, Value("自分の文"))], author="自分", seen=seen)

    conflict = find_conflict(second, str(LATER))
    assert {side.value.text for side in conflict.sides} == {"隣の席の文", "自分の文"}


def test_a_field_that_nobody_had_made_yet_is_in_conflict_too(desks: list[Ledger]) -> None:
    field = desks[0].plan().field_at(NEW)
    assert field is not None
    seen = {one: ids for one, ids in list_seen(desks[0]).items() if one != field.id}

    for n in (0, 1):
        edit_fields(desks[n], [(NEW, Value(f"案{n}"))], author=f"係{n}", seen=seen)

    conflict = find_conflict(desks[2], str(NEW))
    assert {side.value.text for side in conflict.sides} == {"案0", "案1"}


def test_a_conflict_settled_at_two_desks_at_once_is_settled_or_in_conflict_again(desks: list[Ledger]) -> None:
    seen = list_seen(desks[0])
    for n in (0, 1):
        edit_fields(desks[n], [(SETTLED, Value(f"案{n}"))], author=f"係{n}", seen=seen)
    conflicts = [find_conflict(desks[n], str(SETTLED)) for n in (0, 1)]

    for n in (0, 1):
        settle_conflict(desks[n], conflicts[n], Value(f"決定{n}"), author=f"係{n}")

    again = find_conflict(desks[0], str(SETTLED))
    assert {side.value.text for side in again.sides} == {"決定0", "決定1"}


def test_who_waits_too_long_for_a_turn_is_told_and_has_changed_nothing(
    desks: list[Ledger], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "BUSY_SECONDS", 0.05)
    with open_ledger(desks[0].place) as hasty, desks[0].begin():
        with pytest.raises(WritersTurnMissed) as refused:
            edit_fields(hasty, [(WAITING, Value("急ぎ"))], author="急ぐ人")
        assert isinstance(refused.value, KyoseiError)
        assert hasty.plan() == desks[1].plan()  # reading waits for nobody
    edit_fields(desks[1], [(WAITING, Value("次の人"))], author="次の人")
