"""Makes the package: the folder that runs without Python, manual, papers, list of hashes, and the zip of all.

Usage: .venv/bin/python scripts/package.py [--out dist] [--work build] [--no-check]

The same sources give the same files: times come from the last commit (SOURCE_DATE_EPOCH), hashing is not random, and
names are written in their order. scripts/compare_packages.py names what differs between two packages.
"""

import argparse
import os
import platform
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from package_check import check_package
from package_files import write_sums, write_zip

from kyosei_desktop import __version__

ROOT = Path(__file__).resolve().parents[1]
NAME = "kyosei-desktop"
MANUAL = "manual"
"""The folder beside the program in which the manual lies, as HTML and PDF."""
PAPERS = "docs"
"""What an information systems section reads before anybody starts the program."""
LOCK = ROOT / "requirements-package.lock"
_NO_COMMIT = "1704067200"
"""2024-01-01, for sources that come without their history."""


def main() -> None:
    """Build, write the papers, try it out, zip it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    parser.add_argument("--work", type=Path, default=ROOT / "build")
    parser.add_argument("--no-check", action="store_true", help="do not play the tour with it")
    given = parser.parse_args()
    epoch = os.environ.get("SOURCE_DATE_EPOCH") or last_commit()
    work = given.work.resolve()
    made = work / MANUAL
    with making_manual(made, epoch) as manual:
        folder = build(given.out.resolve(), work, epoch)
        write_papers(folder, work, epoch)
        if manual.wait() != 0:
            raise SystemExit("The manual could not be made; its own words stand above.")
    shutil.copytree(made, folder / MANUAL)
    shutil.copytree(ROOT / PAPERS, folder / PAPERS, ignore=shutil.ignore_patterns("screenshots"))
    count = write_sums(folder)
    if not given.no_check:
        check_package(folder, work)
    zipped = f"{NAME}-{__version__}"  # with the version, so that a new folder comes to lie beside the old one
    target = write_zip(folder, given.out.resolve() / f"{zipped}-{place()}.zip", int(epoch), top=zipped)
    print(f"{count} files with hashes; {target.name}, {target.stat().st_size / 1e6:.0f} MB")


def last_commit() -> str:
    """The time of the last commit, in seconds since 1970."""
    asked = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False)
    return asked.stdout.strip() or _NO_COMMIT


def place() -> str:
    """The system and processor that the package is for: `linux-x86_64`, `windows-amd64`."""
    return f"{platform.system()}-{platform.machine()}".lower()


def build(out: Path, work: Path, epoch: str) -> Path:
    """Freeze the program. Returns the folder."""
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"]
    fixed = {"SOURCE_DATE_EPOCH": epoch, "PYTHONHASHSEED": "0", "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run(
        [*command, "--distpath", str(out), "--workpath", str(work), "build.spec"],
        cwd=ROOT,
        env=os.environ | fixed,
        check=True,
    )
    return out / NAME


def making_manual(out: Path, epoch: str) -> subprocess.Popen[bytes]:
    """Begin to make the manual, which takes as long as the freezing and needs nothing of it."""
    return subprocess.Popen(
        [sys.executable, "-m", "scripts.manual", "--out", str(out), "--out-only"],
        cwd=ROOT,
        env=os.environ | {"SOURCE_DATE_EPOCH": epoch, "PYTHONHASHSEED": "0", "QT_QPA_PLATFORM": "offscreen"},
    )


def write_papers(folder: Path, work: Path, epoch: str) -> None:
    """Write licences and list of parts, by tools in a venv of their own."""
    subprocess.run(
        [
            tools_python(work / "tools"),
            str(ROOT / "scripts" / "package_papers.py"),
            *("--folder", str(folder), "--origins", str(work / "build" / "parts.json"), "--python", sys.executable),
        ],
        # the program's own table of licences is read there, which needs nothing but Python
        env=os.environ | {"SOURCE_DATE_EPOCH": epoch, "PYTHONPATH": str(ROOT)},
        check=True,
    )


def tools_python(folder: Path) -> str:
    """The interpreter of the tools' venv, made anew when their lock has changed."""
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = folder / "installed"
    lock = LOCK.read_text(encoding="utf-8")
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != lock:
        shutil.rmtree(folder, ignore_errors=True)
        venv.create(folder, with_pip=True)
        pip = [str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input"]
        subprocess.run([*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(LOCK)], check=True)
        stamp.write_text(lock, encoding="utf-8")
    return str(python)


if __name__ == "__main__":
    main()
