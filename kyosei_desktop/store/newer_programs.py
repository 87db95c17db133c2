"""A newer version of the program in a folder beside the one that runs: found by looking there, with no network.

An update is a new folder that somebody puts beside the old one. Nothing is copied, started or removed by the program.
"""

import os
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from kyosei_desktop import __version__
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.progress import Step

_NAME = "kyosei-desktop"
"""What the names of the packed folder and of its zip begin with."""
_OWN_NAMES = "_internal/kyosei_desktop-*.dist-info"
"""Where a packaged program says its version, below its folder (Core metadata specifications: the directory's name)."""
_VERSION = re.compile(r"kyosei_desktop-(\d{1,6}(?:\.\d{1,6}){0,3})\.dist-info")
_MOST_BESIDE, _MOST_WITHIN = 200, 20
"""Entries beside the program, and within each folder there, that are looked at: it may lie among everything else."""


@dataclass(frozen=True, slots=True)
class NewerProgram:
    """Another packaged program of a higher version: its folder, and the version as it is written."""

    version: str
    folder: Path


def look_for_newer_program(program: Path, version: str = __version__) -> Generator[Step, None, NewerProgram | None]:
    """The newest program beside this one that is newer than it; None where there is none.

    Unpacked, a program may lie in a folder of its own within another, so that both are looked at. Folders that cannot
    be read are passed over.

    Args:
        program: the folder of the program that runs.
        version: its version.
    """
    yield Step(0, 1, _("新しい版を探しています"))
    own = _numbers(version)
    found = [(_numbers(one.version), one) for folder in _beside(program) for one in _programs_in(folder)]
    newer = [one for one in found if one[0] > own]
    return max(newer, key=lambda one: one[0])[1] if newer else None


def _beside(program: Path) -> Iterator[Path]:
    places = [program.parent]
    if program.parent.name.startswith(_NAME):  # unpacked into a folder named as the zip
        places.append(program.parent.parent)
    for place in places:
        for folder in _folders_in(place, _MOST_BESIDE):
            yield folder
            yield from (one for one in _folders_in(folder, _MOST_WITHIN) if one.name.startswith(_NAME))


def _folders_in(place: Path, most: int) -> list[Path]:
    try:
        with os.scandir(place) as entries:
            return sorted(Path(one.path) for one in islice(entries, most) if one.is_dir())
    except OSError:
        return []


def _programs_in(folder: Path) -> Iterator[NewerProgram]:
    try:
        names = [one.name for one in folder.glob(_OWN_NAMES)]
    except OSError:
        return
    for name in names:
        said = _VERSION.fullmatch(name)
        if said is not None:
            yield NewerProgram(said[1], folder)


def _numbers(version: str) -> tuple[int, ...]:
    """A version to compare: its numbers, without zeros at the end (1.0 is 1.0.0)."""
    numbers = [int(one) for one in re.findall(r"\d+", version.partition("+")[0])]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)
