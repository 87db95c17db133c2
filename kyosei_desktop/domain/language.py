"""The one door through which every text that a user sees goes to translation.

Japanese is the source language. At start-up `use` may put another catalogue in; without it the
source text itself is shown. Texts that stand in tables or classes are marked with `N_` and
translated when they are shown.
"""

import gettext
import os
from pathlib import Path

SOURCE = "ja"
"""The language that the texts are written in."""

_DOMAIN = "kyosei"
_language = SOURCE
_catalogue: gettext.NullTranslations = gettext.NullTranslations()


def _(text: str) -> str:
    """The text in the language in use."""
    return _catalogue.gettext(text) if text else ""  # in a catalogue, the empty text stands for its header


def N_(text: str) -> str:  # noqa: N802 - the name that message extractors know
    """Mark a text for translation without translating it yet."""
    return text


def use(folder: Path, locale: str | None = None) -> None:
    """Choose the language for all texts from now on.

    Args:
        folder: holds `<language>/LC_MESSAGES/kyosei.mo`.
        locale: such as `en_GB.UTF-8`; by default the environment's. Anything for which there is no
            catalogue, `C` included, means Japanese.
    """
    global _catalogue, _language
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    chosen = locale or next((os.environ[name] for name in names if os.environ.get(name)), "ja")
    if chosen.partition(".")[0] in ("C", "POSIX"):
        chosen = "ja"  # gettext takes C.UTF-8 for American English
    _catalogue = gettext.translation(_DOMAIN, folder, [chosen], fallback=True)
    _language = _catalogue.info().get("language", SOURCE)


def in_use() -> str:
    """The language of all texts now, such as `ja` or `en`."""
    return _language
