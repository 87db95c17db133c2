"""The passphrases of one run of the window: those that opened something, and the one for new files. No Qt here."""

from kyosei_desktop.store.passphrases import Passphrases


class Keyring:
    """In memory only, for all ledgers that are opened one after the other.

    Attributes:
        known: tried on files that are encrypted.
    """

    def __init__(self) -> None:
        """Knows nothing yet; what is written stays plain."""
        self.known = Passphrases()
        self._for_new: str | None = None

    @property
    def for_new(self) -> str | None:
        """What encrypts the files that are written; None leaves them plain."""
        return self._for_new

    @for_new.setter
    def for_new(self, passphrase: str | None) -> None:
        self._for_new = passphrase
        if passphrase is not None:
            self.known.add(passphrase)
