"""LibreOffice as the spreadsheet program that opens the workbooks."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from kyosei_desktop.report.readback import read_pages


class LibreOffice:
    """LibreOffice with a profile and fonts of its own."""

    def __init__(self, folder: Path, fonts: Sequence[Path]) -> None:
        self.folder = folder
        folders = "".join(f"<dir>{one}</dir>" for one in fonts)
        self.fonts = folder / "fonts.conf"
        self.fonts.write_text(
            '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
            # the system's rules say which face takes the place of one that is missing
            f"{folders}<include>/etc/fonts/conf.d</include><cachedir>{folder}/cache</cachedir></fontconfig>",
            "utf-8",
        )

    def convert(self, content: bytes, *, to: str, suffix: str = "xlsx") -> bytes:
        """A file opened and saved as another kind; `to` is that kind's suffix, after a colon its filter and options."""
        source, made = self.folder / f"book.{suffix}", self.folder / "converted"
        source.write_bytes(content)
        profile = f"-env:UserInstallation={(self.folder / 'profile').as_uri()}"
        subprocess.run(
            ["soffice", profile, "--headless", "--convert-to", to, "--outdir", made, source],
            env={**os.environ, "FONTCONFIG_FILE": str(self.fonts)},
            check=True,
            capture_output=True,
            timeout=300,
        )
        return (made / source.name).with_suffix(f".{to.partition(':')[0]}").read_bytes()

    def print(self, workbook: bytes) -> list[str]:
        """The text of each page that it prints of a workbook."""
        return read_pages(self.convert(workbook, to="pdf"))
