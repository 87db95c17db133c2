"""No file from outside, whatever was done to it, gets further than a sentence; what is refused changes nothing.

A few files for each reader; `python scripts/fuzz.py --seconds N` throws as many as there is time for.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kyosei_desktop.store.engine import LedgerDamaged
from kyosei_desktop.store.ledger import open_ledger
from kyosei_desktop.store.schema import CURRENT
from tests.fuzz.readers import DATA, Desk, Reader, attack, readers

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


@pytest.mark.parametrize("schema_format", [5, 0xFFFFFFFF])
def test_a_ledger_whose_header_names_an_unknown_format_is_told_as_damage(schema_format: int, tmp_path: Path) -> None:
    """SQLite says so without a code of its own. The field: https://www.sqlite.org/fileformat2.html, byte 44."""
    content = bytearray((DATA / f"ledger-{CURRENT}.kyosei").read_bytes())
    content[44:48] = schema_format.to_bytes(4, "big")
    path = tmp_path / "台帳.kyosei"
    path.write_bytes(content)

    with pytest.raises(LedgerDamaged):
        open_ledger(path)
    assert path.read_bytes() == bytes(content)
