"""No file from outside, whatever was done to it, gets further than a sentence; what is refused changes nothing.

A few files for each reader; `python scripts/fuzz.py --seconds N` throws as many as there is time for.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.readers import Desk, Reader, attack, readers

NAMES = (
    *("request", "submission", "joining", "definition", "plan", "answers", "mapping"),
    *("ledger", "backup", "workbook", "form", "guess", "check"),
)


@pytest.fixture(scope="module")
def desk(office_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = Desk(office_files, tmp_path_factory.mktemp("desk"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def known(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Reader]:
    return readers(desk, tmp_path_factory.mktemp("seeds"))


def test_every_reader_is_attacked_here(known: Mapping[str, Reader]) -> None:
    assert set(NAMES) == set(known)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 2**63))
def test_a_hostile_file_is_refused_in_words_or_read(
    desk: Desk, known: Mapping[str, Reader], name: str, seed: int
) -> None:
    attack(desk, known[name], seed)
