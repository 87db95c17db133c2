"""Uses the packaged program as people do: a clerk's window on a screen, real keys, and a file that is handed in.

Usage: .venv/bin/python scripts/try_package.py dist/kyosei-desktop [--pictures out/package]

The coordinator's half is done on the command line of the same program: ledger, round, request, and at the end the merge
that shows whether what was typed has arrived to the character. Needs Xvfb, openbox, xdotool and xmodmap.
"""

import argparse
import json
import re
import subprocess
import tempfile
import time
from pathlib import Path

from package_check import bare_environment, program_in
from virtual_screen import VirtualScreen, settle

DEPARTMENT = "文化人権課"
"""Its part of the built-in plan is one measure with one required field."""
TEXT = "・職員研修を１回行い、32人が受講した。"
SUBMISSION = "kaitou.kyoa"
_LONGEST_SECONDS = 120


def main() -> None:
    """From an empty folder to a merged answer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pictures", type=Path, default=Path("out/package"))
    given = parser.parse_args()
    program = program_in(given.folder).resolve()
    given.pictures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="職員の 家-") as place:
        home = Path(place)
        request = ask_department(program, home)
        with VirtualScreen() as screen:
            submission = answer_and_hand_in(program, request, screen, given.pictures, home)
        arrived = merge_and_read(program, submission, home)
    if arrived != TEXT:
        raise SystemExit(f"Typed: {TEXT}\nArrived: {arrived}")
    print(f"Typed in a window, handed in, merged: {arrived}")


def run(program: Path, *arguments: str, home: Path) -> str:
    """A command of the packaged program, which must succeed."""
    ran = subprocess.run(
        [str(program), *arguments],
        cwd=home,
        env=bare_environment(home),
        capture_output=True,
        encoding="utf-8",
        timeout=_LONGEST_SECONDS,
        check=False,
    )
    if ran.returncode != 0:
        raise SystemExit(f"{' '.join(arguments)}: {ran.stderr}")
    return ran.stdout


def ask_department(program: Path, home: Path) -> Path:
    """Make a ledger and the request for one department."""
    run(program, "init", "ledger.kyosei", home=home)
    run(program, "round", "ledger.kyosei", "--year", "2021", "--half", "second", "--due", "2022-04-15", home=home)
    run(program, "request", "ledger.kyosei", "--out", "requests", "--department", DEPARTMENT, home=home)
    return next((home / "requests").glob("*.kyoq"))


def answer_and_hand_in(program: Path, request: Path, screen: VirtualScreen, pictures: Path, home: Path) -> Path:
    """Open the request in a window, type the answer, hand it in and quit, all by keys. Returns the submission."""
    screen.prepare_keys(TEXT)
    environment = bare_environment(home) | {"DISPLAY": screen.display, "LANG": "C.UTF-8"}
    handed_in = home / "Documents" / SUBMISSION  # where the dialog starts
    with subprocess.Popen([str(program), str(request)], env=environment, cwd=home) as window:
        try:
            screen.wait_for_window(DEPARTMENT)
            settle(window.pid)
            for step, name in ((("ctrl+Return",), "form"), ((TEXT,), "typed"), (("ctrl+shift+Return",), "check"),
                               (("Return",), "where"), ((SUBMISSION, "Return"), "handed-in")):  # fmt: skip
                for one in step:
                    screen.press(one) if re.fullmatch(r"[a-z+]*Return", one) else screen.type(one)
                settle(window.pid)
                screen.take_picture(pictures / f"{name}.png")
            wait_for(handed_in)
            screen.press("ctrl+q")
            ended = window.wait(_LONGEST_SECONDS)
        finally:
            window.kill()
    if ended != 0:
        raise SystemExit(f"The window ended with {ended}.")
    return handed_in


def wait_for(file: Path) -> None:
    """Until a file is there."""
    until = time.monotonic() + _LONGEST_SECONDS
    while not file.is_file():
        if time.monotonic() > until:
            raise SystemExit(f"{file.name} was not written; the pictures show why.")
        time.sleep(0.2)


def merge_and_read(program: Path, submission: Path, home: Path) -> str:
    """Merge the submission and read the answer out of the plan."""
    run(program, "check", str(submission), home=home)
    run(program, "merge", "ledger.kyosei", str(submission), home=home)
    run(program, "export", "ledger.kyosei", "--plan", "plan.json", home=home)
    measures = json.loads((home / "plan.json").read_text(encoding="utf-8"))["measures"]
    texts = {
        text
        for measure in measures
        for initiative in measure["initiatives"]
        for year, periods in initiative["years"].items()
        for period, text in periods.items()
        if (year, period) == ("2021", "second_half") and text
    }
    return "\n".join(sorted(texts))


if __name__ == "__main__":
    main()
