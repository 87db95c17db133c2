"""The list of hashes of a packaged folder, and its zip: always the same for the same files."""

import hashlib
import stat
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

SUMS = "SHA256SUMS"
"""Beside the program. `sha256sum -c SHA256SUMS` reads it, and so does `kyosei-desktop diagnose`."""
_UNIX = 3
_NEWEST_DOS_YEAR = 2107


def files_of(folder: Path) -> Iterator[Path]:
    """The files and links of a folder in the order of their names, without the list of hashes."""
    found = (path for path in folder.rglob("*") if path.is_symlink() or path.is_file())
    yield from sorted(path for path in found if path != folder / SUMS)


def hashes_of(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file by its name below the folder, with `/`; of a link, that of what it leads to."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files_of(folder)
    }


def write_sums(folder: Path) -> int:
    """Write the list of hashes into the folder. Returns the number of files."""
    sums = hashes_of(folder)
    lines = "".join(f"{digest}  {name}\n" for name, digest in sums.items())
    (folder / SUMS).write_text(lines, encoding="utf-8", newline="\n")
    return len(sums)


def wrong_files(folder: Path) -> list[str]:
    """Names of files that are not as the list of hashes says: changed, missing, or not named in it."""
    lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    listed = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    found = hashes_of(folder)
    return sorted(name for name in listed.keys() | found.keys() if listed.get(name) != found.get(name))


def write_zip(folder: Path, target: Path, epoch: int, *, top: str = "") -> Path:
    """Pack the folder with all its files dated `epoch`; who may run a file and links are kept, as `unzip` does.

    Args:
        top: what the folder is called in the zip; by default as it is.
    """
    moment = time.gmtime(epoch)
    dated = (min(moment.tm_year, _NEWEST_DOS_YEAR), *moment[1:6])
    target.unlink(missing_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        for path in [*files_of(folder), folder / SUMS]:
            entry = zipfile.ZipInfo(f"{top or folder.name}/{path.relative_to(folder).as_posix()}", dated)
            entry.create_system = _UNIX
            entry.compress_type = zipfile.ZIP_DEFLATED
            if path.is_symlink():
                entry.external_attr = (stat.S_IFLNK | 0o777) << 16
                content = str(path.readlink()).encode()
            else:
                may_run = path.stat().st_mode & stat.S_IXUSR
                entry.external_attr = (stat.S_IFREG | (0o755 if may_run else 0o644)) << 16
                content = path.read_bytes()
            packed.writestr(entry, content)
    return target
