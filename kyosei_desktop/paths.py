"""Where the program's own read-only files lie: in a checkout, an installed wheel and the frozen program alike."""

import sys
from pathlib import Path


def _base() -> Path:
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen)
    package = Path(__file__).resolve().parent
    packed = package / "_data"  # where the wheel puts resources/ and db/
    return packed if packed.is_dir() else package.parent


BASE = _base()
RESOURCES = BASE / "resources"
MIGRATIONS = BASE / "db"
FONTS = RESOURCES / "fonts"
TEMPLATES = RESOURCES / "templates"
SCHEMAS = RESOURCES / "schemas"
TRANSLATIONS = RESOURCES / "translations"
ICONS = RESOURCES / "icons"
STYLES = RESOURCES / "styles"
HELP = RESOURCES / "help"
PLANS = RESOURCES / "plans"
DEFINITIONS = RESOURCES / "definitions"
BUILT_IN_PLAN = PLANS / "kamakura-fukushi.json"
BUILT_IN_DEFINITION = DEFINITIONS / "half-yearly-a3.json"
