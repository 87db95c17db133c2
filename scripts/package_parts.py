"""What the packaged folder is made of, part by part, with licences.

Python's distributions, the interpreter, Qt, libraries of the system, typefaces and pictures. Run by the tools' own
interpreter (see package.py).
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name
from runtime_parts import runtime_distributions

from kyosei_desktop.store.parts import LICENCES_NOT_DECLARED

ROOT = Path(__file__).resolve().parents[1]
OUR_LICENCES = ROOT / "resources" / "licences"
UNKNOWN = "UNKNOWN"

BUILT_INTO_WHEELS = (
    # part, licence (SPDX), holder, file that shows it is there
    ("Qt", "LGPL-3.0-only", "pyside6-essentials", "Qt6Core"),
    ("Microsoft Visual C++ runtime", "LicenseRef-Microsoft-Redistributable", "pyside6-essentials", "msvcp140"),
    ("ICU", "Unicode-3.0", "pyside6-essentials", "icudata"),
    ("PDFium", "BSD-3-Clause", "pypdfium2", "pdfium"),
    ("libpq (PostgreSQL)", "PostgreSQL", "psycopg-binary", "libpq"),
    ("OpenSSL", "Apache-2.0", "psycopg-binary", "libcrypto-"),
    ("MIT Kerberos", "MIT", "psycopg-binary", "libkrb5-"),
    ("OpenLDAP", "OLDAP-2.8", "psycopg-binary", "libldap-"),
    ("Cyrus SASL", "BSD-4-Clause-UC", "psycopg-binary", "libsasl2-"),
    ("keyutils", "LGPL-2.1-or-later", "psycopg-binary", "libkeyutils-"),
    ("libxcrypt", "LGPL-2.1-or-later", "psycopg-binary", "libcrypt-"),
    ("SQLite", "blessing", "cpython", "sqlite3.dll"),
    ("libffi", "MIT", "cpython", "libffi-"),
)
"""Foreign libraries inside wheels and Python's own distribution for Windows.

Their versions stand in the lists that some wheels bring along.
"""


@dataclass(frozen=True)
class Part:
    """One part.

    Attributes:
        name: as its makers write it.
        version: empty where its holder's counts.
        licence: an SPDX expression, or words.
        texts: files with the licence's words; empty where the part brings none.
        purl: its package URL (https://github.com/package-url/purl-spec), or empty.
        within: the distribution that it came in, or empty.
        lists: lists of parts (CycloneDX) that its makers' tools wrote.
    """

    name: str
    version: str
    licence: str
    texts: tuple[Path, ...] = ()
    purl: str = ""
    within: str = ""
    lists: tuple[Path, ...] = ()


def all_parts(*, site_packages: Path, python: Path, stdlib: Path, python_version: str, origins: Path) -> list[Part]:
    """Every part of the folder.

    Args:
        site_packages: where the program's dependencies are installed.
        python: the interpreter of that place.
        stdlib: the folder of Python's own modules, where its licence lies.
        python_version: of that interpreter.
        origins: `parts.json` of the build: where each binary file of the folder was taken from.
    """
    taken = json.loads(origins.read_text(encoding="utf-8"))
    holders = [*_distributions(site_packages, python), _interpreter(stdlib, python_version)]
    return [
        *holders,
        *_built_in(taken, holders),
        _bootloader(site_packages),
        Part("BIZ UDPGothic", "", "OFL-1.1", (ROOT / "resources" / "fonts" / "OFL.txt",)),
        Part("Lucide icons", "", "ISC", (ROOT / "resources" / "icons" / "LICENSE",)),
        *_system_libraries(taken, site_packages, stdlib),
    ]  # fmt: skip


def _distributions(site_packages: Path, python: Path) -> Iterator[Part]:
    wanted = {canonicalize_name(one.name): one for one in runtime_distributions(site_packages)}
    told = _pip_licenses(python, [one.name for one in wanted.values()])
    for name, one in wanted.items():
        files = [Path(str(one.locate_file(file))) for file in one.files or ()]
        texts = [file for file in files if _is_licence(file)] or _texts_of_ours(told[name]["License"])
        licence = LICENCES_NOT_DECLARED.get(name, told[name]["License"])
        if licence == UNKNOWN:
            raise SystemExit(f"{one.name} names no licence: add it to LICENCES_NOT_DECLARED.")
        yield Part(one.name, one.version, licence, tuple(texts), f"pkg:pypi/{name}@{one.version}",
                   lists=tuple(file for file in files if file.parent.name == "sboms"))  # fmt: skip


def _pip_licenses(python: Path, names: list[str]) -> Mapping[str, Mapping[str, str]]:
    command = [sys.executable, "-m", "piplicenses", "--python", str(python), "--from", "mixed", "--format", "json"]
    told = subprocess.run([*command, "--packages", *names], capture_output=True, check=True).stdout
    return {canonicalize_name(one["Name"]): one for one in json.loads(told)}


def _is_licence(file: Path) -> bool:
    if not any(one.suffix == ".dist-info" for one in file.parents):
        return False
    return "licenses" in file.parts or bool(re.match(r"(?i)licen[cs]e|copying|notice", file.name))


def _texts_of_ours(licence: str) -> list[Path]:
    """The text of a licence that a wheel names and does not bring: Qt for Python is one."""
    return sorted(OUR_LICENCES.glob("*.txt")) if "LGPL-3.0" in licence else []


def _built_in(taken: Mapping[str, str], parts: list[Part]) -> Iterator[Part]:
    holders = {canonicalize_name(one.name): one for one in parts}
    for name, licence, holder, sign in BUILT_INTO_WHEELS:
        if any(sign in Path(target).name for target in taken):
            version = holders[holder].version if name == "Qt" else ""
            yield Part(name, version, licence, tuple(_texts_of_ours(licence)), within=holders[holder].name)


def _interpreter(stdlib: Path, version: str) -> Part:
    text = next((one for one in (stdlib / "LICENSE.txt", stdlib.parent / "LICENSE.txt") if one.is_file()), None)
    if text is None:
        raise SystemExit(f"Python's licence lies neither in {stdlib} nor beside it.")
    return Part("CPython", version, "PSF-2.0", (text,), f"pkg:generic/cpython@{version}")


def _bootloader(site_packages: Path) -> Part:
    texts = tuple(site_packages.glob("pyinstaller-*.dist-info/licenses/COPYING.txt"))
    version = _version(site_packages, "pyinstaller")
    return Part("PyInstaller bootloader", version, "GPL-2.0-or-later WITH Bootloader-exception", texts)


def _system_libraries(taken: Mapping[str, str], site_packages: Path, stdlib: Path) -> Iterator[Part]:
    """Libraries that were taken from the system, by its packages. Nothing where there is no dpkg (Windows)."""
    foreign = {source for source in taken.values() if not _lies_in(source, site_packages, stdlib)}
    packages: dict[str, list[str]] = {}
    for source in sorted(foreign) if sys.platform.startswith("linux") else ():
        packages.setdefault(_debian_package(source), []).append(Path(source).name)
    for package in sorted(packages):
        version = _run("dpkg-query", "--show", "--showformat", "${Version}", package)
        text = Path("/usr/share/doc") / package.split(":")[0] / "copyright"
        name = package.split(":")[0]
        yield Part(name, version, _debian_licence(text), (text,), f"pkg:deb/debian/{name}@{version}")


def _lies_in(source: str, *folders: Path) -> bool:
    return any(Path(source).resolve().is_relative_to(one.resolve()) for one in folders) or "libpython" in source


def _debian_package(source: str) -> str:
    # with merged /usr, dpkg may know a library by either name
    for path in (source, source.removeprefix("/usr"), str(Path(source).resolve())):
        found = subprocess.run(["dpkg", "-S", path], capture_output=True, text=True, check=False).stdout
        if found:
            return found.split(": ")[0].split(",")[0]
    raise SystemExit(f"No package of the system holds {source}, so its licence is not known.")


def _debian_licence(text: Path) -> str:
    """The licences that a machine-readable copyright file names (DEP-5); else words."""
    words = text.read_text(encoding="utf-8", errors="replace")
    names = sorted(set(re.findall(r"^License: *(\S.*?) *$", words, re.MULTILINE)))
    return " / ".join(names) if words.startswith("Format:") and names else "see its text"


def _version(site_packages: Path, name: str) -> str:
    folder = next(site_packages.glob(f"{name}-*.dist-info"))
    return folder.name.removesuffix(".dist-info").split("-", 1)[1]


def _run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def read_list(path: Path) -> dict[str, Any]:
    """A list of parts that a wheel brings along."""
    made: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return made
