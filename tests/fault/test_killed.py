"""A process killed in the middle of what it does to a ledger: what it acknowledged is there, whole.

A few rounds of each; `scripts/kill_rounds.py` does as many as wanted.
"""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fault.killing import ACTS, Killer, make_scene
from tests.office import Office

ROUNDS = 4


@pytest.fixture(scope="module")
def scene_folder(office_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scene") / "office"
    shutil.copytree(office_files, folder)
    return make_scene(Office(folder))


@pytest.fixture(scope="module")
def killer() -> Iterator[Killer]:
    """One process for all tests here, since it takes a while to start."""
    killer = Killer()
    yield killer
    killer.close()


@pytest.mark.parametrize("act", ACTS)
def test_whatever_is_killed_loses_nothing_acknowledged_and_leaves_nothing_by_halves(
    act: str, killer: Killer, scene_folder: Path, tmp_path: Path
) -> None:
    scene = killer.scene(act, scene_folder, tmp_path)
    chance, killed = random.Random(f"killed {act}"), killer.killed
    for _round in range(ROUNDS):
        assert killer.round(act, scene, tmp_path, chance) in ("none", "some", "all")
    assert killer.killed > killed
