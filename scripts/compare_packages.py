"""Holds two packaged folders against each other and names what differs; with nothing to name, it ends with 0.

Usage: python scripts/compare_packages.py dist/kyosei-desktop other/kyosei-desktop
"""

import sys
from pathlib import Path

from package_files import hashes_of


def main() -> int:
    """Compare the two folders that the arguments name."""
    if len(sys.argv) != 3:
        print(__doc__)
        return 2
    first, second = (hashes_of(Path(one)) for one in sys.argv[1:])
    different = sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))
    for name in different:
        print(name)
    print(f"{len(first)} and {len(second)} files, {len(different)} differ")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
