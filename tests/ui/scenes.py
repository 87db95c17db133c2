"""Every view in every state that it has to be usable in: with nothing yet, at work, and with something in conflict.

Tests that hold of all views walk through these scenes; a new view in the table of views is in them by itself.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtWidgets import QApplication

from kyosei_desktop.domain.plan import Value
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.exchange.handing_in import hand_in
from kyosei_desktop.exchange.joining import join_work_files
from kyosei_desktop.exchange.work_file import open_request
from kyosei_desktop.store.editing import answer_field
from kyosei_desktop.store.ledger import open_ledger
from kyosei_desktop.store.work_files import read_work
from kyosei_desktop.ui.main_window import MainWindow
from kyosei_desktop.ui.main_window.views import views_for
from tests.ui import rounds

_LONGEST_WAIT_MS = 60_000


@dataclass(frozen=True)
class SceneFiles:
    """What the scenes show; each window gets copies.

    Attributes:
        new: a ledger in which nothing was asked yet.
        running: a ledger with an open round, some answers and a conflict.
        submission: an answer that was not merged yet.
        untouched: a work file in which nothing was written yet.
        joined: a work file in which two texts disagree.
        colleagues: what a colleague of that work file has handed over.
    """

    new: Path
    running: Path
    submission: Path
    untouched: Path
    joined: Path
    colleagues: Path


def make_scene_files(round_files: Path, folder: Path) -> SceneFiles:
    """Make the files once, out of a ledger with an open round and its requests."""
    clock = rounds.TestClock()
    clock.now += timedelta(minutes=5)
    rounds.make_ledger(folder).close()
    new = (folder / "台帳.kyosei").rename(folder / "新しい台帳.kyosei")
    running = Path(shutil.copy(round_files / "台帳.kyosei", folder / "福祉政策進捗状況_令和３年度下期.kyosei"))
    requests = rounds.copy_requests(round_files, folder / "照会")
    with open_ledger(running, clock=clock) as ledger:
        rounds.make_conflict(ledger, requests, "・相談会を２回開催した。", "・相談会を3回開催した。")
        submission = rounds.answer(ledger, requests["文化人権課"])
    untouched = Path(shutil.copy(round_files / "作業.kyosei", folder / "記入中_令和３年度下期実績_生活福祉課.kyosei"))
    joined, colleagues = _join(round_files, folder, clock)
    return SceneFiles(new, running, submission, untouched, joined, colleagues)


def _join(round_files: Path, folder: Path, clock: rounds.TestClock) -> tuple[Path, Path]:
    joined = Path(shutil.copy(round_files / "作業.kyosei", folder / "記入中_令和３年度下期実績_生活福祉課-2.kyosei"))
    colleagues = folder / "隣の回答.kyoa"
    with open_request(round_files / "照会.kyoq", folder / "隣.kyosei", author="隣の担当者", clock=clock) as other:
        for one in read_work(other).fields:
            answer_field(other, one.place.id, Value("・隣で２回実施した。"), author="隣の担当者")
        hand_in(other, colleagues, person="隣の担当者", is_partial=True, author="隣の担当者")
    with open_ledger(joined, clock=clock) as work:
        field = next(one.place.id for one in read_work(work).fields if one.is_required)
        answer_field(work, field, Value("・私が３回実施した。"), author=rounds.CLERK)
        run_to_end(join_work_files(work, [colleagues], author=rounds.CLERK))
    return joined, colleagues


def scenes(window: MainWindow, files: SceneFiles, folder: Path) -> Iterator[str]:
    """Put the window into each scene, one after the other, and name it. `folder` gets the copies."""
    yield "何も開いていない"
    stories: dict[str, tuple[Path, dict[str, list[dict[str, object]]]]] = {
        "新しい台帳": (files.new, {"board": [{"do": "open_round"}]}),
        "集めている台帳": (
            files.running,
            {
                "collect": [{"files": [files.submission]}, {"do": "merged"}],
                "board": [{"do": one} for one in ("request", "ask_more", "accept_all", "return_all", "grid")],
            },
        ),
        "手つかずの作業ファイル": (files.untouched, {"joining": [{"files": [files.colleagues]}]}),
        "食い違う作業ファイル": (files.joined, {}),
    }
    for story, (original, doing) in stories.items():
        window.show_ledger(open_ledger(Path(shutil.copy(original, folder)), clock=rounds.TestClock()))
        for spec in views_for(window.context):
            window.go(spec.id)
            settle(window)
            yield f"{story}：{spec.title}"
            for number, where in enumerate(doing.get(spec.id, []), start=1):
                window.go(spec.id, **where)
                settle(window)
                yield f"{story}：{spec.title}、途中{number}"
    window.show_ledger(None)


def settle(window: MainWindow) -> None:
    """Let the window finish what it does in the background, and lay itself out."""
    wait_for(lambda: window.jobs.is_idle)
    for _round in range(5):  # what is laid out may ask for another layout
        QApplication.processEvents()


def wait_for(is_so: Callable[[], bool]) -> None:
    """Turn the event loop until something is so. Raises AssertionError where it takes too long."""
    deadline = QDeadlineTimer(_LONGEST_WAIT_MS)
    while not is_so():
        assert not deadline.hasExpired(), "the window does not come to rest"
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
