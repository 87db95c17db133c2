"""What a person may do about an error, as the button beside its sentence. No Qt here.

To give an error a button: add it to what one of the functions below returns, or to `_AGAIN` where doing the
same once more may help.
"""

from collections.abc import Callable, Mapping
from functools import cache, partial

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.store.engine import LedgerBusy, LedgerNotWritable, NotALedger
from kyosei_desktop.store.files import FileNotRead, FileNotWritten
from kyosei_desktop.store.postgresql import ServerCannotWrite, ServerNotReached, WritersTurnMissed
from kyosei_desktop.store.rounds import ConflictsRemain, NoOpenRound, RoundIsOpen
from kyosei_desktop.ui.context import MessageAction, Shell


@cache
def _places() -> Mapping[type[KyoseiError], tuple[str, str]]:
    """Errors that are cured in another view: the button and the view."""
    # what raises them is loaded here: the window starts without it
    from kyosei_desktop.exchange.handing_in import AnswersMissing
    from kyosei_desktop.store.joining import AnswersDisagree
    from kyosei_desktop.store.withdrawing import WithdrawnRoundClosed

    return {
        AnswersDisagree: (N_("どちらを採るか決める"), "joining"),
        AnswersMissing: (N_("未記入の欄を見る"), "hand_in"),
        ConflictsRemain: (N_("競合を決める"), "conflicts"),
        NoOpenRound: (N_("状況の画面へ"), "board"),
        RoundIsOpen: (N_("状況の画面へ"), "board"),
        WithdrawnRoundClosed: (N_("状況の画面へ"), "board"),
    }


@cache
def _other_file() -> tuple[type[KyoseiError], ...]:
    """Errors that another file cures."""
    from kyosei_desktop.exchange.joining import RequestNotOpened

    return (FileNotRead, NotALedger, RequestNotOpened)


_AGAIN = (FileNotWritten, LedgerBusy, LedgerNotWritable, ServerCannotWrite, ServerNotReached, WritersTurnMissed)
"""Errors that may be over when the same is done once more: the disk is full, the network away, the file in use."""


_AGAIN_TEXT = N_("もう一度")
_OTHER_FILE_TEXT = N_("ほかのファイルを開く…")


def button_of(kind: type[KyoseiError]) -> str | None:
    """The text of the button that an error may have; None where its sentence alone says what to do."""
    places = [_(text) for one, (text, _view) in _places().items() if issubclass(kind, one)]
    if places:
        return places[0]
    if issubclass(kind, _AGAIN):
        return _(_AGAIN_TEXT)
    return _(_OTHER_FILE_TEXT) if issubclass(kind, _other_file()) else None


def cure_for(error: KyoseiError, shell: Shell, *, again: Callable[[], None] | None = None) -> MessageAction | None:
    """The button for an error; None where its sentence alone says what to do.

    Args:
        error: what went wrong.
        shell: the window.
        again: does once more what failed.
    """
    for kind, (text, view) in _places().items():
        if isinstance(error, kind):
            return _(text), partial(shell.go, view)
    if isinstance(error, _AGAIN) and again is not None:
        return _(_AGAIN_TEXT), again
    if isinstance(error, _other_file()):
        return _(_OTHER_FILE_TEXT), shell.ask_and_open
    return None
