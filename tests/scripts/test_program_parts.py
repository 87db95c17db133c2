"""What goes into the package: the parts that are needed at run time, the icon, and the version of the program."""

import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from PySide6.QtCore import QSize
from PySide6.QtGui import QImageReader

from kyosei_desktop import __version__, paths
from scripts.program_icon import SIZES_PX, write_ico
from scripts.runtime_parts import runtime_distributions
from scripts.version_resource import TEXTS, version_numbers

PYPROJECT = tomllib.loads((paths.BASE / "pyproject.toml").read_text(encoding="utf-8"))


def test_all_dependencies_and_those_of_extras_are_packed_and_no_tool_is() -> None:
    packed = {canonicalize_name(one.name) for one in runtime_distributions()}
    asked = {canonicalize_name(Requirement(one).name) for one in PYPROJECT["project"]["dependencies"]}
    tools = {canonicalize_name(Requirement(one).name) for one in PYPROJECT["dependency-groups"]["dev"]}

    assert asked < packed
    assert {"psycopg-binary", "mako", "et-xmlfile", "kyosei-desktop"} <= packed
    assert not tools & packed


def test_the_icon_holds_the_drawing_in_every_size_that_windows_asks_for(qapp, tmp_path: Path) -> None:
    write_ico(paths.ICONS / "program.svg", tmp_path / "program.ico")

    reader = QImageReader(str(tmp_path / "program.ico"))
    sizes = []
    for number in range(reader.imageCount()):
        reader.jumpToImage(number)
        picture = reader.read()
        sizes.append(picture.size())
        assert picture.pixelColor(picture.width() // 8, picture.height() // 2).blue() > 100  # the blue ground
    assert sizes == [QSize(one, one) for one in SIZES_PX]


def test_the_version_resource_says_the_version_of_the_program() -> None:
    assert TEXTS["ProductVersion"] == __version__
    assert ".".join(map(str, version_numbers(__version__))).startswith(__version__.split("+")[0])
    assert version_numbers("12.3.4+local") == (12, 3, 4, 0)
