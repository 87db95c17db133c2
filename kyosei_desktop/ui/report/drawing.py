"""Pictures of pages, drawn off the UI thread when somebody looks at them; only so many are kept."""

from collections import OrderedDict
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from threading import Lock

from PySide6.QtCore import QByteArray, QObject, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from kyosei_desktop.domain.progress import Step
from kyosei_desktop.ui.context import Messages
from kyosei_desktop.ui.jobs import Jobs

PAPER = QColor("white")  # paper is white in the dark too
_MOST_KEPT_BYTES = 128 * 1024 * 1024
_MOST_WAITING = 24
"""Thumbnails asked for longer ago have been scrolled past."""
_MOST_WIDE_PX = 5000
"""A page drawn wider would need more memory than its sharpness is worth."""


@dataclass(frozen=True, slots=True)
class PictureKey:
    """A page (from 1) drawn so many pixels wide. `is_small` for the list of pages, which waits for the page itself."""

    page: int
    width_px: int
    is_small: bool = False


def draw_page(page: bytes, width_px: int) -> QImage:
    """A picture of an SVG document; images, unlike pixmaps, may be drawn on any thread."""
    renderer = QSvgRenderer(QByteArray(page))
    size = renderer.defaultSize().scaled(width_px, 10 * width_px, Qt.AspectRatioMode.KeepAspectRatio)
    picture = QImage(size, QImage.Format.Format_RGB32)
    picture.fill(PAPER)
    painter = QPainter(picture)
    renderer.render(painter)
    painter.end()
    return picture


class PageDrawer(QObject):
    """Draws what is looked at: the page first, then small pages in the order asked.

    It has a thread of its own: the ledger's worker may be busy making a PDF meanwhile. `stop` it before it goes.

    Signals:
        drawn: the `PictureKey` of a picture that is there now.
    """

    drawn = Signal(object)
    _made = Signal(object, object, QImage)

    def __init__(self, messages: Messages, parent: QObject) -> None:
        """No thread before the first picture."""
        super().__init__(parent)
        self._jobs = Jobs(messages, self)
        self._jobs.crashed.connect(_raise)
        self._made.connect(self._keep)
        self._pages: Sequence[bytes] = ()
        self._kept: OrderedDict[PictureKey, QImage] = OrderedDict()
        self._outdated: set[PictureKey] = set()
        self._waiting: list[PictureKey] = []
        self._lock = Lock()
        self._being_drawn: tuple[PictureKey, Sequence[bytes]] | None = None

    @property
    def kept(self) -> Sequence[PictureKey]:
        """The pictures at hand, the one looked at last being the last."""
        return tuple(self._kept)

    def show_pages(self, pages: Sequence[bytes]) -> None:
        """Draw these pages from now on; those drawn before stay, as stand-ins, until they are drawn anew."""
        with self._lock:
            self._waiting.clear()
        self._pages = pages
        self._outdated = set(self._kept)

    def picture(self, key: PictureKey) -> QImage | None:
        """The picture, or None and `drawn` later."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        if found is None or key in self._outdated:
            self._ask(key)
        return found

    def stand_in(self, page: int) -> QImage | None:
        """A picture of the page in any size, to be shown until it is drawn in the right one."""
        sizes = [key for key in self._kept if key.page == page]
        return self._kept[max(sizes, key=lambda key: key.width_px)] if sizes else None

    def stop(self) -> None:
        """Draw nothing more until a picture is asked for again."""
        with self._lock:
            self._waiting.clear()
        self._jobs.stop()
        self._being_drawn = None

    def _ask(self, key: PictureKey) -> None:
        if not 1 <= key.page <= len(self._pages):
            return
        with self._lock:
            if key in self._waiting or (key, self._pages) == self._being_drawn:
                return
            if key.is_small:
                self._waiting.append(key)
                del self._waiting[:-_MOST_WAITING]
            else:  # the newest page takes the place of another that waits
                self._waiting = [key, *(one for one in self._waiting if one.is_small)]
        if self._jobs.is_idle:
            self._start()

    def _start(self) -> None:
        self._jobs.start("", self._draw_all(), done=self._go_on, is_quiet=True)

    def _draw_all(self) -> Generator[Step, None, None]:
        """Runs off the UI thread."""
        while True:
            with self._lock:
                if not self._waiting:
                    self._being_drawn = None
                    return
                key, pages = self._being_drawn = self._waiting.pop(0), self._pages
            yield Step(0, 1, str(key.page))
            picture = draw_page(pages[key.page - 1], min(key.width_px, _MOST_WIDE_PX))
            self._made.emit(key, pages, picture)

    def _go_on(self, _nothing: None) -> None:
        if self._waiting:  # asked for while the last job was ending
            self._start()

    def _keep(self, key: PictureKey, pages: Sequence[bytes], picture: QImage) -> None:
        if pages is not self._pages:
            return
        self._outdated.discard(key)
        self._kept[key] = picture
        self._kept.move_to_end(key)
        self._forget_oldest()
        self.drawn.emit(key)

    def _forget_oldest(self) -> None:
        used = sum(picture.sizeInBytes() for picture in self._kept.values())
        while used > _MOST_KEPT_BYTES and len(self._kept) > 1:
            _key, oldest = self._kept.popitem(last=False)
            used -= oldest.sizeInBytes()


def _raise(error: BaseException) -> None:
    raise error
