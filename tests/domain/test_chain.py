"""Hashes of revisions: found one after the other as they arrive, they are those of the whole history."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import combinations

import pytest

from kyosei_desktop.domain.chain import revision_hashes
from kyosei_desktop.domain.merge import Origin, Revision, RevisionId
from kyosei_desktop.domain.plan import FieldId, Value

AT = datetime(2021, 10, 1, tzinfo=UTC)


def revision(name: str, after: Sequence[str]) -> Revision:
    seen = tuple(map(RevisionId, after))
    return Revision(RevisionId(name), FieldId("field"), Value(name), seen, Origin.DEPARTMENT, "福祉課", AT)


HISTORY = [
    revision("root", ()),
    revision("a", ("root",)),
    revision("b", ("root", "never arrived")),
    revision("ab", ("a", "b")),
    revision("abc", ("ab",)),
]


@pytest.mark.parametrize("count", range(len(HISTORY) + 1))
def test_whatever_arrived_first_the_hashes_are_those_of_the_whole_history(count: int) -> None:
    for first in combinations(HISTORY, count):
        assert revision_hashes(HISTORY, stored=revision_hashes(first)) == revision_hashes(HISTORY)


def test_hashes_that_stand_are_not_found_anew() -> None:
    stored = revision_hashes(HISTORY[:3])
    assert revision_hashes(HISTORY, dict.fromkeys(stored, "wrong"), stored) == revision_hashes(HISTORY)
