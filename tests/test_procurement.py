"""The papers for procurement name tests that there are, and leave no part out of the list of licences."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, metadata, requires
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from kyosei_desktop import paths

ROOT = Path(__file__).resolve().parent.parent
PAPERS = sorted((ROOT / "docs" / "procurement").glob("*.md"))
LICENCES = ROOT / "docs" / "procurement" / "licences.md"
SHIPPED, DEVELOPMENT = "プログラムと一緒に配る部品", "開発するときだけ使う部品（配らない）"
DECLARES_NO_LICENCE = {"pyrage", "pgserver"}  # their licence files are named in the paper

CODE = re.compile(r"`([^`]+)`")
LINK = re.compile(r"\]\(([^)#]+)[^)]*\)")
ROW = re.compile(r"^\| ([a-z0-9-]+) \| [^|]+ \| ([^|]+) \|$", re.MULTILINE)
LOCKED = re.compile(r"^([A-Za-z0-9_.-]+)==", re.MULTILINE)
OFL_NAME_ID = 13
"""The licence, in the name table of OpenType."""


def named_paths() -> Iterator[tuple[str, str, str]]:
    """Paper, path and, for a test, its name, of every file of this project that a paper names."""
    for paper in PAPERS:
        for code in CODE.findall(paper.read_text("utf-8")):
            path, _colons, test = code.partition("::")
            if path.startswith(("tests/", "kyosei_desktop/", "resources/", "scripts/")) or path.endswith(".lock"):
                yield paper.name, path, test


@cache
def functions_of(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def rows_of(heading: str) -> dict[str, str]:
    """Part and licence, of the table right below a heading."""
    table = LICENCES.read_text("utf-8").partition(f"## {heading}\n\n")[2].partition("\n\n")[0]
    return dict(ROW.findall(table))


def locked(lock: str) -> set[str]:
    return {canonicalize_name(name) for name in LOCKED.findall((ROOT / lock).read_text("utf-8"))}


def needed_to_run() -> set[str]:
    """What the program needs on any system, and what that needs: with every extra that is asked for."""
    found: set[str] = set()
    waiting = [("kyosei-desktop", frozenset[str]())]
    while waiting:
        name, extras = waiting.pop()
        for one in map(Requirement, _requirements(name)):
            windows = [{"extra": extra, "sys_platform": "win32"} for extra in extras or {""}]
            if one.marker is not None and not any(one.marker.evaluate(system) for system in windows):
                continue
            if canonicalize_name(one.name) not in found or one.extras:
                found.add(canonicalize_name(one.name))
                waiting.append((one.name, frozenset(one.extras)))
    return found


def _requirements(name: str) -> list[str]:
    try:
        return requires(name) or []
    except PackageNotFoundError:  # for Windows only
        return []


def declared(name: str) -> str | None:
    """What a part says of its own licence; None where it says nothing or is not for this system."""
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return None
    classifiers = [one.rpartition(" :: ")[2] for one in said.get_all("Classifier") or [] if one.startswith("License")]
    words = said.get("License-Expression") or (said.get("License") or "").partition("\n")[0] or ", ".join(classifiers)
    return words or None


def test_every_test_and_file_that_the_papers_name_is_there() -> None:
    named = list(named_paths())
    missing = [one for one in named if not list(ROOT.glob(one[1].rstrip("/")))]
    no_test = [one for one in named if one[2] and one not in missing and one[2] not in functions_of(ROOT / one[1])]

    assert len(named) > 80
    assert (missing, no_test) == ([], [])


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_every_link_of_the_papers_leads_somewhere(paper: Path) -> None:
    links = [link for link in LINK.findall(paper.read_text("utf-8")) if not link.startswith("http")]

    assert [link for link in links if not (paper.parent / link).exists()] == []


def test_the_list_of_licences_leaves_no_part_out() -> None:
    shipped, development = set(rows_of(SHIPPED)), set(rows_of(DEVELOPMENT))

    assert shipped == needed_to_run() & locked("requirements.lock")
    assert shipped | development == locked("requirements.lock") | locked("requirements-dev.lock")
    assert shipped & development == set()


def test_the_licences_are_those_that_the_parts_declare() -> None:
    said = rows_of(SHIPPED) | rows_of(DEVELOPMENT)
    unlike = {name: declared(name) for name in said if declared(name) not in (None, said[name])}

    assert unlike == {}
    assert {name for name in said if declared(name) is None and _requirements(name)} <= DECLARES_NO_LICENCE


def test_fonts_and_icons_are_listed_and_free() -> None:
    text = LICENCES.read_text("utf-8")

    for folder in (paths.FONTS, paths.ICONS):
        assert f"`resources/{folder.name}/`" in text
    for file in paths.FONTS.glob("*.ttf"):
        with TTFont(file, lazy=True) as font:
            names = font["name"]
            assert str(names.getDebugName(1)).startswith("BIZ UDPGothic")
            assert "Open Font License" in str(names.getDebugName(OFL_NAME_ID))
