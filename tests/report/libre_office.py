"""LibreOffice as the spreadsheet program that opens the workbooks."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from kyosei_desktop.report.readback import read_pages

_LIBRARY = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" '
    'library:readonly="false" library:passwordprotected="false">'
    '<library:element library:name="Module1"/></library:library>'
)
_MODULE = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" '
    'script:language="StarBasic">{basic}</script:module>'
)
_BASIC = """
Dim targets({last}) As String
Function Property(name, value)
    Dim made As New com.sun.star.beans.PropertyValue
    made.Name = name
    made.Value = value
    Property = made
End Function
Sub Save(book, number, filter)
    book.storeToURL(targets(number), Array(Property("FilterName", filter)))
End Sub
Sub Main
{targets}
book = StarDesktop.loadComponentFromURL("{source}", "_blank", 0, Array(Property("Hidden", True)))
{commands}
book.close(True)
StarDesktop.terminate()
End Sub
"""


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
        self._run("--convert-to", to, "--outdir", made, source)
        return (made / source.name).with_suffix(f".{to.partition(':')[0]}").read_bytes()

    def edit(self, workbook: bytes, commands: str, names: Sequence[str]) -> list[bytes]:
        """A workbook edited by commands in Basic, as a person would.

        Args:
            commands: `book` is the document; `Save(book, number, filter)` saves it as one of the names.
            names: of the files that are saved, whose bytes are given back.
        """
        source = self.folder / "edited.xlsx"
        source.write_bytes(workbook)
        made = [self.folder / name for name in names]
        library = self.folder / "profile" / "user" / "basic" / "Standard"
        if not library.exists():
            self._run("--terminate_after_init")  # else its first start would put its own empty library there
        targets = "\n".join(f'targets({n}) = "{one.as_uri()}"' for n, one in enumerate(made))
        basic = _BASIC.format(source=source.as_uri(), last=len(made) - 1, targets=targets, commands=commands)
        (library / "Module1.xba").write_text(_MODULE.format(basic=escape(basic)), "utf-8")
        (library / "script.xlb").write_text(_LIBRARY, "utf-8")
        self._run("--norestore", "macro:///Standard.Module1.Main")
        return [one.read_bytes() for one in made]

    def _run(self, *arguments: str | Path) -> None:
        profile = f"-env:UserInstallation={(self.folder / 'profile').as_uri()}"
        subprocess.run(
            ["soffice", profile, "--headless", *arguments],
            env={**os.environ, "FONTCONFIG_FILE": str(self.fonts)},
            check=True,
            capture_output=True,
            timeout=300,
        )

    def print(self, workbook: bytes) -> list[str]:
        """The text of each page that it prints of a workbook."""
        return read_pages(self.convert(workbook, to="pdf"))
