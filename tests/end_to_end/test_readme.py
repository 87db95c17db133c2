"""The half-year on the command line in the README can be pasted into a shell as it stands."""

import re
import subprocess
from pathlib import Path

import pytest

from kyosei_desktop.paths import BASE

BLOCKS = re.findall(r"^```sh\n(.*?)^```$", (BASE / "README.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


@pytest.mark.deep
def test_the_walk_through_runs_from_its_first_line_to_its_last(tmp_path: Path) -> None:
    (tmp_path / ".venv").symlink_to(BASE / ".venv")
    assert len(BLOCKS) > 3
    walked = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", "\n".join(BLOCKS)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert (walked.returncode, walked.stderr) == (0, "")
    assert "切れ0" in walked.stdout
    assert (tmp_path / "out" / "walk").is_dir()
