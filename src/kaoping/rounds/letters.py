"""
Which pairs of characters a page's words hold: enough to say of most words that they do not stand there.

The main process of a run knows these names and never looks into a page: numpy is loaded by those who do.
"""

import hashlib
import zlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from isal import isal_zlib

from kaoping.pages import Page
from kaoping.rulebook import normalised, plain

from .context import Context

if TYPE_CHECKING:
    import numpy as np

_BITS = 1 << 16
_KEY_BYTES = 8
_FIRST, _SECOND = 0x9E3779B1, 0x85EBCA6B


def letters_of(page: Page, context: Context) -> bytes:
    """
    What `wording.listed` compares words with, as a bitmap of pairs, behind a digest of the reading's context.

    About two kilobytes. A word is compared in its normal form, as the page is (`normalised`): what the bitmap
    does not hold is not on the page.
    """
    import numpy as np

    bits = np.zeros(_BITS, dtype=bool)
    for text in (page.title, page.text, page.visible_text):
        bits[_places(normalised(text).text)] = True
    return _key(context) + isal_zlib.compress(np.packbits(bits).tobytes(), 1)


class Words:
    """Words that may or may not stand on a page."""

    def __init__(self, words: Iterable[str]) -> None:
        import numpy as np

        forms = filter(None, {plain(word) for word in words})
        self._places = [np.unique(_places(form)) for form in sorted(forms)]

    def __len__(self) -> int:
        return len(self._places)

    def may_stand(self, letters: bytes, context: Context) -> bool:
        """
        Whether the page has to be read again: one of the words may stand there, it would be read in another
        context than it was, or nothing is known of it.
        """
        import numpy as np

        if letters[:_KEY_BYTES] != _key(context):
            return True
        held = np.unpackbits(np.frombuffer(zlib.decompress(letters[_KEY_BYTES:]), dtype=np.uint8))
        return any(held[places].all() for places in self._places)


def _places(text: str) -> "np.ndarray":
    """Of every character and of every pair of neighbours."""
    import numpy as np

    # lone surrogates fell away in the normal form of texts; of words they match nothing
    codes = np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32)
    first, second = np.uint32(_FIRST), np.uint32(_SECOND)
    singles, pairs = codes * first, (codes[:-1] * first) ^ (codes[1:] * second)
    return np.concatenate((singles, pairs)) >> np.uint32(16)


def _key(context: Context) -> bytes:
    words = f"{context.cited_by}\0{context.section_url}\0{context.is_frame}"
    return hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=_KEY_BYTES).digest()
