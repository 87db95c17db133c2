"""The command line as people and schedulers call it: arguments in, an exit code and two streams out."""

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kyosei_desktop.cli import main
from kyosei_desktop.domain.plan import Address
from tests.office import PLAN, Office


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one object on stdout of a command that had to succeed in silence."""
        assert (self.code, self.err) == (0, ""), self
        return json.loads(self.out)

    @property
    def sentence(self) -> str:
        """The one sentence on stderr of a command that had to be refused."""
        assert (self.code, self.out) == (1, ""), self
        assert self.err.endswith("。\n"), self
        assert self.err.count("\n") == 1, self
        assert "予期しない" not in self.err, self
        return self.err.rstrip("\n")

    @property
    def misuse(self) -> str:
        """What was said to a command that was called wrongly."""
        assert (self.code, self.out) == (2, ""), self
        assert "Traceback" not in self.err, self
        return self.err


def as_process(*arguments: object) -> Ran:
    """Run a command as a process of its own."""
    command = [sys.executable, "-m", "kyosei_desktop", *map(str, arguments)]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8", env=environment)
    return Ran(done.returncode, done.stdout, done.stderr)


def in_process(*arguments: object) -> Ran:
    """Run a command here, which is faster; all but the start is the same."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        patch.setenv("LC_ALL", "C.UTF-8")
        try:
            code = main([str(one) for one in arguments])
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
    return Ran(code, out.getvalue(), err.getvalue())


def plan_of(office: Office) -> dict[str, object]:
    """The plan as the command line writes it out."""
    path = office.folder / "書き出し.json"
    assert in_process("export", office.path, "--plan", path).code == 0
    document: dict[str, object] = json.loads(path.read_text("utf-8"))
    return document


def write_plan(folder: Path) -> Path:
    """The small office's plan as a file."""
    path = folder / "計画.json"
    path.write_text(json.dumps(PLAN, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return path


def write_answers(path: Path, said: Mapping[Address, str | Mapping[str, str]]) -> Path:
    """A file of answers; instead of a text a mapping gives other keys."""
    document = []
    for address, text in said.items():
        keys = {
            "measure": address.measure,
            "initiative": address.initiative,
            "year": address.year,
            "period": address.period,
            "field": address.field.value,
        }
        given = {key: value for key, value in keys.items() if value is not None}
        document.append({**given, **({"text": text} if isinstance(text, str) else text)})
    path.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    return path


def address_of(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """The five keys by which a field is addressed everywhere."""
    return {key: document[key] for key in ("measure", "initiative", "year", "period", "field")}
