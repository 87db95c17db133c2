"""Which program the desktop opens ledgers, requests and submissions with: for one user, on Linux, and taken back again.

Files of three freedesktop.org specifications are written below the user's data folder: Desktop Entry, Shared MIME-info
Database and Icon Theme. Nothing is written for other users, and nothing at all before somebody asks for it.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from kyosei_desktop import paths
from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_
from kyosei_desktop.store.files import not_written, write_file

_ENTRY = Path("applications") / "kyosei-desktop.desktop"
_KINDS = Path("mime") / "packages" / "kyosei-desktop.xml"
_ICON = Path("icons") / "hicolor" / "scalable" / "apps" / "kyosei-desktop.svg"
_INDEXES = (("update-mime-database", "mime"), ("update-desktop-database", "applications"))
"""The desktop's own tools that make it look again, and the folder that each is given."""
_LONGEST_SECONDS = 60


@dataclass(eq=False)
class NoAssociationHere(KyoseiError):
    """The system keeps associations in a place that the program leaves alone (decision 0023)."""

    sentence: ClassVar[str] = N_(
        "このプログラムはシステムの設定を書き換えません。"
        "ファイルを右クリックして「プログラムから開く」を選び、「{program}」を指定してください。"
        "「常にこのアプリを使う」に印を付けると、次からはダブルクリックで開きます。"
    )
    program: str


@dataclass(eq=False)
class AssociationUnseen(KyoseiError):
    """The files are written, but the tool that makes the desktop see them is missing or failed."""

    sentence: ClassVar[str] = N_(
        "関連付けは書き込みましたが、デスクトップに知らせる「{tool}」を使えませんでした。"
        "ログアウトしても効かないときは、情報システムの担当に「{tool}」を入れてもらってください。"
    )
    tool: str


def data_folder() -> Path:
    """Where the user's desktop looks for programs and kinds of files (XDG Base Directory Specification)."""
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


def program_command() -> list[str]:
    """How this program is started, whether frozen or by Python."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "kyosei_desktop"]


def associate_this_program() -> None:
    """Let this user's desktop open the program's files with the program that runs.

    Raises:
        NoAssociationHere: the system keeps associations elsewhere than in files of the user (Windows, macOS).
        FileNotWritten, AssociationUnseen.
    """
    command = program_command()
    if not sys.platform.startswith(("linux", "freebsd")):
        raise NoAssociationHere(program=Path(command[0]).name)
    associate_files(data_folder(), command)


def associate_files(folder: Path, command: Sequence[str]) -> list[Path]:
    """Let the user's desktop open the program's files with `command`; doing so again changes nothing.

    Args:
        folder: the user's data folder.
        command: how the program is started, with absolute paths.

    Returns:
        The files written.

    Raises:
        FileNotWritten, AssociationUnseen.
    """
    linux = paths.RESOURCES / "linux"
    contents = {
        _ENTRY: _entry((linux / _ENTRY.name).read_text(encoding="utf-8"), command).encode(),
        _KINDS: (linux / _KINDS.name).read_bytes(),
        _ICON: (paths.ICONS / "program.svg").read_bytes(),
    }
    for name, content in contents.items():
        try:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise not_written(folder / name, error) from error
        write_file(folder / name, content)
    _tell_desktop(folder)
    return [folder / name for name in contents]


def is_associated(folder: Path) -> bool:
    """Whether there is something that `dissociate_files` would remove.

    Args:
        folder: the user's data folder.
    """
    return any((folder / name).exists() for name in (_ENTRY, _KINDS, _ICON))


def dissociate_files(folder: Path) -> None:
    """Take the association back: remove what `associate_files` wrote.

    Raises:
        FileNotWritten, AssociationUnseen.
    """
    for name in (_ENTRY, _KINDS, _ICON):
        try:
            (folder / name).unlink(missing_ok=True)
        except OSError as error:
            raise not_written(folder / name, error) from error
    _tell_desktop(folder)


def _entry(model: str, command: Sequence[str]) -> str:
    """The desktop entry with the command; one whose program is gone is not shown (TryExec)."""
    run = " ".join(_quoted(one) for one in command)
    lines = [f"Exec={run} %f" if line.startswith("Exec=") else line for line in model.splitlines()]
    return "\n".join([*lines, f"TryExec={_escaped(command[0])}"]) + "\n"


def _quoted(argument: str) -> str:
    """An argument of `Exec`: quoted, then escaped as a string (Desktop Entry Specification 1.5, "The Exec key")."""
    for special in ("\\", '"', "`", "$"):
        argument = argument.replace(special, f"\\{special}")
    return f'"{_escaped(argument)}"'.replace("%", "%%")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\")


def _tell_desktop(folder: Path) -> None:
    for tool, part in _INDEXES:
        (folder / part).mkdir(parents=True, exist_ok=True)
        found = shutil.which(tool)
        if found is None and tool == "update-desktop-database":
            continue  # desktops that have none look into the folder itself
        if found is None or not _runs(found, folder / part):
            raise AssociationUnseen(tool=tool)


def _runs(tool: str, folder: Path) -> bool:
    try:
        ran = subprocess.run([tool, str(folder)], capture_output=True, timeout=_LONGEST_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return ran.returncode == 0
