"""Kill a program in the middle of typing, merging, importing, migrating, backing up and restoring, as often as wanted.

Usage: .venv/bin/python scripts/kill_rounds.py --rounds 300 [--seed N]

Each round is one of those acts on real files in a process of its own, killed at a random point; then all that it had
acknowledged must be there, and nothing by halves. What fails is shown with its seed.
"""

import argparse
import random
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.fault.killing import ACTS, Killer, make_scene
from tests.office import Office, make_office


def main() -> None:
    """Do the rounds and print how they ended."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**9))
    options = parser.parse_args()
    print(f"seed {options.seed}")
    chance, ended, killer = random.Random(options.seed), Counter[tuple[str, str]](), Killer()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "office"
        folder.mkdir()
        make_office(folder)
        make_scene(Office(folder))
        aside = Path(made) / "rounds"
        aside.mkdir()
        scenes = {act: killer.scene(act, folder, aside) for act in ACTS}
        for number in range(options.rounds):
            act = list(ACTS)[number % len(ACTS)]
            ended[act, killer.round(act, scenes[act], aside, chance)] += 1
        shutil.rmtree(aside)
    killer.close()
    for (act, came), count in sorted(ended.items()):
        print(f"{act:8} {came:5} {count}")
    print(f"{sum(ended.values())} rounds, nothing lost")


if __name__ == "__main__":
    main()
