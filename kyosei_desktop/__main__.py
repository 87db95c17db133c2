"""`python -m kyosei_desktop`, and the entry script of the frozen program."""

import sys

from kyosei_desktop.cli import main

if __name__ == "__main__":
    sys.exit(main())
