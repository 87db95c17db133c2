"""The wheel holds the whole program: installed somewhere else, it works without this checkout."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kyosei_desktop import __version__
from kyosei_desktop.paths import BASE

pytestmark = pytest.mark.deep


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the wheel, and nothing else, is installed."""
    place = tmp_path_factory.mktemp("wheel")
    made = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(place)]
    subprocess.run(made, cwd=BASE, capture_output=True, check=True)
    pip = [sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--target", str(place / "in"), *map(str, place.glob("*.whl"))], check=True)
    return place / "in"


def run(installed: Path, folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Python with the installed wheel before the checkout."""
    environment = {**os.environ, "PYTHONPATH": str(installed), "LANG": "C.UTF-8"}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_module_runs_with_its_own_resources_and_migrations(installed: Path, tmp_path: Path) -> None:
    made = run(installed, tmp_path, "-m", "kyosei_desktop", "init", "ledger.kyosei", "--json")
    place = run(installed, tmp_path, "-c", "from kyosei_desktop.paths import BASE; print(BASE)")

    assert (made.returncode, made.stderr) == (0, "")
    assert json.loads(made.stdout)["measures"] == 48
    assert Path(place.stdout.strip()).is_relative_to(installed)


def test_the_command_of_the_wheel_starts_the_same_program(installed: Path, tmp_path: Path) -> None:
    said = run(installed, tmp_path, str(installed / "bin" / "kyosei-desktop"), "--version")

    assert (said.stdout.strip(), said.stderr) == (f"kyosei-desktop {__version__}", "")


def test_every_resource_of_the_checkout_is_in_the_wheel(installed: Path) -> None:
    data = installed / "kyosei_desktop" / "_data"
    files = (path for part in ("resources", "db") for path in (BASE / part).rglob("*") if path.is_file())
    missing = [
        path.relative_to(BASE)
        for path in files
        if "__pycache__" not in path.parts and not (data / path.relative_to(BASE)).is_file()
    ]
    assert missing == []
