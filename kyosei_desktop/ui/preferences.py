"""What a user may choose about the window: its language, how it writes years, its colours and the size of its text."""

from dataclasses import dataclass
from enum import StrEnum

from kyosei_desktop import paths
from kyosei_desktop.domain import language
from kyosei_desktop.domain.language import N_
from kyosei_desktop.domain.years import YearStyle, use_years


class Language(StrEnum):
    """The language of the window; values are gettext's names."""

    SYSTEM = "system"
    JAPANESE = "ja"
    ENGLISH = "en"


class Years(StrEnum):
    """How the window writes years. Papers and files always have the eras of their definition."""

    AS_LANGUAGE = "language"
    ERA = YearStyle.ERA.value
    WESTERN = YearStyle.WESTERN.value


LANGUAGE_TEXTS = {
    Language.SYSTEM: N_("システムに合わせる"),
    Language.JAPANESE: N_("日本語"),
    Language.ENGLISH: N_("英語（English）"),
}
YEAR_TEXTS = {
    Years.AS_LANGUAGE: N_("言葉に合わせる（日本語は元号、英語は西暦）"),
    Years.ERA: N_("元号（令和３年度）"),
    Years.WESTERN: N_("西暦（2021年度）"),
}


@dataclass(frozen=True, slots=True)
class Preferences:
    """All of it. `scheme` is one of `ui.settings.Scheme`, `text_percent` one of `TEXT_PERCENTS`."""

    language: Language
    years: Years
    scheme: str
    text_percent: int


def use_words(chosen_language: Language, chosen_years: Years) -> None:
    """Have all texts made from now on in this language and with years written so."""
    language.use(paths.TRANSLATIONS, None if chosen_language is Language.SYSTEM else chosen_language.value)
    use_years(None if chosen_years is Years.AS_LANGUAGE else YearStyle(chosen_years.value))
