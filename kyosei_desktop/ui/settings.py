"""What the program remembers of its user between two starts: an INI file, nothing else."""

from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from kyosei_desktop.domain.language import N_
from kyosei_desktop.store.lock import login_name
from kyosei_desktop.store.places import LedgerPlace, ServerPlace
from kyosei_desktop.ui.preferences import Language, Preferences, Years
from kyosei_desktop.ui.starts import Start

TEXT_SIZE_TEXTS = {
    100: N_("文字の大きさ 100%"),
    125: N_("文字の大きさ 125%"),
    150: N_("文字の大きさ 150%"),
    200: N_("文字の大きさ 200%"),
}
TEXT_PERCENTS = tuple(TEXT_SIZE_TEXTS)
_MOST_RECENT = 10
_FILE, _SERVER = "file", "server"

SETTINGS_VERSION = 2
"""Of the file: raised when a key means something else than before. Keys that are not known, of a newer program or of a
view that is no more, are left alone, so that older and newer programs may take turns."""


class Scheme(StrEnum):
    """Light, dark, of high contrast, or as the system is set."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high-contrast"


SCHEME_TEXTS = {
    Scheme.LIGHT: N_("明るい(&L)"),
    Scheme.DARK: N_("暗い(&D)"),
    Scheme.HIGH_CONTRAST: N_("高コントラスト(&H)"),
    Scheme.SYSTEM: N_("システムに合わせる(&S)"),
}


class Settings:
    """Reads and writes the settings file; a value that makes no sense counts as absent."""

    def __init__(self, path: Path) -> None:
        """Use the file at `path`, which need not exist yet."""
        self.file = path
        self._store = QSettings(str(path), QSettings.Format.IniFormat)
        if self.version < SETTINGS_VERSION:
            self._store.setValue("version", SETTINGS_VERSION)

    @property
    def version(self) -> int:
        """The version of the file. One of before there were versions is 1; a newer program's number stays."""
        kept = str(self._store.value("version", "1"))
        return int(kept) if kept.isdecimal() else 1

    @property
    def start(self) -> Start | None:
        """What the person is here for; None where nobody has said."""
        kept = str(self._store.value("start", ""))
        return Start(kept) if kept in set(Start) else None

    @start.setter
    def start(self, start: Start) -> None:
        self._store.setValue("start", start.value)

    @property
    def author(self) -> str:
        """The name that revisions carry: 担当者名; by default the login name."""
        return str(self._store.value("author", "")) or login_name()

    @author.setter
    def author(self, name: str) -> None:
        self._store.setValue("author", name.strip())

    @property
    def scheme(self) -> Scheme:
        """The colours: light, dark, of high contrast, or as the system is set."""
        kept = str(self._store.value("scheme", Scheme.SYSTEM.value))
        return Scheme(kept) if kept in set(Scheme) else Scheme.SYSTEM

    @scheme.setter
    def scheme(self, scheme: Scheme) -> None:
        self._store.setValue("scheme", scheme.value)

    @property
    def text_percent(self) -> int:
        """The size of all text, one of `TEXT_PERCENTS`."""
        kept = str(self._store.value("text_percent", TEXT_PERCENTS[0]))
        return int(kept) if kept in {str(one) for one in TEXT_PERCENTS} else TEXT_PERCENTS[0]

    @text_percent.setter
    def text_percent(self, percent: int) -> None:
        self._store.setValue("text_percent", percent)

    @property
    def language(self) -> Language:
        """The language of the window."""
        kept = str(self._store.value("language", Language.SYSTEM.value))
        return Language(kept) if kept in set(Language) else Language.SYSTEM

    @property
    def years(self) -> Years:
        """How the window writes years."""
        kept = str(self._store.value("years", Years.AS_LANGUAGE.value))
        return Years(kept) if kept in set(Years) else Years.AS_LANGUAGE

    @property
    def preferences(self) -> Preferences:
        """All that the user may choose about the window."""
        return Preferences(self.language, self.years, self.scheme.value, self.text_percent)

    @preferences.setter
    def preferences(self, chosen: Preferences) -> None:
        self.scheme, self.text_percent = Scheme(chosen.scheme), chosen.text_percent
        self._store.setValue("language", chosen.language.value)
        self._store.setValue("years", chosen.years.value)

    @property
    def recent_files(self) -> list[Path]:
        """Files opened lately that are still there, newest first."""
        kept = self._store.value("recent_files", [])
        # a list of one comes back as a plain text
        names = [kept] if isinstance(kept, str) else kept if isinstance(kept, list) else []
        return [path for path in map(Path, names) if path.is_file()]

    def remember_file(self, path: Path) -> None:
        """Put a file at the top of the recent ones."""
        others = [one for one in self.recent_files if one != path]
        self._store.setValue("recent_files", [str(one) for one in [path, *others][:_MOST_RECENT]])
        self._store.setValue("last_opened", _FILE)

    @property
    def recent_servers(self) -> list[str]:
        """Addresses of ledgers on servers opened lately, newest first, without passwords."""
        kept = self._store.value("recent_servers", [])
        return [kept] if isinstance(kept, str) else list(map(str, kept)) if isinstance(kept, list) else []

    def remember_server(self, address: str) -> None:
        """Put an address at the top of the recent ones. It must hold no secret (`ServerPlace.text`)."""
        others = [one for one in self.recent_servers if one != address]
        self._store.setValue("recent_servers", [address, *others][:_MOST_RECENT])
        self._store.setValue("last_opened", _SERVER)

    def remember_place(self, place: LedgerPlace) -> None:
        """Put where a ledger is at the top of the recent ones of its kind."""
        if isinstance(place, ServerPlace):
            self.remember_server(place.text)
        else:
            self.remember_file(place)

    @property
    def last_server(self) -> str | None:
        """The address of the ledger that was opened last, where that was one on a server."""
        is_last = self._store.value("last_opened") == _SERVER
        return self.recent_servers[0] if is_last and self.recent_servers else None

    def remembered(self, name: str) -> str:
        """What a view keeps between two starts under a name of its own; empty for nothing."""
        return str(self._store.value(f"views/{name}", ""))

    def remember(self, name: str, text: str) -> None:
        """Keep something for a view."""
        self._store.setValue(f"views/{name}", text)

    @property
    def geometry(self) -> QByteArray | None:
        """Where the window stood."""
        kept = self._store.value("geometry")
        return kept if isinstance(kept, QByteArray) else None

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._store.setValue("geometry", geometry)
