"""Makes wheel and sdist, and tries the wheel where nothing of this checkout is: in a fresh venv, from another folder.

Usage: .venv/bin/python scripts/distribution.py [--out dist]

The wheel is made of the sdist, not of the checkout, so that the sdist is known to hold everything.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_PIP = ("-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input")


def main() -> None:
    """Make both and try them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    out = parser.parse_args().out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        sdist = build("sdist", ROOT, out)
        with tarfile.open(sdist) as packed:
            packed.extractall(place, filter="data")
        wheel = build("wheel", next(Path(place).iterdir()), out)
        said = try_wheel(wheel, Path(place))
    print(f"{sdist.name} and {wheel.name}: {said}; its tour was played outside the checkout")


def build(kind: str, source: Path, out: Path) -> Path:
    """Make a distribution of a source folder by its own build system. Returns the file."""
    asked = [sys.executable, "-m", "hatchling", "build", "--target", kind, "--directory", str(out)]
    # hatchling says on stderr what it made; a wheel's files are dated by SOURCE_DATE_EPOCH or by 2020-02-02
    made = subprocess.run(asked, cwd=source, capture_output=True, encoding="utf-8", check=True)
    return out / Path(made.stderr.strip().splitlines()[-1] if made.stderr else made.stdout.strip()).name


def try_wheel(wheel: Path, place: Path) -> str:
    """Install it into a venv with what the lock names, and play the tour by both entries. Returns the version line."""
    folder = place / "fresh"
    venv.create(folder, with_pip=True)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    python = str(scripts / "python")
    lock = str(ROOT / "requirements.lock")
    subprocess.run([python, *_PIP, "--require-hashes", "--only-binary", ":all:", "-r", lock], check=True)
    subprocess.run([python, *_PIP, "--no-deps", "--no-index", str(wheel)], check=True)
    abroad = place / "ほか の場所"
    abroad.mkdir()
    environment = {"HOME": str(abroad), "PATH": os.defpath, "LANG": "C.UTF-8"}
    program = shutil.which("kyosei-desktop", path=str(scripts))
    if program is None:
        raise SystemExit("The wheel made no command kyosei-desktop.")
    asked = subprocess.run([program, "--version"], cwd=abroad, env=environment, capture_output=True, check=True)
    tour = [python, "-m", "kyosei_desktop", "tour", "--out", "out"]
    subprocess.run(tour, cwd=abroad, env=environment, stdout=subprocess.DEVNULL, check=True)
    return asked.stdout.decode().strip()


if __name__ == "__main__":
    main()
