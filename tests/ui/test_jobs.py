"""Work off the UI thread: progress, outcome, stopping, bugs; and no thread is left behind."""

import threading
import time

import pytest
from PySide6.QtCore import Qt, QThread
from PySide6.QtWidgets import QApplication

from kyosei_desktop.domain.progress import Step
from kyosei_desktop.store.files import FileNotRead
from kyosei_desktop.ui.crash import CrashDialog
from kyosei_desktop.ui.jobs import Jobs


class Messages:
    def __init__(self):
        self.errors = []

    def error(self, text, action=None):
        self.errors.append(text)


@pytest.fixture
def messages():
    return Messages()


@pytest.fixture
def jobs(qapp, messages):
    made = Jobs(messages)
    yield made
    made.stop()
    assert not made.findChildren(QThread) or all(one.isFinished() for one in made.findChildren(QThread))


def steps(count, result=None, seen=None):
    for number in range(count):
        if seen is not None:
            seen.append(threading.current_thread())
        yield Step(number + 1, count, f"{number}")
    return result


def wait_to_be_stopped(began, closed):
    try:
        while True:
            began.set()
            time.sleep(0.001)
            yield Step(1, 2, "")
    finally:
        closed.append(True)


def test_a_job_runs_elsewhere_and_its_result_comes_back_here(qtbot, jobs):
    seen, done = [], []
    with qtbot.waitSignal(jobs.ended):
        jobs.start(
            "仕事", steps(3, "結果", seen), done=lambda result: done.extend((result, threading.current_thread()))
        )
    assert done == ["結果", threading.main_thread()]
    assert threading.main_thread() not in seen


def test_progress_is_told_step_by_step(qtbot, jobs):
    told = []
    jobs.progressed.connect(lambda title, step: told.append((title, step.done)))
    with qtbot.waitSignal(jobs.ended):
        jobs.start("仕事", steps(3), done=lambda _result: None)
    assert told == [("仕事", 1), ("仕事", 2), ("仕事", 3)]


def test_jobs_run_one_after_the_other(qtbot, jobs):
    done = []
    for name in "abc":
        jobs.start(name, steps(5, name), done=done.append)
    qtbot.waitUntil(lambda: len(done) == 3)
    assert done == ["a", "b", "c"]


def test_a_stopped_job_is_closed_at_its_next_step_and_shows_no_error(qtbot, jobs, messages):
    began, closed, cancelled = threading.Event(), [], []
    jobs.start(
        "仕事",
        wait_to_be_stopped(began, closed),
        done=lambda _result: cancelled.append("done"),
        cancelled=lambda: cancelled.append("cancelled"),
    )
    qtbot.waitUntil(began.is_set)
    jobs.cancel()
    qtbot.waitUntil(lambda: bool(cancelled))
    assert cancelled == ["cancelled"]
    assert closed == [True]
    assert messages.errors == []


def test_what_goes_wrong_as_expected_is_said_in_the_message_bar(qtbot, jobs, messages):
    def failing():
        yield Step(0, 1, "")
        raise FileNotRead(name="x", cause="y")

    with qtbot.waitSignal(jobs.ended):
        jobs.start("仕事", failing(), done=lambda _result: None)
    assert messages.errors == [str(FileNotRead(name="x", cause="y"))]


def test_a_caller_may_take_the_failure_itself(qtbot, jobs, messages):
    def failing():
        yield Step(0, 1, "")
        raise FileNotRead(name="x", cause="y")

    failures = []
    with qtbot.waitSignal(jobs.ended):
        jobs.start("仕事", failing(), done=lambda _result: None, failed=failures.append)
    assert [type(one) for one in failures] == [FileNotRead]
    assert messages.errors == []


@pytest.mark.parametrize("error", [ZeroDivisionError(), SystemExit(3), KeyboardInterrupt()])
def test_a_bug_never_ends_the_worker_in_silence(qtbot, jobs, error):
    def failing():
        yield Step(0, 1, "")
        raise error

    done = []
    with qtbot.waitSignal(jobs.crashed) as crashed:
        jobs.start("仕事", failing(), done=lambda _result: None)
    jobs.start("次の仕事", steps(1, "結果"), done=done.append)
    qtbot.waitUntil(lambda: done == ["結果"])
    assert crashed.args == [error]


def test_of_quiet_jobs_of_one_key_the_newest_wins(qtbot, jobs):
    began, closed, done = threading.Event(), [], []
    for _older in range(2):  # neither comes to an end by itself, however late the next one is asked for
        jobs.start("絵", wait_to_be_stopped(began, closed), done=done.append, is_quiet=True, key="絵")
    jobs.start("絵", steps(1, "新しい絵"), done=done.append, is_quiet=True, key="絵")
    qtbot.waitUntil(lambda: bool(done))
    assert done == ["新しい絵"]
    assert not jobs.is_working


def test_stopping_ends_the_thread_and_nobody_hears_of_it(qtbot, jobs):
    began, closed, heard = threading.Event(), [], []
    jobs.start("仕事", wait_to_be_stopped(began, closed), done=heard.append, cancelled=lambda: heard.append("x"))
    qtbot.waitUntil(began.is_set)
    jobs.stop()
    QApplication.processEvents()
    assert closed == [True]
    assert heard == []


def test_an_outcome_that_was_on_its_way_when_the_jobs_were_stopped_is_not_heard(jobs):
    """Its signal is queued already, and disconnecting does not take it back."""
    heard, has_run = [], threading.Event()

    def quick():
        yield Step(0, 1, "")
        has_run.set()

    jobs.start("仕事", quick(), done=heard.append)
    assert has_run.wait(60)
    jobs.stop()
    QApplication.processEvents()
    assert heard == []


def test_the_window_shows_progress_and_its_button_stops_the_job(qtbot, clerk_window):
    began, closed, cancelled = threading.Event(), [], []
    clerk_window.jobs.start(
        "書き出し",
        wait_to_be_stopped(began, closed),
        done=lambda _result: None,
        cancelled=lambda: cancelled.append(True),
    )
    qtbot.waitUntil(clerk_window.status_line.progress.isVisible)
    qtbot.mouseClick(clerk_window.status_line.cancel_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(cancelled))
    qtbot.waitUntil(lambda: not clerk_window.status_line.progress.isVisible())


def test_closing_the_window_during_a_job_asks_first(qtbot, clerk_window, monkeypatch):
    began, closed = threading.Event(), []
    clerk_window.jobs.start("書き出し", wait_to_be_stopped(began, closed), done=lambda _result: None)
    qtbot.waitUntil(began.is_set)
    answers = iter([False, True])
    monkeypatch.setattr(clerk_window.messages, "ask", lambda *_question, **_words: next(answers))
    clerk_window.close()
    assert clerk_window.isVisible()
    assert closed == []
    clerk_window.close()
    assert not clerk_window.isVisible()
    assert closed == [True]


def test_a_bug_in_a_job_shows_the_crash_dialog(qtbot, clerk_window):
    def failing():
        yield Step(0, 1, "")
        raise ZeroDivisionError

    clerk_window.jobs.start("仕事", failing(), done=lambda _result: None)
    qtbot.waitUntil(lambda: clerk_window.findChild(CrashDialog) is not None)
    assert "ZeroDivisionError" in clerk_window.findChild(CrashDialog).details.toPlainText()
