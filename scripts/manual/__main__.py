"""Makes the whole manual: its two reference pages, its pictures, HTML and PDF."""

import argparse
import shutil
import sys
from pathlib import Path

from kyosei_desktop import paths
from kyosei_desktop.ui.help.pages import read_manual
from scripts.manual.html import write_html
from scripts.manual.paper import write_pdf
from scripts.manual.pictures import take_pictures
from scripts.manual.references import write_references


def main() -> int:
    """Write everything; the numbers are said at the end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("out/manual"))
    parser.add_argument("--references-only", action="store_true", help="only the pages made out of the program")
    chosen = parser.parse_args()
    folder = paths.HELP / "ja"
    write_references(folder)
    if chosen.references_only:
        return 0
    out: Path = chosen.out
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    manual = read_manual(folder)
    pictures = take_pictures(manual, out / "pictures")
    pages = write_html(manual, pictures, out / "html")
    write_pdf(manual, pictures, out / "manual.pdf")
    shutil.rmtree(pictures)
    print(f"{len(pages)} pages in {out / 'html'}, the same on paper in {out / 'manual.pdf'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
