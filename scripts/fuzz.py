"""Throws hostile files at every reader for a while: `python scripts/fuzz.py --seconds 600`.

What a reader raises other than a refusal in words, or what it changes although it refuses, is told with the seed that
brings it back: `--reader NAME --seed N` reads that one file again, with its traceback.
"""

import argparse
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # the tests' own modules

from tests.fuzz.readers import Desk, Reader, attack, readers
from tests.office import make_office

LONGEST_SECONDS = 20
"""For one file. None that is mutated here is larger than a few megabytes."""


def main() -> int:
    """Fuzz; 1 where something was found."""
    options = _options()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for name in ("files", "desk", "seeds"):
            (folder / name).mkdir()
        make_office(folder / "files")
        desk = Desk(folder / "files", folder / "desk")
        known = readers(desk, folder / "seeds")
        chosen = {name: one for name, one in known.items() if options.reader in (None, name)}
        if options.seed is not None:
            for reader in chosen.values():
                attack(desk, reader, options.seed)
            return 0
        return _fuzz(desk, chosen, options.seconds)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--reader", help="this one only")
    parser.add_argument("--seed", type=int, help="this one file only")
    return parser.parse_args()


def _fuzz(desk: Desk, chosen: dict[str, Reader], seconds: float) -> int:
    ends, seed = time.monotonic() + seconds, time.time_ns()
    done: Counter[str] = Counter()
    found: dict[str, str] = {}
    while time.monotonic() < ends:
        for name, reader in chosen.items():
            seed += 1
            started = time.monotonic()
            try:
                attack(desk, reader, seed)
            except Exception as error:  # noqa: BLE001 - all of it is what is looked for
                place = traceback.extract_tb(error.__traceback__)[-1]
                said = f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}"
                found.setdefault(f"{name}: {said}", f"--reader {name} --seed {seed}  {error}"[:300])
            if time.monotonic() - started > LONGEST_SECONDS:
                found.setdefault(f"{name}: slow", f"--reader {name} --seed {seed}")
            done[name] += 1
    print(", ".join(f"{name} {count}" for name, count in done.items()))
    for what, how in found.items():
        print(f"{what}\n    {how}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
