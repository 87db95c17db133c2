"""Which installed distributions the program needs at run time: what is frozen, and whose licences travel with it."""

from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROGRAM = "kyosei-desktop"


def runtime_distributions(site_packages: Path | None = None) -> list[Distribution]:
    """The program's dependencies and theirs, with the extras that are asked for, in the order of their names.

    Args:
        site_packages: where they are installed; by default, where this interpreter's are.

    Raises:
        KeyError: something that is needed is not installed.
    """
    found = distributions() if site_packages is None else distributions(path=[str(site_packages)])
    installed = {canonicalize_name(one.name): one for one in found}
    needed: dict[str, Distribution] = {}
    waiting: list[tuple[str, frozenset[str]]] = [(PROGRAM, frozenset())]
    seen = set(waiting)
    while waiting:
        name, extras = waiting.pop()
        needed[name] = installed[name]
        for one in _requirements(installed[name], extras):
            if one not in seen:
                seen.add(one)
                waiting.append(one)
    return [needed[name] for name in sorted(needed)]


def _requirements(distribution: Distribution, extras: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    for text in distribution.requires or ():
        one = Requirement(text)
        environments = [{"extra": extra} for extra in extras or {""}]
        if one.marker is None or any(one.marker.evaluate(environment) for environment in environments):
            yield canonicalize_name(one.name), frozenset(one.extras)
