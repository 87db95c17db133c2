"""Tries a packaged folder out as a city would meet it.

From a read-only folder with a space and Japanese in its name, by a user who is no administrator, in an environment that
lends it nothing of this machine's Python.
"""

import os
import shutil
import stat
import subprocess
import tempfile
from pathlib import Path

from package_files import wrong_files

ABROAD = "共有 フォルダ/進捗状況（試し）"
"""Where the copy lies that is tried."""
NO_SERVER = "postgresql://127.0.0.1:9/none"
"""A port at which nobody listens: that the program says so shows that what speaks to servers is whole."""
_LONGEST_SECONDS = 600
_NOBODY = "nobody"
_NEWER = "99.0"
"""A version that is put beside the program, which is to say so."""


def check_package(folder: Path, work: Path) -> None:
    """Play the whole tour with a copy of the folder, and see that no file of it has changed.

    Raises:
        SystemExit: something of this did not hold.
    """
    with tempfile.TemporaryDirectory(prefix="package-", ignore_cleanup_errors=True) as place:
        outside = Path(place)
        outside.chmod(0o755)
        program = copy_read_only(folder, outside / ABROAD)
        home = outside / "家"
        home.mkdir(mode=0o777)
        home.chmod(0o777)
        said = run_bare(program_in(program), "--version", home=home)
        run_bare(program_in(program), "tour", "--out", str(home / "見本"), home=home)
        run_bare(program_in(program), "status", NO_SERVER, home=home, refused="サーバー")
        _refuse_silence_about_newer(program, home)
        _refuse_changes(program)
        _keep_tour(home / "見本", work / "tour")
        make_writable(program)
    print(f"{said.strip()}: the tour was played from a read-only folder, without Python; all files are as listed.")


def program_in(folder: Path) -> Path:
    """The executable of a packaged folder."""
    return folder / ("kyosei-desktop.exe" if os.name == "nt" else "kyosei-desktop")


def copy_read_only(folder: Path, target: Path) -> Path:
    """A copy that nobody may write to (root may everywhere, so root tries it as somebody else)."""
    shutil.copytree(folder, target, symlinks=True)
    for path in [target, *target.rglob("*")]:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))
    return target


def make_writable(folder: Path) -> None:
    """So that the copy can be removed."""
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | stat.S_IWUSR)


def bare_environment(home: Path) -> dict[str, str]:
    """A home folder and nothing else; on Windows also what every program there is given."""
    if os.name != "nt":
        return {"HOME": str(home), "PATH": "/nonexistent"}
    needed = ("SYSTEMROOT", "WINDIR", "COMSPEC", "TEMP", "TMP", "USERNAME")
    kept = {name: os.environ[name] for name in needed if name in os.environ}
    return kept | {"USERPROFILE": str(home), "APPDATA": str(home), "LOCALAPPDATA": str(home)}


def run_bare(program: Path, *arguments: str, home: Path, refused: str = "") -> str:
    """Run the frozen program in a bare environment and return what it printed.

    Args:
        program: the executable.
        arguments: a command.
        home: the user's folder.
        refused: words of the sentence with which it is to refuse; empty where it is to succeed.

    Raises:
        SystemExit: it did neither.
    """
    is_root = os.name != "nt" and os.geteuid() == 0
    who = {"user": _NOBODY, "group": home.stat().st_gid, "extra_groups": []} if is_root else {}
    ran = subprocess.run(
        [str(program), *arguments],
        cwd=home,
        env=bare_environment(home),
        capture_output=True,
        encoding="utf-8",
        timeout=_LONGEST_SECONDS,
        check=False,
        **who,
    )
    is_as_expected = ran.returncode == 1 and refused in ran.stderr if refused else ran.returncode == 0
    if not is_as_expected:
        raise SystemExit(f"{program.name} {' '.join(arguments)} ended with {ran.returncode}:\n{ran.stderr}")
    return ran.stdout


def _refuse_silence_about_newer(program: Path, home: Path) -> None:
    (program.parent / "新しい版" / "_internal" / f"kyosei_desktop-{_NEWER}.dist-info").mkdir(parents=True)
    if _NEWER not in run_bare(program_in(program), "diagnose", home=home):
        raise SystemExit("A newer program beside this one is not found.")


def _refuse_changes(program: Path) -> None:
    wrong = wrong_files(program)
    if wrong:
        raise SystemExit(f"Not as SHA256SUMS says after the tour: {', '.join(wrong)}")


def _keep_tour(made: Path, kept: Path) -> None:
    shutil.rmtree(kept, ignore_errors=True)
    shutil.copytree(made, kept)
