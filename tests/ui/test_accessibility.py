"""What holds of every control in every view: a name and a role, a focus that can be seen, a way there by keyboard."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from kyosei_desktop import paths
from kyosei_desktop.ui import theme
from kyosei_desktop.ui.app import make_application
from kyosei_desktop.ui.board.lines import STATE_LABELS
from kyosei_desktop.ui.clerk.answers import AnswerState
from kyosei_desktop.ui.clerk.joining_view import OUTCOME_LOOKS
from kyosei_desktop.ui.crash import CrashDialog
from kyosei_desktop.ui.main_window import MainWindow
from kyosei_desktop.ui.main_window.palette import Palette
from kyosei_desktop.ui.main_window.views import VIEWS
from kyosei_desktop.ui.messages import KINDS
from kyosei_desktop.ui.settings import Scheme, Settings
from tests.ui import rounds
from tests.ui.conftest import ScriptedDialogs
from tests.ui.observing import Observed, observe, observe_room, said_of, unnamed
from tests.ui.scenes import SceneFiles, make_scene_files, scenes, settle

SMALL_SCREEN_PX = (1366, 768)


@pytest.fixture(scope="module")
def scene_files(round_files: Path, tmp_path_factory: pytest.TempPathFactory) -> SceneFiles:
    return make_scene_files(round_files, tmp_path_factory.mktemp("場面"))


@pytest.fixture(scope="module")
def shown(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MainWindow]:
    """A window that is walked through all scenes."""
    theme.apply(make_application(), Scheme.LIGHT, 100)  # before the window, as the program does
    folder = tmp_path_factory.mktemp("窓")
    window = MainWindow(Settings(folder / "x.ini"), author=rounds.CLERK, work_folder=folder, dialogs=ScriptedDialogs())
    window.show_ledger(None)
    window.show()
    window.activateWindow()
    settle(window)
    window.go("start")
    yield window
    window.messages.ask = lambda *_question, **_words: True
    window.close()
    window.deleteLater()


@pytest.fixture(scope="module")
def observed(
    shown: MainWindow, scene_files: SceneFiles, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, Observed]:
    """What was found in each scene, in light colours and in text of its usual size."""
    shown.set_look(scheme=Scheme.LIGHT, text_percent=100)
    return {scene: observe(shown) for scene in scenes(shown, scene_files, tmp_path_factory.mktemp("写し"))}


@pytest.fixture(scope="module")
def observed_large(
    shown: MainWindow, scene_files: SceneFiles, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, Observed]:
    """What does not fit in each scene in text of twice its size on a small screen."""
    shown.set_look(scheme=Scheme.LIGHT, text_percent=200)
    found = {}
    for scene in scenes(shown, scene_files, tmp_path_factory.mktemp("写し")):
        shown.resize(*SMALL_SCREEN_PX)
        settle(shown)
        found[scene] = observe_room(shown)
        if (shown.width(), shown.height()) != SMALL_SCREEN_PX:
            found[scene].sideways.append(f"the window is {shown.width()} x {shown.height()}")
    shown.set_look(text_percent=100)
    return found


def test_the_scenes_show_every_view(observed: Mapping[str, Observed]) -> None:
    titles = {scene.partition("：")[2].partition("、")[0] for scene in observed}
    assert {view.title for view in VIEWS} <= titles


def test_every_control_of_every_view_has_a_name_and_a_role(observed: Mapping[str, Observed]) -> None:
    assert {scene: found.unnamed for scene, found in observed.items() if found.unnamed} == {}


def test_the_focus_can_be_seen_on_everything_that_the_tab_key_leads_to(observed: Mapping[str, Observed]) -> None:
    assert {scene: found.without_focus for scene, found in observed.items() if found.without_focus} == {}


def test_the_tab_key_leads_to_every_control_of_every_view(observed: Mapping[str, Observed]) -> None:
    assert {scene: found.out_of_reach for scene, found in observed.items() if found.out_of_reach} == {}


@pytest.mark.deep
def test_no_words_are_cut_off_in_large_text_on_a_small_screen(observed_large: Mapping[str, Observed]) -> None:
    assert {scene: found.clipped for scene, found in observed_large.items() if found.clipped} == {}


@pytest.mark.deep
def test_nothing_has_to_be_scrolled_sideways_in_large_text(observed_large: Mapping[str, Observed]) -> None:
    """But for the plan and the board's overview: tables of two dimensions, which WCAG 2.1 leaves out in 1.4.10."""
    tables = ("計画の全体", "全体の表")
    found = {
        scene: [one for one in found.sideways if not any(table in one for table in tables)]
        for scene, found in observed_large.items()
    }
    assert {scene: sideways for scene, sideways in found.items() if sideways} == {}


def test_every_control_beside_the_views_has_a_name_and_a_role(window: MainWindow) -> None:
    window.find_command()
    palette = window.findChild(Palette)
    window.show_crash(ZeroDivisionError("x"))
    dialog = window.findChild(CrashDialog)
    window.messages.error("できませんでした。", ("もう一度", lambda: None))
    for one in (palette, dialog, window.messages, window.menuBar(), *window.menus.menus.values()):
        assert unnamed(one) == [], one
        assert said_of(one)[0], one
    dialog.close()
    palette.close()


NOTHING_YET = ("何も開いていない", "新しい台帳", "手つかずの作業ファイル")
"""The scenes in which views have nothing to show yet."""


def test_a_view_with_nothing_in_it_says_what_to_do_and_has_a_way_on(observed: Mapping[str, Observed]) -> None:
    says_what_to_do = re.compile("ください|できます|ます。|並びます|出ます|落とし|しましょう|何も変わって")
    silent = {
        scene: found.words
        for scene, found in observed.items()
        if scene.startswith(NOTHING_YET) and not (says_what_to_do.search("\n".join(found.words)) or found.buttons)
    }
    assert silent == {}
    for scene in ("何も開いていない", "新しい台帳：状況", "新しい台帳：競合", "手つかずの作業ファイル：合わせる"):
        assert says_what_to_do.search("\n".join(observed[scene].words)), scene
        assert observed[scene].buttons, scene


def test_every_state_has_a_word_and_a_shape_of_its_own() -> None:
    """WCAG 2.1, 1.4.1: colour is never the only thing that tells one state from another."""
    kinds = {
        "answers": [(state.value, state.icon) for state in AnswerState],
        "departments": [(word, shape) for shape, word in STATE_LABELS.values()],
        "joining": [(word, icon) for word, icon, _tone in OUTCOME_LOOKS.values()],
        "messages": [(word, icon) for icon, word in KINDS.values()],
    }
    for kind, states in kinds.items():
        words, shapes = zip(*states, strict=True)
        assert len(set(words)) == len(words), kind
        assert len(set(shapes)) == len(shapes), kind
        assert all(words), kind
    icons = [icon for kind in ("answers", "joining", "messages") for _word, icon in kinds[kind]]
    assert [icon for icon in icons if not (paths.ICONS / f"{icon}.svg").exists()] == []
