"""The parts that the program is made of: installed distributions with their versions and licences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions

PROGRAM = "kyosei-desktop"
LICENCES_NOT_DECLARED = {"pyrage": "MIT", "jsonschema-rs": "MIT", "pypdfium2": "BSD-3-Clause AND Apache-2.0"}
"""Of distributions whose metadata name none, or not by its SPDX name: named by hand, to be held against their texts.

The papers of the package (`scripts/package_parts.py`) take them from here, so that both say the same.
"""
_REQUIREMENT = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[([^\]]*)\])?")
_LONGEST_LICENCE = 80


@dataclass(frozen=True, slots=True)
class Part:
    """A library. `licence` is what it says of itself or what is known of it, empty where neither is."""

    name: str
    version: str
    licence: str


def program_parts() -> list[Part]:
    """The libraries that the program asks for, and those that they ask for, as far as they are installed; by name.

    Core metadata specifications: Requires-Dist, License-Expression, License, Classifier.
    https://packaging.python.org/specifications/core-metadata/
    """
    installed = {_plain(one.name): one for one in distributions() if one.name}
    waiting: list[tuple[str, frozenset[str]]] = [(PROGRAM, frozenset())]
    seen = set(waiting)
    while waiting:
        name, extras = waiting.pop()
        if name in installed:
            for one in _asked_for(installed[name], extras):
                if one not in seen:
                    seen.add(one)
                    waiting.append(one)
    names = sorted({name for name, _extras in seen if name in installed and name != PROGRAM})
    return [Part(installed[one].name, installed[one].version, _licence(installed[one])) for one in names]


def _asked_for(distribution: Distribution, extras: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    for text in distribution.requires or ():
        wanted, _semicolon, marker = text.partition(";")
        # Of other conditions (system, version of Python) what is installed says enough.
        if "extra" in marker and not any(f"'{one}'" in marker or f'"{one}"' in marker for one in extras):
            continue
        found = _REQUIREMENT.match(wanted.strip())
        if found is not None:
            yield _plain(found[1]), frozenset(one.strip() for one in (found[2] or "").split(",") if one.strip())


def _plain(name: str) -> str:
    """A name in its normal form (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _licence(distribution: Distribution) -> str:
    known = LICENCES_NOT_DECLARED.get(_plain(distribution.name))
    if known is not None:
        return known
    metadata = distribution.metadata
    said = next((one for key in ("License-Expression", "License") for one in metadata.get_all(key) or ()), "")
    if said and "\n" not in said and len(said) <= _LONGEST_LICENCE:
        return said
    classified = [one.rpartition(" :: ")[2] for one in metadata.get_all("Classifier") or () if "License ::" in one]
    return " / ".join(classified) or said.strip().partition("\n")[0][:_LONGEST_LICENCE]
