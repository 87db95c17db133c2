"""The ways to start: what a person is here for, asked once and remembered. No Qt here."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from kyosei_desktop.exchange.file_names import REHEARSAL_MARK


class Start(StrEnum):
    """What a person is here for; the values stand in the settings."""

    RESPOND = "respond"
    COORDINATE = "coordinate"
    REHEARSE = "rehearse"


def file_to_start_with(start: Start | None, recent: Sequence[Path]) -> Path | None:
    """The file that a start without one opens; None where a person has to say.

    Args:
        start: what was chosen before. None at the very first start: then nothing is opened, nor made.
        recent: files opened lately, newest first. A rehearsal is never taken up by itself.
    """
    if start is None:
        return None
    return next((one for one in recent if not one.name.startswith(REHEARSAL_MARK)), None)
