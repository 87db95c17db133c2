"""Whether the system asks for high contrast. Qt tells only from 6.10 on, so Windows is asked itself.

Elsewhere there is no one setting to ask; high contrast is then chosen in the menu.
"""

import ctypes
from collections.abc import Callable

_GET_HIGH_CONTRAST = 0x0042  # SPI_GETHIGHCONTRAST
_IS_ON = 0x00000001  # HCF_HIGHCONTRASTON


class _HighContrast(ctypes.Structure):
    """HIGHCONTRASTW of the Windows API (winuser.h)."""

    _fields_ = (("cbSize", ctypes.c_uint), ("dwFlags", ctypes.c_uint32), ("lpszDefaultScheme", ctypes.c_wchar_p))


def asks_for_high_contrast(ask: Callable[..., int] | None = None) -> bool:
    """Whether it does; False where the system cannot be asked.

    Args:
        ask: `SystemParametersInfoW`, by default that of this system.
    """
    ask = ask or _windows_function()
    if ask is None:
        return False
    answer = _HighContrast(ctypes.sizeof(_HighContrast), 0, None)
    return bool(ask(_GET_HIGH_CONTRAST, answer.cbSize, ctypes.byref(answer), 0)) and bool(answer.dwFlags & _IS_ON)


def _windows_function() -> Callable[..., int] | None:
    libraries = getattr(ctypes, "windll", None)  # on Windows only
    return None if libraries is None else libraries.user32.SystemParametersInfoW
