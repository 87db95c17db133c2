"""The clerk's form: a keystroke, going to the next measure, and the picture of the cell being typed.

Keys come at a pace, in ours as in the floor, and what the window's thread does until the next one is counted, down to
showing the picture of the cell; not the time in which it waits for the thread that draws it, which has its own lines.
"""

import json
import os
import statistics
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import typst
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from bench import material
from bench.harness import Line, Run, timed
from kyosei_desktop import paths
from kyosei_desktop.exchange.work_file import open_request
from kyosei_desktop.report import cell
from kyosei_desktop.report.engine import PaperEngine, report_fonts
from kyosei_desktop.store.ledger import open_ledger
from kyosei_desktop.store.work_files import read_work
from kyosei_desktop.ui.app import make_application
from kyosei_desktop.ui.clerk.form_view import FormView
from kyosei_desktop.ui.main_window import MainWindow
from kyosei_desktop.ui.settings import Settings

_KEYS = 60
_PACE_S = 0.02
_POLL_S = 0.001
_FRAME_S = 1 / 60
_BARE = (QPlainTextEdit, QPushButton, QToolButton, QCheckBox, QComboBox, QLineEdit, QLabel)
_TEXT = "・相談会を12回開催し、延べ345人が参加した。\n・前年度より参加者が増えた。"


def _app() -> QApplication:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return make_application()


def _form(stack: ExitStack, folder: Path) -> tuple[MainWindow, FormView]:
    """The real window with the work file of the department that has most to answer."""
    _app()
    requests = sorted(material.round_folder().glob("*.kyoq"), key=lambda one: one.stat().st_size)
    work = open_request(requests[-1], folder / "作業.kyosei", author=material.AUTHOR)
    window = MainWindow(Settings(folder / "settings.ini"), author=material.AUTHOR, work_folder=folder)
    stack.callback(QApplication.processEvents)
    stack.callback(window.deleteLater)
    stack.callback(window.close_ledger)
    window.show_ledger(work)
    window.resize(1280, 860)
    window.show()
    field = next(one for one in read_work(work).fields if one.is_required)
    window.go("form", field=field.place.id)
    QApplication.processEvents()
    view = window.current_view
    assert isinstance(view, FormView)
    return window, view


def _keystrokes(editor: QPlainTextEdit, has_settled: Callable[[], bool] = lambda: True) -> list[float]:
    """Seconds that each keystroke takes of the window's thread, with everything that follows from it."""
    editor.setFocus()
    QApplication.processEvents()
    taken = []
    for number in range(_KEYS):
        begun = time.perf_counter()
        QTest.keyClick(editor, Qt.Key.Key_Return if number % 20 == 19 else Qt.Key.Key_A)
        QApplication.processEvents()
        spent = time.perf_counter() - begun
        while time.perf_counter() - begun < _PACE_S or not has_settled():
            time.sleep(_POLL_S)
            spent += timed(QApplication.processEvents)
        taken.append(spent)
    return taken


def _come_to_rest(window: MainWindow) -> None:
    """Do what an earlier run has left to be done, so that none pays for another."""
    while True:
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # no event loop runs here that would see to it
        if window.context.jobs.is_idle:
            return
        time.sleep(_POLL_S)


def _editor(view: FormView) -> QPlainTextEdit:
    editor = next(iter(view.cards.values())).editor
    editor.selectAll()
    editor.insertPlainText(_TEXT)
    return editor


def _bare_editor(stack: ExitStack) -> QPlainTextEdit:
    _app()
    editor = QPlainTextEdit(_TEXT)
    editor.resize(600, 200)
    editor.show()
    stack.callback(editor.deleteLater)
    return editor


def _key(stack: ExitStack, folder: Path) -> tuple[Run, Run]:
    window, view = _form(stack, folder)
    bare = _bare_editor(stack)

    def ours() -> float:
        return statistics.median(_keystrokes(_editor(view), lambda: window.context.jobs.is_idle))

    def peer() -> float:
        bare.setPlainText(_TEXT)
        return statistics.median(_keystrokes(bare))

    return ours, peer


def _frame(stack: ExitStack, folder: Path) -> tuple[Run, Run]:
    window, view = _form(stack, folder)

    def slowest() -> float:
        return sorted(_keystrokes(_editor(view), lambda: window.context.jobs.is_idle))[-1 - _KEYS // 100]

    return slowest, lambda: _FRAME_S


def _next(stack: ExitStack, folder: Path) -> tuple[Run, Run]:
    window, view = _form(stack, folder)
    kinds = [
        next((kind for kind in _BARE if isinstance(one, kind)), QWidget)
        for one in view.findChildren(QWidget)
        if one.isVisibleTo(view)
    ]

    def ours() -> float:
        def go() -> None:
            view.go_next()
            QApplication.processEvents()

        _come_to_rest(window)
        taken = timed(go)
        _come_to_rest(window)
        view.go_previous()
        return taken

    def peer() -> float:
        def build() -> None:
            column = QVBoxLayout(empty)
            for kind in kinds:
                column.addWidget(kind())
            empty.show()
            QApplication.processEvents()

        _come_to_rest(window)
        empty = QWidget(window)
        empty.resize(1280, 860)
        taken = timed(build)
        empty.deleteLater()
        return taken

    return ours, peer


def _picture(_stack: ExitStack, _folder: Path) -> tuple[Run, Run]:
    with open_ledger(material.ledger_file(), read_only=True) as ledger:
        plan, definition = ledger.plan(), ledger.definition
    year = plan.years[-1]
    said: dict[str, bytes] = {}
    engine = PaperEngine(paths.TEMPLATES, report_fonts())
    compile_cell = engine.svg_and_query

    def noted(template: str, inputs: dict[str, object], label: str) -> object:
        said.update({name: json.dumps(value, ensure_ascii=False).encode() for name, value in inputs.items()})
        return compile_cell(template, inputs, label)

    kept = cell.paper_engine
    engine.svg_and_query = noted  # type: ignore[method-assign, assignment]
    cell.paper_engine = lambda: engine  # type: ignore[assignment]
    cell.entry_cell(_TEXT, definition, year, plan)
    cell.paper_engine = kept
    compiler = typst.Compiler(font_paths=report_fonts(), root=paths.TEMPLATES)
    source, texts = (paths.TEMPLATES / "cell.typ").read_bytes(), iter(range(1_000_000))

    def ours() -> float:
        return timed(lambda: cell.entry_cell(f"{_TEXT}{next(texts)}", definition, year, plan), 20)

    def bare() -> float:
        def render() -> None:
            changed = said["data"].replace("増えた。".encode(), f"増えた。{next(texts)}".encode())
            compiler.compile({"main.typ": source, "data.json": changed}, format="svg")  # type: ignore[type-var]

        return timed(render, 20)

    return ours, bare


def _picture_10_ms(stack: ExitStack, folder: Path) -> tuple[Run, Run]:
    ours, _bare = _picture(stack, folder)
    return ours, lambda: 0.01


LINES = (
    Line("form.key", "記入欄で1文字打つ（点検、行数、見え方まで）", "QPlainTextEdit だけで1文字打つ", 3, _key, 9),
    Line("form.key-frame", f"そのうち遅いほう（{_KEYS}回で2番目）", "60 Hz の1コマ", 1, _frame, 9),
    Line("form.next", "次の施策へ移る", "同じ部品の空の画面を作る", 1.5, _next, 15),
    Line("form.picture", "打った後の欄の絵", "保持した Compiler だけで同じ文の絵", 1.5, _picture, 15),
    Line("form.picture-10ms", "打った後の欄の絵", "10 ms", 1, _picture_10_ms, 9),
)
