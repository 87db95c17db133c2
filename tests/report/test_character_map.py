"""Reading a font's character map by itself finds what fontTools finds, only sooner."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from kyosei_desktop import paths
from kyosei_desktop.report.character_map import characters_of, widths_of
from kyosei_desktop.report.engine import report_fonts

SHIPPED = sorted(paths.FONTS.glob("*.ttf"))


def characters_by_font_tools(path: str, index: int) -> set[str]:
    """What fontTools says; the first glyph of a font stands for none."""
    with TTFont(path, fontNumber=index, lazy=True) as font:
        nothing = font.getGlyphOrder()[0]
        return {chr(code) for code, glyph in font.getBestCmap().items() if glyph != nothing}


@pytest.mark.parametrize("path", SHIPPED, ids=[one.stem for one in SHIPPED])
def test_the_shipped_fonts_have_the_characters_that_fonttools_finds(path: Path) -> None:
    found = characters_of(str(path), 0)
    assert found == characters_by_font_tools(str(path), 0)
    assert found >= set("あ漢鎌倉髙")


@pytest.mark.parametrize("path", SHIPPED, ids=[one.stem for one in SHIPPED])
def test_the_characters_of_the_shipped_fonts_are_as_wide_as_fonttools_says(path: Path) -> None:
    with TTFont(path, lazy=True) as font:
        units, metrics = font["head"].unitsPerEm, font["hmtx"].metrics
        expected = {chr(code): metrics[glyph][0] / units for code, glyph in font.getBestCmap().items()}
    found = widths_of(str(path), 0)
    assert found == {one: expected[one] for one in found}
    assert found.keys() == characters_of(str(path), 0)


def test_so_have_fonts_of_all_kinds_that_the_system_has() -> None:
    """One font of each file, for the fonts of a collection are made alike."""
    files = {font.path: font.index for font in report_fonts().fonts() if font.path is not None}
    for path, index in sorted(files.items())[:40]:
        assert characters_of(path, index) == characters_by_font_tools(path, index), path


def test_what_is_no_font_or_not_there_has_no_characters(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(SHIPPED[0].read_bytes()[:200])
    (tmp_path / "text.ttf").write_text("text")
    for path in (broken, tmp_path / "text.ttf", tmp_path / "nowhere.ttf"):
        assert characters_of(str(path), 0) == frozenset()
        assert widths_of(str(path), 0) == {}
