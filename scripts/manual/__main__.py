"""Makes the whole manual: its two reference pages, its pictures, HTML and PDF."""

import argparse
import shutil
import sys
from pathlib import Path

from kyosei_desktop import paths
from kyosei_desktop.ui.help.pages import read_manual
from scripts.manual.html import write_html
from scripts.manual.paper import write_pdf
from scripts.manual.pictures import keep_pictures, stale_pictures, take_pictures
from scripts.manual.references import stale_references, write_references

_PAGES = paths.HELP / "ja"


def main() -> int:
    """Write everything; the numbers are said at the end. Ends with 1 where `--check` finds something out of date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("out/manual"))
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--references-only", action="store_true", help="only the pages made out of the program")
    only.add_argument("--out-only", action="store_true", help="leave the sources, README's pictures too, as they are")
    only.add_argument("--check", action="store_true", help="the same, and name what of them is out of date")
    given = parser.parse_args()
    if given.references_only:
        write_references(_PAGES)
        return 0
    is_kept = given.out_only or given.check
    stale = stale_references(_PAGES) if is_kept else []
    if not is_kept:
        write_references(_PAGES)
    stale += _make(given.out, is_kept=is_kept)
    if given.check and stale:
        print(f"Out of date, run `make manual`: {', '.join(stale)}", file=sys.stderr)
    return int(given.check and bool(stale))


def _make(out: Path, *, is_kept: bool) -> list[str]:
    """Write HTML and PDF. Returns the names of README's pictures that no longer show what the program shows."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    manual = read_manual(_PAGES)
    pictures = take_pictures(manual, out / "pictures")
    stale = stale_pictures(pictures)
    if not is_kept:
        keep_pictures(pictures)
    pages = write_html(manual, pictures, out / "html")
    write_pdf(manual, pictures, out / "manual.pdf")
    shutil.rmtree(pictures)
    print(f"{len(pages)} pages in {out / 'html'}, the same on paper in {out / 'manual.pdf'}")
    return stale


if __name__ == "__main__":
    sys.exit(main())
