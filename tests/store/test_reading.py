"""One view of the ledger for all that is read within it."""

import threading

import pytest

from tests.office import Office, entry


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
