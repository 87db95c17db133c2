"""The check word (照合語) on papers and slips: four kana from the content's hash; same word, same content."""

import hashlib
import json
from collections.abc import Iterable

from kyosei_desktop.domain.plan import FieldId, Value

# Without pairs that are easily taken for each other in print or on the telephone (い/り, ね/れ/わ, る/ろ, は/ほ …).
_KANA = "あいうえおかきくけこさしすせそたちつてとなにのはひふまみむもやゆよら"
_LENGTH = 4


def check_word(content: Iterable[tuple[FieldId, Value]]) -> str:
    """The word for a set of fields and what they say, whatever their order."""
    said = sorted((field, value.text, value.blank or "") for field, value in content)
    digest = hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).digest()
    number = int.from_bytes(digest, "big")
    kana = []
    for _ in range(_LENGTH):
        number, digit = divmod(number, len(_KANA))
        kana.append(_KANA[digit])
    return "".join(kana)
