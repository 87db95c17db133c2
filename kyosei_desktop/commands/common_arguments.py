"""The options that every command and the window share; light to load."""

import argparse
from typing import Any

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.years import YearStyle
from kyosei_desktop.store.lock import login_name

LANGUAGES = ("ja", "en")


def common_arguments(*, is_inner: bool = False) -> argparse.ArgumentParser:
    """The options that stand before or after the command; an inner parser leaves alone what it was not given."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS if is_inner else None)
    author: dict[str, Any] = {} if is_inner else {"default": login_name()}
    flag: dict[str, Any] = {"action": "store_true", **({"default": argparse.SUPPRESS} if is_inner else {})}
    common.add_argument("--json", help=_("結果を JSON で出す"), **flag)
    common.add_argument("--as", dest="author", metavar=_("名"), help=_("操作する人の名前"), **author)
    common.add_argument("--take-over", help=_("残った鍵を引き継いで開く"), **flag)
    chosen: dict[str, Any] = {"default": argparse.SUPPRESS} if is_inner else {}
    common.add_argument("--language", choices=LANGUAGES, help=_("言葉（省くと環境のもの）"), **chosen)
    years = [one.value for one in YearStyle]
    common.add_argument("--calendar", choices=years, help=_("年を元号（era）か西暦（western）で言う"), **chosen)
    return common
