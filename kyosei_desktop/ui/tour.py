"""The tour: one whole half-year on the built-in plan, off-screen, with files and pictures of every main view.

It is what `make run` shows on a machine without a display, what a newcomer looks at first, and where the pictures of
the manual come from. All answers in it are samples and say so.
"""

import os
import shutil
import sys
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import FieldKind, PeriodId, Plan, Value
from kyosei_desktop.domain.progress import Step, run_to_end
from kyosei_desktop.domain.rounds import AskedField
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.exchange.answers import Answer
from kyosei_desktop.exchange.handing_in import answer_all, hand_in, submission_name
from kyosei_desktop.exchange.merging import merge_files
from kyosei_desktop.exchange.new_ledger import create_built_in_ledger
from kyosei_desktop.exchange.requesting import make_requests, return_department
from kyosei_desktop.exchange.samples import initiative_of, sample_count, sample_text
from kyosei_desktop.exchange.work_file import find_work_file, open_request
from kyosei_desktop.report.export import ExportTargets
from kyosei_desktop.report.export_set import ComparisonTarget, ExportSet, export_set
from kyosei_desktop.report.ledger_papers import approval_of, slip_of
from kyosei_desktop.report.papers import export_paper
from kyosei_desktop.store.acceptance import accept_department
from kyosei_desktop.store.acts import ActKind
from kyosei_desktop.store.conflicts import list_conflicts, settle_conflict
from kyosei_desktop.store.ledger import Ledger, open_ledger
from kyosei_desktop.store.past import last_moment_before
from kyosei_desktop.store.rounds import find_open_round, open_round
from kyosei_desktop.store.work_files import Work, WorkField, read_work
from kyosei_desktop.ui.app import make_window
from kyosei_desktop.ui.main_window import MainWindow
from kyosei_desktop.ui.screenshots import grab
from kyosei_desktop.ui.settings import Scheme, Settings
from kyosei_desktop.ui.tour_clock import TourClock

YEAR = FiscalYear(2021)
PERIOD = PeriodId("second_half")
DUE_ON = date(2022, 4, 15)
ASKED_ON, ANSWERED_ON, MERGED_ON, SETTLED_ON = date(2022, 3, 14), date(2022, 4, 7), DUE_ON, date(2022, 4, 18)
"""The days on which the half-year is played; on the last, the returned department is late."""
SHOWN_DEPARTMENT = "生活福祉課"
"""The department whose clerk's desk is shown: it has several measures, co-owned ones among them."""
RETURNED_DEPARTMENT = "市民健康課"
CONFLICT_MEASURE = 10
"""Its two owners give different figures."""

_LEDGER = "見本.kyosei"
_SETTINGS = "画面.ini"
_FOLDERS = ("照会", "記入", "決裁", "回答", "差戻し", "画面", "報告書")
_LONGEST_WAIT_SECONDS = 60


@dataclass(eq=False)
class TourFolderInUse(KyoseiError):
    """The folder for the tour holds something that no earlier tour put there."""

    sentence: ClassVar[str] = N_("「{name}」には、見本のほかのファイルがあります。空のフォルダを指定してください。")
    name: str


@dataclass
class _Stage:
    """Where the tour plays: the folders, the window, and the files made so far."""

    out: Path
    author: str
    window: MainWindow
    clock: TourClock
    files: list[Path] = field(default_factory=list)

    def folder(self, name: str) -> Path:
        folder = self.out / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def show(self, view: str, picture: str, *, where: dict[str, object] | None = None) -> None:
        """Go to a view, wait until its background work is done, and take its picture."""
        self.window.go(view, **(where or {}))
        self.settle_down()
        self.picture(picture)

    def picture(self, name: str) -> None:
        path = self.folder("画面") / f"{name}.png"
        grab(self.window, path)
        self.files.append(path)

    def settle_down(self) -> None:
        """Let the window finish what it does in the background."""
        deadline = time.monotonic() + _LONGEST_WAIT_SECONDS
        QApplication.processEvents()
        while not self.window.jobs.is_idle and time.monotonic() < deadline:
            QApplication.processEvents()
            time.sleep(0.01)
        QApplication.processEvents()


def run_tour(out: Path, *, author: str) -> Generator[Step, None, list[Path]]:
    """Play the whole half-year of 令和３年度下期 into a folder.

    Args:
        out: an empty folder, or one of an earlier tour, which is replaced.
        author: who acts.

    Returns:
        Every file made: requests, submissions, report and pictures.

    Raises:
        TourFolderInUse: the folder holds something else.
    """
    _clear(out)
    out.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    qInstallMessageHandler(_show_message)
    window = make_window(Settings(out / _SETTINGS), author=author, work_folder=out / "記入")
    stage = _Stage(out, author, window, TourClock(ASKED_ON))
    parts: Sequence[tuple[date, str, Callable[[_Stage], None]]] = (
        (ASKED_ON, _("照会を始める"), _open_the_round),
        (ASKED_ON, _("照会ファイルを作る"), _make_requests),
        (ANSWERED_ON, _("担当課が記入する"), _fill_in),
        (MERGED_ON, _("回答を取り込む"), _merge),
        (SETTLED_ON, _("競合を決める"), _settle),
        (SETTLED_ON, _("差し戻して、ほかを受理する"), _return_and_accept),
        (SETTLED_ON, _("報告書を書き出す"), _export),
        (SETTLED_ON, _("画面を撮る"), _look_around),
    )
    try:
        window.show()
        for done, (day, name, play) in enumerate(parts):
            yield Step(done, len(parts), name)
            stage.clock.turn_to(day)
            play(stage)
    finally:
        window.close()
        qInstallMessageHandler(None)
        (out / _SETTINGS).unlink(missing_ok=True)
    return stage.files


def _show_message(_kind: object, _context: object, text: str) -> None:
    """What Qt says, but for the one thing that the off-screen platform says at every window."""
    if "propagateSizeHints" not in text:
        sys.stderr.write(f"{text}\n")


def _clear(out: Path) -> None:
    if not out.exists():
        return
    known = {_LEDGER, f"{_LEDGER}.lock", _SETTINGS, f"{Path(_LEDGER).stem}-控え", *_FOLDERS}
    if {one.name for one in out.iterdir()} - known or (any(out.iterdir()) and not (out / _LEDGER).exists()):
        raise TourFolderInUse(name=str(out))
    for name in known:
        path = out / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _ledger(stage: _Stage) -> Ledger:
    ledger = stage.window.context.ledger
    assert ledger is not None, "the tour's window shows its ledger"
    return ledger


def _open_the_round(stage: _Stage) -> None:
    path = stage.out / _LEDGER
    stage.window.show_ledger(create_built_in_ledger(path, author=stage.author, clock=stage.clock))
    stage.files.append(path)
    stage.show("board", "board-new")
    open_round(
        _ledger(stage),
        year=YEAR,
        period=PERIOD,
        due_on=DUE_ON,
        asks={AskedField.ENTRY, AskedField.RECORD},
        requires={AskedField.ENTRY},
        author=stage.author,
    )


def _make_requests(stage: _Stage) -> None:
    made = run_to_end(make_requests(_ledger(stage), stage.folder("照会"), author=stage.author))
    stage.files += [one.file for one in made]
    stage.window.context.changes.announce()
    stage.show("board", "board-requested")


def _requests(stage: _Stage) -> list[Path]:
    return sorted(stage.folder("照会").iterdir())


def _fill_in(stage: _Stage) -> None:
    ledger_path = _ledger(stage).path
    stage.window.show_ledger(None)
    for request in _requests(stage):
        work = find_work_file(stage.folder("記入"), request)
        ledger = open_request(request, work, author=stage.author, clock=stage.clock)
        is_shown = read_work(ledger).department.name == SHOWN_DEPARTMENT
        answers = _sample_answers(ledger)
        if is_shown:
            answer_all(ledger, answers[:1], author=stage.author)
            stage.window.show_ledger(ledger)
            stage.show("home", "home")
            stage.show("form", "form")
            stage.show("hand_in", "hand_in-missing")
        answer_all(ledger, answers, author=stage.author)
        if is_shown:
            stage.window.context.changes.announce()
            stage.show("hand_in", "hand_in")
        submission = stage.folder("回答") / submission_name(ledger)
        hand_in(ledger, submission, message=_("見本の回答です。"), author=stage.author)
        stage.files.append(submission)
        if is_shown:
            _print_for_approval(stage, ledger)
            stage.window.show_ledger(None)
        else:
            ledger.close()
    stage.window.show_ledger(open_ledger(ledger_path, clock=stage.clock))


def _print_for_approval(stage: _Stage, work_file: Ledger) -> None:
    """The papers that go round in the department: its measures to be signed, and the slip of what was handed in."""
    for name, make in (("決裁", approval_of), ("提出票", slip_of)):
        file = stage.folder("決裁") / f"{name}_{SHOWN_DEPARTMENT}.pdf"
        stage.files += run_to_end(export_paper(partial(make, work_file), file)).files


def _sample_answers(ledger: Ledger) -> list[Answer]:
    """An answer to each required field, made of the half-year's plan and marked as a sample."""
    work, plan = read_work(ledger), ledger.plan()
    return [
        Answer(one.address, Value(_sample_text(work, plan, one)))
        for one in work.fields
        if one.is_required and one.place.kind is FieldKind.ENTRY
    ]


def _sample_text(work: Work, plan: Plan, one: WorkField) -> str:
    if one.address.measure == CONFLICT_MEASURE:
        return sample_count(2 + list(initiative_of(plan, one.place).departments).index(work.department.id))
    return sample_text(plan, one.place, work.year, PeriodId("plan"))


def _merge(stage: _Stage) -> None:
    submissions = sorted(stage.folder("回答").iterdir())
    stage.show("collect", "collect", where={"files": submissions})
    run_to_end(merge_files(_ledger(stage), submissions, author=stage.author))
    stage.window.context.changes.announce()
    stage.show("board", "board-merged")


def _settle(stage: _Stage) -> None:
    stage.show("conflicts", "conflicts")
    for conflict in list_conflicts(_ledger(stage)):
        settle_conflict(
            _ledger(stage),
            conflict,
            conflict.sides[0].value,
            author=stage.author,
            reason=_("両課に電話で確かめた（見本）"),
        )
    stage.window.context.changes.announce()
    stage.show("conflicts", "conflicts-none")


def _return_and_accept(stage: _Stage) -> None:
    ledger = _ledger(stage)
    collection = find_open_round(ledger)
    assert collection is not None, "the tour's round is open"
    for department in ledger.plan().departments:
        if department.name == RETURNED_DEPARTMENT:
            file = stage.folder("差戻し") / _made_name(stage, department.name)
            return_department(
                ledger, department.id, file, reason=_("参加人数を書き加えてください（見本）"), author=stage.author
            )
            stage.files.append(file)
        else:
            accept_department(ledger, department.id, author=stage.author)
    stage.window.context.changes.announce()
    stage.show("board", "board")


def _made_name(stage: _Stage, department: str) -> str:
    """The return's file is named as the request that it follows."""
    return next(one.name for one in _requests(stage) if department in one.name)


def _export(stage: _Stage) -> None:
    folder, name = stage.folder("報告書"), "福祉政策進捗状況"
    targets = ExportTargets(
        xlsx=folder / f"{name}.xlsx",
        pdf=folder / f"{name}.pdf",
        data_xlsx=folder / f"{name}_データ.xlsx",
        csv=folder / f"{name}.csv",
        plan_json=folder / f"{name}.json",
    )
    ledger = _ledger(stage)
    before_the_round = last_moment_before(ledger, ActKind.ROUND_OPENED)
    changes = ComparisonTarget(folder / f"{name}_新旧対照表.pdf", since=before_the_round)
    stage.files += run_to_end(export_set(ledger, ExportSet(folder, targets, {}, changes))).files


def _look_around(stage: _Stage) -> None:
    for view in ("report", "measures", "history"):
        stage.show(view, view)
    stage.window.set_look(scheme=Scheme.DARK)
    for view in ("board", "report", "measures", "history"):
        stage.show(view, f"{view}-dark")
    stage.window.set_look(scheme=Scheme.LIGHT, text_percent=200)
    stage.show("board", "board-200")
    stage.window.set_look(text_percent=100)
    _look_at_the_return(stage)


def _look_at_the_return(stage: _Stage) -> None:
    """The clerk's desk again: a returned request, in the dark and at 200 %."""
    returned = next(iter(stage.folder("差戻し").iterdir()))
    work = find_work_file(stage.folder("記入"), returned)
    ledger = open_request(returned, work, author=stage.author, clock=stage.clock)
    stage.window.show_ledger(ledger)
    stage.show("home", "home-returned")
    stage.window.set_look(scheme=Scheme.DARK)
    stage.show("form", "form-dark")
    stage.window.set_look(scheme=Scheme.LIGHT, text_percent=200)
    stage.show("form", "form-200")
    stage.window.set_look(text_percent=100)
