"""Doing something that may be refused: the sentence of what is expected to go wrong goes to the message bar."""

from collections.abc import Callable

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.store.log import log_refusal
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.cures import cure_for


def attempt(context: AppContext, act: Callable[[], None], *, again: Callable[[], None] | None = None) -> bool:
    """Do it, or say why not; whether it was done. Bugs pass to the crash dialog.

    Args:
        again: what the button does that tries once more; by default only the act itself.
    """
    try:
        act()
    except KyoseiError as error:
        log_refusal(error, during=context.shell.current_view_id or "")

        def once_more() -> None:
            attempt(context, act)

        context.messages.error(str(error), cure_for(error, context.shell, again=again or once_more))
        return False
    return True
