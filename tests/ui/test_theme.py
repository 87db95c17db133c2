"""The look: every pair of colours that the style sheet puts together can be read, in every scheme."""

import ctypes
import re
from collections.abc import Iterator

import pytest

from kyosei_desktop import paths
from kyosei_desktop.ui import theme
from kyosei_desktop.ui.settings import Scheme
from kyosei_desktop.ui.system_contrast import asks_for_high_contrast

SCHEMES = [scheme for scheme in Scheme if scheme is not Scheme.SYSTEM]
LEAST_TEXT = {Scheme.LIGHT: 4.5, Scheme.DARK: 4.5, Scheme.HIGH_CONTRAST: 7.0}
"""WCAG 2.1, 1.4.3 (AA) and 1.4.6 (AAA)."""
LEAST_LINE = {Scheme.LIGHT: 3.0, Scheme.DARK: 3.0, Scheme.HIGH_CONTRAST: 4.5}
"""WCAG 2.1, 1.4.11: lines of controls and of the focus."""
GROUNDS = ("window", "surface")
"""What lies behind whatever has no ground of its own."""
TONES = ("accent", "info", "warning", "error", "ok")
STATES_WITHOUT_CONTRAST = (":disabled",)
"""WCAG 2.1, 1.4.3 and 1.4.11 leave inactive parts out."""
PARTS_WITHOUT_TEXT = ("::indicator", "::chunk", "::handle")


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def too_weak(scheme: Scheme, pairs: set[tuple[str, str]], least: float) -> list[str]:
    tokens = theme.colours(scheme)
    weak = {pair: contrast(tokens[pair[0]], tokens[pair[1]]) for pair in sorted(pairs)}
    return [f"{one} on {other}: {ratio:.2f}" for (one, other), ratio in weak.items() if ratio < least]


def rules() -> Iterator[tuple[str, dict[str, str]]]:
    """Each selector of the style sheet with the colours it gives: `color`, `background`, `border`."""
    text = re.sub(r"/\*.*?\*/", "", (paths.STYLES / "base.qss").read_text(encoding="utf-8"), flags=re.DOTALL)
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", text):
        given: dict[str, str] = {}
        for name, value in re.findall(r"([a-z-]+)\s*:\s*([^;]+);", body):
            token = re.search(r"\$([a-z_]+)", value)
            if token and token[1] in theme.colours(Scheme.LIGHT):
                given[{"border-color": "border"}.get(name, name)] = token[1]
        for selector in selectors.split(","):
            yield selector.strip(), given


def base_of(selector: str) -> str:
    """A selector without its states: what the rule lies on top of."""
    return re.sub(r"(?<!:):(?!:)[a-z-]+", "", selector)


def pairs_of_text() -> set[tuple[str, str]]:
    """Every colour of text with every ground that it may lie on."""
    whole = {selector: given for selector, given in rules() if selector == base_of(selector)}
    found = set()
    for selector, given in rules():
        if selector.endswith(STATES_WITHOUT_CONTRAST) or any(part in selector for part in PARTS_WITHOUT_TEXT):
            continue
        base = whole.get(base_of(selector), {})
        text = given.get("color") or base.get("color") or "text"
        ground = given.get("background") or base.get("background")
        if "color" in given or "background" in given:
            found |= {(text, one) for one in ((ground,) if ground else GROUNDS)}
        for front, back in (
            ("selection-color", "selection-background-color"),
            ("placeholder-text-color", "background"),
            ("color", "alternate-background-color"),
        ):
            if front in given and back in given:
                found.add((given[front], given[back]))
    found |= {(tone, ground) for tone in TONES for ground in GROUNDS}
    found |= {(tone, f"{tone}_soft") for tone in TONES}
    found |= {("text", ground) for ground in ("added", "removed", *(f"{tone}_soft" for tone in TONES))}
    return {pair for pair in found if pair[1] != "line"}  # a ground that is a line carries no text


def pairs_of_lines() -> set[tuple[str, str]]:
    """The lines that show where a control is, and where the keyboard is, with what lies around them."""
    focused = {given["border"] for selector, given in rules() if selector.endswith(":focus") and "border" in given}
    assert focused == {"accent", "text"}
    return {(line, ground) for line in {"control_line", *focused} for ground in GROUNDS}


def test_the_walk_finds_the_pairs_that_matter() -> None:
    assert {("on_accent", "accent"), ("on_accent", "accent_hover"), ("accent", "accent_soft")} <= pairs_of_text()
    assert {("muted", "surface"), ("text", "raised"), ("on_selection", "selection")} <= pairs_of_text()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_can_be_read_on_every_ground_that_the_style_sheet_puts_it_on(scheme: Scheme) -> None:
    assert too_weak(scheme, pairs_of_text(), LEAST_TEXT[scheme]) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_lines_of_controls_and_of_the_focus_can_be_seen(scheme: Scheme) -> None:
    assert too_weak(scheme, pairs_of_lines(), LEAST_LINE[scheme]) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_inactive_text_can_still_be_made_out(scheme: Scheme) -> None:
    """No standard asks for it; a reason why something is not possible is no help to who cannot read what it is."""
    assert too_weak(scheme, {("disabled", ground) for ground in GROUNDS}, 2.8) == []


def test_all_palettes_have_the_same_colours_and_a_check_mark_of_their_own() -> None:
    names = {scheme: theme.colours(scheme).keys() for scheme in SCHEMES}
    assert all(one == names[Scheme.LIGHT] for one in names.values())
    assert [scheme for scheme in SCHEMES if not (paths.ICONS / f"mark-{scheme.value}.svg").exists()] == []


@pytest.mark.parametrize(("succeeds", "flags", "asked"), [(1, 1, True), (1, 0x126, False), (0, 1, False)])
def test_the_systems_high_contrast_is_followed(succeeds: int, flags: int, asked: bool) -> None:
    def answer(action: int, size: int, into: object, _update: int) -> int:
        assert action == 0x0042
        structure = into._obj  # type: ignore[attr-defined]
        assert size == ctypes.sizeof(structure)
        structure.dwFlags = flags
        return succeeds

    assert asks_for_high_contrast(answer) is asked


def test_a_system_that_asks_for_high_contrast_gets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(theme, "asks_for_high_contrast", lambda: True)
    assert theme.system_scheme() is Scheme.HIGH_CONTRAST
