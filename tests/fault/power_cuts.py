"""What a disk may hold after a power cut, from the system calls that a program really made.

A program runs under `strace`. Replaying what it wrote gives, for each moment, what is certainly on the disk (what was
flushed) and what may be or not: every write since the last flush of its file, and every name made or removed since the
last flush of its folder. POSIX promises no more (https://pubs.opengroup.org/onlinepubs/9799919799/functions/fsync.html).
"""

import random
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_CALLS = "openat,pwrite64,write,ftruncate,fsync,fdatasync,unlink,unlinkat,rename,renameat2,link"
_LINE = re.compile(r"^\d+\s+(\w+)\((.*)\)\s+= (-?\d+)(?:<(.*?)>)?")


@dataclass(frozen=True, slots=True)
class Call:
    """One system call that worked: its name, its arguments as `strace` writes them, and the path behind its result."""

    name: str
    arguments: str
    opened: str | None


def traced(folder: Path, program: str, *arguments: str) -> list[Call]:
    """Run a Python program to its end and return the calls by which it changed files in a folder, in their order."""
    log = folder.with_name(f"{folder.name}.strace")
    command = ["strace", "-f", "--seccomp-bpf", "-y", "-xx", "-s", "10000000", "-e", f"trace={_CALLS}", "-o", str(log)]
    subprocess.run([*command, sys.executable, "-c", program, *arguments], check=True)
    inside = _hex(str(folder))
    calls = []
    for line in log.read_text("ascii").splitlines():
        found = _LINE.match(line) if inside in line else None
        if found is not None and int(found[3]) >= 0:
            calls.append(Call(found[1], found[2], None if found[4] is None else _path(found[4])))
    return calls


def _hex(text: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in text.encode())


def _bytes(escaped: str) -> bytes:
    return bytes.fromhex(escaped.replace("\\x", ""))


def _path(escaped: str) -> str:
    return _bytes(escaped).decode() if escaped.startswith("\\x") else escaped


@dataclass
class _File:
    """Content: what is certainly on the disk, and what was done to it since."""

    flushed: bytes = b""
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)

    def now(self, chosen: Sequence[tuple[int, bytes | None]]) -> bytes:
        content = bytearray(self.flushed)
        for offset, data in chosen:
            if data is None:  # cut off there
                del content[offset:]
            else:
                content.extend(b"\0" * (offset - len(content)))
                content[offset : offset + len(data)] = data
        return bytes(content)

    def flush(self) -> None:
        self.flushed, self.pending = self.now(self.pending), []


class Disk:
    """A folder's files while a program runs, and what a power cut would leave of them."""

    def __init__(self, folder: Path, before: Mapping[str, bytes]) -> None:
        """`before` are names and contents that were on the disk long ago."""
        self._folder = folder
        self._names = {name: _File(content) for name, content in before.items()}
        self._flushed_names = dict(self._names)

    def replay(self, call: Call) -> None:
        """Do what a call did."""
        texts = re.findall(r'"((?:\\x[0-9a-f]{2})*)"', call.arguments)
        first = re.match(r"\d+<(.*?)>", call.arguments)
        path = None if first is None else _path(first[1])
        if call.name == "openat" and "O_CREAT" in call.arguments and call.opened is not None:
            self._names.setdefault(Path(call.opened).name, _File())
        elif call.name in ("fsync", "fdatasync"):
            if path == str(self._folder):
                self._flushed_names = dict(self._names)
            elif path is not None and Path(path).name in self._names:
                self._names[Path(path).name].flush()
        elif call.name in ("unlink", "unlinkat"):
            self._names.pop(Path(_path(texts[-1])).name, None)
        elif call.name in ("pwrite64", "ftruncate") and path is not None and Path(path).name in self._names:
            offset = int(call.arguments.rsplit(", ", 1)[1])
            data = _bytes(texts[0]) if call.name == "pwrite64" else None
            self._names[Path(path).name].pending.append((offset, data))

    def after_a_power_cut(self, chance: random.Random) -> Mapping[str, bytes]:
        """One of the states that the disk may be in if the power went now."""
        left = {}
        for name in self._names | self._flushed_names:
            file = chance.choice([self._names.get(name), self._flushed_names.get(name)])
            if file is not None:
                likely = chance.choice([0.0, 0.5, 1.0])
                left[name] = file.now([one for one in file.pending if chance.random() < likely])
        return left


def power_cuts(
    folder: Path, before: Mapping[str, bytes], calls: Sequence[Call], chance: random.Random
) -> Iterator[tuple[int, Mapping[str, bytes]]]:
    """After each call, how much the program had acknowledged by then (by writing to `acks`), and what may be left."""
    disk, acknowledged = Disk(folder, before), 0
    for call in calls:
        if call.name == "write" and _hex("/acks") in call.arguments:
            acknowledged += 1
        disk.replay(call)
        yield acknowledged, disk.after_a_power_cut(chance)
