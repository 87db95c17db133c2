"""One view of the ledger for all that is read within it."""

import sqlite3
import threading
from contextlib import closing

import pytest

from kyosei_desktop.store.engine import LedgerDamaged
from tests.office import Office, entry


def make_unreadable(office: Office) -> None:
    """Write into the file what no program of ours writes, and what nothing can be made of."""
    with closing(sqlite3.connect(office.path)) as connection:
        connection.execute("UPDATE field SET kind = 'nothing known'")
        connection.commit()


def test_what_is_read_within_a_view_is_of_one_moment_and_the_next_view_is_new(office: Office) -> None:
    with office.ledger.reading() as session:
        before = office.ledger.plan()
        with office.ledger.reading() as inner:
            assert inner is session
        assert office.ledger.plan() is before
    office.edit(entry(1), "あとから書いた文")
    assert office.ledger.plan() != before


def test_what_is_written_within_a_view_is_seen_by_the_rest_of_it(office: Office) -> None:
    with office.ledger.reading():
        before = office.ledger.plan()
        office.edit(entry(1), "途中で書いた文")
        after = office.ledger.plan()
        assert after != before
        assert office.value(entry(1)).text == "途中で書いた文"


def test_another_thread_has_a_view_of_its_own(office: Office) -> None:
    seen: list[object] = []

    def look() -> None:
        with office.ledger.reading() as session:
            seen.append(session)

    with office.ledger.reading() as session:
        other = threading.Thread(target=look)
        other.start()
        other.join()
        assert seen
        assert seen[0] is not session


def test_a_view_that_ended_in_an_error_is_over(office: Office) -> None:
    with pytest.raises(LookupError), office.ledger.reading() as broken:
        raise LookupError
    with office.ledger.reading() as session:
        assert session is not broken


def test_what_is_read_within_a_moment_is_of_that_moment(office: Office) -> None:
    with office.ledger.moment():
        before = office.ledger.plan()
        with office.ledger.reading() as session, office.ledger.reading() as inner:
            assert inner is session
        assert office.ledger.plan() is before


def test_rows_that_nothing_can_be_made_of_are_told_as_damage(office: Office) -> None:
    make_unreadable(office)
    with pytest.raises(LedgerDamaged):
        office.ledger.plan()
    with pytest.raises(LedgerDamaged), office.ledger.moment():
        office.ledger.plan()


def test_a_bug_of_a_view_is_told_as_it_is_whatever_the_ledger_holds(office: Office) -> None:
    """Else it would be shown only after a look at the whole ledger, and a damaged one would hide it."""
    make_unreadable(office)
    with pytest.raises(LookupError), office.ledger.moment():
        raise LookupError


def test_a_bug_in_what_reads_is_no_damage_where_the_ledger_is_as_it_was_written(office: Office) -> None:
    with pytest.raises(LookupError), office.ledger.moment(), office.ledger.reading():
        raise LookupError
