"""The program's own files held against the list of hashes that comes with it."""

import hashlib
import re
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.store.user_folders import program_folder

LIST_NAME = "SHA256SUMS"
"""Beside the program, as `sha256sum` writes it: hash, two spaces, the path from the program's folder."""

_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")
_STEP_FILES = 50


@dataclass(frozen=True, slots=True)
class ProgramFiles:
    """What became of the files in the list; paths from the program's folder, with `/`.

    Attributes:
        has_list: whether there is one: a checkout has none.
        good: how many files are as the list says.
        altered, missing: those that are not, or are not there.
    """

    has_list: bool
    good: int = 0
    altered: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether all files of a list are as they were made."""
        return self.has_list and not self.altered and not self.missing


def verify_program_files(folder: Path | None = None) -> Generator[Step, None, ProgramFiles]:
    """Read every file of the list. A list that cannot be read, or says nothing, is none.

    Args:
        folder: the program's; by default the real one.
    """
    base = folder or program_folder()
    listed = _listed(base / LIST_NAME)
    altered, missing = [], []
    for done, (name, digest) in enumerate(listed.items()):
        if done % _STEP_FILES == 0:
            yield Step(done, len(listed), _("プログラムのファイルを照らし合わせています"))
        found = _digest(base / name)
        if found is None:
            missing.append(name)
        elif found != digest:
            altered.append(name)
    good = len(listed) - len(altered) - len(missing)
    return ProgramFiles(bool(listed), good, tuple(altered), tuple(missing))


def _listed(file: Path) -> Mapping[str, str]:
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    return {found[2].removeprefix("./"): found[1] for line in lines if (found := _LINE.fullmatch(line)) is not None}


def _digest(file: Path) -> str | None:
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return None
